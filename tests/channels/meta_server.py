"""A local peer that behaves as Meta's Graph API does for WhatsApp, Messenger and Instagram.

Requests and answers as on
https://developers.facebook.com/documentation/business-messaging/whatsapp/reference (Cloud API) and
https://developers.facebook.com/docs/messenger-platform/reference/send-api; errors as on
https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes and
https://developers.facebook.com/docs/messenger-platform/error-codes.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from itertools import count
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN = "EAAG-token"
APP_SECRET = "app-secret"
VERIFY_TOKEN = "verify-me"
PHONE = "106540352242922"
PAGE = "101"


@dataclass
class Trouble:
    status: int
    error: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class MetaServer:
    """`troubles` are answered first, one a call; `away` answers every call with 503."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    uploads: list[tuple[str, bytes]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    subscribed: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    away: bool = False
    answer_after_s: float = 0.0
    calls: int = 0
    base_url: str = ""
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def trouble(self, code: int, status: int = 400, *, subcode: int | None = None, **headers: str) -> None:
        error = {"message": f"(#{code}) refused", "type": "OAuthException", "code": code, "fbtrace_id": "x"}
        if subcode is not None:
            error["error_subcode"] = subcode
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.troubles.append(Trouble(status, error, named))

    def texts(self, address: str) -> list[str]:
        return [
            message["text"]["body"]
            for message in self.sent
            if message.get("to") == address and message["type"] == "text"
        ]

    async def messages(self, request: Request) -> Response:
        if refused := await self._refusal(request):
            return refused
        body = await request.json()
        if body.get("messaging_product") == "whatsapp":
            return self._whatsapp(body)
        return self._messenger(body)

    def _whatsapp(self, body: dict[str, Any]) -> Response:
        if problem := _whatsapp_problem(body):
            return _error(400, 131009, problem)
        message_id = f"wamid.{next(self._numbers)}"
        self.sent.append(body | {"id": message_id})
        contacts = [{"input": body["to"], "wa_id": body["to"]}]
        return JSONResponse(
            {"messaging_product": "whatsapp", "contacts": contacts, "messages": [{"id": message_id}]}
        )

    def _messenger(self, body: dict[str, Any]) -> Response:
        if problem := _messenger_problem(body):
            return _error(400, 100, problem)
        message_id = f"m_{next(self._numbers)}"
        self.sent.append(body | {"id": message_id})
        return JSONResponse({"recipient_id": body["recipient"]["id"], "message_id": message_id})

    async def upload(self, request: Request) -> Response:
        if refused := await self._refusal(request):
            return refused
        head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
        form = message_from_bytes(head + await request.body(), policy=policy.HTTP)
        [file] = [part for part in form.iter_parts() if part.get_filename()]
        self.uploads.append((file.get_content_type(), file.get_payload(decode=True)))
        number = str(len(self.uploads))
        return JSONResponse({"id": number, "attachment_id": number})

    async def media(self, request: Request) -> Response:
        if refused := await self._refusal(request):
            return refused
        handle = request.path_params["handle"]
        if handle in (PHONE, PAGE) and "fields" in request.query_params:
            return JSONResponse({"id": handle, "name": "Lumen & Oak", "verified_name": "Lumen & Oak"})
        if handle not in self.files:
            return _error(400, 100, "Unsupported get request. Object does not exist")
        return JSONResponse({"id": handle, "url": f"{self.base_url}/download/{handle}"})

    async def subscribe(self, request: Request) -> Response:
        if refused := await self._refusal(request):
            return refused
        self.subscribed.append((await request.json())["subscribed_fields"])
        return JSONResponse({"success": True})

    async def download(self, request: Request) -> Response:
        """WhatsApp's want the token, Messenger's attachments are public for who knows their address."""
        handle = request.path_params["handle"]
        open_to_all = handle.startswith("public-")
        if not open_to_all and request.headers.get("authorization") != f"Bearer {TOKEN}":
            return Response(status_code=401)
        content = self.files.get(handle)
        return Response(content) if content is not None else Response(status_code=404)

    async def _refusal(self, request: Request) -> Response | None:
        self.calls += 1
        if self.answer_after_s:
            await asyncio.sleep(self.answer_after_s)
        if self.away:
            return JSONResponse({"error": {"message": "Service unavailable", "code": 2}}, 503)
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return _error(401, 190, "Error validating access token")
        if self.troubles:
            trouble = self.troubles.pop(0)
            return JSONResponse({"error": trouble.error}, trouble.status, headers=dict(trouble.headers))
        return None

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/{version}/{account}/messages", self.messages, methods=["POST"]),
                Route("/{version}/{account}/media", self.upload, methods=["POST"]),
                Route("/{version}/{account}/message_attachments", self.upload, methods=["POST"]),
                Route("/{version}/{account}/subscribed_apps", self.subscribe, methods=["POST"]),
                Route("/download/{handle}", self.download),
                Route("/{version}/{handle}", self.media),
            ]
        )


