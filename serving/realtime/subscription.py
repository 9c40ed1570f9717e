"""One reader of the fan-out: a bounded queue, and its place in a conversation's timeline."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from serving.realtime import messages
from serving.realtime.messages import Message, PlatformState

QUEUE_LENGTH = 256
# Typing and previews are worth nothing to a reader that is already behind.
SKIP_EPHEMERAL_FROM = QUEUE_LENGTH // 2
EPHEMERAL = frozenset({"typing", "preview"})

_CATCH_UP: Message = {"type": "catch_up"}


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Events as messages, without those that this reader may not see; `last_seq` counts those too."""

    messages: list[Message]
    last_seq: int


# By conversation and the last `seq` that was read.
ReadTimeline = Callable[[str, int], Awaitable[TimelinePage]]


class Subscription:
    """Hands out messages until it is left; `overflowed` says that the reader fell behind for good.

    `on_news` is called whenever there is something to hand out, or nothing more will come. Ten thousand of
    them wait at a time, so an idle one holds next to nothing.
    """

    def __init__(self, *, queue_length: int = QUEUE_LENGTH) -> None:
        self._most = queue_length
        self._pending: list[Message] = []
        self.overflowed = False
        self.on_news: Callable[[], None] | None = None

    @property
    def has_news(self) -> bool:
        return bool(self._pending)

    def offer(self, message: Message) -> None:
        if message["type"] in EPHEMERAL and len(self._pending) >= SKIP_EPHEMERAL_FROM:
            return
        if len(self._pending) >= self._most:
            self.overflowed = True
        else:
            self._pending.append(message)
        if self.on_news is not None:
            self.on_news()

    def platform(self, state: PlatformState) -> None:
        self.offer(messages.platform(state))

    async def drain(self) -> AsyncGenerator[Message]:
        """What is there now, and what comes while it is handed out."""
        while self._pending:
            yield self._pending.pop(0)

    async def stream(self) -> AsyncGenerator[Message]:
        """Without an end."""
        news = asyncio.Event()
        self.on_news = news.set
        while True:
            news.clear()
            async for message in self.drain():
                yield message
            await news.wait()


class ConversationSubscription(Subscription):
    """Every event of one conversation after `cursor`, in order, none twice and none left out.

    Pub/sub may lose or swap messages; `seq` has no gaps, so a jump means: read the timeline.
    """

    def __init__(self, conversation_id: str, read_timeline: ReadTimeline, *, after: int) -> None:
        super().__init__()
        self.conversation_id = conversation_id
        self.cursor = after
        self._read_timeline = read_timeline
        self._catching_up = False
        self.catch_up()

    def catch_up(self) -> None:
        if not self._catching_up:
            self._catching_up = True
            self.offer(_CATCH_UP)

    async def drain(self) -> AsyncGenerator[Message]:
        async for message in super().drain():
            if message is _CATCH_UP:
                self._catching_up = False
                behind = True
            elif message["type"] in ("event", "hidden"):
                behind = self._is_ahead(message)
            else:
                yield message
                continue
            if behind:
                async for missed in self._missed():
                    yield missed
            elif self._advances(message):
                self.cursor += 1
                if message["type"] == "event":
                    yield message

    def _is_ahead(self, message: Message) -> bool:
        """Whether the timeline must be read before this reader is where the message is."""
        return _seq(message) > self.cursor + 1

    def _advances(self, message: Message) -> bool:
        return message is not _CATCH_UP and _seq(message) == self.cursor + 1

    async def _missed(self) -> AsyncIterator[Message]:
        while True:
            page = await self._read_timeline(self.conversation_id, self.cursor)
            if page.last_seq <= self.cursor:
                return
            for message in page.messages:
                # Before it is handed out: whoever stops reading here goes on behind it.
                self.cursor = _seq(message)
                yield message
            self.cursor = page.last_seq


class Nudge:
    """Wakes who looks in the timeline themselves when something may stand there after `cursor`."""

    def __init__(self, *, after: int) -> None:
        self.cursor = after
        self._changed = asyncio.Event()

    def offer(self, message: Message) -> None:
        if message["type"] not in EPHEMERAL:
            self._changed.set()

    def catch_up(self) -> None:
        self._changed.set()

    def platform(self, _state: PlatformState) -> None:
        self._changed.set()

    async def changed(self) -> None:
        await self._changed.wait()
        self._changed.clear()


def _seq(message: Message) -> int:
    return int(message["event"]["seq"] if message["type"] == "event" else message["seq"])
