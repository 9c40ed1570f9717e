"""What a stored message says about its channel: numbers that answer choices, files that came along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels import media
from serving.channels.base import IncomingFile, IncomingMessage
from serving.channels.degrade import chosen
from serving.channels.models import Media
from serving.conversations.cards import choices
from serving.conversations.models import Author, Conversation, Event, Kind
from serving.db import new_id

MOST_FILES = 10
LAST_MESSAGES = 10


async def resolve_choice(
    session: AsyncSession, conversation: Conversation, message: IncomingMessage
) -> IncomingMessage:
    """A number becomes what the button would have sent, if it answers the choices that were offered last.

    Those are the last ones among the messages since the customer wrote: a number that comes later, or
    after another question, is only a number.
    """
    if message.capabilities is None or message.title is not None or conversation.last_seq == 0:
        return message
    if not any(character.isdigit() for character in message.text[:8]):
        return message
    latest = await session.scalars(
        select(Event)
        .where(Event.conversation_id == conversation.id, Event.kind == Kind.MESSAGE)
        .order_by(Event.seq.desc())
        .limit(LAST_MESSAGES)
    )
    for event in latest:
        if event.author is Author.CUSTOMER:
            break
        if choices(event.payload):
            button = chosen(message.text, event.payload, message.capabilities)
            return replace(message, text=button["payload"], title=button["title"]) if button else message
    return message


def payload_of(message: IncomingMessage) -> dict[str, Any]:
    """`pressed` is what stood on the button: its payload is the text."""
    payload: dict[str, Any] = {"client_id": message.client_id, "locale": message.locale}
    if message.locale_chosen:
        payload["locale_chosen"] = True
    if message.title is not None:
        payload["pressed"] = message.title
    if message.unreadable is not None and not message.text.strip() and not message.files:
        payload["unreadable"] = message.unreadable
    if message.sent_at is not None:
        payload["sent_at"] = message.sent_at.isoformat()
    return payload | dict(message.details or {})


async def add_files(
    session: AsyncSession, conversation: Conversation, message: IncomingMessage
) -> list[dict[str, Any]]:
    """The payload's `files`: what lies here already, and what the worker will fetch from the provider."""
    views: list[dict[str, Any]] = []
    for file in message.files[:MOST_FILES]:
        if file.media_id is not None:
            views += await media.attach(
                session, [file.media_id], inbox_id=message.inbox_id, conversation_id=conversation.id
            )
        else:
            views.append(media.view(_to_fetch(session, conversation, message, file)))
    return views


def _to_fetch(
    session: AsyncSession, conversation: Conversation, message: IncomingMessage, file: IncomingFile
) -> Media:
    fetched = Media(
        id=new_id(),
        inbox_id=message.inbox_id,
        conversation_id=conversation.id,
        name=media.clean_name(file.name),
        mime=file.mime.partition(";")[0].strip()[:100] or "application/octet-stream",
        bytes=file.bytes,
        state="pending",
        handle=file.handle,
    )
    session.add(fetched)
    return fetched


async def link_files(session: AsyncSession, event: Event, files: Sequence[Mapping[str, Any]]) -> None:
    """Known once the event has its id."""
    for file in files:
        stored = await session.get_one(Media, file["id"])
        stored.event_id = event.id
