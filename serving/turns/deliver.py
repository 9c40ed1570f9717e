"""Step 8: the outbox leaves through the channels' adapters, with retries; the timeline learns how it went.

At least once: a worker that dies between sending and writing it down sends again after its lease.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, exists, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import aliased

from serving.channels.base import ChannelRegistry, DeliveryDeferred, DeliveryFailed
from serving.channels.models import Inbox, Outgoing
from serving.config import Settings
from serving.contacts.models import ContactAddress
from serving.conversations import timeline
from serving.conversations.models import Author, Conversation, Event, Kind
from serving.db import Database, UtcDateTime, now
from serving.errors import NotFound

log = logging.getLogger(__name__)

BATCH = 20
LEASE_S = 60.0
SEND_TIMEOUT_S = 30.0
FIRST_BACK_OFF_S = 2.0
MAX_BACK_OFF_S = 600.0
MAX_ERROR_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Parcel:
    outgoing: Outgoing
    event: Event
    inbox: Inbox
    address: str | None


class Deliverer:
    def __init__(self, database: Database, channels: ChannelRegistry, settings: Settings) -> None:
        self._database = database
        self._channels = channels
        self._settings = settings
        self._wake = asyncio.Event()
        database.on_commit(self._notice)

    async def _notice(self, events: Sequence[Event]) -> None:
        """A message that this process committed is sent at once; others are found by looking."""
        if any(event.kind is Kind.MESSAGE and event.author is not Author.CUSTOMER for event in events):
            self._wake.set()

    async def run(self) -> None:
        """Sends what is due until it is cancelled."""
        while True:
            self._wake.clear()
            try:
                sent = await self.deliver_due()
            except (DBAPIError, OSError) as error:
                log.warning("the outbox could not be read", extra={"error": type(error).__name__})
                sent = 0
            if sent < BATCH:
                await self._pause()

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(self._settings.outbox_poll_s):
                await self._wake.wait()
        except TimeoutError:
            return

    async def deliver_due(self) -> int:
        """Tries every message that is due once, at most a batch; returns how many there were."""
        async with self._database.read() as session:
            if not await session.scalar(_is_anything_due(), {"at": now()}):
                return 0
        parcels = await self._claim()
        await asyncio.gather(*(self._deliver(parcel) for parcel in parcels))
        return len(parcels)

    async def _claim(self) -> Sequence[Parcel]:
        """Takes due messages for the length of a lease: no other worker sends them meanwhile."""
        async with self._database.write() as session:
            due = (
                select(Outgoing.id)
                .where(_due(now()))
                .order_by(Outgoing.id)
                .limit(BATCH)
                .with_for_update(skip_locked=True)
                .cte("due")
            )
            claimed = await session.scalars(
                update(Outgoing)
                .where(Outgoing.id.in_(select(due.c.id)))
                .values(attempts=Outgoing.attempts + 1, next_attempt_at=now() + timedelta(seconds=LEASE_S))
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
            parcels = [Parcel(*row) for row in rows]
        return _one_each(parcels)

    async def _deliver(self, parcel: Parcel) -> None:
        if parcel.address is None:
            await self._settle(parcel, state="failed", error="the contact has no address in this inbox")
            return
        try:
            channel = self._channels.get(parcel.inbox.channel)
            async with asyncio.timeout(SEND_TIMEOUT_S):
                provider_id = await channel.deliver(parcel.inbox, parcel.address, parcel.event)
        except (DeliveryFailed, NotFound) as error:
            await self._settle(parcel, state="failed", error=str(error))
        except DeliveryDeferred as error:
            await self._defer(parcel, str(error), wait_s=error.retry_after_s)
        except Exception as error:
            log.exception("a channel's adapter broke", extra={"channel": parcel.inbox.channel})
            await self._defer(parcel, type(error).__name__, wait_s=None)
        else:
            await self._settle(parcel, state="sent", provider_id=provider_id)

    async def _defer(self, parcel: Parcel, error: str, *, wait_s: float | None) -> None:
        attempts = parcel.outgoing.attempts
        if attempts >= self._settings.outbox_attempts:
            await self._settle(parcel, state="failed", error=error)
            return
        delay = max(wait_s or 0.0, back_off(attempts))
        async with self._database.write() as session:
            await session.execute(
                update(Outgoing)
                .where(Outgoing.id == parcel.outgoing.id)
                .values(
                    next_attempt_at=now() + timedelta(seconds=delay), last_error=error[:MAX_ERROR_CHARACTERS]
                )
            )

    async def _settle(
        self, parcel: Parcel, *, state: str, provider_id: str | None = None, error: str | None = None
    ) -> None:
        async with self._database.write() as session:
            conversation = await timeline.lock_conversation(session, parcel.outgoing.conversation_id)
            await session.execute(
                update(Outgoing)
                .where(Outgoing.id == parcel.outgoing.id)
                .values(
                    state=state, provider_id=provider_id, last_error=error and error[:MAX_ERROR_CHARACTERS]
                )
            )
            await timeline.append(
                session,
                conversation,
                kind=Kind.DELIVERY,
                author=Author.SYSTEM,
                payload={"event_id": parcel.event.id, "state": state, "error": error},
            )


def back_off(attempts: int) -> float:
    """Seconds before the next try: doubled each time, with jitter so that retries spread out."""
    longest = min(MAX_BACK_OFF_S, FIRST_BACK_OFF_S * 2 ** (attempts - 1))
    return random.uniform(longest / 2, longest)  # noqa: S311  # spreads load, keeps no secret


@cache
def _is_anything_due() -> Select[bool]:
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
