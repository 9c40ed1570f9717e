"""The only writer of the timeline: appends an event and keeps the conversation's projection."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.conversations.models import Author, Conversation, Event, Kind, Status
from serving.db import now
from serving.errors import NotFound

PREVIEW_CHARACTERS = 200


async def lock_conversation(session: AsyncSession, conversation_id: str) -> Conversation:
    """Reads the conversation and holds it until the transaction ends (SQLite: the write lock does)."""
    conversation = await session.scalar(
        select(Conversation).where(Conversation.id == conversation_id).with_for_update()
    )
    if conversation is None:
        raise NotFound(f"There is no conversation {conversation_id!r}.")
    return conversation


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
    """Appends one event. The conversation must come from `lock_conversation` in this session."""
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
    _project(conversation, event)
    await session.flush()
    session.info.setdefault("appended_events", []).append(event)
    return event


def _project(conversation: Conversation, event: Event) -> None:
    conversation.last_seq = event.seq
    if event.kind is Kind.MESSAGE:
        conversation.last_event_at = event.at
        conversation.last_text = (event.text or "")[:PREVIEW_CHARACTERS]
        if event.author is Author.CUSTOMER:
            conversation.waiting_since = conversation.waiting_since or event.at
        else:
            conversation.waiting_since = None
    elif event.kind is Kind.STATUS:
        conversation.status = Status(event.payload["status"])
        conversation.last_event_at = event.at
        if conversation.status is Status.OPEN:
            conversation.waiting_since = conversation.waiting_since or event.at
    elif event.kind is Kind.ASSIGNMENT:
        conversation.assignee_id = event.payload["operator_id"]
    elif event.kind is Kind.LOCALE:
        conversation.locale = event.payload["locale"]
