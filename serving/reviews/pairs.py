"""Keeps the knowledge equal to the table of pairs: one uploaded source, read again after each change."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from serving.db import Database
from serving.errors import Conflict, NotFound, TooManyRequests
from serving.knowledge.library import Library
from serving.reviews import repository
from serving.reviews.files import pairs_csv
from serving.tasks import cancel_and_wait

log = logging.getLogger(__name__)

FILE = "reviewed-answers.csv"
SOURCE = "reviewed-answers"
TRY_AGAIN_S = 0.5
LONGEST_WAIT_S = 120.0


class PairsInKnowledge:
    """`changed` after each commit. While the source is being read, the next reading waits for its end."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library
        self._task: asyncio.Task[None] | None = None
        self._again = False

    def changed(self) -> None:
        self._again = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._follow(), name="answer pairs")

    async def close(self) -> None:
        if self._task is not None:
            await cancel_and_wait([self._task])

    async def _follow(self) -> None:
        while self._again:
            self._again = False
            try:
                async with asyncio.timeout(LONGEST_WAIT_S):
                    while not await self._write():  # noqa: ASYNC110  # another process may be reading it
                        await asyncio.sleep(TRY_AGAIN_S)
            except Exception as error:
                log.exception("the answer pairs were not read", extra={"error": type(error).__name__})

    async def _write(self) -> bool:
        async with self._database.read() as session:
            pairs = await repository.list_pairs(session)
        try:
            if pairs:
                await self._library.upload(FILE, pairs_csv(pairs), inboxes=None)
            else:
                with suppress(NotFound):
                    await self._library.remove(SOURCE)
        except (Conflict, TooManyRequests):
            return False
        return True
