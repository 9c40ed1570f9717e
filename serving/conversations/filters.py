"""What the inbox can be filtered by: one field here is one parameter of the address and one predicate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import ARRAY, ColumnElement, Select, String, any_, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.analytics.models import TurnFact
from serving.channels.models import Inbox
from serving.conversations.models import Conversation, Status
from serving.reviews.models import Review, Verdict

NOBODY = "nobody"
# So few conversations are looked up one by one; where a filter fits more, enough of the newest do.
RARE = 1000


@dataclass(frozen=True, slots=True)
class Filter:
    """`below`: the least confidence of a turn; `rating`: at most; `reviewed`: yes, no, right or wrong.

    `assignee`: an operator's id or `nobody`; `since` and `until`: of the last event. `q`: words.
    """

    status: Status | None = None
    inbox: str | None = None
    channel: str | None = None
    locale: str | None = None
    intent: str | None = None
    below: float | None = None
    rating: int | None = None
    reviewed: str | None = None
    handoff: str | None = None
    assignee: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    q: str | None = None

    @property
    def given(self) -> Mapping[str, object]:
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in named.items() if value is not None}


Predicate = ColumnElement[bool]


def _reviewed(filter_: Filter) -> Predicate:
    if filter_.reviewed == "no":
        return Conversation.reviewed_at.is_(None)
    if filter_.reviewed == "yes":
        return Conversation.reviewed_at.is_not(None)
    return Conversation.id.in_(
        select(Review.conversation_id).where(Review.verdict == Verdict(filter_.reviewed or ""))
    )


def _assigned(filter_: Filter) -> Predicate:
    if filter_.assignee == NOBODY:
        return Conversation.assignee_id.is_(None)
    return Conversation.assignee_id == filter_.assignee


PREDICATES: Mapping[str, Callable[[Filter], Predicate]] = {
    "status": lambda f: Conversation.status == f.status,
    "inbox": lambda f: Conversation.inbox_id == f.inbox,
    "channel": lambda f: Conversation.inbox_id.in_(select(Inbox.id).where(Inbox.channel == f.channel)),
    "locale": lambda f: Conversation.locale == f.locale,
    "intent": lambda f: (
        select(TurnFact.seq)
        .where(TurnFact.conversation_id == Conversation.id, TurnFact.intent == f.intent)
        .exists()
    ),
    "below": lambda f: Conversation.lowest_confidence < f.below,
    "rating": lambda f: Conversation.rating <= f.rating,
    "reviewed": _reviewed,
    "handoff": lambda f: Conversation.handoff_reason == f.handoff,
    "assignee": _assigned,
    "since": lambda f: Conversation.last_event_at >= f.since,
    "until": lambda f: Conversation.last_event_at < f.until,
}

# Filters that may fit very few conversations, with the cheapest statement that names them.
NARROWING: Mapping[str, Callable[[Filter], Select[str]]] = {
    "intent": lambda f: select(TurnFact.conversation_id).where(TurnFact.intent == f.intent).distinct(),
    "reviewed": lambda f: select(Conversation.id).where(_reviewed(f)),
    "rating": lambda f: select(Conversation.id).where(Conversation.rating <= f.rating),
    "handoff": lambda f: select(Conversation.id).where(Conversation.handoff_reason == f.handoff),
    "below": lambda f: select(Conversation.id).where(Conversation.lowest_confidence < f.below),
    "locale": lambda f: select(Conversation.id).where(Conversation.locale == f.locale),
}


async def predicates(
    session: AsyncSession, filter_: Filter, *, found: Sequence[str] | None
) -> Sequence[Predicate]:
    """`found`: the only conversations that come into question. Without it, a rare filter names them."""
    given = filter_.given
    wanted = {name: make(filter_) for name, make in PREDICATES.items() if name in given}
    if found is None:
        for name, narrow in NARROWING.items():
            if name not in given:
                continue
            few = (await session.scalars(narrow(filter_).limit(RARE + 1))).all()
            if len(few) <= RARE:
                found = few
                del wanted[name]
                break
    if found is not None:
        return [_among(session, found), *wanted.values()]
    return list(wanted.values())


def _among(session: AsyncSession, ids: Sequence[str]) -> Predicate:
    """PostgreSQL takes them as one value: a thousand parameters cost more than the search that found them."""
    if session.get_bind().dialect.name == "postgresql":
        return Conversation.id == any_(literal(list(ids), ARRAY(String)))
    return Conversation.id.in_(ids)
