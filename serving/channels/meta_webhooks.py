"""What Meta's webhooks share: the handshake, the signature, and whose account an entry is about."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi import Request
from fastapi.responses import PlainTextResponse
from sqlalchemy import select

from serving.channels import secrets, webhooks
from serving.channels.base import IncomingMessage, Report
from serving.channels.models import Inbox
from serving.errors import Forbidden, Unauthorized
from serving.http import Gateway

log = logging.getLogger(__name__)

SIGNATURE_HEADER = "X-Hub-Signature-256"
MAX_CHALLENGE_CHARACTERS = 1_000

Item = IncomingMessage | Report


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a webhook, and the inbox whose account it is about."""

    inbox: Inbox
    content: Mapping[str, Any]


async def shake_hands(
    request: Request, gateway: Gateway, inbox_id: str, *, channel: str
) -> PlainTextResponse:
    """Meta asks once whether this address is ours: `hub.challenge` is given back for the right token."""
    query = request.query_params
    # Meta asks as soon as it was told the address and the token: what was known before may be old.
    gateway.hooked.forget(inbox_id)
    hooked = await webhooks.hooked(gateway, inbox_id, channel=channel)
    expected = str(hooked.secrets.get("verify_token") or "") if hooked is not None else ""
    subscribing = query.get("hub.mode") == "subscribe"
    if not subscribing or not webhooks.same(expected, query.get("hub.verify_token", "")):
        raise Forbidden("hub.verify_token is not the one of this inbox: copy it from the inbox.")
    return PlainTextResponse(query.get("hub.challenge", "")[:MAX_CHALLENGE_CHARACTERS])


async def verified(request: Request, gateway: Gateway, inbox_id: str, *, channel: str) -> Inbox:
    raw = await request.body()
    hooked = await webhooks.hooked(gateway, inbox_id, channel=channel)
    key = str(hooked.secrets.get("app_secret") or "") if hooked is not None else ""
    webhooks.require_sha256(key, raw, request.headers.get(SIGNATURE_HEADER, ""), header=SIGNATURE_HEADER)
    if hooked is None:
        raise Unauthorized(f"{SIGNATURE_HEADER} fits no inbox: check the address.")
    return hooked.inbox


async def owned(
    gateway: Gateway, inbox: Inbox, entries: Sequence[tuple[str, Mapping[str, Any]]], *, setting: str
) -> AsyncIterator[Entry]:
    """An app has one webhook for all its accounts: each entry goes to the inbox of its account, if that
    inbox has the same app's secret."""
    inboxes = {str(inbox.settings.get(setting)): inbox}
    for account, content in entries:
        if account not in inboxes:
            inboxes |= await _siblings(gateway, inbox, setting=setting)
        owner = inboxes.get(account)
        if owner is None:
            log.warning("a webhook is about an account of no inbox", extra={"account": account})
            continue
        yield Entry(owner, content)


async def _siblings(gateway: Gateway, inbox: Inbox, *, setting: str) -> dict[str, Inbox]:
    async with gateway.database.read() as session:
        found = await session.scalars(
            select(Inbox).where(Inbox.channel == inbox.channel, Inbox.removed_at.is_(None))
        )
        others = found.all()
    key = gateway.settings.secret_key
    app_secret = secrets.decrypt(inbox.secrets, key).get("app_secret")
    return {
        str(other.settings.get(setting)): other
        for other in others
        if secrets.decrypt(other.secrets, key).get("app_secret") == app_secret
    }


def moment(milliseconds: Any, *, divisor: int = 1000) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(milliseconds) / divisor, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def dicts(value: Any) -> list[dict[str, Any]]:
    """The objects of what should be a list of objects: a payload that is not is no reason to fail."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def parsed(
    parse: Callable[[Mapping[str, Any]], list[Item]], contents: Sequence[Mapping[str, Any]]
) -> list[Item]:
    """One odd entry must not keep its whole batch from being acknowledged."""
    items: list[Item] = []
    for content in contents:
        try:
            items += parse(content)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            log.warning("a webhook's entry is not as documented", extra={"error": type(error).__name__})
    return items
