"""Messenger, and what Instagram shares with it (`instagram.py`).

In: https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks
Out: https://developers.facebook.com/docs/messenger-platform/reference/send-api
"""

from __future__ import annotations

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
    Permission,
    Report,
    State,
    Tools,
    Window,
)
from serving.channels.graph import Account, Graph
from serving.channels.meta_webhooks import Item, dicts, moment
from serving.channels.models import Inbox, Media
from serving.http import GatewayDep

router = APIRouter()

MEBIBYTE = 1024 * 1024
FILES = {"image/*": 25 * MEBIBYTE, "audio/*": 25 * MEBIBYTE, "video/*": 25 * MEBIBYTE}
CAPABILITIES = Capabilities(
    max_characters=2000,
    buttons=Buttons(most=13, title_characters=20, payload_bytes=1000),
    media=FILES | {"application/*": 25 * MEBIBYTE, "text/*": 25 * MEBIBYTE},
    reports=frozenset({State.SENT, State.DELIVERED, State.READ}),
    window=Window(hours=24, agent_hours=7 * 24),
)
MIMES = {"image": "image/jpeg", "video": "video/mp4", "audio": "audio/mpeg", "file": "application/pdf"}


@router.get("/channels/messenger/{inbox_id}")
async def handshake(request: Request, inbox_id: str, gateway: GatewayDep) -> PlainTextResponse:
    return await meta_webhooks.shake_hands(request, gateway, inbox_id, channel="messenger")


@router.post("/channels/messenger/{inbox_id}")
async def webhook(request: Request, inbox_id: str, gateway: GatewayDep) -> PlainTextResponse:
    return await take(request, gateway, inbox_id, channel="messenger", capabilities=CAPABILITIES)


async def take(
    request: Request, gateway: GatewayDep, inbox_id: str, *, channel: str, capabilities: Capabilities
) -> PlainTextResponse:
    inbox = await meta_webhooks.verified(request, gateway, inbox_id, channel=channel)
    body = webhooks.parse_object(await request.body())
    entries = [
        (str(entry.get("id")), event)
        for entry in dicts(body.get("entry"))
        for event in dicts(entry.get("messaging"))
    ]
    async for owned in meta_webhooks.owned(gateway, inbox, entries, setting="account_id"):
        parse = partial(items_of, owned.inbox, capabilities=capabilities)
        await webhooks.accept_all(gateway, meta_webhooks.parsed(parse, [owned.content]))
    return PlainTextResponse("EVENT_RECEIVED")


def items_of(inbox: Inbox, event: Mapping[str, Any], *, capabilities: Capabilities) -> list[Item]:
    message = event.get("message")
    if isinstance(message, dict):
        if message.get("is_echo"):
            return _echo(inbox, message)
        if message.get("is_deleted"):
            return []
        return [_message(inbox, event, message, capabilities)]
    if isinstance(event.get("postback"), dict):
        return [_postback(inbox, event, event["postback"], capabilities)]
    if isinstance(event.get("delivery"), dict):
        return _delivered(inbox, event, event["delivery"])
    if isinstance(event.get("read"), dict):
        return _read(inbox, event, event["read"])
    return []


def _message(
    inbox: Inbox, event: Mapping[str, Any], message: Mapping[str, Any], capabilities: Capabilities
) -> IncomingMessage:
    pressed = (message.get("quick_reply") or {}).get("payload")
    text = str(message.get("text") or "")
    attachments = dicts(message.get("attachments"))
    files = [_file(attachment) for attachment in attachments]
    return IncomingMessage(
        inbox_id=inbox.id,
        provider_id=str(message["mid"]),
        address=str(event["sender"]["id"]),
        text=str(pressed) if pressed else text,
        capabilities=capabilities,
        title=text if pressed else None,
        files=[file for file in files if file is not None],
        unreadable=str(attachments[0].get("type")) if attachments else "empty",
        sent_at=moment(event.get("timestamp")),
    )


def _file(attachment: Mapping[str, Any]) -> IncomingFile | None:
    """Meta gives the address of the file itself, which is valid for a while."""
    kind, url = str(attachment.get("type")), (attachment.get("payload") or {}).get("url")
    if kind not in MIMES or not isinstance(url, str):
        return None
    name = url.partition("?")[0].rpartition("/")[2] or kind
    return IncomingFile(name, MIMES[kind], handle=url)


