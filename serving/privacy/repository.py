from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, false, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from serving.analytics.models import TurnFact, Wait
from serving.channels.models import Inbox, Media, Outgoing, Receipt, SentPart
from serving.contacts.models import Contact, ContactAddress
from serving.conversations.models import Author, Conversation, Event, Kind, Status, TimelineUnlock
from serving.db import now
from serving.privacy.models import InboxRetention, Retention
from serving.reviews.models import AnswerPair, Review, Training
from serving.translation.models import MessageTranslation

# A conversation that somebody waits for or holds is not over, however old it is.
OVER = (Status.BOT, Status.RESOLVED)


@dataclass(frozen=True, slots=True)
class Rules:
    """Days after the last event; None is for ever. `own`: by inbox, instead of the general number."""

    general: int | None
    own: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def shortest(self) -> int | None:
        return min((days for days in (self.general, *self.own.values()) if days is not None), default=None)


async def retention(session: AsyncSession) -> Retention | None:
    kept: Retention | None = await session.get(Retention, 1)
    return kept


async def inbox_retentions(session: AsyncSession) -> Mapping[str, InboxRetention]:
    return {one.inbox_id: one for one in await session.scalars(select(InboxRetention))}


async def inboxes(session: AsyncSession) -> Sequence[Inbox]:
    """Those that are used, then removed ones: they keep their conversations."""
    statement = select(Inbox).order_by(Inbox.removed_at.is_not(None), Inbox.name, Inbox.id)
    return (await session.scalars(statement)).all()


async def rules(session: AsyncSession) -> Rules:
    kept = await retention(session)
    own = {inbox_id: one.days for inbox_id, one in (await inbox_retentions(session)).items()}
    return Rules(kept.days if kept is not None else None, own)


def _due(rules: Rules) -> Sequence[ColumnElement[bool]]:
    """The shortest time bounds the walk along the index; within it each inbox has its own."""
    if rules.shortest is None:
        return [false()]
    of_inboxes = [
        and_(Conversation.inbox_id == inbox_id, Conversation.last_event_at < oldest_kept(days))
        for inbox_id, days in rules.own.items()
        if days is not None
    ]
    if rules.general is not None:
        others = Conversation.inbox_id.not_in(rules.own)
        of_inboxes.append(and_(others, Conversation.last_event_at < oldest_kept(rules.general)))
    bound = Conversation.last_event_at < oldest_kept(rules.shortest)
    return [bound, Conversation.status.in_(OVER), or_(*of_inboxes)]


def oldest_kept(days: int) -> datetime:
    return now() - timedelta(days=days)


async def count_due(session: AsyncSession, rules: Rules) -> int:
    return await session.scalar(select(func.count()).select_from(Conversation).where(*_due(rules))) or 0


async def due(session: AsyncSession, rules: Rules, *, limit: int) -> Sequence[str]:
    """Oldest first, held until the transaction ends; those that somebody else holds are left out."""
    statement = (
        select(Conversation.id)
        .where(*_due(rules))
        .order_by(Conversation.last_event_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(statement)).all()


async def conversations_of(session: AsyncSession, contact_id: str) -> Sequence[Conversation]:
    statement = (
        select(Conversation).where(Conversation.contact_id == contact_id).order_by(Conversation.created_at)
    )
    return (await session.scalars(statement)).all()


async def addresses_of(session: AsyncSession, contact_id: str) -> Sequence[ContactAddress]:
    statement = select(ContactAddress).where(ContactAddress.contact_id == contact_id)
    return (await session.scalars(statement)).all()


async def media_of(session: AsyncSession, conversation_ids: Sequence[str]) -> Sequence[Media]:
    statement = select(Media).where(Media.conversation_id.in_(conversation_ids)).order_by(Media.created_at)
    return (await session.scalars(statement)).all()


async def unsent_files(session: AsyncSession, *, before: datetime, limit: int) -> Sequence[str]:
    """Uploaded before then, and no message carries them. Held until the transaction ends."""
    statement = (
        select(Media.id)
        .where(Media.conversation_id.is_(None), Media.created_at < before)
        .order_by(Media.created_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(statement)).all()


async def delete_files(session: AsyncSession, ids: Sequence[str]) -> None:
    await session.execute(delete(Media).where(Media.id.in_(ids)))


async def words_of_customer(session: AsyncSession, conversation_ids: Sequence[str]) -> set[str]:
    texts = await session.scalars(
        select(Event.text).where(
            Event.conversation_id.in_(conversation_ids),
            Event.kind == Kind.MESSAGE,
            Event.author == Author.CUSTOMER,
        )
    )
    return {text for text in texts if text}


async def forget_in_trainings(session: AsyncSession, words: set[str]) -> None:
    """Reports of trainings quote messages."""
    for training in await session.scalars(select(Training)):
        report = dict(training.report)
        for listed in ("changed", "failed"):
            report[listed] = [one for one in report.get(listed, ()) if one["text"] not in words]
        if report != training.report:
            training.report = report


async def delete_conversations(session: AsyncSession, ids: Sequence[str]) -> None:
    """With everything that hangs on them. An approved answer stays, and forgets where it came from."""
    events = select(Event.id).where(Event.conversation_id.in_(ids))
    sent = select(Outgoing.id).where(Outgoing.conversation_id.in_(ids))
    await session.execute(delete(MessageTranslation).where(MessageTranslation.event_id.in_(events)))
    await session.execute(delete(SentPart).where(SentPart.outbox_id.in_(sent)))
    for table in (Outgoing, Receipt, Media, Review, TurnFact, Wait):
        await session.execute(delete(table).where(table.conversation_id.in_(ids)))
    await session.execute(
        update(AnswerPair).where(AnswerPair.conversation_id.in_(ids)).values(conversation_id=None, turn=None)
    )
    unlock = TimelineUnlock(reason="erasure")
    session.add(unlock)
    await session.flush()
    await session.execute(delete(Event).where(Event.conversation_id.in_(ids)))
    await session.delete(unlock)
    await session.execute(delete(Conversation).where(Conversation.id.in_(ids)))


async def delete_contact(session: AsyncSession, contact_id: str) -> None:
    await session.execute(delete(ContactAddress).where(ContactAddress.contact_id == contact_id))
    await session.execute(delete(Contact).where(Contact.id == contact_id))


async def contacts_left_alone(session: AsyncSession, ids: Sequence[str]) -> Sequence[str]:
    """Of these contacts, those that have no conversation any more."""
    having = select(Conversation.contact_id).where(Conversation.contact_id.in_(ids))
    return (
        await session.scalars(select(Contact.id).where(Contact.id.in_(ids), Contact.id.not_in(having)))
    ).all()


async def contacts_of(session: AsyncSession, conversation_ids: Sequence[str]) -> Sequence[str]:
    statement = select(Conversation.contact_id).where(Conversation.id.in_(conversation_ids)).distinct()
    return (await session.scalars(statement)).all()
