"""The process that takes turns: `python -m serving.turns.worker`. Add more of them to go faster.

One blocking read serves all shards; what Redis hands out is a pointer, the work is in SQL. Pointers of
a worker that died are claimed after `claim_idle_s`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import socket
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import uvloop
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from serving.config import Settings
from serving.redis import AWAY
from serving.tasks import cancel_and_wait
from serving.turns import pointers
from serving.turns.own import RENEWALS_PER_TTL
from serving.turns.pipeline import Pipeline

log = logging.getLogger(__name__)

# A read must come back before the client's own timeout takes it for a dead connection.
BLOCK_SHARE_OF_TIMEOUT = 0.4
FIRST_WAIT_S = 0.1
LONGEST_WAIT_S = 5.0
CLAIM_COUNT = 50

Entries = Sequence[tuple[str, Mapping[str, str] | None]]
Step = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Pointer:
    """`claimed`: another worker read it before and may be dead, its lock still alive."""

    stream: str
    id: str
    conversation_id: str
    claimed: bool


class Worker:
    def __init__(self, pipeline: Pipeline, redis: Redis, settings: Settings) -> None:
        self._pipeline = pipeline
        self._redis = redis
        self._settings = settings
        self._streams = pointers.stream_names(settings)
        self._slots = asyncio.Semaphore(settings.turn_concurrency)
        self._running: dict[asyncio.Task[None], Pointer] = {}
        self.name = f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"

    async def run(self, stop: asyncio.Event) -> None:
        """Takes turns until `stop` is set, then finishes the running ones or gives them back."""
        steps = (self._read, self._claim, self._refresh)
        loops = [asyncio.create_task(self._keep(step)) for step in steps]
        stopping = asyncio.create_task(stop.wait())
        try:
            ended, _ = await asyncio.wait([stopping, *loops], return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()
        finally:
            await cancel_and_wait([stopping, *loops])
            await self._finish()

    async def _keep(self, step: Step) -> None:
        """Repeats a step; when Redis is away it waits, longer each time, and starts over."""
        wait_s = FIRST_WAIT_S
        while True:
            try:
                await self._with_groups(step)
                wait_s = FIRST_WAIT_S
            except AWAY as error:
                log.warning("Redis is away: trying again", extra={"error": type(error).__name__})
                await asyncio.sleep(random.uniform(wait_s / 2, wait_s))  # noqa: S311  # spreads load
                wait_s = min(LONGEST_WAIT_S, wait_s * 2)

    async def _with_groups(self, step: Step) -> None:
        try:
            await step()
        except ResponseError as error:
            if not _no_group(error):
                raise
            await self._make_groups()

    async def _make_groups(self) -> None:
        """From the beginning of each stream: what came before the first worker counts too."""
        for stream in self._streams:
            try:
                await self._redis.xgroup_create(stream, pointers.GROUP, id="0", mkstream=True)
            except ResponseError as error:
                if "BUSYGROUP" not in str(error):
                    raise

    async def _read(self) -> None:
        free = await self._wait_for_a_slot()
        block_ms = int(self._settings.redis_timeout_s * BLOCK_SHARE_OF_TIMEOUT * 1000)
        answer = await self._redis.xreadgroup(
            pointers.GROUP,
            self.name,
            dict.fromkeys(self._streams, ">"),
            count=max(1, free // len(self._streams)),
            block=block_ms,
        )
        for stream, entries in _entries(answer):
            self._start(stream, entries, claimed=False)

    async def _wait_for_a_slot(self) -> int:
        while len(self._running) >= self._settings.turn_concurrency:
            await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
        return self._settings.turn_concurrency - len(self._running)

    async def _claim(self) -> None:
        """Takes over pointers that another worker read and did not settle."""
        for stream in self._streams:
            await self._wait_for_a_slot()
            _, entries, *_ = await self._redis.xautoclaim(
                stream,
                pointers.GROUP,
                self.name,
                min_idle_time=int(self._settings.claim_idle_s * 1000),
                count=CLAIM_COUNT,
            )
            mine = {pointer.id for pointer in self._running.values()}
            abandoned = [entry for entry in entries if entry[0] and entry[0] not in mine]
            self._start(stream, abandoned, claimed=True)
        await asyncio.sleep(self._settings.claim_idle_s / 2)

    async def _refresh(self) -> None:
        """Keeps what this worker is busy with from being claimed, in step with the locks' renewal."""
        await asyncio.sleep(self._settings.lock_ttl_s / RENEWALS_PER_TTL)
        for stream in self._streams:
            ids: list[Any] = [p.id for p in self._running.values() if p.stream == stream]
            if ids:
                await self._redis.xclaim(
                    stream, pointers.GROUP, self.name, min_idle_time=0, message_ids=ids, justid=True
                )

    def _start(self, stream: str, entries: Entries, *, claimed: bool) -> None:
        for pointer_id, fields in entries:
            conversation_id = (fields or {}).get(pointers.FIELD, "")
            pointer = Pointer(stream, pointer_id, conversation_id, claimed)
            task = asyncio.create_task(self._take(pointer), name=f"turn {conversation_id}")
            self._running[task] = pointer
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        conversation_id = self._running.pop(task).conversation_id
        if not task.cancelled() and task.exception() is not None:
            # Not settled: the pointer is claimed again after a while, by this worker or another.
            log.error(
                "a conversation could not be processed",
                extra={"conversation": conversation_id},
                exc_info=task.exception(),
            )

    async def _take(self, pointer: Pointer) -> None:
        async with self._slots:
            if pointer.conversation_id:
                taken = await self._pipeline.process(pointer.conversation_id)
                if pointer.claimed and not taken:
                    return  # whoever holds the lock may be dead: this pointer is claimed once more
            await pointers.settle(self._redis, pointer.stream, pointer.id)

    async def _finish(self) -> None:
        """Running turns get a while to end; what does not is given to the other workers at once."""
        if self._running:
            await asyncio.wait(self._running, timeout=self._settings.shutdown_grace_s)
        unfinished = dict(self._running)
        await cancel_and_wait(unfinished)
        with suppress(*AWAY, ResponseError):
            for pointer in unfinished.values():
                await pointers.enqueue(self._redis, pointer.conversation_id, self._settings)
                await pointers.settle(self._redis, pointer.stream, pointer.id)
            for stream in self._streams:
                await self._leave(stream)

    async def _leave(self, stream: str) -> None:
        """Removing a consumer forgets what it still holds: only one that holds nothing may go."""
        held = await self._redis.xpending_range(
            stream, pointers.GROUP, min="-", max="+", count=1, consumername=self.name
        )
        if not held:
            await self._redis.xgroup_delconsumer(stream, pointers.GROUP, self.name)


def _no_group(error: ResponseError) -> bool:
    """The stream is new, or Redis lost its data."""
    return "NOGROUP" in str(error)


def _entries(answer: Any) -> Iterable[tuple[str, Entries]]:
    """In RESP3 each stream has a list of lists of entries; redis-py's types cover RESP2 as well."""
    for stream, batches in (answer or {}).items():
        for entries in batches:
            yield stream, entries


def main() -> None:
    from serving import logging as parley_logging
    from serving.config import get_settings
    from serving.turns.process import run

    parley_logging.configure(process="worker")
    uvloop.run(run(get_settings()))


if __name__ == "__main__":
    main()
