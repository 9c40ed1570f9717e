"""Step 8: the outbox leaves through the channels' adapters, with retries; the timeline learns how it went.

Each part of a message is written down as soon as the provider took it. What remains: a worker that dies
between the two sends that one part again, unless the provider's report names it first
(docs/decisions/0054).
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels import degrade, reports
from serving.channels.base import (
    Channel,
    ChannelRegistry,
    Delivery,
    DeliveryDeferred,
    DeliveryFailed,
    Part,
    Permission,
    WindowClosed,
)
from serving.channels.media import MediaFiles
from serving.channels.window import has_template, permission
from serving.config import Settings
from serving.conversations import service as conversations
from serving.conversations.models import Event
from serving.db import Database, is_away, now
from serving.errors import NotFound
from serving.tasks import cancel_and_wait
from serving.translation.catalogue import formality_of, get_catalogue
from serving.turns import outbox
from serving.turns.outbox import Left, Parcel, Surroundings

log = logging.getLogger(__name__)

SLOTS = 64
# One provider that answers slowly leaves slots to the others.
SLOTS_AN_INBOX = 24
SEND_TIMEOUT_S = 30.0
FIRST_BACK_OFF_S = 2.0
MAX_BACK_OFF_S = 60.0
# After so many attempts the timeline says that the provider is away.
TELL_AT_ATTEMPT = 4
# While the database is away nobody can write down what left: they come first when it is back.
AFTER_OUTAGE_S = 3.0
RECORD_AGAIN_S = 0.5
LINK_LIFETIME_S = 7 * 86_400

T = TypeVar("T")


class _AdapterBroke(Exception):
    """An adapter raised what it should not have: its cause."""


class Deliverer:
    def __init__(self, database: Database, channels: ChannelRegistry, settings: Settings) -> None:
        self._database = database
        self._channels = channels
        self._settings = settings
        self._files = MediaFiles(settings)
        self._catalogue = get_catalogue(settings.default_locale)
        self._sending: dict[asyncio.Task[None], Parcel] = {}
        self._wake = asyncio.Event()
        database.on_commit(self._notice)

    async def _notice(self, events: Sequence[Event]) -> None:
        """A message that this process committed is sent at once; others are found by looking."""
        if any(conversations.leaves(event) for event in events):
            self._wake.set()

    async def run(self) -> None:
        """Sends what is due until it is cancelled."""
        try:
            while True:
                self._wake.clear()
                try:
                    started = await self._start_due()
                except Exception as error:
                    if not is_away(error):
                        raise
                    log.warning("the outbox could not be read", extra={"error": type(error).__name__})
                    await self._until_database_is_back()
                    continue
                if not started:
                    await self._pause()
        finally:
            await cancel_and_wait(self._sending)

    async def _until_database_is_back(self) -> None:
        """And a moment longer: who sent before the outage writes it down first."""
        while True:
            await asyncio.sleep(RECORD_AGAIN_S)
            try:
                async with self._database.read() as session:
                    await session.scalar(outbox.is_anything_due(), {"at": now()})
            except Exception as error:
                if not is_away(error):
                    raise
            else:
                await asyncio.sleep(AFTER_OUTAGE_S)
                return

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(self._settings.outbox_poll_s):
                await self._wake.wait()
        except TimeoutError:
            return

    async def deliver_due(self) -> int:
        """Tries every message that is due once; returns how many there were."""
        started = await self._start_due()
        if started:
            await asyncio.gather(*started)
        return len(started)

    async def _start_due(self) -> Sequence[asyncio.Task[None]]:
        busy = Counter(parcel.inbox.id for parcel in self._sending.values())
        free = SLOTS - len(self._sending)
        if free <= 0:
            await asyncio.wait(self._sending, return_when=asyncio.FIRST_COMPLETED)
            return []
        async with self._database.read() as session:
            if not await session.scalar(outbox.is_anything_due(), {"at": now()}):
                return []
        async with self._database.write() as session:
            parcels = await outbox.claim(
                session,
                most=min(free, SLOTS_AN_INBOX),
                lease_s=self._settings.outbox_lease_s,
                without=[inbox for inbox, sending in busy.items() if sending >= SLOTS_AN_INBOX],
                # A lease may run out under a send that takes long: it is still this worker's.
                sending=[parcel.outgoing.id for parcel in self._sending.values()],
            )
        return [self._start(parcel) for parcel in parcels]

    def _start(self, parcel: Parcel) -> asyncio.Task[None]:
        task = asyncio.create_task(self._deliver(parcel), name=f"deliver {parcel.outgoing.id}")
        self._sending[task] = parcel
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._sending[task]
        self._wake.set()
        if not task.cancelled() and task.exception() is not None:
            log.error("a delivery broke: its lease runs out", exc_info=task.exception())

    async def _deliver(self, parcel: Parcel) -> None:
        if parcel.address is None:
            await self._fail(parcel, "the contact has no address in this inbox")
            return
        if parcel.inbox.removed_at is not None:
            await self._fail(parcel, f"the inbox {parcel.inbox.id!r} was removed")
            return
        try:
            await self._send_parts(parcel, parcel.address)
        except WindowClosed as error:
            await self._fail(parcel, str(error), window_closed=True)
        except (DeliveryFailed, NotFound) as error:
            await self._fail(parcel, str(error))
        except DeliveryDeferred as error:
            await self._defer(parcel, str(error), wait_s=error.retry_after_s)
        except _AdapterBroke as broke:
            error_type = type(broke.__cause__).__name__
            log.error(
                "a channel's adapter broke", extra={"channel": parcel.inbox.channel}, exc_info=broke.__cause__
            )
            await self._defer_broken(parcel, error_type)

    async def _send_parts(self, parcel: Parcel, address: str) -> None:
        channel = self._channels.get(parcel.inbox.channel)
        async with self._database.read() as session:
            around = await outbox.surroundings(session, parcel)
        allowed = permission(
            channel.capabilities.window,
            parcel.inbox,
            parcel.event,
            last_written=around.last_written,
            at=now(),
        )
        if allowed is None:
            raise WindowClosed("the customer wrote too long ago for this channel")
        parts = self._parts(parcel, channel, around)
        if all(number in around.done for number in range(len(parts))):
            await self._record(lambda session: outbox.record_nothing_left(session, parcel, of=len(parts)))
        for number, part in enumerate(parts):
            if number in around.done:
                continue
            delivery = Delivery(
                inbox=parcel.inbox,
                address=address,
                conversation_id=parcel.outgoing.conversation_id,
                event=parcel.event,
                part=part,
                reference=reports.reference(parcel.outgoing, number),
                permission=allowed,
                asked=around.asked,
            )
            if not await self._send(parcel, channel, delivery, number=number, of=len(parts)):
                return

    def _parts(self, parcel: Parcel, channel: Channel, around: Surroundings) -> Sequence[Part]:
        payload = parcel.event.payload
        locale = payload.get("locale") or self._settings.default_locale
        formality = formality_of(parcel.inbox.settings, self._settings.formality)
        return degrade.parts(
            parcel.event.text or "",
            payload,
            channel.capabilities,
            files=around.files,
            link=lambda file: self._files.address(file.id, lifetime_s=LINK_LIFETIME_S),
            base_url=self._settings.public_url,
            hint=self._catalogue.addressing(formality).format("channel_choose_number", locale).text,
        )

    async def _send(
        self, parcel: Parcel, channel: Channel, delivery: Delivery, *, number: int, of: int
    ) -> bool:
        """False when this attempt counts no more."""
        sent_at = now()
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                provider_id = await _send_or_template(channel, delivery)
        except (DeliveryFailed, DeliveryDeferred):
            raise
        except TimeoutError:
            raise DeliveryDeferred("The provider did not answer in time.") from None
        except Exception as error:
            raise _AdapterBroke from error
        left = Left(part=number, of=of, provider_id=provider_id, sent_at=sent_at)
        return await self._record(lambda session: outbox.record_left(session, parcel, left))

    async def _record(self, write: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """What the provider took is written down, however long the database is away."""
        while True:
            try:
                async with self._database.write() as session:
                    return await write(session)
            except Exception as error:
                if not is_away(error):
                    raise
                log.warning("a delivery could not be recorded yet", extra={"error": type(error).__name__})
                await asyncio.sleep(RECORD_AGAIN_S)

    async def _fail(self, parcel: Parcel, error: str, *, window_closed: bool = False) -> None:
        note = self._catalogue.format("note_window_closed", None).text if window_closed else None
        await self._record(lambda session: outbox.record_failed(session, parcel, error=error, note=note))

    async def _defer(self, parcel: Parcel, error: str, *, wait_s: float | None) -> None:
        outgoing = parcel.outgoing
        since = outgoing.queued_at or outgoing.created_at
        if now() - since > timedelta(hours=self._settings.outbox_give_up_h):
            await self._fail(parcel, error)
            return
        delay_s = max(wait_s or 0.0, back_off(outgoing.attempts))
        tell = outgoing.attempts == TELL_AT_ATTEMPT
        await self._record(
            lambda session: outbox.record_deferred(session, parcel, error=error, delay_s=delay_s, tell=tell)
        )

    async def _defer_broken(self, parcel: Parcel, error: str) -> None:
        if parcel.outgoing.attempts >= self._settings.outbox_attempts:
            await self._fail(parcel, error)
        else:
            await self._defer(parcel, error, wait_s=None)


async def _send_or_template(channel: Channel, delivery: Delivery) -> str | None:
    """The provider's clock decides: where it calls the window closed, the template goes out."""
    try:
        return await channel.deliver(delivery)
    except WindowClosed:
        window = channel.capabilities.window
        if delivery.permission is Permission.TEMPLATE or not has_template(window, delivery.inbox):
            raise
        return await channel.deliver(replace(delivery, permission=Permission.TEMPLATE))


def back_off(attempts: int) -> float:
    """Seconds before the next try: doubled each time, with jitter so that retries spread out."""
    longest = min(MAX_BACK_OFF_S, FIRST_BACK_OFF_S * 2 ** min(attempts - 1, 30))
    return random.uniform(longest / 2, longest)  # noqa: S311  # spreads load, keeps no secret
