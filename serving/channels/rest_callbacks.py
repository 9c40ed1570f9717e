"""REST, outward: replies are posted to the program's own address, signed, when its inbox names one.

The signature is that of Standard Webhooks (https://www.standardwebhooks.com), so programs check it with the
library of their language. Where no address is set, nothing comes here: the program reads the timeline.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from typing import Any

import httpx

from serving.channels import secrets
from serving.channels.base import Capabilities, Delivery, DeliveryDeferred, DeliveryFailed, Tools
from serving.channels.media import MediaFiles
from serving.channels.pulled import BUTTONS
from serving.knowledge.fetch import CheckedTransport
from serving.operators.directory import OperatorNames
from serving.realtime import messages

CHANNEL = "rest"
TIMEOUT_S = 15.0
USER_AGENT = "Parley-Callbacks/1.0"
SECRET_PREFIX = "whsec_"  # noqa: S105  # how such secrets begin

# One call carries the whole message: the program decides what it shows.
CAPABILITIES = Capabilities(
    max_characters=1_000_000,
    buttons=BUTTONS,
    together=True,
    media={f"{kind}/*": 2**31 for kind in ("image", "audio", "video", "application", "text")},
)


class RestChannel:
    name = CHANNEL
    capabilities = CAPABILITIES

    def __init__(self, tools: Tools) -> None:
        self._secret_key = tools.settings.secret_key
        self._names = OperatorNames(tools.database)
        self._files = MediaFiles(tools.settings)
        self._http = httpx.AsyncClient(
            transport=CheckedTransport(tools.settings.fetch_allowed_hosts.split(",")),
            timeout=TIMEOUT_S,
            trust_env=False,
            headers={"User-Agent": USER_AGENT},
        )

    async def deliver(self, delivery: Delivery) -> str | None:
        url = delivery.inbox.settings.get("callback_url")
        if not url:
            raise DeliveryFailed(f"The inbox {delivery.inbox.id!r} has no callback address any more.")
        body = json.dumps(await self._body(delivery), ensure_ascii=False).encode()
        try:
            answer = await self._http.post(str(url), content=body, headers=self._headers(delivery, body))
        except httpx.HTTPError as error:
            raise DeliveryDeferred(f"The callback address cannot be called: {error}") from error
        _require_taken(answer)
        return None

    async def close(self) -> None:
        await self._http.aclose()

    async def _body(self, delivery: Delivery) -> dict[str, Any]:
        names = await self._names.names(messages.operator_ids([delivery.event]))
        event = messages.event_view(delivery.event, names, public=True)
        return {
            "type": "message",
            "inbox": delivery.inbox.id,
            "conversation": delivery.conversation_id,
            "event": event,
            "files": [
                {"id": file.id, "name": file.name, "mime": file.mime, "url": self._files.address(file.id)}
                for file in delivery.part.files
            ],
        }

    def _headers(self, delivery: Delivery, body: bytes) -> dict[str, str]:
        stored = secrets.decrypt(delivery.inbox.secrets, self._secret_key)
        moment = str(int(time.time()))
        return {
            "Content-Type": "application/json",
            "webhook-id": delivery.reference,
            "webhook-timestamp": moment,
            "webhook-signature": sign(
                str(stored.get("callback_secret") or ""), delivery.reference, moment, body
            ),
        }


def build(tools: Tools) -> RestChannel:
    return RestChannel(tools)


def sign(secret: str, message_id: str, moment: str, body: bytes) -> str:
    """`v1,` and the base64 of the HMAC-SHA256 over id, timestamp and body. Raises DeliveryFailed."""
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not key:
        raise DeliveryFailed("The inbox's callback_secret is not whsec_ and base64: enter one, or none.")
    signed = hmac.new(key, f"{message_id}.{moment}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def _require_taken(answer: httpx.Response) -> None:
    if answer.is_success:
        return
    if answer.status_code == 410 or answer.is_redirect:
        raise DeliveryFailed(f"The callback address answered {answer.status_code}: enter the right one.")
    after = answer.headers.get("Retry-After", "")
    raise DeliveryDeferred(
        f"The callback address answered {answer.status_code}.",
        retry_after_s=float(after) if after.isdecimal() else None,
    )
