"""The console's socket: every event of every conversation, as it happens."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, WebSocket

from serving.console.session import caller_of, check_same_origin
from serving.errors import ParleyError
from serving.http import gateway_of
from serving.realtime import messages
from serving.realtime.sockets import BAD_TOKEN, POLICY, Closing, Socket, run, serve

router = APIRouter()

MAX_FRAME_BYTES = 4096
SESSION_CHECK_S = 60.0


@router.websocket("/console/api/socket")
async def console_socket(websocket: WebSocket) -> None:
    gateway = gateway_of(websocket)

    async def require_session() -> None:
        try:
            check_same_origin(websocket, gateway.settings.public_url)
            await caller_of(websocket, gateway)
        except ParleyError as error:
            raise Closing(BAD_TOKEN if error.status == 401 else POLICY, error.code) from None

    async def work(socket: Socket) -> None:
        await require_session()
        checked_at = asyncio.get_running_loop().time()

        async def on_frame(_raw: str) -> None:
            # The page pings; whoever was signed out meanwhile is let go at the next one.
            nonlocal checked_at
            if asyncio.get_running_loop().time() - checked_at > SESSION_CHECK_S:
                await require_session()
                checked_at = asyncio.get_running_loop().time()
            await socket.send({"type": "pong"})

        with gateway.sockets:
            async with gateway.hub.consoles() as subscription:
                await socket.send({"type": "ready"})
                if gateway.hub.platform_state == "degraded":
                    await socket.send(messages.platform("degraded"))
                await run(socket, subscription, on_frame)

    await serve(websocket, work, max_frame_bytes=MAX_FRAME_BYTES)
