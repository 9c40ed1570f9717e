"""The website widget's socket: one conversation, live, both ways."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError
from starlette.types import Scope
from starlette.websockets import WebSocket

from serving.channels.tokens import MAX_TOKEN_CHARACTERS, ExpiredToken, Visitor
from serving.channels.visitors import receive_from
from serving.channels.widget import ClientId, FileIds, views, visitor_of
from serving.conversations.models import Conversation, Status
from serving.errors import BadInput, ParleyError, TooManyRequests
from serving.http import MAX_SEQ, Body, Gateway, gateway_of, parse_body
from serving.limits import TokenBucket
from serving.realtime import messages
from serving.realtime.messages import Message
from serving.realtime.sockets import BAD_TOKEN, GOING_AWAY, POLICY, Closing, Socket, run, serve

PATH = re.compile(r"/api/widget/([^/]+)/socket")
AUTH_TIMEOUT_S = 10.0
FRAME_OVERHEAD_BYTES = 8_192
FRAMES_AT_ONCE = 30
FRAME_REFILL_S = 0.5
MAX_BROKEN_FRAMES = 10


class AuthFrame(Body):
    type: Literal["auth"]
    token: Annotated[str, Field(max_length=MAX_TOKEN_CHARACTERS)]
    after: Annotated[int, Field(ge=0, le=MAX_SEQ)] = 0


class MessageFrame(Body):
    type: Literal["message"]
    text: str
    client_id: ClientId
    files: FileIds = []


class PingFrame(Body):
    type: Literal["ping"]


Frame = Annotated[MessageFrame | PingFrame, Field(discriminator="type")]
_frames: TypeAdapter[MessageFrame | PingFrame] = TypeAdapter(Frame)


def inbox_of(scope: Scope) -> str | None:
    """The inbox whose socket is asked for; None where it is something else."""
    found = PATH.fullmatch(scope["path"]) if scope["type"] == "websocket" else None
    return found[1] if found is not None else None


async def widget_socket(websocket: WebSocket, inbox_id: str) -> None:
    gateway = gateway_of(websocket)

    async def work(socket: Socket) -> None:
        visitor, after = await _authenticate(socket, websocket, inbox_id)
        hub = gateway.hub
        with gateway.sockets:
            async with hub.conversation(visitor.conversation_id, after=after) as subscription:
                await socket.send(await _ready(gateway, visitor))
                if hub.platform_state == "degraded":
                    await socket.send(messages.platform("degraded"))
                await run(socket, subscription, _Session(gateway, visitor, socket).on_frame)

    # A character of JSON takes up to six bytes of a frame (\\u00e9).
    limit = 6 * gateway.settings.max_message_bytes + FRAME_OVERHEAD_BYTES
    await serve(websocket, work, max_frame_bytes=limit)


async def _authenticate(socket: Socket, websocket: WebSocket, inbox_id: str) -> tuple[Visitor, int]:
    try:
        async with asyncio.timeout(AUTH_TIMEOUT_S):
            raw = await socket.receive()
        frame = parse_body(raw, AuthFrame)
        visitor = await visitor_of(gateway_of(websocket), inbox_id, websocket, frame.token)
    except TimeoutError:
        raise Closing(GOING_AWAY, "no token came") from None
    except ExpiredToken as error:
        raise Closing(BAD_TOKEN, error.code) from None
    except ParleyError as error:
        raise Closing(POLICY, error.code) from None
    # Nobody asks for them any more, and they would be held as long as the page is open.
    websocket.scope["headers"].clear()
    return visitor, frame.after


async def _ready(gateway: Gateway, visitor: Visitor) -> Message:
    async with gateway.database.read() as session:
        conversation = await session.get(Conversation, visitor.conversation_id)
    status = conversation.status if conversation is not None else Status.BOT
    return {"type": "ready", "conversation": visitor.conversation_id, "status": status.value}


class _Session:
    """What one authenticated socket may send."""

    def __init__(self, gateway: Gateway, visitor: Visitor, socket: Socket) -> None:
        self._gateway = gateway
        self._visitor = visitor
        self._socket = socket
        self._frames = TokenBucket(FRAMES_AT_ONCE, refill_s=FRAME_REFILL_S)
        self._broken = 0

    async def on_frame(self, raw: str) -> None:
        client_id: str | None = None
        try:
            if wait_s := self._frames.take():
                raise TooManyRequests(f"Too many frames: wait {wait_s} s.", retry_after_s=wait_s)
            frame = self._parse(raw)
            if isinstance(frame, PingFrame):
                await self._socket.send({"type": "pong"})
                return
            client_id = frame.client_id
            await self._receive(frame)
        except ParleyError as error:
            detail = {"code": error.code, "message": error.message, "retry_after_s": error.retry_after_s}
            await self._socket.send({"type": "error", "client_id": client_id, "error": detail})

    def _parse(self, raw: str) -> MessageFrame | PingFrame:
        try:
            return _frames.validate_json(raw)
        except ValidationError as error:
            self._broken += 1
            if self._broken > MAX_BROKEN_FRAMES:
                raise Closing(POLICY, "too many broken frames") from None
            raise BadInput(f"The frame is not one of ours ({error.error_count()} faults).") from None

    async def _receive(self, frame: MessageFrame) -> None:
        received = await receive_from(
            self._gateway, self._visitor, text=frame.text, client_id=frame.client_id, files=frame.files
        )
        view = (await views(self._gateway, [received.event]))[0]
        await self._socket.send({"type": "ack", "client_id": frame.client_id, "event": view})
