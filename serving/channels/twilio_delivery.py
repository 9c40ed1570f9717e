"""Twilio, outward: messages through its SDK, over our own HTTP client (docs/decisions/0057)."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from pydantic import SecretStr
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response as TwilioResponse
from twilio.rest import Client

from serving.channels import secrets
from serving.channels.base import (
    Capabilities,
    Delivery,
    DeliveryDeferred,
    DeliveryFailed,
    Permission,
    State,
    Tools,
    Window,
    WindowClosed,
)
from serving.channels.media import MediaFiles
from serving.channels.models import Inbox

SMS = "twilio_sms"
WHATSAPP = "twilio_whatsapp"
BASE_URL = "https://api.twilio.com"
MEBIBYTE = 1024 * 1024
REPORTS = frozenset({State.SENT, State.FAILED, State.DELIVERED, State.READ})

# https://www.twilio.com/docs/messaging/api/message-resource: a body of 1600 characters, in SMS split by
# the network into segments of 153 (GSM 7) or 67 (UCS-2). Only some countries take pictures by SMS: a link.
# https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages: 16 MB.
CHANNELS: Mapping[str, Capabilities] = {
    SMS: Capabilities(max_characters=1600, reports=REPORTS),
    WHATSAPP: Capabilities(
        max_characters=1600,
        media={
            "image/jpeg": 16 * MEBIBYTE,
            "image/png": 16 * MEBIBYTE,
            "image/webp": 16 * MEBIBYTE,
            "audio/*": 16 * MEBIBYTE,
            "video/mp4": 16 * MEBIBYTE,
            "application/pdf": 16 * MEBIBYTE,
        },
        reports=REPORTS,
        window=Window(hours=24.0, templates=True),
    ),
}
TOO_MANY = frozenset({20429, 63018})
BAD_CREDENTIALS = frozenset({20003, 20005, 20006})
WINDOW_CLOSED = 63016

log = logging.getLogger(__name__)


class HttpxClient(AsyncHttpClient):  # type: ignore[misc]  # the SDK has no types
    """The SDK's own asynchronous client opens a session each and hides Retry-After."""

    def __init__(self, http: httpx.AsyncClient, base_url: str) -> None:
        super().__init__(log, True)
        self._http = http
        self._base_url = base_url.rstrip("/")

    async def request(
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,  # noqa: FBT001  # the SDK's own signature
    ) -> TwilioResponse:
        kwargs: dict[str, Any] = {"params": params, "data": data, "headers": headers, "auth": auth}
        answer = await self._http.request(method, uri.replace(BASE_URL, self._base_url, 1), **kwargs)
        if answer.status_code == 429:
            after = answer.headers.get("Retry-After", "")
            wait_s = float(after) if after.isdecimal() else None
            raise DeliveryDeferred("Twilio asks to wait.", retry_after_s=wait_s)
        return TwilioResponse(answer.status_code, answer.text, answer.headers)


