"""Slack, inward: the Events API and pressed buttons, at one address.

https://docs.slack.dev/apis/events-api, https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import select

from serving.channels.base import IncomingFile, IncomingMessage
from serving.channels.slack_delivery import CAPABILITIES, CHANNEL
from serving.channels.webhooks import Hooked, accept, hooked, parse_object
from serving.contacts.models import ContactAddress
from serving.conversations.models import Conversation
from serving.errors import BadInput, Unauthorized
from serving.http import Gateway, GatewayDep

router = APIRouter()

MAX_FORM_FIELDS = 10
# What a person wrote; every other subtype is Slack's own news, or a bot's message.
WRITTEN = frozenset({None, "file_share", "thread_broadcast"})
_LINK = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_TIMESTAMP = re.compile(r"\d{1,12}\.\d{1,9}")


@router.post("/channels/slack/{inbox_id}")
async def webhook(request: Request, inbox_id: str, gateway: GatewayDep) -> JSONResponse:
    raw = await request.body()
    found = await _verified(request, inbox_id, gateway, raw)
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        message = _pressed(found, _payload(raw))
    else:
        body = parse_object(raw)
        if body.get("type") == "url_verification":
            return JSONResponse({"challenge": str(body.get("challenge", ""))})
        message = await _written(gateway, found, body)
    if message is not None:
        await accept(gateway, message)
    return JSONResponse({})


async def _verified(request: Request, inbox_id: str, gateway: Gateway, raw: bytes) -> Hooked:
    found = await hooked(gateway, inbox_id, channel=CHANNEL)
    secret = str(found.secrets.get("signing_secret") or "") if found is not None else ""
    timestamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    readable = timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12 and signature.isascii()
    if found is None or not secret or not readable or not _is_signed(secret, raw, timestamp, signature):
        raise Unauthorized(
            "X-Slack-Signature does not fit: check the signing secret of the inbox, and this machine's clock."
        )
    return found


def _is_signed(secret: str, raw: bytes, timestamp: str, signature: str) -> bool:
    try:
        return SignatureVerifier(secret).is_valid(raw, timestamp, signature)
    except UnicodeDecodeError:
        # The SDK reads the body as text; Slack's is always UTF-8.
        return False


async def _written(gateway: Gateway, found: Hooked, body: Mapping[str, Any]) -> IncomingMessage | None:
    event = body.get("event")
    if body.get("type") != "event_callback" or not isinstance(event, dict):
        return None
    user, channel, at = (str(event.get(name) or "") for name in ("user", "channel", "ts"))
    if event.get("type") not in ("message", "app_mention") or event.get("subtype") not in WRITTEN:
        return None
    if event.get("bot_id") or not user or not channel or not _TIMESTAMP.fullmatch(at):
        return None
    if user == found.inbox.settings.get("bot_user"):
        return None
    is_direct = event.get("channel_type") == "im"
    thread_ts = str(event.get("thread_ts") or "")
    thread = None if is_direct else f"{channel}:{thread_ts or at}"
    if event["type"] == "message" and not is_direct and not await _is_ours(gateway, found, user, thread):
        return None
    return IncomingMessage(
        inbox_id=found.inbox.id,
        # Not the event's id: a mention comes as two events, `app_mention` and `message`.
        provider_id=f"{channel}:{at}",
        address=user,
        text=_plain(str(event.get("text") or ""), bot_user=str(found.inbox.settings.get("bot_user") or "")),
        thread=thread,
        capabilities=CAPABILITIES,
        files=_files(event.get("files")),
        sent_at=datetime.fromtimestamp(float(at), UTC),
        details={CHANNEL: {"channel": channel, "thread_ts": thread_ts or ("" if is_direct else at)}},
    )


async def _is_ours(gateway: Gateway, found: Hooked, user: str, thread: str | None) -> bool:
    """In a channel we answer who mentions us, and who goes on in a thread that began so."""
    async with gateway.database.read() as session:
        known = await session.scalar(
            select(Conversation.id)
            .join(ContactAddress, ContactAddress.contact_id == Conversation.contact_id)
            .where(
                Conversation.inbox_id == found.inbox.id,
                Conversation.thread == thread,
                ContactAddress.inbox_id == found.inbox.id,
                ContactAddress.address == user,
            )
            .limit(1)
        )
    return known is not None


def _payload(raw: bytes) -> dict[str, Any]:
    try:
        values = parse_qs(raw.decode(), max_num_fields=MAX_FORM_FIELDS).get("payload", [])
    except ValueError:
        raise BadInput("The form cannot be read.") from None
    return parse_object(values[0].encode()) if values else {}


def _pressed(found: Hooked, body: Mapping[str, Any]) -> IncomingMessage | None:
    """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload"""
    action = next(iter(body.get("actions") or ()), None)
    if body.get("type") != "block_actions" or not isinstance(action, dict) or not action.get("value"):
        return None
    user, channel, message = (_object(body.get(name)) for name in ("user", "channel", "message"))
    if not user.get("id") or not channel.get("id"):
        return None
    thread_ts = str(message.get("thread_ts") or "")
    is_direct = str(channel["id"]).startswith("D")
    return IncomingMessage(
        inbox_id=found.inbox.id,
        provider_id=f"action:{action.get('action_ts')}:{user['id']}",
        address=str(user["id"]),
        text=str(action["value"]),
        title=str(_object(action.get("text")).get("text") or "") or None,
        thread=None if is_direct else f"{channel['id']}:{thread_ts or message.get('ts')}",
        contact_name=str(user.get("name") or user.get("username") or "") or None,
        details={CHANNEL: {"channel": str(channel["id"]), "thread_ts": thread_ts}},
    )


def _files(files: Any) -> Sequence[IncomingFile]:
    found = [file for file in files if isinstance(file, dict)] if isinstance(files, list) else []
    return [
        IncomingFile(
            name=str(file.get("name") or "file"),
            mime=str(file.get("mimetype") or "application/octet-stream"),
            bytes=file["size"] if isinstance(file.get("size"), int) else None,
            handle=str(file["url_private_download"]),
        )
        for file in found
        if file.get("url_private_download")
    ]


def _plain(text: str, *, bot_user: str) -> str:
    """Slack's own marks as words: `<https://shop.example|the shop>`, `<@U1>`, `&amp;`."""

    def shown(mark: re.Match[str]) -> str:
        target, label = mark[1], mark[2]
        if target == f"@{bot_user}":
            return ""
        if target.startswith(("@", "#", "!")):
            return label or target
        address = target.removeprefix("mailto:").removeprefix("tel:")
        return address if not label or label == address else f"{label} ({address})"

    return html.unescape(_LINK.sub(shown, text)).replace("\x00", "").strip()


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
