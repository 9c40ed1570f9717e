"""Figures of a period, for one inbox or all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.analytics.gaps import Asked
from serving.analytics.models import TurnFact, Wait
from serving.conversations.models import Conversation, Event, Kind, Status
from serving.db import now
from serving.reviews.models import AnswerPair

# A conversation in which the bot helped and nobody wrote again for so long counts as resolved.
ASSUMED_AFTER = timedelta(hours=24)
MOST_TURNS = 100_000
MOST_GAPS = 2000


@dataclass(frozen=True, slots=True)
class Period:
    since: datetime
    until: datetime
    inbox_id: str | None = None

    def of(self, at: ColumnElement[datetime], inbox: ColumnElement[str]) -> Sequence[ColumnElement[bool]]:
        within = [at >= self.since, at < self.until]
        return [*within, inbox == self.inbox_id] if self.inbox_id else within


@dataclass(frozen=True, slots=True)
class Ends:
    """How the conversations that began in a period stand now. `idle`: only greeted, or still going on."""

    total: int
    confirmed: int
    assumed: int
    reopened: int


def _began(period: Period) -> Sequence[ColumnElement[bool]]:
    return period.of(Conversation.created_at.expression, Conversation.inbox_id.expression)


async def ends(session: AsyncSession, period: Period) -> Ends:
    confirmed = and_(
        Conversation.confirmed_at.is_not(None), Conversation.status.in_((Status.BOT, Status.RESOLVED))
    )
    assumed = and_(
        Conversation.confirmed_at.is_(None),
        Conversation.helped_at.is_not(None),
        Conversation.status == Status.BOT,
        Conversation.last_event_at < now() - ASSUMED_AFTER,
    )
    row = (
        await session.execute(
            select(
                func.count(),
                func.count().filter(confirmed),
                func.count().filter(assumed),
                func.count().filter(Conversation.reopened_at.is_not(None)),
            ).where(*_began(period))
        )
    ).one()
    return Ends(*row)


async def handoffs(session: AsyncSession, period: Period) -> Sequence[tuple[str, int]]:
    """Reasons with the number of conversations that were handed over for them last, most frequent first."""
    reason = Conversation.handoff_reason
    rows = await session.execute(
        select(reason, func.count()).where(reason.is_not(None), *_began(period)).group_by(reason)
    )
    return sorted(((str(name), count) for name, count in rows), key=lambda one: -one[1])


async def first_answers_s(session: AsyncSession, period: Period) -> Sequence[float]:
    """Seconds that customers waited for a person, sorted."""
    rows = await session.execute(
        select(Wait.opened_at, Wait.answered_at).where(
            *period.of(Wait.opened_at.expression, Wait.inbox_id.expression)
        )
    )
    return sorted((answered - opened).total_seconds() for opened, answered in rows)


async def ratings(session: AsyncSession, period: Period) -> Sequence[tuple[int, int]]:
    rows = await session.execute(
        select(Conversation.rating, func.count())
        .where(Conversation.rating.is_not(None), *_began(period))
        .group_by(Conversation.rating)
    )
    counted = {int(score or 0): count for score, count in rows}
    return [(score, counted.get(score, 0)) for score in range(5, 0, -1)]


async def languages(session: AsyncSession, period: Period) -> Sequence[tuple[str, int]]:
    rows = await session.execute(
        select(Conversation.locale, func.count()).where(*_began(period)).group_by(Conversation.locale)
    )
    return sorted(((locale or "", count) for locale, count in rows), key=lambda one: -one[1])


async def per_day(session: AsyncSession, period: Period) -> Sequence[tuple[str, int]]:
    """Every day of the period, those without a conversation too."""
    moments = await session.scalars(select(Conversation.created_at).where(*_began(period)))
    counted = Counter(moment.date().isoformat() for moment in moments)
    days = (period.until - period.since).days
    names = ((period.since + timedelta(days=number)).date().isoformat() for number in range(days))
    return [(name, counted.get(name, 0)) for name in names]


@dataclass(frozen=True, slots=True)
class TurnFigures:
    """Of the turns that told the customer something."""

    count: int
    total_ms: Sequence[float]
    first_token_ms: Sequence[float]
    prompt_tokens: int
    completion_tokens: int


async def turns(session: AsyncSession, period: Period) -> TurnFigures:
    rows = (
        await session.execute(
            select(
                TurnFact.total_ms,
                TurnFact.first_token_ms,
                TurnFact.prompt_tokens,
                TurnFact.completion_tokens,
            )
            .where(
                TurnFact.outcome.in_(("answered", "handed_off")),
                *period.of(TurnFact.at.expression, TurnFact.inbox_id.expression),
            )
            .limit(MOST_TURNS)
        )
    ).all()
    return TurnFigures(
        count=len(rows),
        total_ms=sorted(row[0] for row in rows if row[0] is not None),
        first_token_ms=sorted(row[1] for row in rows if row[1] is not None),
        prompt_tokens=sum(row[2] for row in rows),
        completion_tokens=sum(row[3] for row in rows),
    )


async def unanswered(session: AsyncSession, period: Period) -> Sequence[Asked]:
    """Questions that had no answer, newest first."""
    written = (
        select(func.max(AnswerPair.updated_at))
        .where(AnswerPair.conversation_id == TurnFact.conversation_id, AnswerPair.turn == TurnFact.turn)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(TurnFact.conversation_id, TurnFact.turn, Event.text, Event.at, written)
        .join(
            Event,
            and_(
                Event.conversation_id == TurnFact.conversation_id,
                Event.seq == TurnFact.asked_seq,
                Event.kind == Kind.MESSAGE,
            ),
        )
        .where(
            TurnFact.unanswered.is_(True),
            *period.of(TurnFact.at.expression, TurnFact.inbox_id.expression),
        )
        .order_by(TurnFact.at.desc())
        .limit(MOST_GAPS)
    )
    return [
        Asked(conversation, turn, text, at, given) for conversation, turn, text, at, given in rows if text
    ]
