"""What is kept of people and for how long: erasing one of them, or whatever is old; and telling them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels.models import Inbox
from serving.contacts import repository as contacts
from serving.contacts.models import Contact
from serving.conversations import repository as conversations
from serving.conversations import timeline
from serving.db import now
from serving.errors import BadInput, Conflict, NotFound
from serving.operators.models import Operator
from serving.privacy import repository
from serving.privacy.models import InboxRetention, Retention
from serving.privacy.repository import Rules

LEAST_DAYS, MOST_DAYS = 1, 3650
# Whoever chose a file may still be writing the message that carries it.
UNSENT_KEPT = timedelta(days=1)
# The dialogue manager's memory (bot/stores/tracker.py) forgets by itself after seven days at the latest.
TRACKER_KEYS = ("parley:tracker:{}:events", "parley:tracker:{}:base")


@dataclass(frozen=True, slots=True)
class Erased:
    """`files`: ids of media whose bytes are still to be removed, once this is committed."""

    conversations: Sequence[str]
    files: Sequence[str]
    contacts: int


async def keep_for(session: AsyncSession, operator: Operator, days: int | None) -> Retention:
    _require_sense(days)
    kept = await repository.retention(session) or Retention(id=1)
    kept.days, kept.operator_id, kept.changed_at = days, operator.id, now()
    session.add(kept)
    await session.flush()
    return kept


async def keep_inbox_for(
    session: AsyncSession, operator: Operator, inbox_id: str, days: int | None
) -> InboxRetention:
    _require_sense(days)
    await _require_inbox(session, inbox_id)
    kept = await session.get(InboxRetention, inbox_id) or InboxRetention(inbox_id=inbox_id)
    kept.days, kept.operator_id, kept.changed_at = days, operator.id, now()
    session.add(kept)
    await session.flush()
    return kept


async def keep_inbox_as_others(session: AsyncSession, inbox_id: str) -> None:
    await _require_inbox(session, inbox_id)
    kept = await session.get(InboxRetention, inbox_id)
    if kept is not None:
        await session.delete(kept)


async def would_erase(session: AsyncSession, inbox_id: str, days: int | None) -> int:
    """How many of this inbox' conversations are older than that."""
    await _require_inbox(session, inbox_id)
    return await repository.count_due(session, Rules(None, {inbox_id: days}))


def _require_sense(days: int | None) -> None:
    if days is not None and not LEAST_DAYS <= days <= MOST_DAYS:
        raise BadInput(f"Conversations are kept for {LEAST_DAYS} to {MOST_DAYS} days, or for ever.")


async def _require_inbox(session: AsyncSession, inbox_id: str) -> None:
    """A removed one keeps its conversations, so it has a time as well."""
    if await session.get(Inbox, inbox_id) is None:
        raise NotFound(f"There is no inbox {inbox_id!r}.")


async def erase_contact(session: AsyncSession, contact_id: str, *, confirmed: str) -> Erased:
    """`confirmed`: what the contact is called, typed again: nothing of this can be undone."""
    contact = await contacts.get(session, contact_id)
    if confirmed.strip() != called(contact):
        raise Conflict(f"Type {called(contact)!r} to confirm: nothing of this can be undone.")
    ids = [one.id for one in await repository.conversations_of(session, contact_id)]
    for conversation_id in ids:
        await timeline.lock_conversation(session, conversation_id)
    files = await _erase(session, ids)
    await repository.delete_contact(session, contact_id)
    return Erased(ids, files, contacts=1)


async def erase_old(session: AsyncSession, *, limit: int) -> Erased | None:
    """What the retention says is too old; None: everything is kept."""
    rules = await repository.rules(session)
    if rules.shortest is None:
        return None
    ids = await repository.due(session, rules, limit=limit)
    people = await repository.contacts_of(session, ids)
    files = await _erase(session, ids)
    alone = await repository.contacts_left_alone(session, people)
    for contact_id in alone:
        await repository.delete_contact(session, contact_id)
    return Erased(ids, files, contacts=len(alone))


async def erase_unsent(session: AsyncSession, *, limit: int) -> Erased:
    """Files that were uploaded and never sent."""
    files = await repository.unsent_files(session, before=now() - UNSENT_KEPT, limit=limit)
    await repository.delete_files(session, files)
    return Erased((), files, contacts=0)


async def _erase(session: AsyncSession, ids: Sequence[str]) -> Sequence[str]:
    files = [file.id for file in await repository.media_of(session, ids)]
    await repository.forget_in_trainings(session, await repository.words_of_customer(session, ids))
    await repository.delete_conversations(session, ids)
    return files


async def forget_dialogues(redis: Redis, ids: Sequence[str]) -> None:
    if ids:
        await redis.delete(*(key.format(one) for one in ids for key in TRACKER_KEYS))


def called(contact: Contact) -> str:
    return contact.email or contact.name or contact.id


async def everything_about(session: AsyncSession, contact_id: str) -> dict[str, Any]:
    """What is known of a person and was said with them, for themselves: no notes, no traces."""
    contact = await contacts.get(session, contact_id)
    had = await repository.conversations_of(session, contact_id)
    files = await repository.media_of(session, [one.id for one in had])
    return {
        "contact": {
            "id": contact.id,
            "name": contact.name,
            "email": contact.email,
            "verified": contact.verified,
            "locale": contact.locale,
            "attributes": contact.attributes,
            "created_at": contact.created_at.isoformat(),
        },
        "addresses": [
            {"inbox": one.inbox_id, "address": one.address}
            for one in await repository.addresses_of(session, contact_id)
        ],
        "conversations": [
            {
                "id": one.id,
                "inbox": one.inbox_id,
                "created_at": one.created_at.isoformat(),
                "status": one.status.value,
                "locale": one.locale,
                "rating": one.rating,
                "events": await _said(session, one.id),
            }
            for one in had
        ],
        "files": [
            {"name": file.name, "type": file.mime, "bytes": file.bytes, "conversation": file.conversation_id}
            for file in files
        ],
    }


async def _said(session: AsyncSession, conversation_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = 0
    while events := await conversations.events_after(session, conversation_id, after, public_only=True):
        found += [
            {
                "at": event.at.isoformat(),
                "kind": event.kind.value,
                "author": event.author.value,
                "text": event.text,
                "score": event.payload.get("score"),
            }
            for event in events
        ]
        after = events[-1].seq
    return found
