"""What comes while a transaction is being written waits for the next one, and shares it with the others.

A gateway commits as often as the database lets it, whatever comes in meanwhile; who waits is answered after
the commit that holds his message (docs/decisions/0110).
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Sequence

from redis.asyncio import Redis

from serving.channels import reports
from serving.channels.base import IncomingMessage, Received, Report
from serving.config import Settings
from serving.db import Database, is_away
from serving.errors import Unavailable
from serving.tasks import cancel_and_wait
from serving.turns.receive import RETRY_WHEN_FULL_S, Arrival, receive_all

log = logging.getLogger(__name__)

MOST_TOGETHER = 64
MOST_WAITING = 2_000
# Slack gives up after three seconds. Who comes while others have waited longer is sent away at once: else
# everybody waits until his provider has given up and sent it again, and nothing but what nobody waits for any
# more is written.
LONGEST_WAIT_S = 2.0

Waiting = asyncio.Future[Received | None]


class Intake:
    def __init__(self, database: Database, redis: Redis, settings: Settings) -> None:
        self._database = database
        self._redis = redis
        self._settings = settings
        self._waiting: deque[tuple[Arrival | Report, Waiting]] = deque()
        self._came_at: deque[float] = deque()
        self._working: asyncio.Task[None] | None = None

    async def receive(self, message: IncomingMessage, *, at_once: bool = True) -> Received:
        """As `turns.receive.receive`. Messages are stored in the order of the calls."""
        received = await self._take(Arrival(message, at_once))
        assert received is not None  # noqa: S101  # only a report is nothing
        return received

    async def record(self, report: Report) -> None:
        await self._take(report)

    async def close(self) -> None:
        if self._working is not None:
            await cancel_and_wait([self._working])

    async def _take(self, item: Arrival | Report) -> Received | None:
        loop = asyncio.get_running_loop()
        waits_long = bool(self._came_at) and loop.time() - self._came_at[0] > LONGEST_WAIT_S
        if waits_long or len(self._waiting) >= MOST_WAITING:
            raise Unavailable(
                "Too many messages come at once: send it again in a moment.", retry_after_s=RETRY_WHEN_FULL_S
            )
        waiting: Waiting = loop.create_future()
        self._waiting.append((item, waiting))
        self._came_at.append(loop.time())
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        return await waiting

    async def _work(self) -> None:
        while self._waiting:
            taken = [self._waiting.popleft() for _ in range(min(MOST_TOGETHER, len(self._waiting)))]
            for _ in taken:
                self._came_at.popleft()
            try:
                await self._write(taken)
            except Exception as error:
                for _, waiting in taken:
                    _fail(waiting, error)
            finally:
                for _, waiting in taken:
                    waiting.cancel()  # changes nothing where there is an answer

    async def _write(self, taken: Sequence[tuple[Arrival | Report, Waiting]]) -> None:
        arrivals = [(item, waiting) for item, waiting in taken if isinstance(item, Arrival)]
        told = [(item, waiting) for item, waiting in taken if isinstance(item, Report)]
        if arrivals:
            outcomes = await receive_all(
                self._database, self._redis, self._settings, [arrival for arrival, _ in arrivals]
            )
            for (_, waiting), outcome in zip(arrivals, outcomes, strict=True):
                if isinstance(outcome, Exception):
                    _fail(waiting, outcome)
                elif not waiting.done():
                    waiting.set_result(outcome)
        if told:
            await self._record(told)

    async def _record(self, told: Sequence[tuple[Report, Waiting]]) -> None:
        """Together; one that breaks the transaction is found by recording each on its own."""
        try:
            async with self._database.write() as session:
                # Providers repeat themselves: once is enough.
                for report in dict.fromkeys(report for report, _ in told):
                    await reports.apply(session, report)
        except Exception as error:
            if len(told) == 1 or is_away(error):
                for _, waiting in told:
                    _fail(waiting, error)
                return
            log.warning("reports are recorded one by one", extra={"error": type(error).__name__})
            for one in told:
                await self._record([one])
            return
        for _, waiting in told:
            if not waiting.done():
                waiting.set_result(None)


def _fail(waiting: Waiting, error: Exception) -> None:
    if not waiting.done():
        waiting.set_exception(error)
