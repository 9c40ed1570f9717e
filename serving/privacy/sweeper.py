"""Erases what is older than the retention, and files that were never sent.

Any number of processes may run one: each holds what it erases.
"""

from __future__ import annotations

import asyncio
import logging

from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from serving.audit.service import note
from serving.channels.media import MediaFiles
from serving.db import Database
from serving.privacy import service
from serving.privacy.service import Erased

log = logging.getLogger(__name__)

BATCH = 50
INTERVAL_S = 600.0


class RetentionSweeper:
    def __init__(self, database: Database, redis: Redis, files: MediaFiles) -> None:
        self._database = database
        self._redis = redis
        self._files = files

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                while await self.sweep() or await self.sweep_unsent():
                    pass
            except (SQLAlchemyError, RedisError, OSError) as error:
                log.warning("old conversations were not erased", extra={"error": type(error).__name__})
            await asyncio.sleep(INTERVAL_S)

    async def sweep(self) -> int:
        """How many conversations it erased, at most a batch."""
        async with self._database.write() as session:
            erased = await service.erase_old(session, limit=BATCH)
            if erased is None or not erased.conversations:
                return 0
            details = {"conversations": len(erased.conversations), "contacts": erased.contacts}
            note(session, action="retention.erase", operator_id=None, details=details)
        await clean_up(erased, redis=self._redis, files=self._files)
        return len(erased.conversations)

    async def sweep_unsent(self) -> int:
        """How many files it erased, at most a batch."""
        async with self._database.write() as session:
            erased = await service.erase_unsent(session, limit=BATCH)
        await clean_up(erased, redis=self._redis, files=self._files)
        return len(erased.files)


async def clean_up(erased: Erased, *, redis: Redis, files: MediaFiles) -> None:
    """What is not in the database: after the commit, for it cannot be rolled back."""
    for media_id in erased.files:
        await files.remove(media_id)
    await service.forget_dialogues(redis, erased.conversations)
