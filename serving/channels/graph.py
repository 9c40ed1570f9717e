"""Meta's Graph API: one client for WhatsApp, Messenger and Instagram, and what its errors mean.

https://developers.facebook.com/docs/graph-api/guides/error-handling and
https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import anyio
import httpx

from serving.channels import secrets
from serving.channels.base import DeliveryDeferred, DeliveryFailed, Tools, WindowClosed
from serving.channels.media import MediaFiles
from serving.channels.models import Inbox, Media

BASE_URL = "https://graph.facebook.com"
VERSION = "v23.0"

# Too much at once, of the app, the account, the number or to one person; or Meta is away for a moment.
WAIT = frozenset({1, 2, 4, 17, 32, 341, 368, 613, 80006, 80007, 130429, 131016, 131048, 131056, 131057})
# An expired or withdrawn token: what waits goes out once a new one is entered.
TOKEN = frozenset({0, 190})
RE_ENGAGEMENT = 131047
# Messenger and Instagram say it by the subcode: "sent outside of allowed window".
OUTSIDE_WINDOW = frozenset({2018065, 2018108, 2018278, 2534022})
FILE_HOSTS = (".fbcdn.net", ".fbsbx.com", ".cdninstagram.com")
MAX_WAIT_S = 3_600.0


@dataclass(frozen=True, slots=True)
class Account:
    """Where an inbox sends, and by which token."""

    base_url: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


class Graph:
    def __init__(self, tools: Tools) -> None:
        self._http = tools.http
        self._secret_key = tools.settings.secret_key
        self.files = MediaFiles(tools.settings)

    def account(self, inbox: Inbox) -> Account:
        token = secrets.decrypt(inbox.secrets, self._secret_key).get("access_token")
        if not token:
            raise DeliveryFailed(f"The inbox {inbox.id!r} has no access token: enter the one of the app.")
        base_url = str(inbox.settings.get("base_url") or BASE_URL).rstrip("/")
        return Account(f"{base_url}/{inbox.settings.get('version') or VERSION}", str(token))

    async def post(self, account: Account, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return await self._call(account, "POST", path, json=body)

    async def get(self, account: Account, path: str, **query: str) -> dict[str, Any]:
        return await self._call(account, "GET", path, params=query)

    async def upload(
        self, account: Account, path: str, file: Media, *, fields: Mapping[str, str], name: str = "file"
    ) -> dict[str, Any]:
        content = await self.content(file)
        part = (file.name, content, file.mime)
        return await self._call(account, "POST", path, data=dict(fields), files={name: part})

    async def content(self, file: Media) -> bytes:
        try:
            return await anyio.Path(self.files.path(file.id)).read_bytes()
        except FileNotFoundError:
            raise DeliveryFailed("The file is not in the data directory any more.") from None

    async def _call(self, account: Account, method: str, path: str, **content: Any) -> dict[str, Any]:
        try:
            response = await self._http.request(
                method, f"{account.base_url}/{path}", headers=account.headers, **content
            )
        except httpx.TransportError as error:
            raise DeliveryDeferred(f"Meta cannot be reached: {type(error).__name__}") from error
        body = _json(response)
        if response.is_success and "error" not in body:
            return body
        raise failure(response.status_code, body.get("error") or {}, response.headers)

    async def download_public(self, inbox: Inbox, url: str) -> AsyncGenerator[bytes]:
        """Attachments of Messenger and Instagram: signed addresses on Meta's own hosts, and no token."""
        host = urlsplit(url).hostname or ""
        ours = urlsplit(str(inbox.settings.get("base_url") or BASE_URL)).hostname
        if host != ours and not host.endswith(FILE_HOSTS):
            raise DeliveryFailed(f"{host} is not a host of Meta's: the file was not fetched.")
        async for chunk in self._stream(url, {}):
            yield chunk

    async def download(self, account: Account, url: str) -> AsyncGenerator[bytes]:
        """Media addresses of WhatsApp want the token too, and are valid for five minutes."""
        async for chunk in self._stream(url, account.headers):
            yield chunk

    async def _stream(self, url: str, headers: Mapping[str, str]) -> AsyncGenerator[bytes]:
        try:
            async with self._http.stream("GET", url, headers=headers) as response:
                if response.status_code in (404, 410):
                    raise DeliveryFailed("Meta does not keep this file any more.")
                if not response.is_success:
                    raise DeliveryDeferred(f"Meta answered {response.status_code} for a file.")
                async for chunk in response.aiter_bytes():
                    yield chunk
        except httpx.TransportError as error:
            raise DeliveryDeferred(f"Meta cannot be reached: {type(error).__name__}") from error


def failure(
    status: int, error: Mapping[str, Any], headers: Mapping[str, str]
) -> DeliveryFailed | DeliveryDeferred:
    """Meta's words never hold the customer's text."""
    code, subcode = error.get("code"), error.get("error_subcode")
    said = describe(error) or f"HTTP {status}"
    if code == RE_ENGAGEMENT or subcode in OUTSIDE_WINDOW:
        return WindowClosed(f"Meta refused: {said}")
    if code in TOKEN:
        return DeliveryDeferred(f"Meta does not take the access token ({said}): enter a new one.")
    if status == 429 or status >= 500 or code in WAIT or error.get("is_transient"):
        return DeliveryDeferred(f"Meta asks to wait: {said}", retry_after_s=_retry_after(headers))
    return DeliveryFailed(f"Meta refused: {said}")


def describe(error: Mapping[str, Any]) -> str:
    """`131026 Message undeliverable: details`."""
    details = (error.get("error_data") or {}).get("details")
    said = str(error.get("title") or error.get("message") or "")
    words = ": ".join(filter(None, [said, details if details != said else None]))
    return f"{error['code']} {words}".strip() if "code" in error else words


def _retry_after(headers: Mapping[str, str]) -> float | None:
    given = headers.get("retry-after", "")
    return min(float(given), MAX_WAIT_S) if given.isascii() and given.isdecimal() else None


def _json(response: httpx.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
