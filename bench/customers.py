"""Customers who write the next message as soon as they have read the answer to the last one."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from uuid import uuid4

# Sends one customer's message and returns the replies' keys or texts; empty when nothing was said.
Say = Callable[[str, str], Awaitable[Sequence[str]]]

# Scripted turns only: an answer from the documents would measure a language model. Nothing of it changes
# the shop, so it can be said again and again.
SCRIPT = (
    "hi",
    "where is my order?",
    "P-10482",
    "anna.keller@example.com",
    "thanks",
    "what are your opening hours?",
    "I want to return an item from order P-10477",
    "the floor lamp",
    "it arrived damaged",
    "no",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """`turns_s`: each turn's seconds, in the order in which they ended. `silent`: turns without a reply."""

    turns_s: list[float]
    wall_s: float
    silent: int

    @property
    def per_second(self) -> float:
        return len(self.turns_s) / self.wall_s

    def percentile_ms(self, percent: int) -> float:
        return 1000 * statistics.quantiles(self.turns_s, n=100, method="inclusive")[percent - 1]


async def converse(say: Say, *, customers: int, turns: int) -> Measured:
    """`turns` of each of `customers` at once, each in a conversation of their own."""
    taken: list[float] = []
    silent = 0

    async def customer() -> None:
        nonlocal silent
        conversation = f"bench-{uuid4()}"
        for text in islice(cycle(SCRIPT), turns):
            began = time.perf_counter()
            replies = await say(conversation, text)
            taken.append(time.perf_counter() - began)
            silent += not replies

    began = time.perf_counter()
    await asyncio.gather(*(customer() for _ in range(customers)))
    return Measured(taken, time.perf_counter() - began, silent)
