"""The receiving side of the realtime fan-out: one Redis connection, any number of readers."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator
from typing import Generic, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from serving.db import Database
from serving.realtime.feed import ConsoleFeed
from serving.realtime.link import PubSubLink
from serving.realtime.messages import (
    CONSOLE_CHANNEL,
    CONVERSATION_PREFIX,
    Message,
    PlatformState,
    conversation_channel,
)
from serving.realtime.publisher import OperatorDirectory
from serving.realtime.subscription import ConversationSubscription, Nudge, Subscription, TimelinePage
from serving.realtime.timeline import last_seqs, read_page
from serving.tasks import cancel_and_wait

log = logging.getLogger(__name__)

# After the link came back a publisher may still be pausing, so the first look comes soon.
FIRST_LOOK_S = 1.0
LONGEST_LOOK_S = 15.0
DEGRADED_LOOK_S = 2.0
# Nobody publishes there: by it the link knows that it stands.
HOME_CHANNEL = "parley:gateways"

Reader = ConversationSubscription | Nudge
AnyReader = TypeVar("AnyReader", ConversationSubscription, Nudge)


class Joined(Generic[AnyReader]):
    """`async with` it. No generator: ten thousand are open at a time (docs/channels.md)."""

    __slots__ = ("_conversation_id", "_hub", "_reader")

    def __init__(self, hub: Hub, conversation_id: str, reader: AnyReader) -> None:
        self._hub = hub
        self._conversation_id = conversation_id
        self._reader: AnyReader = reader

    async def __aenter__(self) -> AnyReader:
        try:
            await self._hub.join(self._conversation_id, self._reader)
        except BaseException:
            await self._hub.leave(self._conversation_id, self._reader)
            raise
        return self._reader

    async def __aexit__(self, *_: object) -> None:
        await self._hub.leave(self._conversation_id, self._reader)


class Hub:
    """Readers get live messages from Redis and whatever those lack from the timeline.

    A reader joins the live stream first and reads the timeline then, so nothing falls between. A
    look at `last_seq` in SQL now and then finds what pub/sub lost, and is the only source while
    Redis is away.
    """

    def __init__(self, database: Database, redis_url: str, *, operators: OperatorDirectory) -> None:
        self._database = database
        self._operators = operators
        self._readers: dict[str, set[Reader]] = {}
        self._feed = ConsoleFeed(database, operators)
        self._consoles = 0
        self._link = PubSubLink(redis_url, HOME_CHANNEL, on_message=self._on_message, on_state=self._on_state)
        self._look_now = asyncio.Event()
        self._look_after_s = FIRST_LOOK_S
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def platform_state(self) -> PlatformState:
        return "ok" if self._link.connected else "degraded"

    @property
    def reader_count(self) -> int:
        return sum(map(len, self._readers.values())) + len(self._feed.readers)

    async def start(self) -> None:
        self._tasks = [asyncio.create_task(self._link.run()), asyncio.create_task(self._keep_looking())]
        await self._link.settled()

    async def close(self) -> None:
        await cancel_and_wait(self._tasks)
        await self._link.close()

    def conversation(self, conversation_id: str, *, after: int) -> Joined[ConversationSubscription]:
        reader = ConversationSubscription(conversation_id, self._read_timeline, after=after)
        return Joined(self, conversation_id, reader)

    def nudges(self, conversation_id: str, *, after: int) -> Joined[Nudge]:
        """For who waits for one thing and finds it in SQL: private events nudge as well."""
        return Joined(self, conversation_id, Nudge(after=after))

    async def _read_timeline(self, conversation_id: str, cursor: int) -> TimelinePage:
        return await read_page(self._database, self._operators, conversation_id, after=cursor, public=True)

    async def join(self, conversation_id: str, reader: Reader) -> None:
        self._readers.setdefault(conversation_id, set()).add(reader)
        await self._link.subscribe(conversation_channel(conversation_id))

    async def leave(self, conversation_id: str, reader: Reader) -> None:
        readers = self._readers[conversation_id]
        readers.discard(reader)
        if not readers:
            del self._readers[conversation_id]
        await self._link.unsubscribe(
            conversation_channel(conversation_id), unless=lambda: conversation_id in self._readers
        )

    @contextlib.asynccontextmanager
    async def consoles(self) -> AsyncIterator[Subscription]:
        """Every event of every conversation, which this process hears only while a console is open."""
        self._consoles += 1  # before the channel is asked for: whoever leaves meanwhile must not close it
        try:
            await self._link.subscribe(CONSOLE_CHANNEL)
            async with self._feed.join() as reader:
                yield reader
        finally:
            self._consoles -= 1
            await self._link.unsubscribe(CONSOLE_CHANNEL, unless=lambda: self._consoles > 0)

    def _on_message(self, channel: str, data: str) -> None:
        if channel == CONSOLE_CHANNEL:
            self._feed.offer(json.loads(data))
            return
        readers = self._readers.get(channel.removeprefix(CONVERSATION_PREFIX))
        if readers:
            message: Message = json.loads(data)
            for reader in readers:
                reader.offer(message)

    def _on_state(self, connected: bool) -> None:  # noqa: FBT001  # a callback of the link
        state: PlatformState = "ok" if connected else "degraded"
        for readers in self._readers.values():
            for reader in readers:
                reader.platform(state)
        for console in self._feed.readers:
            console.platform(state)
        self._look_after_s = FIRST_LOOK_S if connected else DEGRADED_LOOK_S
        self._look_now.set()

    async def _keep_looking(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._look_after_s):
                    await self._look_now.wait()
                    self._look_now.clear()
            if self._link.connected:
                self._look_after_s = min(self._look_after_s * 2, LONGEST_LOOK_S)
            try:
                await self.look()
            except (SQLAlchemyError, OSError, TimeoutError) as error:
                log.warning("the timeline cannot be read", extra={"error": type(error).__name__})
            except Exception:
                # Ending here would leave every reader without a second source.
                log.exception("looking for missed events failed")

    async def look(self) -> None:
        """Finds in SQL what pub/sub lost, and makes those catch up who lack it."""
        await self._wake_those_behind()
        await self._feed.catch_up()

    async def _wake_those_behind(self) -> None:
        newest = await last_seqs(self._database, list(self._readers))
        for conversation_id, last_seq in newest.items():
            for reader in self._readers.get(conversation_id, ()):
                if reader.cursor < last_seq:
                    reader.catch_up()
