"""Whatever changes something through the console's API, and every export, leaves a line in the log.

Around the endpoints and not in them, so that none can forget it; before the answer goes out, so that nobody
is told of a success that was not written down.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.audit.service import note

PREFIX = "/console/api/"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_ADDRESS = 64


class Audited:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})

        async def audited_send(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                await _write(scope)
            await send(message)

        await self._app(scope, receive, audited_send)


async def _write(scope: Scope) -> None:
    state: dict[str, Any] = scope["state"]
    if scope["method"] in SAFE and "audit" not in state:
        return
    caller = state.get("caller")
    parameters: dict[str, Any] = dict(scope.get("path_params") or {})
    action = ".".join(
        str(parameters.pop("action")) if part == "{action}" else part
        for part in scope["route"].path.removeprefix(PREFIX).split("/")
        if part == "{action}" or not part.startswith("{")
    )
    client = scope.get("client")
    async with Request(scope).app.state.gateway.database.write() as session:
        note(
            session,
            action=action,
            operator_id=caller.operator.id if caller is not None else None,
            token_id=caller.token_id if caller is not None else None,
            address=client[0][:MAX_ADDRESS] if client else None,
            subject=next(iter(parameters.values()), None),
            details=state.get("audit"),
        )
