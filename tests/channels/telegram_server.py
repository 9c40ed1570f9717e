"""A local peer that answers as Telegram's Bot API does, flood limits and refusals included."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN = "123:abc"


@dataclass
class TelegramServer:
    """`refusals`: answers to give first, as (status, body); then messages are accepted."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    webhooks: list[dict[str, Any]] = field(default_factory=list)
    pending: int = 0
    last_error: str = ""

    def flood(self, retry_after: int) -> None:
        self.refusals.append(
            (
                429,
                {
                    "ok": False,
                    "error_code": 429,
                    "description": f"Too Many Requests: retry after {retry_after}",
                    "parameters": {"retry_after": retry_after},
                },
            )
        )

    def refuse(self, status: int, description: str) -> None:
        self.refusals.append((status, {"ok": False, "error_code": status, "description": description}))

    async def get_me(self, request: Request) -> Response:
        if refused := _stranger(request):
            return refused
        return JSONResponse(
            {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "Lumen", "username": "lumen_bot"}}
        )

    async def get_webhook_info(self, request: Request) -> Response:
        url = self.webhooks[-1]["url"] if self.webhooks else ""
        result = {"url": url, "has_custom_certificate": False, "pending_update_count": self.pending}
        if self.last_error:
            result |= {"last_error_date": 1_700_000_000, "last_error_message": self.last_error}
        return _stranger(request) or JSONResponse({"ok": True, "result": result})

    async def set_webhook(self, request: Request) -> Response:
        if refused := _stranger(request):
            return refused
        self.webhooks.append(dict(parse_qsl((await request.body()).decode())))
        return JSONResponse({"ok": True, "result": True})

    async def send_message(self, request: Request) -> Response:
        if refused := _stranger(request):
            return refused
        if self.refusals:
            status, body = self.refusals.pop(0)
            return JSONResponse(body, status)
        form = dict(parse_qsl((await request.body()).decode()))
        if len(form["text"].encode("utf-16-le")) // 2 > 4096:
            return JSONResponse(
                {"ok": False, "error_code": 400, "description": "Bad Request: message is too long"}, 400
            )
        self.sent.append(form)
        message = {
            "message_id": len(self.sent),
            "date": 1,
            "chat": {"id": int(form["chat_id"]), "type": "private"},
            "text": form["text"],
        }
        return JSONResponse({"ok": True, "result": message})

    def app(self) -> Starlette:
        methods = {
            "sendMessage": self.send_message,
            "getMe": self.get_me,
            "setWebhook": self.set_webhook,
            "getWebhookInfo": self.get_webhook_info,
        }
        return Starlette(
            routes=[Route(f"/bot{{token}}/{name}", call, methods=["POST"]) for name, call in methods.items()]
        )


def _stranger(request: Request) -> Response | None:
    if request.path_params["token"] == TOKEN:
        return None
    return JSONResponse({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
