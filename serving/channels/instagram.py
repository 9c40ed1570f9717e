"""Instagram: Messenger's webhooks and sends, with limits of its own.

In: https://developers.facebook.com/documentation/business-messaging/instagram-messaging/webhooks
Out: https://developers.facebook.com/docs/messenger-platform/instagram/features/send-message
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from serving.channels import meta_webhooks
from serving.channels.base import Buttons, Capabilities, State, Tools, Window
from serving.channels.degrade import utf8_bytes
from serving.channels.graph import Account
from serving.channels.messenger import MEBIBYTE, MessengerChannel, kind_of, take
from serving.channels.models import Inbox, Media
from serving.http import GatewayDep

router = APIRouter()

LINK_LIFETIME_S = 3_600
# A text has at most 1000 bytes. There is no report of delivery, only of reading.
CAPABILITIES = Capabilities(
    max_characters=1000,
    measure=utf8_bytes,
    buttons=Buttons(most=13, title_characters=20, payload_bytes=1000),
    media={
        "image/jpeg": 8 * MEBIBYTE,
        "image/png": 8 * MEBIBYTE,
        "audio/aac": 25 * MEBIBYTE,
        "audio/mp4": 25 * MEBIBYTE,
        "audio/x-wav": 25 * MEBIBYTE,
        "video/mp4": 25 * MEBIBYTE,
        "video/quicktime": 25 * MEBIBYTE,
        "video/webm": 25 * MEBIBYTE,
        "application/pdf": 25 * MEBIBYTE,
    },
    reports=frozenset({State.SENT, State.READ}),
    window=Window(hours=24, agent_hours=7 * 24),
)


@router.get("/channels/instagram/{inbox_id}")
async def handshake(request: Request, inbox_id: str, gateway: GatewayDep) -> PlainTextResponse:
    return await meta_webhooks.shake_hands(request, gateway, inbox_id, channel="instagram")


@router.post("/channels/instagram/{inbox_id}")
async def webhook(request: Request, inbox_id: str, gateway: GatewayDep) -> PlainTextResponse:
    return await take(request, gateway, inbox_id, channel="instagram", capabilities=CAPABILITIES)


class InstagramChannel(MessengerChannel):
    name = "instagram"
    capabilities = CAPABILITIES

    async def attachment(self, account: Account, inbox: Inbox, file: Media) -> dict[str, Any]:
        """Instagram takes files by their address only: a signed one that expires."""
        url = self._graph.files.address(file.id, lifetime_s=LINK_LIFETIME_S)
        return {"type": kind_of(file), "payload": {"url": url}}


def build(tools: Tools) -> InstagramChannel:
    return InstagramChannel(tools)
