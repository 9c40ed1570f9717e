"""Wakes what was snoozed. Any number of processes may run one: the conversation's lock lets one act."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from serving.conversations import service
from serving.conversations.models import Conversation, Status
from serving.db import Database, now

log = logging.getLogger(__name__)

BATCH = 200


class Alarm:
    def __init__(self, database: Database, *, interval_s: float) -> None:
        self._database = database
        self._interval_s = interval_s

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                await self.ring()
            except (SQLAlchemyError, OSError) as error:
                log.warning("the database is away: nothing was woken", extra={"error": type(error).__name__})
            await asyncio.sleep(self._interval_s)

    async def ring(self) -> int:
        """How many conversations it woke."""
        async with self._database.read() as session:
            due = await session.scalars(
                select(Conversation.id)
                .where(Conversation.snoozed_until <= now(), Conversation.status == Status.SNOOZED)
                .order_by(Conversation.snoozed_until)
                .limit(BATCH)
            )
        woken = 0
        for conversation_id in due:
            async with self._database.write() as session:
                woken += len(await service.end_snooze(session, conversation_id))
        return woken
