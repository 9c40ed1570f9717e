"""What comes together is stored together: one transaction, and as many statements for fifty as for one.

docs/decisions/0110
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cache

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels import incoming
from serving.channels.base import IncomingMessage, Received
from serving.channels.models import Inbox, Receipt
from serving.config import Settings
from serving.contacts import service as contacts
from serving.contacts.models import Contact
from serving.contacts.service import Claims
from serving.conversations import service as conversations
from serving.conversations import timeline
from serving.conversations.models import Author, Conversation, Event, Kind
from serving.db import now, one_of_pairs
from serving.errors import NotFound

# Inbox and provider's id.
Key = tuple[str, str]


async def store(
    session: AsyncSession, settings: Settings, messages: Sequence[IncomingMessage]
) -> list[Received | NotFound]:
    """What became of each, in their order; a known `provider_id` changes nothing."""
    known = await _known(session, messages)
    fresh: dict[Key, IncomingMessage] = {}
    for message in messages:
        if _key(message) not in known:
            fresh.setdefault(_key(message), message)
    homes = await _homes(session, list(fresh.values()))
    staged: dict[Key, Event] = {}
    for key, message in fresh.items():
        home = homes[key]
        if isinstance(home, Conversation):
            staged[key] = await _stage(session, home, message)
    if staged:
        await session.flush()
        await _write_receipts(session, settings, staged)
    return _outcomes(messages, known, staged, homes)


def _key(message: IncomingMessage) -> Key:
    return message.inbox_id, message.provider_id


def _outcomes(
    messages: Sequence[IncomingMessage],
    known: Mapping[Key, Event],
    staged: Mapping[Key, Event],
    homes: Mapping[Key, Conversation | NotFound],
) -> list[Received | NotFound]:
    outcomes: list[Received | NotFound] = []
    told = set(known)
    for key in map(_key, messages):
        home = homes.get(key)
        if isinstance(home, NotFound):
            outcomes.append(home)
            continue
        event = known[key] if key in known else staged[key]
        outcomes.append(Received(event=event, duplicate=key in told))
        told.add(key)
    return outcomes


async def _known(session: AsyncSession, messages: Sequence[IncomingMessage]) -> dict[Key, Event]:
    keys = {_key(message) for message in messages}
    rows = await session.execute(
        select(Receipt.inbox_id, Receipt.provider_id, Event)
        .join(Event, Receipt.event_id == Event.id)
        .where(one_of_pairs(Receipt.inbox_id, Receipt.provider_id, keys))
    )
    return {(inbox_id, provider_id): event for inbox_id, provider_id, event in rows}


async def _stage(session: AsyncSession, conversation: Conversation, message: IncomingMessage) -> Event:
    message = await incoming.resolve_choice(session, conversation, message)
    conversations.wake(session, conversation)
    payload = incoming.payload_of(message)
    if message.files:
        payload["files"] = await incoming.add_files(session, conversation, message)
    return timeline.stage(
        session,
        conversation,
        kind=Kind.MESSAGE,
        author=Author.CUSTOMER,
        text=message.text,
        payload=payload,
    )


async def _write_receipts(session: AsyncSession, settings: Settings, staged: Mapping[Key, Event]) -> None:
    """The events must have their ids."""
    retry_at = now() + timedelta(seconds=settings.sweep_grace_s)
    for (inbox_id, provider_id), event in staged.items():
        await incoming.link_files(session, event, event.payload.get("files") or ())
        session.add(
            Receipt(
                inbox_id=inbox_id,
                provider_id=provider_id,
                conversation_id=event.conversation_id,
                event_id=event.id,
                retry_at=retry_at,
            )
        )
    await session.flush()


async def _homes(
    session: AsyncSession, messages: Sequence[IncomingMessage]
) -> dict[Key, Conversation | NotFound]:
    """The conversation that each message belongs to, locked."""
    named = [message for message in messages if message.conversation_id is not None]
    addressed = [message for message in messages if message.conversation_id is None]
    homes: dict[Key, Conversation | NotFound] = {}
    if addressed:
        homes |= await _by_address(session, addressed)
    if named:
        homes |= await _by_name(session, named)
    return homes


async def _by_name(
    session: AsyncSession, messages: Sequence[IncomingMessage]
) -> dict[Key, Conversation | NotFound]:
    named = {message.conversation_id for message in messages}
    rows = await session.execute(_named_and_locked(), {"conversations": list(named)})
    found = {conversation.id: (conversation, contact) for conversation, contact in rows}
    homes: dict[Key, Conversation | NotFound] = {}
    for message in messages:
        conversation, contact = found.get(message.conversation_id or "", (None, None))
        if conversation is None or contact is None:
            homes[_key(message)] = NotFound(f"There is no conversation {message.conversation_id!r}.")
        elif conversation.inbox_id != message.inbox_id:
            homes[_key(message)] = NotFound(
                f"There is no conversation {message.conversation_id!r} in this inbox."
            )
        else:
            contacts.believe(contact, _claims(message))
            homes[_key(message)] = conversation
    return homes


@cache
def _named_and_locked() -> Select[Conversation, Contact]:
    """Asked for each message, so it is built once."""
    return (
        select(Conversation, Contact)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Conversation.id.in_(bindparam("conversations", expanding=True)))
        .order_by(Conversation.id)
        .with_for_update(of=Conversation)
        .execution_options(populate_existing=True)
    )


async def _by_address(
    session: AsyncSession, messages: Sequence[IncomingMessage]
) -> dict[Key, Conversation | NotFound]:
    there = await _existing(session, messages)
    homes: dict[Key, Conversation | NotFound] = {
        _key(message): NotFound(f"There is no inbox {message.inbox_id!r}: make it in the console first.")
        for message in messages
        if message.inbox_id not in there
    }
    settled = [message for message in messages if message.inbox_id in there]
    people = await contacts.find_or_create_all(
        session, sorted({(message.inbox_id, message.address) for message in settled})
    )
    latest = await _latest(session, settled, people.values())
    for message in settled:
        contact = people[message.inbox_id, message.address]
        contacts.believe(contact, _claims(message))
        where = (contact.id, message.inbox_id, message.thread)
        if where not in latest:
            latest[where] = conversations.begin(
                session, inbox_id=message.inbox_id, contact_id=contact.id, thread=message.thread
            )
        homes[_key(message)] = latest[where]
    await session.flush()
    return homes


async def _existing(session: AsyncSession, messages: Sequence[IncomingMessage]) -> set[str]:
    inboxes = {message.inbox_id for message in messages}
    return set(await session.scalars(select(Inbox.id).where(Inbox.id.in_(inboxes))))


async def _latest(
    session: AsyncSession, messages: Sequence[IncomingMessage], people: Iterable[Contact]
) -> dict[tuple[str, str, str | None], Conversation]:
    """By contact, inbox and thread. The contacts are locked, so none begins meanwhile."""
    place = func.row_number().over(
        partition_by=(Conversation.contact_id, Conversation.inbox_id, Conversation.thread),
        order_by=(Conversation.created_at.desc(), Conversation.id.desc()),
    )
    threads = {message.thread for message in messages if message.thread is not None}
    ranked = (
        select(Conversation.id, place.label("place"))
        .where(
            Conversation.contact_id.in_([contact.id for contact in people]),
            or_(Conversation.thread.is_(None), Conversation.thread.in_(threads)),
        )
        .subquery()
    )
    found = await session.scalars(
        select(Conversation)
        .where(Conversation.id.in_(select(ranked.c.id).where(ranked.c.place == 1)))
        .order_by(Conversation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {(one.contact_id, one.inbox_id, one.thread): one for one in found}


def _claims(message: IncomingMessage) -> Claims:
    return Claims(name=message.contact_name, email=message.contact_email, verified=message.verified)
