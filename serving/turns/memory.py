"""What a customer who comes back need not say again, from the turns that the timeline keeps.

The dialogue manager forgets: its session ends after a day, its Redis keeps a week, and either may be lost.
Every turn's trace says which slots outlive that (`remember`), so they are in the database with the reply,
live exactly as long as the conversation's events, and go with them when a person is erased
(docs/decisions/0018).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.conversations.models import Conversation, Event, Kind
from serving.db import now
from serving.dialogue.base import Memory
from serving.turns.told import was_taken_back

MAX_ASKED = 5


async def turns_before(session: AsyncSession, *, contact_id: str, conversation_id: str) -> Sequence[Event]:
    """The latest turns of the contact's previous conversation, oldest first."""
    previous = (
        select(Conversation.id)
        .where(Conversation.contact_id == contact_id, Conversation.id != conversation_id)
        .order_by(Conversation.last_event_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    turns = await session.scalars(
        select(Event)
        .where(Event.conversation_id == previous, Event.kind == Kind.TURN)
        .order_by(Event.seq.desc())
        .limit(MAX_ASKED)
    )
    return turns.all()[::-1]


def recall(events: Sequence[Event], *, days: int) -> Memory | None:
    """`events`: oldest first; what is not a turn of the last `days` says nothing here."""
    since = now() - timedelta(days=days)
    turns = [
        event
        for event in events
        if event.kind is Kind.TURN
        and event.at >= since
        and event.payload.get("intent")
        and not was_taken_back(event)
    ]
    if not turns:
        return None
    last = turns[-1]
    topics = [topic for turn in turns if (topic := turn.payload["slots_set"].get("topic"))]
    previous = {
        "asked": [turn.payload["intent"] for turn in turns[-MAX_ASKED:]],
        "topic": topics[-1] if topics else None,
        "outcome": last.payload["outcome"],
        "at": last.at.isoformat(),
    }
    return Memory(slots=last.payload.get("remember", {}), previous=previous)
