"""Slack, outward: `chat.postMessage` and file uploads through slack_sdk."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import anyio
import httpx
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from serving.channels import secrets
from serving.channels.base import (
    Buttons,
    Capabilities,
    Delivery,
    DeliveryDeferred,
    DeliveryFailed,
    Part,
    Tools,
)
from serving.channels.media import MediaFiles
from serving.channels.models import Inbox, Media

CHANNEL = "slack"
BASE_URL = "https://slack.com/api/"
TIMEOUT_S = 15
MEBIBYTE = 1024 * 1024
# What a team can mend at Slack, or Slack itself: https://docs.slack.dev/reference/methods/chat.postMessage
PASSING = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
        "accesslimited",
    }
)
MENDABLE = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "missing_scope",
        "no_permission",
    }
)


def escaped(text: str) -> str:
    """https://docs.slack.dev/messaging/formatting-message-text: these three, and nothing else."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# A section block takes 3000 characters, a button 75 and its value 2000, an actions block 25 buttons.
CAPABILITIES = Capabilities(
    max_characters=3000,
    measure=lambda text: len(escaped(text)),
    buttons=Buttons(most=25, title_characters=75, payload_bytes=2000),
    media={f"{kind}/*": 20 * MEBIBYTE for kind in ("image", "audio", "video", "application", "text")},
)


class SlackChannel:
    name = CHANNEL
    capabilities = CAPABILITIES

    def __init__(self, tools: Tools) -> None:
        self._secret_key = tools.settings.secret_key
        self._files = MediaFiles(tools.settings)
        self._http = tools.http
        self._session: aiohttp.ClientSession | None = None

    async def deliver(self, delivery: Delivery) -> str | None:
        client = self._client(delivery.inbox)
        # The customer's own id opens the direct conversation where we know of no place yet.
        channel = str(delivery.asked.get("channel") or delivery.address)
        thread_ts = str(delivery.asked.get("thread_ts") or "") or None
        try:
            if delivery.part.file is not None:
                return await self._upload(client, channel, thread_ts, delivery.part.file)
            answer = await client.chat_postMessage(
                channel=channel,
                thread_ts=thread_ts,
                text=escaped(delivery.part.text),
                blocks=_blocks(delivery.part),
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            raise failure(error) from error
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
            raise DeliveryDeferred(f"Slack cannot be reached: {type(error).__name__}") from error
        return f"{answer.get('channel', channel)}:{answer['ts']}"

    async def fetch(self, inbox: Inbox, handle: str) -> AsyncGenerator[bytes]:
        """`handle` is the file's `url_private_download`; the token goes nowhere but to Slack."""
        parts = urlsplit(handle)
        own = urlsplit(base_url(inbox))
        is_slack = parts.scheme == "https" and (parts.hostname or "").endswith(".slack.com")
        if not is_slack and parts.netloc != own.netloc:
            raise DeliveryFailed("The file does not lie at Slack: it is not fetched.")
        headers = {"Authorization": f"Bearer {_token(inbox, self._secret_key)}"}
        try:
            async with self._http.stream("GET", handle, headers=headers) as response:
                if response.status_code == 429 or response.status_code >= 500:
                    raise DeliveryDeferred(f"Slack answered {response.status_code} for a file.")
                # Without the scope files:read Slack sends to its sign-in page.
                if response.status_code != 200:
                    raise DeliveryFailed(f"Slack answered {response.status_code}: add the scope files:read.")
                async for chunk in response.aiter_bytes():
                    yield chunk
        except httpx.TransportError as error:
            raise DeliveryDeferred(f"Slack cannot be reached: {type(error).__name__}") from error

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _client(self, inbox: Inbox) -> AsyncWebClient:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_S))
        return client_of(inbox.settings, _token(inbox, self._secret_key), session=self._session)

    async def _upload(
        self, client: AsyncWebClient, channel: str, thread_ts: str | None, file: Media
    ) -> str | None:
        try:
            content = await anyio.Path(self._files.path(file.id)).read_bytes()
        except FileNotFoundError:
            raise DeliveryFailed("The file is not in the data directory any more.") from None
        if channel.startswith("U"):
            opened = await client.conversations_open(users=channel)
            channel = str((opened.get("channel") or {}).get("id"))
        answer = await client.files_upload_v2(
            channel=channel, thread_ts=thread_ts, content=content, filename=file.name, title=file.name
        )
        stored = answer.get("file") or {}
        return str(stored["id"]) if stored.get("id") else None


def build(tools: Tools) -> SlackChannel:
    return SlackChannel(tools)


def base_url(inbox: Inbox) -> str:
    return str(inbox.settings.get("base_url") or BASE_URL)


def client_of(
    settings: Mapping[str, Any], token: str, *, session: aiohttp.ClientSession | None = None
) -> AsyncWebClient:
    address = str(settings.get("base_url") or BASE_URL)
    # No handlers: the outbox tries again, in order and with everything else that waits.
    return AsyncWebClient(
        token=token, base_url=address, timeout=TIMEOUT_S, session=session, retry_handlers=[]
    )


def failure(error: SlackApiError) -> DeliveryFailed | DeliveryDeferred:
    response: Any = error.response
    code = str(response.get("error") or response.status_code)
    if response.status_code == 429 or code in ("ratelimited", "rate_limited"):
        after = str((response.headers or {}).get("Retry-After", ""))
        wait_s = float(after) if after.isdecimal() else None
        return DeliveryDeferred("Slack asks to wait.", retry_after_s=wait_s)
    if response.status_code >= 500 or code in PASSING:
        return DeliveryDeferred(f"Slack cannot take it now: {code}")
    if code in MENDABLE:
        return DeliveryDeferred(f"Slack refused the app ({code}): install it again and enter the new token.")
    return DeliveryFailed(f"Slack refused: {code}")


def _blocks(part: Part) -> list[dict[str, Any]] | None:
    if not part.buttons:
        return None
    section = {"type": "section", "text": {"type": "mrkdwn", "text": escaped(part.text)}}
    elements = [
        {
            "type": "button",
            "action_id": f"choice-{number}",
            "text": {"type": "plain_text", "text": button["title"]},
            "value": button["payload"],
        }
        for number, button in enumerate(part.buttons)
    ]
    return [*([section] if part.text.strip() else []), {"type": "actions", "elements": elements}]


def _token(inbox: Inbox, secret_key: Any) -> str:
    token = secrets.decrypt(inbox.secrets, secret_key).get("bot_token")
    if not token:
        raise DeliveryFailed(f"The inbox {inbox.id!r} has no bot token: enter the one that Slack gave.")
    return str(token)
