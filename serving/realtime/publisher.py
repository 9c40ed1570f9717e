"""The sending side of the realtime fan-out. A message lost here is no loss: readers catch up from SQL."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from typing import Protocol

from redis.asyncio import Redis
from redis.exceptions import RedisError

from serving.conversations.models import Author, Event
from serving.realtime import messages
from serving.realtime.messages import CONSOLE_CHANNEL, Message, conversation_channel

log = logging.getLogger(__name__)

PUBLISH_TIMEOUT_S = 1.0
PAUSE_AFTER_FAILURE_S = 1.0
PREVIEW_INTERVAL_S = 0.05
PREVIEWS_REMEMBERED = 1024


class OperatorDirectory(Protocol):
    async def names(self, operator_ids: set[str]) -> Mapping[str, str]: ...


class Publisher:
    """`publish_events` is a `Database.on_commit` listener. Nothing here raises when Redis is away."""

    def __init__(self, redis: Redis, operators: OperatorDirectory | None = None) -> None:
        self._redis = redis
        self._operators = operators
        self._paused_until = 0.0
        self._previewed_at: dict[str, float] = {}

    async def publish_events(self, events: Sequence[Event]) -> None:
        mentioned = messages.operator_ids(events)
        names = await self._operators.names(mentioned) if self._operators and mentioned else {}
        outgoing: list[tuple[str, Message]] = []
        for event in events:
            public = (
                messages.event_message(event, names, public=True)
                if messages.is_public(event)
                else messages.hidden(event)
            )
            outgoing.append((conversation_channel(event.conversation_id), public))
            outgoing.append((CONSOLE_CHANNEL, messages.event_message(event, names, public=False)))
        await self._publish(outgoing)

    async def typing(
        self, conversation_id: str, *, author: Author = Author.BOT, on: bool = True, expires_in_s: int = 10
    ) -> None:
        message = messages.typing(conversation_id, author=author, on=on, expires_in_s=expires_in_s)
        await self._publish([(conversation_channel(conversation_id), message), (CONSOLE_CHANNEL, message)])

    async def preview(self, conversation_id: str, *, turn: str, text: str) -> None:
        """The answer so far, whole. At most one every `PREVIEW_INTERVAL_S` a turn is sent."""
        now = time.monotonic()
        if now - self._previewed_at.get(turn, 0.0) < PREVIEW_INTERVAL_S:
            return
        self._previewed_at.pop(turn, None)
        self._previewed_at[turn] = now
        if len(self._previewed_at) > PREVIEWS_REMEMBERED:
            del self._previewed_at[next(iter(self._previewed_at))]
        message = messages.preview(conversation_id, turn=turn, text=text)
        await self._publish([(conversation_channel(conversation_id), message)])

    async def dropped(self, conversation_id: str, *, turn: str) -> None:
        message = messages.dropped(conversation_id, turn=turn)
        await self._publish([(conversation_channel(conversation_id), message)])

    async def _publish(self, outgoing: Sequence[tuple[str, Message]]) -> None:
        if time.monotonic() < self._paused_until:
            return
        try:
            async with asyncio.timeout(PUBLISH_TIMEOUT_S):
                pipeline = self._redis.pipeline(transaction=False)
                for channel, message in outgoing:
                    pipeline.publish(channel, messages.encode(message))
                await pipeline.execute()
        except (RedisError, OSError, TimeoutError) as error:
            self._paused_until = time.monotonic() + PAUSE_AFTER_FAILURE_S
            log.warning(
                "Redis took no realtime messages; readers catch up from the timeline",
                extra={"messages": len(outgoing), "error": type(error).__name__},
            )
