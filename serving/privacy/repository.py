from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from serving.analytics.models import TurnFact, Wait
from serving.channels.models import Media, Outgoing, Receipt, SentPart
from serving.contacts.models import Contact, ContactAddress
from serving.conversations.models import Author, Conversation, Event, Kind, Status, TimelineUnlock
from serving.privacy.models import Retention
from serving.reviews.models import AnswerPair, Review, Training
from serving.translation.models import MessageTranslation

# A conversation that somebody waits for or holds is not over, however old it is.
OVER = (Status.BOT, Status.RESOLVED)


async def retention(session: AsyncSession) -> Retention | None:
    kept: Retention | None = await session.get(Retention, 1)
    return kept


def _due(before: datetime) -> Sequence[ColumnElement[bool]]:
    return [Conversation.last_event_at < before, Conversation.status.in_(OVER)]


async def count_due(session: AsyncSession, *, before: datetime) -> int:
    return await session.scalar(select(func.count()).select_from(Conversation).where(*_due(before))) or 0


async def due(session: AsyncSession, *, before: datetime, limit: int) -> Sequence[str]:
    """Oldest first, held until the transaction ends; those that somebody else holds are left out."""
    statement = (
        select(Conversation.id)
        .where(*_due(before))
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
