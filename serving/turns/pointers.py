"""The stream of pointers: "look at this conversation". SQL holds what there is to do."""

from __future__ import annotations

from zlib import crc32

from redis.asyncio import Redis

from serving.config import Settings

GROUP = "workers"
FIELD = "conversation"


def stream_name(shard: int) -> str:
    return f"parley:turns:{shard}"


def stream_names(settings: Settings) -> list[str]:
    return [stream_name(shard) for shard in range(settings.stream_shards)]


def stream_of(conversation_id: str, settings: Settings) -> str:
    return stream_name(crc32(conversation_id.encode()) % settings.stream_shards)


async def is_full(redis: Redis, conversation_id: str, settings: Settings) -> bool:
    """Settled pointers are deleted, so the length of a stream is what waits in it."""
    length: int = await redis.xlen(stream_of(conversation_id, settings))
    return length >= settings.stream_max_length


async def enqueue(redis: Redis, conversation_id: str, settings: Settings) -> None:
    await redis.xadd(stream_of(conversation_id, settings), {FIELD: conversation_id})


async def settle(redis: Redis, stream: str, pointer_id: str) -> None:
    async with redis.pipeline(transaction=True) as pipeline:
        pipeline.xack(stream, GROUP, pointer_id)
        pipeline.xdel(stream, pointer_id)
        await pipeline.execute()
