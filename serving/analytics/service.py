"""The figures of the analytics page, each a list of rows: what a chart, a table and a CSV show alike."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from serving.analytics import repository
from serving.analytics.repository import Period

Row = tuple[str, float]
Figure = Callable[[AsyncSession, Period], Awaitable[Sequence[Row]]]


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """Of sorted values: the smallest that at least this share of them does not exceed."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else None


async def resolution(session: AsyncSession, period: Period) -> Sequence[Row]:
    found = await repository.ends(session, period)
    rest = found.total - found.confirmed - found.assumed
    return [
        ("confirmed", found.confirmed),
        ("assumed", found.assumed),
        ("unresolved", rest),
        ("reopened", found.reopened),
    ]


async def first_response(session: AsyncSession, period: Period) -> Sequence[Row]:
    waited = await repository.first_answers_s(session, period)
    return _spread("", waited)


async def ratings(session: AsyncSession, period: Period) -> Sequence[Row]:
    return [(str(score), count) for score, count in await repository.ratings(session, period)]


async def turns(session: AsyncSession, period: Period) -> Sequence[Row]:
    found = await repository.turns(session, period)
    if not found.count:
        return []
    return [
        ("count", found.count),
        *_spread("total_ms_", found.total_ms),
        *_spread("first_token_ms_", found.first_token_ms),
        ("prompt_tokens", round(found.prompt_tokens / found.count, 1)),
        ("completion_tokens", round(found.completion_tokens / found.count, 1)),
    ]


def _spread(prefix: str, ordered: Sequence[float]) -> Sequence[Row]:
    found = (
        (f"{prefix}{name}", quantile(ordered, share)) for name, share in (("median", 0.5), ("p95", 0.95))
    )
    return [(name, round(value, 1)) for name, value in found if value is not None]


# One place for what there is: a name is a card of the page and a CSV.
FIGURES: Mapping[str, Figure] = {
    "resolution": resolution,
    "handoffs": repository.handoffs,
    "response": first_response,
    "ratings": ratings,
    "languages": repository.languages,
    "volume": repository.per_day,
    "turns": turns,
}


async def everything(session: AsyncSession, period: Period) -> dict[str, Any]:
    return {name: [list(row) for row in await figure(session, period)] for name, figure in FIGURES.items()}
