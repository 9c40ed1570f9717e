"""The stream of pointers: "look at this conversation". SQL holds what there is to do."""

from __future__ import annotations

from collections.abc import Collection
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


async def are_full(redis: Redis, conversations: Collection[str], settings: Settings) -> set[str]:
    """Those whose stream is. Settled pointers are deleted, so the length of a stream is what waits in it."""
    streams = {conversation_id: stream_of(conversation_id, settings) for conversation_id in conversations}
    asked = sorted(set(streams.values()))
    async with redis.pipeline(transaction=False) as pipeline:
        for stream in asked:
            pipeline.xlen(stream)
        lengths = dict(zip(asked, await pipeline.execute(), strict=True))
    return {one for one, stream in streams.items() if lengths[stream] >= settings.stream_max_length}


async def enqueue(redis: Redis, conversation_id: str, settings: Settings) -> None:
    await enqueue_all(redis, [conversation_id], settings)


async def enqueue_all(redis: Redis, conversations: Collection[str], settings: Settings) -> None:
    async with redis.pipeline(transaction=False) as pipeline:
        for conversation_id in conversations:
            pipeline.xadd(stream_of(conversation_id, settings), {FIELD: conversation_id})
        await pipeline.execute()


async def settle(redis: Redis, stream: str, pointer_id: str) -> None:
    async with redis.pipeline(transaction=True) as pipeline:
        pipeline.xack(stream, GROUP, pointer_id)
        pipeline.xdel(stream, pointer_id)
        await pipeline.execute()
