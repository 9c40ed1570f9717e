"""One WebSocket of a customer or an operator: frames in, the subscription's messages out."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected, WebSocketState

from serving.errors import Unavailable
from serving.realtime import messages
from serving.realtime.messages import Message
from serving.realtime.subscription import Subscription
from serving.tasks import cancel_and_wait

log = logging.getLogger(__name__)

SEND_TIMEOUT_S = 20.0

GOING_AWAY = 1001
NOT_TEXT = 1003
POLICY = 1008
TOO_BIG = 1009
INTERNAL_ERROR = 1011
BUSY = 1013
BAD_TOKEN = 4401
TOO_SLOW = 4408


class Closing(Exception):
    """Ends the socket with a close code that tells the client what to do."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Socket:
    def __init__(self, websocket: WebSocket, *, max_frame_bytes: int) -> None:
        self._websocket = websocket
        self._max_frame_bytes = max_frame_bytes

    async def receive(self) -> str:
        """Waits as long as the client is there: the server pings it (`serving/gateway.py`)."""
        frame = await self._websocket.receive()
        if frame["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(frame.get("code") or 1005)
        text = frame.get("text")
        if text is None:
            raise Closing(NOT_TEXT, "text frames only")
        if len(text.encode()) > self._max_frame_bytes:
            raise Closing(TOO_BIG, f"a frame has at most {self._max_frame_bytes} bytes")
        return str(text)

    async def send(self, message: Message) -> None:
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                await self._websocket.send_text(messages.encode(message))
        except TimeoutError:
            raise Closing(TOO_SLOW, "too slow: reconnect") from None

    async def close(self, code: int, reason: str) -> None:
        if self._websocket.application_state is not WebSocketState.CONNECTED:
            return
        # A client that does not read cannot take the close frame either.
        with contextlib.suppress(TimeoutError, RuntimeError, WebSocketDisconnect, OSError):
            async with asyncio.timeout(1.0):
                await self._websocket.close(code, reason)


async def serve(
    websocket: WebSocket, work: Callable[[Socket], Awaitable[None]], *, max_frame_bytes: int
) -> None:
    """Accepts, lets `work` speak, and always ends with a close code."""
    await websocket.accept()
    socket = Socket(websocket, max_frame_bytes=max_frame_bytes)
    try:
        await work(socket)
    except Unavailable as error:
        await socket.close(BUSY, error.code)
    except Closing as closing:
        await socket.close(closing.code, closing.reason)
    except (WebSocketDisconnect, WebSocketDisconnected):
        return
    except Exception:
        log.exception("a socket failed", extra={"path": websocket.url.path})
        await socket.close(INTERNAL_ERROR, "something went wrong here: reconnect")


async def run(socket: Socket, subscription: Subscription, on_frame: Callable[[str], Awaitable[None]]) -> None:
    """Until the client goes, is too slow, or breaks a rule. Raises Closing or WebSocketDisconnect."""
    sender = _Sender(socket, subscription)
    try:
        while True:
            await on_frame(await socket.receive())
    except asyncio.CancelledError:
        sender.raise_failure()
        raise
    finally:
        await sender.close()


class _Sender:
    """Has a task only while there is something to send: an idle socket is the one task that reads."""

    def __init__(self, socket: Socket, subscription: Subscription) -> None:
        self._socket = socket
        self._subscription = subscription
        self._reading = asyncio.current_task()
        self._sending: asyncio.Task[None] | None = None
        self._failure: BaseException | None = None
        subscription.on_news = self._begin
        self._begin()

    def raise_failure(self) -> None:
        """If it was this sender that ended the reading task, and nobody else."""
        if self._failure is not None:
            if self._reading is not None:
                self._reading.uncancel()
            raise self._failure

    async def close(self) -> None:
        self._subscription.on_news = None
        if self._sending is not None:
            await cancel_and_wait([self._sending])

    def _begin(self) -> None:
        if self._subscription.overflowed:
            self._fail(Closing(TOO_SLOW, "too slow: reconnect"))
        elif self._sending is None and self._subscription.has_news:
            self._sending = asyncio.create_task(self._send())
            self._sending.add_done_callback(self._ended)

    async def _send(self) -> None:
        async with contextlib.aclosing(self._subscription.drain()) as news:
            async for message in news:
                await self._socket.send(message)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._sending = None
        if task.cancelled():
            return
        if (failure := task.exception()) is not None:
            self._fail(failure)
        elif self._subscription.on_news is not None:
            self._begin()

    def _fail(self, failure: BaseException) -> None:
        if self._failure is None and self._reading is not None:
            self._failure = failure
            self._reading.cancel()
