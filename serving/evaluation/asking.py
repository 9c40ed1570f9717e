"""Questions asked a few at a time, and word of how many are done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

Note = Callable[[str], None]
Item = TypeVar("Item")
Reply = TypeVar("Reply")

AT_ONCE = 4


async def each(
    items: Sequence[Item], ask: Callable[[int, Item], Awaitable[Reply]], note: Note, *, what: str
) -> list[Reply]:
    """What `ask` returns for each number and item, in their order. `note` gets "`what`: 3 of 20"."""
    turns = asyncio.Semaphore(AT_ONCE)
    done = 0

    async def asked(number: int, item: Item) -> Reply:
        nonlocal done
        async with turns:
            reply = await ask(number, item)
        done += 1
        note(f"{what}: {done} of {len(items)}")
        return reply

    return list(await asyncio.gather(*(asked(number, item) for number, item in enumerate(items))))


def unseen(text: str) -> None:
    """A note where nobody watches."""


async def unpreviewed(text: str) -> None:
    """An answer's preview where nobody waits for it."""
