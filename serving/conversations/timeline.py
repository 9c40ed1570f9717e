"""The only writer of the timeline: appends an event and keeps the conversation's projection."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.analytics import facts
from serving.conversations.cards import cards_of
from serving.conversations.models import Author, Conversation, Event, Kind, Status
from serving.db import now
from serving.errors import NotFound

PREVIEW_CHARACTERS = 200
ECHO_WINDOW = 100


async def lock_conversation(session: AsyncSession, conversation_id: str) -> Conversation:
    """Reads the conversation and holds it until the transaction ends (SQLite: the write lock does)."""
    conversation = await session.scalar(_locked(), {"id": conversation_id})
    if conversation is None:
        raise NotFound(f"There is no conversation {conversation_id!r}.")
    return conversation


@cache
def _locked() -> Select[Conversation]:
    """Asked at each turn, so it is built once."""
    return (
        select(Conversation)
        .where(Conversation.id == bindparam("id"))
        .with_for_update()
        # A conversation that this session has seen before the lock may be out of date.
        .execution_options(populate_existing=True)
    )


def stage(
    session: AsyncSession,
    conversation: Conversation,
    *,
    kind: Kind,
    author: Author,
    text: str | None = None,
    payload: dict[str, Any] | None = None,
    operator_id: str | None = None,
) -> Event:
    """Appends one event without its id yet, which the next flush gives: several cost one statement.

    The conversation must come from `lock_conversation` in this session.
    """
    event = Event(
        conversation_id=conversation.id,
        seq=conversation.last_seq + 1,
        kind=kind,
        author=author,
        operator_id=operator_id,
        text=text,
        payload=payload or {},
        at=now(),
    )
    session.add(event)
    before = conversation.status
    _project(conversation, event)
    facts.count(session, conversation, event, before=before)
    session.info.setdefault("appended_events", []).append(event)
    return event


async def append(
    session: AsyncSession,
    conversation: Conversation,
    *,
    kind: Kind,
    author: Author,
    text: str | None = None,
    payload: dict[str, Any] | None = None,
    operator_id: str | None = None,
) -> Event:
    """Appends one event with its id. The conversation must come from `lock_conversation`."""
    event = stage(
        session,
        conversation,
        kind=kind,
        author=author,
        text=text,
        payload=payload,
        operator_id=operator_id,
    )
    await session.flush()
    return event


async def find_by_client_id(
    session: AsyncSession,
    conversation_id: str,
    author: Author,
    client_id: str,
    *,
    kind: Kind = Kind.MESSAGE,
) -> Event | None:
    """What a client already sent under this echo id, if it is among the last ones."""
    recent = await session.scalars(
        select(Event)
        .where(Event.conversation_id == conversation_id, Event.kind == kind, Event.author == author)
        .order_by(Event.seq.desc())
        .limit(ECHO_WINDOW)
    )
    return next((event for event in recent if event.payload.get("client_id") == client_id), None)


def _preview(event: Event) -> str:
    files = (file["name"] for file in event.payload.get("files") or ())
    return event.text or ", ".join([*files, *(card["title"] for card in cards_of(event.payload))])


def _project(conversation: Conversation, event: Event) -> None:
    conversation.last_seq = event.seq
    if event.kind is Kind.MESSAGE:
        conversation.last_event_at = event.at
        conversation.last_text = _preview(event)[:PREVIEW_CHARACTERS]
        _project_waiting(conversation, event)
    elif event.kind is Kind.STATUS:
        conversation.status = Status(event.payload["status"])
        conversation.last_event_at = event.at
        if conversation.status is Status.OPEN:
            conversation.waiting_since = conversation.waiting_since or event.at
        elif conversation.status is Status.RESOLVED:
            conversation.waiting_since = None
    elif event.kind is Kind.ASSIGNMENT:
        conversation.assignee_id = event.payload["operator_id"]
    elif event.kind is Kind.LOCALE:
        conversation.locale = event.payload["locale"]
        conversation.locale_reason = event.payload["reason"]
    elif event.kind is Kind.REVIEW and event.payload["verdict"] is not None:
        conversation.reviewed_at = event.at
    elif event.kind is Kind.RATING:
        conversation.rating = event.payload["score"]


def _project_waiting(conversation: Conversation, event: Event) -> None:
    """A bot's words end the wait only while the bot has the conversation; a notice never does."""
    answered_by_bot = event.author is Author.BOT and conversation.status is Status.BOT
    if event.author is Author.CUSTOMER:
        conversation.waiting_since = conversation.waiting_since or event.at
    elif event.author is Author.OPERATOR or answered_by_bot:
        conversation.waiting_since = None
