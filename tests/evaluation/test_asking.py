from __future__ import annotations

import asyncio

from serving.evaluation.asking import AT_ONCE, each


async def test_replies_keep_their_order_and_few_are_asked_at_once() -> None:
    waiting, most = 0, 0
    notes: list[str] = []

    async def ask(number: int, item: str) -> str:
        nonlocal waiting, most
        waiting += 1
        most = max(most, waiting)
        # The later, the sooner done.
        await asyncio.sleep((9 - number) / 1000)
        waiting -= 1
        return f"{item}{number}"

    replies = await each(list("abcdefghij"), ask, notes.append, what="letters")
    assert replies == [f"{letter}{number}" for number, letter in enumerate("abcdefghij")]
    assert most == AT_ONCE
    assert notes == [f"letters: {done} of 10" for done in range(1, 11)]
