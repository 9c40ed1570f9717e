"""What the realtime side reads of the timeline."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from serving.conversations.models import Conversation, Event
from serving.db import Database
from serving.realtime import messages
from serving.realtime.publisher import OperatorDirectory
from serving.realtime.subscription import TimelinePage

PAGE_EVENTS = 200
IDS_A_STATEMENT = 500


async def read_page(
    database: Database,
    operators: OperatorDirectory,
    conversation_id: str,
    *,
    after: int,
    public: bool,
    limit: int = PAGE_EVENTS,
) -> TimelinePage:
    async with database.read() as session:
        events = (
            await session.scalars(
                select(Event)
                .where(Event.conversation_id == conversation_id, Event.seq > after)
                .order_by(Event.seq)
                .limit(limit)
            )
        ).all()
    shown = [event for event in events if not public or messages.is_public(event)]
    names = await operators.names(messages.operator_ids(shown))
    return TimelinePage(
        messages=[messages.event_message(event, names, public=public) for event in shown],
        last_seq=events[-1].seq if events else after,
    )


async def last_seqs(database: Database, conversation_ids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(conversation_ids), IDS_A_STATEMENT):
        some = conversation_ids[start : start + IDS_A_STATEMENT]
        async with database.read() as session:
            rows = await session.execute(
                select(Conversation.id, Conversation.last_seq).where(Conversation.id.in_(some))
            )
            found.update((identifier, last_seq) for identifier, last_seq in rows)
    return found


async def newest_event_ids(database: Database, count: int) -> set[int]:
    async with database.read() as session:
        return set(await session.scalars(select(Event.id).order_by(Event.id.desc()).limit(count)))


async def events_beyond(database: Database, event_id: int, *, besides: Collection[int]) -> Sequence[Event]:
    """Events of all conversations with a greater id, oldest first, one page, without the ids of `besides`."""
    async with database.read() as session:
        events = await session.scalars(
            select(Event).where(Event.id > event_id).order_by(Event.id).limit(PAGE_EVENTS + len(besides))
        )
        return [event for event in events if event.id not in besides]
