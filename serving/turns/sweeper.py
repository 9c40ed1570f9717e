"""Enqueues again what was stored and never processed: a lost Redis loses no message."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from redis.asyncio import Redis
from sqlalchemy import ColumnElement, exists, select, update

from serving.channels.models import Receipt
from serving.config import Settings
from serving.db import Database, is_away, now
from serving.dialogue.base import Dialogue
from serving.redis import AWAY
from serving.turns import pointers

log = logging.getLogger(__name__)

BATCH = 500
# Enqueued again is not lost: it may only be waiting its turn in a long stream.
NEXT_LOOK_S = 60.0


class Sweeper:
    def __init__(self, database: Database, redis: Redis, settings: Settings, dialogue: Dialogue) -> None:
        self._database = database
        self._redis = redis
        self._settings = settings
        self._dialogue = dialogue

    async def run(self) -> None:
        """Sweeps until it is cancelled."""
        while True:
            try:
                await self.sweep()
            except AWAY as error:
                log.warning("Redis is away: nothing was swept", extra={"error": type(error).__name__})
            except Exception as error:
                if not is_away(error):
                    raise
                log.warning("the database is away: nothing was swept", extra={"error": type(error).__name__})
            await asyncio.sleep(self._settings.sweep_interval_s)

    async def sweep(self) -> int:
        """Enqueues the conversations of due messages; returns how many."""
        async with self._database.read() as session:
            due = await session.scalar(select(exists().where(_due())))
            waiting = due and await session.scalar(
                select(exists().where(_due(), Receipt.waiting_for.is_not(None)))
            )
        if not due:
            return 0
        await self._redis.ping()
        dialogue_is_back = bool(waiting) and await self._dialogue.health()
        conversations = await self._take(with_waiting=dialogue_is_back)
        try:
            await self._enqueue(conversations)
        except AWAY:
            await self._put_back(conversations)
            raise
        return len(conversations)

    async def _enqueue(self, conversations: set[str]) -> None:
        full = await pointers.are_full(self._redis, conversations, self._settings)
        await pointers.enqueue_all(self._redis, conversations - full, self._settings)
        if conversations:
            log.info("messages were enqueued again", extra={"conversations": len(conversations)})

    async def _take(self, *, with_waiting: bool) -> set[str]:
        """Each due message is taken by one sweeper, and comes up again later should this one die."""
        due = _due() if with_waiting else _due() & Receipt.waiting_for.is_(None)
        chosen = (
            select(Receipt.id)
            .where(due)
            # By the index of what waits: for another order SQLite reads the whole table.
            .order_by(Receipt.retry_at)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        async with self._database.write() as session:
            taken = await session.scalars(
                update(Receipt)
                .where(Receipt.id.in_(select(chosen.c.id)))
                .values(retry_at=now() + timedelta(seconds=NEXT_LOOK_S))
                .returning(Receipt.conversation_id)
                .execution_options(synchronize_session=False)
            )
            return set(taken.all())

    async def _put_back(self, conversations: set[str]) -> None:
        async with self._database.write() as session:
            await session.execute(
                update(Receipt)
                .where(Receipt.conversation_id.in_(conversations), Receipt.processed_at.is_(None))
                .values(retry_at=now())
                .execution_options(synchronize_session=False)
            )


def _due() -> ColumnElement[bool]:
    return Receipt.processed_at.is_(None) & (Receipt.retry_at <= now())
