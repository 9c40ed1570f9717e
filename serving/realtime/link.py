"""The gateway's one pub/sub connection, with a changing set of channels."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

CONNECT_TIMEOUT_S = 2.0
CONFIRM_TIMEOUT_S = 2.0
SILENCE_BEFORE_PING_S = 5.0
FIRST_DELAY_S = 0.1
LONGEST_DELAY_S = 5.0


class PubSubLink:
    """Reconnects with back-off and takes its channels along.

    `on_message(channel, data)` and `on_state(connected)` are called from the reading task and must not
    block. Messages published while the link is down are lost: whoever listens catches up elsewhere.
    """

    def __init__(
        self,
        redis_url: str,
        home_channel: str,
        *,
        on_message: Callable[[str, str], None],
        on_state: Callable[[bool], None],
    ) -> None:
        # Its own client: the retries of a shared one would hide the disconnect that we must announce.
        self._redis = Redis.from_url(
            redis_url,
            decode_responses=True,
            retry=Retry(NoBackoff(), 0),
            socket_connect_timeout=CONNECT_TIMEOUT_S,
            socket_timeout=CONNECT_TIMEOUT_S,
        )
        self._on_message = on_message
        self._on_state = on_state
        self._channels: dict[str, asyncio.Event] = {home_channel: asyncio.Event()}
        self._confirmed = asyncio.Event()
        self._confirmed.set()
        self._pubsub: PubSub | None = None
        self._commands = asyncio.Lock()
        self._settled = asyncio.Event()
        self.connected = False

    async def settled(self) -> None:
        """Waits until the first attempt to connect has succeeded or failed."""
        await self._settled.wait()

    async def run(self) -> None:
        delay = FIRST_DELAY_S
        while True:
            try:
                async with contextlib.aclosing(self._redis.pubsub()) as pubsub:
                    await self._open(pubsub)
                    await self._read(pubsub)
            except (RedisError, OSError, TimeoutError) as error:
                delay = FIRST_DELAY_S if self.connected else min(delay * 2, LONGEST_DELAY_S)
                log.warning("the realtime link to Redis is down", extra={"error": type(error).__name__})
            except Exception:
                # A message that is not ours must not end the link for everybody.
                log.exception("the realtime link broke")
            finally:
                self._lost()
            await asyncio.sleep(delay * random.uniform(0.5, 1.0))  # noqa: S311  # jitter, not a secret

    async def close(self) -> None:
        await self._redis.aclose()

    async def subscribe(self, channel: str) -> None:
        """Returns when Redis has confirmed, or at once while the link is down."""
        async with self._commands:
            if channel not in self._channels:
                self._channels[channel] = asyncio.Event()
                await self._command("SUBSCRIBE", channel)
            confirmed = self._channels[channel]
        if self.connected:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CONFIRM_TIMEOUT_S):
                    await confirmed.wait()

    async def unsubscribe(self, channel: str, *, unless: Callable[[], bool]) -> None:
        """`unless` is asked at the last moment: somebody may have come back meanwhile."""
        async with self._commands:
            if not unless() and self._channels.pop(channel, None) is not None:
                await self._command("UNSUBSCRIBE", channel)

    async def _command(self, command: str, channel: str) -> None:
        if self._pubsub is None:
            return
        send = self._pubsub.subscribe if command == "SUBSCRIBE" else self._pubsub.unsubscribe
        try:
            async with asyncio.timeout(CONNECT_TIMEOUT_S):
                await send(channel)
        except (RedisError, OSError, TimeoutError, RuntimeError):
            # RuntimeError is uvloop's for a transport that has just closed. The reading task meets the same
            # broken connection and starts over with every channel.
            log.debug("a pub/sub command failed", extra={"command": command})

    async def _open(self, pubsub: PubSub) -> None:
        async with self._commands:
            async with asyncio.timeout(CONNECT_TIMEOUT_S):
                await pubsub.subscribe(*self._channels)
            self._pubsub = pubsub

    async def _read(self, pubsub: PubSub) -> None:
        unanswered = False
        while True:
            message = await pubsub.get_message(timeout=SILENCE_BEFORE_PING_S)
            if message is None:
                if unanswered:
                    raise TimeoutError("Redis did not answer a ping on the realtime link")
                await pubsub.ping()
                unanswered = True
                continue
            unanswered = False
            if message["type"] == "message":
                self._on_message(message["channel"], message["data"])
            elif message["type"] == "subscribe":
                self._confirm(message["channel"])

    def _confirm(self, channel: str) -> None:
        if channel in self._channels:
            self._channels[channel].set()
            # One of them for each of ten thousand channels would be eight megabytes.
            self._channels[channel] = self._confirmed
        if not self.connected and all(confirmed.is_set() for confirmed in self._channels.values()):
            self.connected = True
            self._settled.set()
            self._on_state(True)

    def _lost(self) -> None:
        was_connected, self.connected = self.connected, False
        self._pubsub = None
        for channel in self._channels:
            self._channels[channel] = asyncio.Event()
        if was_connected or not self._settled.is_set():
            self._on_state(False)
        self._settled.set()
