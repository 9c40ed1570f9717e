"""The outbox's table: who may send what now, and how far each message got."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from serving.channels import media, reports
from serving.channels.base import State
from serving.channels.models import Inbox, Media, Outgoing, SentPart
from serving.contacts.models import ContactAddress
from serving.conversations import timeline
from serving.conversations.models import Author, Conversation, Event, Kind
from serving.db import UtcDateTime, now


@dataclass(frozen=True, slots=True)
class Parcel:
    outgoing: Outgoing
    event: Event
    inbox: Inbox
    address: str | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a parcel needs besides itself. `done`: the parts that the provider took already."""

    done: frozenset[int]
    files: Sequence[Media]
    last_written: datetime | None
    asked: Mapping[str, Any]


async def claim(
    session: AsyncSession,
    *,
    most: int,
    lease_s: float,
    without: Collection[str] = (),
    sending: Collection[int] = (),
) -> Sequence[Parcel]:
    """Takes due messages for the length of a lease: no other worker sends them meanwhile.

    `without`: inboxes that have enough on its way already. `sending`: what this worker is busy with.
    """
    due = (
        select(Outgoing.id)
        .where(_due(now()), Outgoing.inbox_id.not_in(list(without)), Outgoing.id.not_in(list(sending)))
        .order_by(Outgoing.id)
        .limit(most)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    claimed = await session.scalars(
        update(Outgoing)
        .where(Outgoing.id.in_(select(due.c.id)))
        .values(attempts=Outgoing.attempts + 1, next_attempt_at=now() + timedelta(seconds=lease_s))
        .returning(Outgoing.id)
        .execution_options(synchronize_session=False)
    )
    rows = await session.execute(
        select(Outgoing, Event, Inbox, ContactAddress.address)
        .join(Event, Event.id == Outgoing.event_id)
        .join(Inbox, Inbox.id == Outgoing.inbox_id)
        .join(Conversation, Conversation.id == Outgoing.conversation_id)
        .outerjoin(
            ContactAddress,
            (ContactAddress.contact_id == Conversation.contact_id)
            & (ContactAddress.inbox_id == Outgoing.inbox_id),
        )
        .where(Outgoing.id.in_(claimed.all()))
        .order_by(Outgoing.id)
    )
    return _one_each([Parcel(*row) for row in rows])


async def surroundings(session: AsyncSession, parcel: Parcel) -> Surroundings:
    outgoing = parcel.outgoing
    done = await session.scalars(select(SentPart.part).where(SentPart.outbox_id == outgoing.id))
    last = (
        await session.execute(
            select(Event.at, Event.payload)
            .where(
                Event.conversation_id == outgoing.conversation_id,
                Event.kind == Kind.MESSAGE,
                Event.author == Author.CUSTOMER,
            )
            .order_by(Event.seq.desc())
            .limit(1)
        )
    ).one_or_none()
    return Surroundings(
        done=frozenset(done.all()),
        files=await media.of_payload(session, parcel.event.payload),
        last_written=last[0] if last is not None else None,
        asked=(last[1].get(parcel.inbox.channel) or {}) if last is not None else {},
    )


@dataclass(frozen=True, slots=True)
class Left:
    """The provider took part `part` of `of`; `sent_at` is from before the call."""

    part: int
    of: int
    provider_id: str | None
    sent_at: datetime


async def record_left(session: AsyncSession, parcel: Parcel, left: Left) -> bool:
    """False when somebody had the message sent again meanwhile: this attempt counts no more."""
    conversation = await timeline.lock_conversation(session, parcel.outgoing.conversation_id)
    outgoing = await session.get_one(Outgoing, parcel.outgoing.id, populate_existing=True)
    if outgoing.resends != parcel.outgoing.resends:
        return False
    outgoing.parts = left.of
    outgoing.provider_id = left.provider_id or outgoing.provider_id
    sent = await reports.write_down(
        session, outgoing, left.part, provider_id=left.provider_id, sent_at=left.sent_at
    )
    if left.provider_id is not None:
        await reports.catch_up(session, sent)
    await session.flush()
    await reports.settle(session, conversation, outgoing)
    return True


async def record_nothing_left(session: AsyncSession, parcel: Parcel, *, of: int) -> None:
    """Every part had left before: what the worker that sent them could not say any more."""
    conversation = await timeline.lock_conversation(session, parcel.outgoing.conversation_id)
    outgoing = await session.get_one(Outgoing, parcel.outgoing.id, populate_existing=True)
    outgoing.parts = of
    if of == 0:
        reports.change(session, conversation, outgoing, state=State.SENT)
    await session.flush()
    await reports.settle(session, conversation, outgoing)


async def record_failed(session: AsyncSession, parcel: Parcel, *, error: str, note: str | None) -> None:
    """`note`: what the operators are told besides."""
    conversation = await timeline.lock_conversation(session, parcel.outgoing.conversation_id)
    outgoing = await session.get_one(Outgoing, parcel.outgoing.id, populate_existing=True)
    if outgoing.state != State.PENDING or outgoing.resends != parcel.outgoing.resends:
        return
    reports.change(session, conversation, outgoing, state=State.FAILED, error=error)
    if note is not None:
        timeline.stage(
            session,
            conversation,
            kind=Kind.NOTE,
            author=Author.SYSTEM,
            text=note,
            payload={"reason": "window_closed", "event_id": outgoing.event_id},
        )


async def record_deferred(
    session: AsyncSession, parcel: Parcel, *, error: str, delay_s: float, tell: bool
) -> None:
    """`tell`: the timeline says that the message still waits, and for whom."""
    outgoing = parcel.outgoing
    values = {"next_attempt_at": now() + timedelta(seconds=delay_s), "last_error": error[:500]}
    if not tell:
        await session.execute(update(Outgoing).where(Outgoing.id == outgoing.id).values(values))
        return
    conversation = await timeline.lock_conversation(session, outgoing.conversation_id)
    current = await session.get_one(Outgoing, outgoing.id, populate_existing=True)
    if current.state == State.PENDING:
        reports.change(session, conversation, current, state=State.PENDING, error=error)
        current.next_attempt_at = values["next_attempt_at"]  # type: ignore[assignment]


@cache
def is_anything_due() -> Select[bool]:
    """Asked after each commit of a message, so it is built once. `at`: now."""
    return select(exists().where(_due(bindparam("at", type_=UtcDateTime))))


def _due(at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Pending, its time has come, and no earlier message of the conversation is still on its way."""
    earlier = aliased(Outgoing)
    blocked = exists().where(
        earlier.conversation_id == Outgoing.conversation_id,
        earlier.state == "pending",
        earlier.id < Outgoing.id,
    )
    return (Outgoing.state == "pending") & (Outgoing.next_attempt_at <= at) & ~blocked


def _one_each(parcels: Sequence[Parcel]) -> Sequence[Parcel]:
    """A contact may have several addresses in an inbox: the first one is written to."""
    by_id: dict[int, Parcel] = {}
    for parcel in parcels:
        by_id.setdefault(parcel.outgoing.id, parcel)
    return list(by_id.values())
