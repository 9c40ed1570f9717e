from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

CANCEL_AGAIN_S = 0.5


async def cancel_and_wait(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Returns when every task has ended; what they raised stays in them.

    `asyncio.wait_for` of Python 3.11, which redis-py uses, loses a cancellation that comes as its inner
    task ends (python/cpython#86296): a loop would go on for ever. So each task is cancelled until it ends.
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=CANCEL_AGAIN_S)
