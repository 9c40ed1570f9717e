"""The REST channel: API keys, and a callback address for replies if the program wants to be called."""

from __future__ import annotations

import base64
import ipaddress
import secrets as random
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from serving.channels.base import DeliveryFailed
from serving.channels.models import Inbox
from serving.channels.rest_callbacks import SECRET_PREFIX, sign
from serving.errors import BadInput
from serving.inboxes import repository
from serving.inboxes.base import Around, Draft, Field, FieldKind, Finding, ok, problem, warning
from serving.knowledge.fetch import is_public


class RestSetup:
    channel = "rest"
    title = "REST API"
    fields = (
        Field("callback_url", example="https://shop.example/parley"),
        Field("callback_secret", FieldKind.SECRET),
    )

    async def prepare(self, around: Around, draft: Draft) -> None:
        url = draft.settings.get("callback_url")
        if not url:
            return
        parts = urlsplit(str(url))
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise BadInput(f"{url!r} is no address to call: write it like https://shop.example/parley.")
        if _is_private(parts.hostname) and parts.hostname not in _allowed(around):
            raise BadInput(
                f"{parts.hostname!r} is inside a private network; PARLEY_FETCH_ALLOWED_HOSTS can allow it."
            )
        if draft.secrets.get("callback_secret"):
            try:
                sign(str(draft.secrets["callback_secret"]), "id", "0", b"")
            except DeliveryFailed as error:
                raise BadInput(str(error)) from error
        else:
            draft.secrets["callback_secret"] = (
                f"{SECRET_PREFIX}{base64.b64encode(random.token_bytes(32)).decode()}"
            )
            draft.shown["callback_secret"] = draft.secrets["callback_secret"]

    async def connect(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> None:
        return None

    async def check(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> Sequence[Finding]:
        async with around.database.read() as session:
            keys = await repository.keys(session, inbox.id)
        found = [
            ok("keys", f"{len(keys)} API keys: {', '.join(f'{key.name} (...{key.hint})' for key in keys)}.")
            if keys
            else problem("keys", "There is no API key: make one, or nothing can be sent.")
        ]
        url = inbox.settings.get("callback_url")
        if not url:
            return found
        if str(url).startswith("http://"):
            found.append(warning("callback", "Replies travel readable: give an https address."))
        return [*found, ok("callback", f"Replies are posted to {url}, signed.")]

    def steps(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> Sequence[str]:
        url = f"{around.settings.public_url.rstrip('/')}/api/rest/{inbox.id}/messages"
        return [f"Make a key with ./parley inbox key add {inbox.id} NAME and post messages to {url}."]


def _is_private(host: str) -> bool:
    try:
        return not is_public(ipaddress.ip_address(host))
    except ValueError:
        return host == "localhost" or host.endswith((".local", ".internal", ".localhost"))


def _allowed(around: Around) -> frozenset[str]:
    return frozenset(host.strip().lower() for host in around.settings.fetch_allowed_hosts.split(","))
