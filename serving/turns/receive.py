"""Step 1: a channel's message is stored, then a pointer to it is enqueued. Nothing else happens here."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

from redis.asyncio import Redis
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels import incoming
from serving.channels.base import IncomingMessage, Received
from serving.channels.models import Inbox, Receipt
from serving.config import Settings
from serving.contacts import service as contacts
from serving.contacts.models import Contact
from serving.contacts.service import Claims
from serving.conversations import repository, timeline
from serving.conversations import service as conversations
from serving.conversations.models import Author, Conversation, Event, Kind
from serving.db import Database, now
from serving.errors import BadInput, NotFound, TooLarge, Unavailable
from serving.redis import AWAY
from serving.turns import pointers

log = logging.getLogger(__name__)

LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}")
RETRY_WHEN_FULL_S = 5
# Two first messages at once may break on a unique key once; the second try finds what the other made.
STORE_ATTEMPTS = 3


async def receive(
    db: Database, redis: Redis, settings: Settings, message: IncomingMessage, *, at_once: bool = True
) -> Received:
    """Stores the message and enqueues its conversation. A known `provider_id` changes nothing.

    Without `at_once` the sweeper enqueues it later: whoever writes too much is answered in bursts.
    Raises BadInput, TooLarge, NotFound (inbox, conversation), Unavailable (the queue is full).
    """
    _validate(message, settings)
    redis_is_there = await _admit(redis, settings, message)
    received = await _store(db, settings, message)
    if received.duplicate:
        return received
    conversation_id = received.event.conversation_id
    if not at_once:
        return received
    queued = redis_is_there and await _enqueue(redis, settings, conversation_id)
    return Received(event=received.event, duplicate=False, queued=queued)


def _validate(message: IncomingMessage, settings: Settings) -> None:
    fields = {
        "text": message.text,
        "message id": message.provider_id,
        "address": message.address,
        "conversation": message.conversation_id,
        "name": message.contact_name,
        "e-mail": message.contact_email,
        "echo id": message.client_id,
        "thread": message.thread,
    }
    for name, value in fields.items():
        _require_storable(name, value)
    if not message.text.strip() and not message.files and message.unreadable is None:
        raise BadInput("The message is empty: write something first.")
    size = len(message.text.encode())
    if size > settings.max_message_bytes:
        raise TooLarge(
            f"The message has {size} bytes, at most {settings.max_message_bytes} are taken: send less."
        )
    limits = (
        ("message id", 255),
        ("address", 255),
        ("name", 200),
        ("e-mail", 320),
        ("echo id", 255),
        ("thread", 255),
    )
    for name, limit in limits:
        length = len(fields[name] or "")
        if length > limit:
            raise TooLarge(f"The {name} has {length} characters, at most {limit} are taken.")
    if not message.provider_id or not message.address:
        raise BadInput("A message needs an id and an address of its sender.")
    if message.locale is not None and not LOCALE.fullmatch(message.locale):
        raise BadInput(f"{message.locale!r} is not a locale: send one like 'en' or 'pt-BR'.")


def _require_storable(name: str, value: str | None) -> None:
    """JSON can carry what no database stores: lone surrogates and NUL."""
    if value is None:
        return
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise BadInput(f"The {name} is not valid Unicode: it holds a lone surrogate.") from error
    if "\x00" in value:
        raise BadInput(f"The {name} holds a NUL character: leave it out.")


async def _admit(redis: Redis, settings: Settings, message: IncomingMessage) -> bool:
    """Refuses before anything is stored when too much waits already; false when Redis is away."""
    # The shard of a conversation that is not known yet: conversations spread evenly, any one is like it.
    try:
        full = await pointers.is_full(redis, message.conversation_id or message.address, settings)
    except AWAY:
        return False
    if full:
        raise Unavailable(
            "Too many messages are waiting: send it again in a moment.", retry_after_s=RETRY_WHEN_FULL_S
        )
    return True


async def _enqueue(redis: Redis, settings: Settings, conversation_id: str) -> bool:
    try:
        await pointers.enqueue(redis, conversation_id, settings)
    except AWAY as error:
        log.warning(
            "Redis is away: the message is stored and will be enqueued by the sweeper",
            extra={"conversation": conversation_id, "error": type(error).__name__},
        )
        return False
    return True


async def _store(db: Database, settings: Settings, message: IncomingMessage) -> Received:
    for attempt in range(1, STORE_ATTEMPTS + 1):
        try:
            async with db.write() as session:
                return await _store_once(session, settings, message)
        except IntegrityError:
            if attempt == STORE_ATTEMPTS:
                raise
    raise AssertionError("unreachable")


async def _store_once(session: AsyncSession, settings: Settings, message: IncomingMessage) -> Received:
    known = await _known(session, message)
    if known is not None:
        return Received(event=known, duplicate=True)
    conversation = await _conversation_of(session, message)
    message = await incoming.resolve_choice(session, conversation, message)
    conversations.wake(session, conversation)
    payload = incoming.payload_of(message)
    if message.files:
        payload["files"] = await incoming.add_files(session, conversation, message)
    event = timeline.stage(
        session,
        conversation,
        kind=Kind.MESSAGE,
        author=Author.CUSTOMER,
        text=message.text,
        payload=payload,
    )
    await session.flush()
    if message.files:
        await incoming.link_files(session, event, payload["files"])
    session.add(
        Receipt(
            inbox_id=message.inbox_id,
            provider_id=message.provider_id,
            conversation_id=conversation.id,
            event_id=event.id,
            retry_at=now() + timedelta(seconds=settings.sweep_grace_s),
        )
    )
    await session.flush()
    return Received(event=event, duplicate=False)


async def _known(session: AsyncSession, message: IncomingMessage) -> Event | None:
    event: Event | None = await session.scalar(
        select(Event)
        .join(Receipt, Receipt.event_id == Event.id)
        .where(Receipt.inbox_id == message.inbox_id, Receipt.provider_id == message.provider_id)
    )
    return event


async def _conversation_of(session: AsyncSession, message: IncomingMessage) -> Conversation:
    """The conversation this message belongs to, locked."""
    claims = Claims(name=message.contact_name, email=message.contact_email, verified=message.verified)
    if message.conversation_id is not None:
        conversation = await timeline.lock_conversation(session, message.conversation_id)
        if conversation.inbox_id != message.inbox_id:
            raise NotFound(f"There is no conversation {message.conversation_id!r} in this inbox.")
        contact = await session.get_one(Contact, conversation.contact_id)
        contacts.believe(contact, claims)
        return conversation
    if await session.get(Inbox, message.inbox_id) is None:
        raise NotFound(f"There is no inbox {message.inbox_id!r}: make it in the console first.")
    contact = await contacts.find_or_create(session, message.inbox_id, address=message.address, claims=claims)
    latest = await repository.latest_of_contact(session, contact.id, message.inbox_id, thread=message.thread)
    if latest is None:
        return await conversations.start(
            session, inbox_id=message.inbox_id, contact_id=contact.id, thread=message.thread
        )
    return await timeline.lock_conversation(session, latest.id)
