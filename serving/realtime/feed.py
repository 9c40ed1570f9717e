"""What consoles see: every event of every conversation, each once."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from serving.db import Database
from serving.realtime import messages
from serving.realtime.messages import Message
from serving.realtime.publisher import OperatorDirectory
from serving.realtime.subscription import Subscription
from serving.realtime.timeline import events_beyond, newest_event_ids

CONSOLE_QUEUE_LENGTH = 2048
# Ids are drawn before the commit, so an event may appear behind a newer one; this far back we look.
LOOK_BACK = 200


class ConsoleFeed:
    def __init__(self, database: Database, operators: OperatorDirectory) -> None:
        self._database = database
        self._operators = operators
        self._seen: set[int] = set()
        self._newest = 0
        self.readers: set[Subscription] = set()

    @contextlib.asynccontextmanager
    async def join(self) -> AsyncIterator[Subscription]:
        if not self.readers:
            self._seen = await newest_event_ids(self._database, LOOK_BACK)
            self._newest = max(self._seen, default=0)
        reader = Subscription(queue_length=CONSOLE_QUEUE_LENGTH)
        self.readers.add(reader)
        try:
            yield reader
        finally:
            self.readers.discard(reader)

    def offer(self, message: Message) -> None:
        if message["type"] == "event" and not self._is_new(int(message["event"]["id"])):
            return
        for reader in self.readers:
            reader.offer(message)

    async def catch_up(self) -> None:
        while self.readers:
            missed = await events_beyond(self._database, self._newest - LOOK_BACK, besides=self._seen)
            if not missed:
                return
            names = await self._operators.names(messages.operator_ids(missed))
            for event in missed:
                self.offer(messages.event_message(event, names, public=False))

    def _is_new(self, event_id: int) -> bool:
        if event_id in self._seen or event_id <= self._newest - LOOK_BACK:
            return False
        self._seen.add(event_id)
        self._newest = max(self._newest, event_id)
        if len(self._seen) > 4 * LOOK_BACK:
            self._seen = {seen for seen in self._seen if seen > self._newest - LOOK_BACK}
        return True
