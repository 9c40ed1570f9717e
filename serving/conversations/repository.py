from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels.models import Inbox
from serving.contacts.models import Contact
from serving.conversations.filters import Filter, predicates
from serving.conversations.models import PUBLIC_KINDS, Conversation, Event, Kind
from serving.conversations.search import Found, Match, matches, search
from serving.errors import BadInput, NotFound
from serving.operators.models import Operator

MAX_PAGE = 200
MAX_EVENTS = 1000
EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """A line of the inbox: the conversation with the names that belong to it."""

    conversation: Conversation
    inbox: Inbox
    contact: Contact
    assignee: Operator | None
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """`next` is the cursor of the following page, None at the end."""

    rows: Sequence[ConversationRow]
    next: str | None


def _rows() -> Select[Conversation, Inbox, Contact, Operator | None]:
    return (
        select(Conversation, Inbox, Contact, Operator)
        .join(Inbox, Inbox.id == Conversation.inbox_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .outerjoin(Operator, Operator.id == Conversation.assignee_id)
    )


def _as_row(
    row: Row[Conversation, Inbox, Contact, Operator | None], match: Match | None = None
) -> ConversationRow:
    conversation, inbox, contact, assignee = row
    return ConversationRow(conversation, inbox=inbox, contact=contact, assignee=assignee, match=match)


async def get(session: AsyncSession, conversation_id: str) -> Conversation:
    conversation = await session.get(Conversation, conversation_id)
    if conversation is None:
        raise NotFound(f"There is no conversation {conversation_id!r}.")
    return conversation


async def get_row(session: AsyncSession, conversation_id: str) -> ConversationRow:
    row = (await session.execute(_rows().where(Conversation.id == conversation_id))).one_or_none()
    if row is None:
        raise NotFound(f"There is no conversation {conversation_id!r}.")
    return _as_row(row)


async def list_conversations(
    session: AsyncSession, filter_: Filter = EVERYTHING, *, before: str | None = None, limit: int = 50
) -> Page:
    """Newest first. A search looks at the newest matches only (search.py)."""
    limit = max(1, min(limit, MAX_PAGE))
    found = await search(session, filter_.q) if filter_.q else None
    ids = (
        select(Conversation.id)
        .where(*await predicates(session, filter_, found=None if found is None else list(found.events)))
        .order_by(Conversation.last_event_at.desc(), Conversation.id.desc())
        .limit(limit + 1)
    )
    if before is not None:
        ids = ids.where(_older_than(before))
    wanted = (await session.scalars(ids)).all()
    rows = await _in_order(session, wanted[:limit], found)
    return Page(rows=rows, next=_cursor(rows[-1].conversation) if len(wanted) > limit else None)


async def _in_order(
    session: AsyncSession, ids: Sequence[str], found: Found | None
) -> Sequence[ConversationRow]:
    """The names and texts that belong to a page are read for that page only."""
    if not ids:
        return []
    matched: Mapping[str, Match] = await matches(session, found, ids) if found is not None else {}
    named = await session.execute(_rows().where(Conversation.id.in_(ids)))
    rows = {row[0].id: _as_row(row, matched.get(row[0].id)) for row in named}
    return [rows[identifier] for identifier in ids if identifier in rows]


def _older_than(cursor: str) -> ColumnElement[bool]:
    at, conversation_id = _read_cursor(cursor)
    return or_(
        Conversation.last_event_at < at,
        and_(Conversation.last_event_at == at, Conversation.id < conversation_id),
    )


def _cursor(conversation: Conversation) -> str:
    raw = f"{conversation.last_event_at.isoformat()}|{conversation.id}"
    return base64.urlsafe_b64encode(raw.encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    try:
        at, _, conversation_id = base64.urlsafe_b64decode(cursor.encode()).decode().partition("|")
        moment = datetime.fromisoformat(at)
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise BadInput(f"The cursor {cursor!r} is not one of ours: start again without it.") from error
    if moment.tzinfo is None:
        raise BadInput(f"The cursor {cursor!r} is not one of ours: start again without it.")
    return moment, conversation_id


async def events_after(
    session: AsyncSession,
    conversation_id: str,
    after: int = 0,
    *,
    public_only: bool = False,
    limit: int = MAX_EVENTS,
) -> Sequence[Event]:
    """Events with a `seq` above `after`, in order. Ask again from the last one when `limit` came back."""
    statement = (
        select(Event)
        .where(Event.conversation_id == conversation_id, Event.seq > after)
        .order_by(Event.seq)
        .limit(limit)
    )
    if public_only:
        statement = statement.where(Event.kind.in_(PUBLIC_KINDS))
    return (await session.scalars(statement)).all()


async def events_before(
    session: AsyncSession, conversation_id: str, before: int, *, limit: int
) -> Sequence[Event]:
    """The last `limit` events of every kind with a `seq` below `before`, oldest first."""
    statement = (
        select(Event)
        .where(Event.conversation_id == conversation_id, Event.seq < before)
        .order_by(Event.seq.desc())
        .limit(limit)
    )
    return (await session.scalars(statement)).all()[::-1]


async def latest_events(
    session: AsyncSession, conversation_id: str, *, kinds: frozenset[Kind], limit: int
) -> Sequence[Event]:
    """The last `limit` events of these kinds, oldest first."""
    asked = {"conversation": conversation_id, "kinds": sorted(kinds), "most": limit}
    return (await session.scalars(_latest_events(), asked)).all()[::-1]


@cache
def _latest_events() -> Select[Event]:
    """Asked at each turn, so it is built once."""
    return (
        select(Event)
        .where(
            Event.conversation_id == bindparam("conversation"),
            Event.kind.in_(bindparam("kinds", expanding=True)),
        )
        .order_by(Event.seq.desc())
        .limit(bindparam("most", type_=Integer))
    )


async def turn_answering(
    session: AsyncSession, conversation_id: str, seq: int
) -> tuple[Event, Sequence[Event]] | None:
    """The `turn` event that settles the customer's message `seq` (answered, held, handed off or failed)
    and the messages that it sent, which were committed with it."""
    asked = {"conversation": conversation_id, "seq": seq}
    events = (await session.scalars(_messages_and_turns_after(), asked)).all()
    turn = next((e for e in events if e.kind is Kind.TURN and seq in e.payload["answers"]), None)
    if turn is None:
        return None
    sent = (e for e in events if e.kind is Kind.MESSAGE and e.seq < turn.seq)
    return turn, [message for message in sent if message.payload.get("turn") == turn.payload["turn"]]


@cache
def _messages_and_turns_after() -> Select[Event]:
    """Asked twice at each turn, so it is built once."""
    return (
        select(Event)
        .where(
            Event.conversation_id == bindparam("conversation"),
            Event.seq > bindparam("seq"),
            Event.kind.in_((Kind.MESSAGE, Kind.TURN)),
        )
        .order_by(Event.seq)
    )
