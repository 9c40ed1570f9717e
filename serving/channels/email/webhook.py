"""E-mail by webhook, for mail services and servers that hand it on: the message, as it came, is the body.

`POST /channels/email/{inbox}`, RFC 822 bytes, and the inbox's key as a bearer token or as the password of
basic authentication (`https://parley:KEY@host/...`), which every such service can send.
"""

from __future__ import annotations

import base64
import binascii

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from serving.channels import secrets
from serving.channels.email.account import CHANNEL, account_of
from serving.channels.email.parsing import MAX_MAIL_BYTES
from serving.channels.email.receive import Post, take
from serving.channels.models import Inbox
from serving.channels.webhooks import hooked
from serving.errors import Unauthorized
from serving.http import Gateway, GatewayDep

router = APIRouter()

PATH = "/channels/email/"
MAX_BODY_BYTES = MAX_MAIL_BYTES


@router.post("/channels/email/{inbox_id}")
async def webhook(request: Request, inbox_id: str, gateway: GatewayDep) -> JSONResponse:
    inbox = await _verified_inbox(request, inbox_id, gateway)
    post = Post(
        settings=gateway.settings,
        database=gateway.database,
        redis=gateway.redis,
        limits=gateway.mail_limits,
    )
    kind = await take(post, inbox, await request.body())
    return JSONResponse({"kind": kind.value}, status_code=202)


async def _verified_inbox(request: Request, inbox_id: str, gateway: Gateway) -> Inbox:
    found = await hooked(gateway, inbox_id, channel=CHANNEL)
    expected = account_of(found.inbox, gateway.settings.secret_key).webhook_key_hash if found else ""
    if not found or not expected or not secrets.api_key_matches(_given_key(request), expected):
        raise Unauthorized("The key is not the one of this inbox: send it as a bearer token or a password.")
    return found.inbox


def _given_key(request: Request) -> str:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""