def _whatsapp_problem(body: Mapping[str, Any]) -> str | None:
    content = body[body["type"]]
    if body["type"] == "text" and not 0 < len(content["body"]) <= 4096:
        return "text.body must have 1 to 4096 characters"
    if body["type"] == "interactive":
        titles = [button["reply"]["title"] for button in content["action"]["buttons"]]
        if len(titles) > 3 or len(set(titles)) < len(titles) or any(len(title) > 20 for title in titles):
            return "1 to 3 buttons with different titles of at most 20 characters"
        if not 0 < len(content["body"]["text"]) <= 1024:
            return "interactive.body.text must have 1 to 1024 characters"
    return None


def _messenger_problem(body: Mapping[str, Any]) -> str | None:
    message = body["message"]
    if len(message.get("text", "")) > 2000 or len(message.get("quick_replies", ())) > 13:
        return "Length of param message[text] must be less than or equal to 2000"
    if len(message.get("metadata", "")) > 1000:
        return "metadata has at most 1000 characters"
    return None


def _error(status: int, code: int, message: str) -> Response:
    return JSONResponse({"error": {"message": message, "code": code, "type": "OAuthException"}}, status)


# What Meta sends.


def whatsapp_text(
    text: str, *, message_id: str, sender: str = "16505551234", name: str = "Sheena Nelson"
) -> dict[str, Any]:
    """.../whatsapp/webhooks/reference/messages/text"""
    return {
        "from": sender,
        "id": message_id,
        "timestamp": "1749416383",
        "type": "text",
        "text": {"body": text},
        "_name": name,
    }


def whatsapp_hook(
    *messages: Mapping[str, Any], statuses: list[dict[str, Any]] | None = None, phone: str = PHONE
) -> dict[str, Any]:
    """.../whatsapp/webhooks/reference/messages: one change, one or several messages, or statuses."""
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550783881", "phone_number_id": phone},
    }
    if messages:
        value["contacts"] = [
            {"profile": {"name": message.get("_name", "Sheena Nelson")}, "wa_id": message["from"]}
            for message in messages
        ]
        value["messages"] = [
            {key: part for key, part in message.items() if key != "_name"} for message in messages
        ]
    if statuses:
        value["statuses"] = statuses
    entry = {"id": "102290129340398", "changes": [{"value": value, "field": "messages"}]}
    return {"object": "whatsapp_business_account", "entry": [entry]}


def whatsapp_status(
    message_id: str, status: str, *, reference: str | None = None, error: dict[str, Any] | None = None
) -> dict[str, Any]:
    """.../whatsapp/webhooks/reference/messages/status"""
    report: dict[str, Any] = {
        "id": message_id,
        "status": status,
        "timestamp": "1749416400",
        "recipient_id": "16505551234",
    }
    if reference is not None:
        report["biz_opaque_callback_data"] = reference
    if error is not None:
        report["errors"] = [error]
    return report


def page_hook(*events: Mapping[str, Any], account: str = PAGE, kind: str = "page") -> dict[str, Any]:
    """.../messenger-platform/webhooks and .../instagram-messaging/webhooks (object: instagram)"""
    return {"object": kind, "entry": [{"id": account, "time": 1749416383000, "messaging": list(events)}]}


def page_event(sender: str = "PSID-1", account: str = PAGE, **content: Any) -> dict[str, Any]:
    return {
        "sender": {"id": sender},
        "recipient": {"id": account},
        "timestamp": 1749416383000,
        **json.loads(json.dumps(content)),
    }