class TwilioChannel:
    def __init__(self, name: str, tools: Tools) -> None:
        self.name = name
        self.capabilities = CHANNELS[name]
        self._settings = tools.settings
        self._files = MediaFiles(tools.settings)
        self._http = tools.http
        # The SDK's HTTP layer would log every address and parameter.
        log.setLevel(logging.WARNING)

    async def deliver(self, delivery: Delivery) -> str | None:
        client = client_of(delivery.inbox, self._settings.secret_key, self._http)
        try:
            message = await client.messages.create_async(
                to=delivery.address,
                **_from(delivery.inbox),
                **self._content(delivery),
                **self._status(delivery),
            )
        except TwilioRestException as error:
            raise failure(error) from error
        except httpx.HTTPError as error:
            raise DeliveryDeferred(f"Twilio cannot be reached: {type(error).__name__}") from error
        except TwilioException as error:
            raise DeliveryFailed(f"The inbox's Twilio settings are wrong: {error}") from error
        return str(message.sid)

    async def fetch(self, inbox: Inbox, handle: str) -> AsyncGenerator[bytes]:
        """`handle` is a MediaUrl: with the account's credentials at Twilio, and without where it leads to."""
        stored = secrets.decrypt(inbox.secrets, self._settings.secret_key)
        own = urlsplit(str(inbox.settings.get("base_url") or BASE_URL))
        asked = urlsplit(handle)
        if (asked.scheme, asked.netloc) != (own.scheme, own.netloc):
            raise DeliveryFailed("The file does not lie at Twilio: it is not fetched.")
        auth = httpx.BasicAuth(str(inbox.settings["account_sid"]), str(stored.get("auth_token") or ""))
        try:
            first = await self._http.get(handle, auth=auth)
            if first.is_redirect:
                async with self._http.stream("GET", first.headers["location"]) as response:
                    _require_file(response.status_code)
                    async for chunk in response.aiter_bytes():
                        yield chunk
            else:
                _require_file(first.status_code)
                yield first.content
        except httpx.HTTPError as error:
            raise DeliveryDeferred(f"Twilio cannot be reached: {type(error).__name__}") from error

    async def close(self) -> None:
        return None

    def _content(self, delivery: Delivery) -> dict[str, Any]:
        if delivery.permission is Permission.TEMPLATE:
            return {"content_sid": str(delivery.inbox.settings["template"]["name"])}
        if delivery.part.file is not None:
            return {"media_url": [self._files.address(delivery.part.file.id)]}
        return {"body": delivery.part.text}

    def _status(self, delivery: Delivery) -> dict[str, str]:
        public = self._settings.public_url.rstrip("/")
        if not public.startswith("https://") and not delivery.inbox.settings.get("base_url"):
            return {}
        where = f"{public}/channels/twilio/{delivery.inbox.id}/status"
        return {"status_callback": f"{where}?ref={quote(delivery.reference)}"}


def build_sms(tools: Tools) -> TwilioChannel:
    return TwilioChannel(SMS, tools)


def build_whatsapp(tools: Tools) -> TwilioChannel:
    return TwilioChannel(WHATSAPP, tools)


def client_of(inbox: Inbox, secret_key: SecretStr, http: httpx.AsyncClient) -> Client:
    """Raises DeliveryFailed."""
    token = secrets.decrypt(inbox.secrets, secret_key).get("auth_token")
    sid = inbox.settings.get("account_sid")
    if not token or not sid:
        raise DeliveryFailed(f"The inbox {inbox.id!r} has no Twilio account: enter its SID and auth token.")
    base_url = str(inbox.settings.get("base_url") or BASE_URL)
    return Client(str(sid), str(token), http_client=HttpxClient(http, base_url))


def failure(error: TwilioRestException) -> DeliveryFailed | DeliveryDeferred:
    """Twilio's words name numbers and never what was written."""
    if error.code == WINDOW_CLOSED:
        return WindowClosed("the customer wrote more than 24 hours ago")
    if error.code in TOO_MANY:
        return DeliveryDeferred("Twilio asks to wait.")
    if error.status >= 500:
        return DeliveryDeferred(f"Twilio answered {error.status}.")
    if error.status == 401 or error.code in BAD_CREDENTIALS:
        return DeliveryDeferred(
            "Twilio does not take the account's credentials any more: enter the new ones."
        )
    return DeliveryFailed(f"Twilio refused ({error.code or error.status}): {error.msg}")


def _from(inbox: Inbox) -> dict[str, str]:
    service = inbox.settings.get("messaging_service_sid")
    if service:
        return {"messaging_service_sid": str(service)}
    number = str(inbox.settings.get("number") or "")
    return {"from_": f"whatsapp:{number}" if inbox.channel == WHATSAPP else number}


def _require_file(status: int) -> None:
    if status == 429 or status >= 500:
        raise DeliveryDeferred(f"Twilio answered {status} for a file.")
    if status != 200:
        raise DeliveryFailed(f"Twilio answered {status} for a file.")