def _postback(
    inbox: Inbox, event: Mapping[str, Any], postback: Mapping[str, Any], capabilities: Capabilities
) -> IncomingMessage:
    sender = str(event["sender"]["id"])
    return IncomingMessage(
        inbox_id=inbox.id,
        # Older postbacks have no id of their own.
        provider_id=str(postback.get("mid") or f"postback:{sender}:{event.get('timestamp')}"),
        address=sender,
        text=str(postback.get("payload") or postback.get("title") or ""),
        capabilities=capabilities,
        title=str(postback.get("title") or ""),
        sent_at=moment(event.get("timestamp")),
    )


def _echo(inbox: Inbox, message: Mapping[str, Any]) -> list[Item]:
    """What the account itself sent. Ours carry our reference, and prove that they left."""
    return (
        [
            Report(
                inbox_id=inbox.id,
                state=State.SENT,
                provider_id=str(message["mid"]),
                reference=str(message["metadata"]),
            )
        ]
        if message.get("metadata")
        else []
    )


def _delivered(inbox: Inbox, event: Mapping[str, Any], delivery: Mapping[str, Any]) -> list[Item]:
    known: list[Item] = [
        Report(inbox_id=inbox.id, state=State.DELIVERED, provider_id=str(mid))
        for mid in delivery.get("mids") or ()
    ]
    return known or _watermark(inbox, event, delivery, State.DELIVERED)


def _read(inbox: Inbox, event: Mapping[str, Any], read: Mapping[str, Any]) -> list[Item]:
    """Instagram names the message, Messenger the moment."""
    if "mid" in read:
        return [Report(inbox_id=inbox.id, state=State.READ, provider_id=str(read["mid"]))]
    return _watermark(inbox, event, read, State.READ)


def _watermark(
    inbox: Inbox, event: Mapping[str, Any], content: Mapping[str, Any], state: State
) -> list[Item]:
    up_to = moment(content.get("watermark"))
    if up_to is None:
        return []
    return [Report(inbox_id=inbox.id, state=state, address=str(event["sender"]["id"]), up_to=up_to)]


class MessengerChannel:
    name = "messenger"
    capabilities = CAPABILITIES

    def __init__(self, tools: Tools) -> None:
        self._graph = Graph(tools)

    async def deliver(self, delivery: Delivery) -> str | None:
        account = self._graph.account(delivery.inbox)
        if not delivery.inbox.settings.get("account_id"):
            raise DeliveryFailed(f"The inbox {delivery.inbox.id!r} has no account id: enter it.")
        path = f"{delivery.inbox.settings['account_id']}/messages"
        answer = await self._graph.post(
            account,
            path,
            {
                "recipient": {"id": delivery.address},
                "message": await self._message(account, delivery),
                **_kind(delivery),
            },
        )
        return str(answer["message_id"]) if "message_id" in answer else None

    async def _message(self, account: Account, delivery: Delivery) -> dict[str, Any]:
        part = delivery.part
        # Comes back with the echo: a worker that dies after sending need not send again.
        marked = {"metadata": delivery.reference}
        if part.file is not None:
            return {"attachment": await self.attachment(account, delivery.inbox, part.file)} | marked
        if not part.buttons:
            return {"text": part.text} | marked
        replies = [
            {"content_type": "text", "title": button["title"], "payload": button["payload"]}
            for button in part.buttons
        ]
        return {"text": part.text, "quick_replies": replies} | marked

    async def attachment(self, account: Account, inbox: Inbox, file: Media) -> dict[str, Any]:
        """Uploaded first: Meta need not reach this machine."""
        kind = kind_of(file)
        uploaded = await self._graph.upload(
            account,
            f"{inbox.settings['account_id']}/message_attachments",
            file,
            fields={"message": f'{{"attachment":{{"type":"{kind}","payload":{{"is_reusable":false}}}}}}'},
            name="filedata",
        )
        return {"type": kind, "payload": {"attachment_id": uploaded["attachment_id"]}}

    async def fetch(self, inbox: Inbox, handle: str) -> AsyncGenerator[bytes]:
        async for chunk in self._graph.download_public(inbox, handle):
            yield chunk

    async def close(self) -> None:
        """The client is the registry's."""


def build(tools: Tools) -> MessengerChannel:
    return MessengerChannel(tools)


def kind_of(file: Media) -> str:
    kind = file.mime.partition("/")[0]
    return kind if kind in ("image", "audio", "video") else "file"


def _kind(delivery: Delivery) -> dict[str, str]:
    if delivery.permission is Permission.AGENT:
        return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    return {"messaging_type": "RESPONSE"}
