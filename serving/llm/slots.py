from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from serving.llm.base import Busy


class Slots:
    """At most `concurrent` requests at the server and `waiting` behind them; the next is refused at once."""

    def __init__(self, *, concurrent: int, waiting: int) -> None:
        self._free = asyncio.Semaphore(concurrent)
        self._concurrent = concurrent
        self._max_waiting = waiting
        self.waiting = 0

    @asynccontextmanager
    async def take(self, *, deadline: float) -> AsyncIterator[None]:
        """`deadline`: the loop's time at which waiting ends. Raises Busy then, and where too many wait."""
        if self._free.locked() and self.waiting >= self._max_waiting:
            raise Busy(
                f"{self._concurrent} requests run at the model server and {self.waiting} wait: "
                "raise PARLEY_LLM_MAX_CONCURRENT or add a replica.",
                retry_after_s=1,
            )
        self.waiting += 1
        try:
            async with asyncio.timeout_at(deadline):
                await self._free.acquire()
        except TimeoutError as error:
            raise Busy(
                f"None of {self._concurrent} requests at the model server ended in time: "
                "raise PARLEY_LLM_MAX_CONCURRENT or add a replica.",
                retry_after_s=1,
            ) from error
        finally:
            self.waiting -= 1
        try:
            yield
        finally:
            self._free.release()
