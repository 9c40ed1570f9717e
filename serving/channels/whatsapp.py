"""WhatsApp Cloud API.

In: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
Out: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from serving.channels import meta_webhooks, webhooks
from serving.channels.base import (
    Buttons,
    Capabilities,
    Delivery,
    DeliveryFailed,
    IncomingFile,
    IncomingMessage,
    Part,
    Permission,
    Report,
    State,
    Tools,
    Window,
)
from serving.channels.graph import Account, Graph, describe
from serving.channels.meta_webhooks import Item, dicts, moment
from serving.channels.models import Inbox, Media
from serving.http import GatewayDep

router = APIRouter()

MEBIBYTE = 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument"
CAPABILITIES = Capabilities(
    max_characters=4096,
    buttons=Buttons(most=3, title_characters=20, payload_bytes=256, text_characters=1024),
    media={
        "image/jpeg": 5 * MEBIBYTE,
        "image/png": 5 * MEBIBYTE,
        "audio/aac": 16 * MEBIBYTE,
        "audio/amr": 16 * MEBIBYTE,
        "audio/mpeg": 16 * MEBIBYTE,
        "audio/mp4": 16 * MEBIBYTE,
        "audio/ogg": 16 * MEBIBYTE,
        "video/mp4": 16 * MEBIBYTE,
        "video/3gpp": 16 * MEBIBYTE,
        "application/pdf": 100 * MEBIBYTE,
        "text/plain": 100 * MEBIBYTE,
        f"{OFFICE}.wordprocessingml.document": 100 * MEBIBYTE,
        f"{OFFICE}.spreadsheetml.sheet": 100 * MEBIBYTE,
        f"{OFFICE}.presentationml.presentation": 100 * MEBIBYTE,
    },
    reports=frozenset({State.SENT, State.DELIVERED, State.READ, State.FAILED}),
    window=Window(hours=24, templates=True),
)
STATES = {"sent": State.SENT, "delivered": State.DELIVERED, "read": State.READ, "failed": State.FAILED}
FILES = ("image", "video", "audio", "document", "sticker")
MAX_PARAMETER_CHARACTERS = 1024


@router.get("/channels/whatsapp/{inbox_id}")
async def handshake(request: Request, inbox_id: str, gateway: GatewayDep) -> PlainTextResponse:
    return await meta_webhooks.shake_hands(request, gateway, inbox_id, channel="whatsapp")


@router.post("/channels/whatsapp/{inbox_id}")
async def webhook(request: Request, inbox_id: str, gateway: GatewayDep) -> PlainTextResponse:
    inbox = await meta_webhooks.verified(request, gateway, inbox_id, channel="whatsapp")
    body = webhooks.parse_object(await request.body())
    values = [
        (str((change["value"].get("metadata") or {}).get("phone_number_id")), change["value"])
        for entry in dicts(body.get("entry"))
        for change in dicts(entry.get("changes"))
        if change.get("field") == "messages" and isinstance(change.get("value"), dict)
    ]
    async for owned in meta_webhooks.owned(gateway, inbox, values, setting="phone_number_id"):
        await webhooks.accept_all(gateway, _items(owned.inbox, owned.content))
    return PlainTextResponse("")


def _items(inbox: Inbox, value: Mapping[str, Any]) -> list[Item]:
    names = {
        str(contact.get("wa_id")): str((contact.get("profile") or {}).get("name") or "")
        for contact in dicts(value.get("contacts"))
    }
    messages = meta_webhooks.parsed(partial(_message, inbox, names=names), dicts(value.get("messages")))
    return messages + meta_webhooks.parsed(partial(_report, inbox), dicts(value.get("statuses")))


def _message(inbox: Inbox, message: Mapping[str, Any], *, names: Mapping[str, str]) -> list[Item]:
    kind = str(message.get("type"))
    if kind in ("reaction", "system"):
        return []
    text, title = _words(kind, message)
    name = names.get(str(message["from"]))
    incoming = IncomingMessage(
        inbox_id=inbox.id,
        provider_id=str(message["id"]),
        address=str(message["from"]),
        text=text,
        contact_name=name.replace("\x00", "")[:200] if name else None,
        capabilities=CAPABILITIES,
        title=title,
        files=_files(kind, message),
        unreadable=kind,
        sent_at=moment(message.get("timestamp"), divisor=1),
        details={"whatsapp": {"id": message["id"]}},
    )
    return [incoming]


def _words(kind: str, message: Mapping[str, Any]) -> tuple[str, str | None]:
    """The text, and what stood on the button if one was pressed."""
    content = message.get(kind) or {}
    if kind == "text":
        return str(content.get("body") or ""), None
    if kind == "button":  # of a template
        return str(content.get("payload") or content.get("text") or ""), content.get("text")
    if kind == "interactive":
        reply = content.get(str(content.get("type"))) or {}
        return str(reply.get("id") or reply.get("title") or ""), reply.get("title")
    if kind == "location":
        place = [content.get("name"), content.get("address")]
        where = f"{content.get('latitude')}, {content.get('longitude')}"
        return "\n".join(filter(None, [*place, where])), None
    return (str(content.get("caption") or ""), None) if isinstance(content, dict) else ("", None)


def _files(kind: str, message: Mapping[str, Any]) -> list[IncomingFile]:
    if kind not in FILES:
        return []
    content = message[kind]
    name = content.get("filename") or kind
    return [IncomingFile(str(name), str(content.get("mime_type") or ""), handle=str(content["id"]))]


def _report(inbox: Inbox, status: Mapping[str, Any]) -> list[Item]:
    state = STATES.get(str(status.get("status")))
    if state is None:
        return []
    errors = dicts(status.get("errors"))
    report = Report(
        inbox_id=inbox.id,
        state=state,
        provider_id=str(status["id"]),
        reference=status.get("biz_opaque_callback_data"),
        error=describe(errors[0]) if errors else None,
    )
    return [report]


class WhatsAppChannel:
    name = "whatsapp"
    capabilities = CAPABILITIES

    def __init__(self, tools: Tools) -> None:
        self._graph = Graph(tools)

    async def deliver(self, delivery: Delivery) -> str | None:
        account = self._graph.account(delivery.inbox)
        number = delivery.inbox.settings.get("phone_number_id")
        if not number:
            raise DeliveryFailed(f"The inbox {delivery.inbox.id!r} has no phone number id: enter it.")
        content = await self._content(account, str(number), delivery)
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": delivery.address,
            # Comes back with every status: a worker that dies after sending need not send again.
            "biz_opaque_callback_data": delivery.reference,
            **content,
        }
        answer = await self._graph.post(account, f"{number}/messages", body)
        sent = dicts(answer.get("messages"))
        return str(sent[0]["id"]) if sent and "id" in sent[0] else None

    async def _content(self, account: Account, number: str, delivery: Delivery) -> dict[str, Any]:
        part = delivery.part
        if delivery.permission is Permission.TEMPLATE:
            return _template(delivery.inbox, part)
        if part.file is not None:
            return await self._file(account, number, part.file)
        if part.buttons:
            return {"type": "interactive", "interactive": _interactive(part)}
        return {"type": "text", "text": {"preview_url": False, "body": part.text}}

    async def _file(self, account: Account, number: str, file: Media) -> dict[str, Any]:
        uploaded = await self._graph.upload(
            account,
            f"{number}/media",
            file,
            fields={"messaging_product": "whatsapp", "type": file.mime},
        )
        kind = file.mime.partition("/")[0]
        kind = kind if kind in ("image", "audio", "video") else "document"
        named = {"filename": file.name} if kind == "document" else {}
        return {"type": kind, kind: {"id": uploaded["id"], **named}}

    async def fetch(self, inbox: Inbox, handle: str) -> AsyncGenerator[bytes]:
        account = self._graph.account(inbox)
        found = await self._graph.get(account, handle)
        async for chunk in self._graph.download(account, str(found["url"])):
            yield chunk

    async def close(self) -> None:
        """The client is the registry's."""


def build(tools: Tools) -> WhatsAppChannel:
    return WhatsAppChannel(tools)


def _interactive(part: Part) -> dict[str, Any]:
    buttons = [
        {"type": "reply", "reply": {"id": button["payload"], "title": button["title"]}}
        for button in part.buttons
    ]
    return {"type": "button", "body": {"text": part.text}, "action": {"buttons": buttons}}


def _template(inbox: Inbox, part: Part) -> dict[str, Any]:
    """The inbox's template; with `text: true` its one variable is the message itself."""
    settings = inbox.settings["template"]
    template: dict[str, Any] = {
        "name": settings["name"],
        "language": {"code": settings.get("language") or "en"},
    }
    if settings.get("text"):
        # A variable takes no line breaks, no tabs and no four spaces in a row.
        text = re.sub(r"\s+", " ", part.text).strip()[:MAX_PARAMETER_CHARACTERS]
        template["components"] = [{"type": "body", "parameters": [{"type": "text", "text": text}]}]
    return {"type": "template", "template": template}
