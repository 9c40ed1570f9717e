"""A local peer that behaves as Slack: its Web API, and how it signs and repeats what it delivers.

https://docs.slack.dev/authentication/verifying-requests-from-slack, https://docs.slack.dev/apis/events-api
(retries), https://docs.slack.dev/apis/web-api/rate-limits
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote

import httpx
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN = "xoxb-1-2-abc"
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
BOT = "U0BOT"
SCOPES = "app_mentions:read,channels:history,chat:write,files:read,files:write,im:history,im:read,im:write"
FILE = b"\x89PNG\r\n\x1a\n" + b"x" * 100


@dataclass
class SlackServer:
    """`answers`: what it gives to the next calls of chat.postMessage, as (status, body, headers)."""

    posted: list[dict[str, Any]] = field(default_factory=list)
    uploaded: list[bytes] = field(default_factory=list)
    answers: list[tuple[int, dict[str, Any], dict[str, str]]] = field(default_factory=list)
    delay_s: float = 0.0
    scopes: str = SCOPES

    def refuse(self, error: str) -> None:
        self.answers.append((200, {"ok": False, "error": error}, {}))

    def limit(self, retry_after: int) -> None:
        body = {"ok": False, "error": "ratelimited"}
        self.answers.append((429, body, {"Retry-After": str(retry_after)}))

    async def auth_test(self, request: Request) -> Response:
        if refused := _stranger(request):
            return refused
        body = {"ok": True, "user": "parley", "user_id": BOT, "team": "Lumen & Oak", "team_id": "T1"}
        return JSONResponse(body, headers={"x-oauth-scopes": self.scopes})

    async def post_message(self, request: Request) -> Response:
        if refused := _stranger(request):
            return refused
        await asyncio.sleep(self.delay_s)
        if self.answers:
            status, body, headers = self.answers.pop(0)
            return JSONResponse(body, status, headers)
        message = await _fields(request)
        self.posted.append(message)
        return JSONResponse(
            {"ok": True, "channel": message["channel"], "ts": f"1700000000.{len(self.posted):06}"}
        )

    async def upload_url(self, request: Request) -> Response:
        address = str(request.url_for("upload"))
        return _stranger(request) or JSONResponse({"ok": True, "upload_url": address, "file_id": "F1"})

    async def upload(self, request: Request) -> Response:
        form = await request.body()
        self.uploaded.append(form)
        return Response("OK")

    async def complete(self, request: Request) -> Response:
        message = await _fields(request)
        self.posted.append(message)
        return JSONResponse({"ok": True, "files": [{"id": "F1"}]})

    async def file(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return Response(status_code=302, headers={"Location": "https://slack.com/signin"})
        return Response(FILE, media_type="image/png")

    def app(self) -> Starlette:
        calls = {
            "auth.test": self.auth_test,
            "chat.postMessage": self.post_message,
            "files.getUploadURLExternal": self.upload_url,
            "files.completeUploadExternal": self.complete,
        }
        routes = [Route(f"/api/{name}", call, methods=["POST", "GET"]) for name, call in calls.items()]
        return Starlette(
            routes=[
                *routes,
                Route("/upload", self.upload, methods=["POST"], name="upload"),
                Route("/files/1.png", self.file),
            ]
        )


@dataclass
class Sender:
    """Delivers to our webhook as Slack does: signed, and again with a count until it gets a 2xx."""

    http: httpx.AsyncClient
    path: str
    secret: str = SIGNING_SECRET

    async def send(self, body: dict[str, Any], *, age_s: int = 0, **headers: Any) -> httpx.Response:
        return await self._post(json.dumps(body).encode(), "application/json", age_s, headers)

    async def press(self, payload: dict[str, Any]) -> httpx.Response:
        raw = f"payload={quote(json.dumps(payload))}".encode()
        return await self._post(raw, "application/x-www-form-urlencoded", 0, {})

    async def deliver(self, body: dict[str, Any], *, most: int = 4) -> int:
        """Until it is acknowledged; returns how often it was sent."""
        for attempt in range(most):
            retry = (
                {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_error"} if attempt else {}
            )
            if (await self.send(body, **retry)).is_success:
                return attempt + 1
        return most

    async def _post(self, raw: bytes, kind: str, age_s: int, headers: dict[str, Any]) -> httpx.Response:
        moment = str(int(time.time()) - age_s)
        signature = SignatureVerifier(self.secret).generate_signature(timestamp=moment, body=raw)
        proof = {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": signature or ""}
        return await self.http.post(self.path, content=raw, headers={"Content-Type": kind} | proof | headers)


def event(**values: Any) -> dict[str, Any]:
    """https://docs.slack.dev/reference/events/message.im, in its envelope."""
    inner = {
        "type": "message",
        "channel": "D024BE91L",
        "user": "U2147483697",
        "text": "Hello hello can you hear me?",
        "ts": "1355517523.000005",
        "event_ts": "1355517523.000005",
        "channel_type": "im",
    }
    return {
        "token": "one-long-verification-token",
        "team_id": "T061EG9R6",
        "api_app_id": "A0PNCHHK2",
        "type": "event_callback",
        "authed_users": [],
        "event_id": "Ev0PV52K25",
        "event_time": 1355517523,
        "event": inner | values,
    }


def _stranger(request: Request) -> Response | None:
    if request.headers.get("authorization") == f"Bearer {TOKEN}":
        return None
    return JSONResponse({"ok": False, "error": "invalid_auth"})


async def _fields(request: Request) -> dict[str, Any]:
    raw = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        body: dict[str, Any] = json.loads(raw)
        return body
    return dict(request.query_params) | dict(parse_qsl(raw.decode()))
