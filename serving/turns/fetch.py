"""Files that customers sent are fetched from their provider after the acknowledgement, by the worker."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import exists, select, update

from serving.channels import media
from serving.channels.base import ChannelRegistry, DeliveryDeferred, DeliveryFailed, FetchingChannel
from serving.channels.media import MediaFiles, Written
from serving.channels.models import Inbox, Media
from serving.config import Settings
from serving.conversations import timeline
from serving.conversations.models import Author, Kind
from serving.db import Database, is_away, now
from serving.errors import BadInput, NotFound, TooLarge
from serving.turns.deliver import back_off

log = logging.getLogger(__name__)

BATCH = 8
LEASE_S = 120.0
FETCH_TIMEOUT_S = 90.0
POLL_S = 1.0
AFTER_OUTAGE_S = 3.0
# With the back-off this is about a quarter of an hour.
MOST_ATTEMPTS = 20


class Fetcher:
    def __init__(self, database: Database, channels: ChannelRegistry, settings: Settings) -> None:
        self._database = database
        self._channels = channels
        self._files = MediaFiles(settings)

    async def run(self) -> None:
        """Fetches what is due until it is cancelled."""
        while True:
            try:
                fetched = await self.fetch_due()
            except Exception as error:
                if not is_away(error):
                    raise
                log.warning("files could not be looked up", extra={"error": type(error).__name__})
                await asyncio.sleep(AFTER_OUTAGE_S)
                continue
            if fetched == 0:
                await asyncio.sleep(POLL_S)

    async def fetch_due(self) -> int:
        """Tries every file that is due once, at most a batch; returns how many there were."""
        due = (Media.state == "pending") & (Media.next_attempt_at <= now())
        async with self._database.read() as session:
            if not await session.scalar(select(exists().where(due))):
                return 0
        async with self._database.write() as session:
            chosen = select(Media.id).where(due).limit(BATCH).with_for_update(skip_locked=True).cte("due")
            claimed = await session.scalars(
                update(Media)
                .where(Media.id.in_(select(chosen.c.id)))
                .values(attempts=Media.attempts + 1, next_attempt_at=now() + timedelta(seconds=LEASE_S))
                .returning(Media.id)
                .execution_options(synchronize_session=False)
            )
            rows = await session.execute(
                select(Media, Inbox)
                .join(Inbox, Inbox.id == Media.inbox_id)
                .where(Media.id.in_(claimed.all()))
                .execution_options(populate_existing=True)
            )
            found: Sequence[tuple[Media, Inbox]] = [(file, inbox) for file, inbox in rows]
        await asyncio.gather(*(self._fetch(file, inbox) for file, inbox in found))
        return len(found)

    async def _fetch(self, file: Media, inbox: Inbox) -> None:
        try:
            async with asyncio.timeout(FETCH_TIMEOUT_S):
                written = await self._write(file, inbox)
        except (BadInput, TooLarge) as error:
            await self._settle(file, state="refused", error=error.message)
        except (DeliveryFailed, NotFound) as error:
            await self._settle(file, state="failed", error=str(error))
        except (DeliveryDeferred, TimeoutError, OSError) as error:
            await self._defer(file, str(error) or type(error).__name__)
        except Exception as error:
            log.exception("a file could not be fetched", extra={"channel": inbox.channel})
            await self._defer(file, type(error).__name__)
        else:
            await self._settle(file, state="stored", written=written)

    async def _write(self, file: Media, inbox: Inbox) -> Written:
        channel = self._channels.get(inbox.channel)
        if not hasattr(channel, "fetch"):
            raise DeliveryFailed(f"The channel {inbox.channel} keeps no files.")
        content: AsyncIterator[bytes] = cast(FetchingChannel, channel).fetch(inbox, file.handle or "")
        async with aclosing(content) as chunks:  # type: ignore[type-var]
            return await self._files.write(file.id, chunks)

    async def _defer(self, file: Media, error: str) -> None:
        if file.attempts >= MOST_ATTEMPTS:
            await self._settle(file, state="failed", error=error)
            return
        async with self._database.write() as session:
            await session.execute(
                update(Media)
                .where(Media.id == file.id)
                .values(next_attempt_at=now() + timedelta(seconds=back_off(file.attempts)), error=error[:500])
            )

    async def _settle(
        self, file: Media, *, state: str, written: Written | None = None, error: str | None = None
    ) -> None:
        """The timeline learns that the file can be shown now, or that it never will be."""
        values: dict[str, Any] = {"state": state, "error": error and error[:500]}
        if written is not None:
            values |= {"mime": written.mime, "bytes": written.bytes, "sha256": written.sha256}
        async with self._database.write() as session:
            conversation = await timeline.lock_conversation(session, file.conversation_id or "")
            current = await session.get_one(Media, file.id, populate_existing=True)
            if current.state != "pending":
                return
            for name, value in values.items():
                setattr(current, name, value)
            timeline.stage(
                session,
                conversation,
                kind=Kind.FILE,
                author=Author.SYSTEM,
                payload={
                    "event_id": current.event_id,
                    "file": media.view(current),
                    "state": state,
                    "error": current.error,
                },
            )
