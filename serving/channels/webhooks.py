"""What every webhook does: find the inbox, prove the sender, store what came, acknowledge."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from serving.channels import secrets
from serving.channels.base import IncomingMessage, Report
from serving.channels.models import Inbox
from serving.config import Settings
from serving.db import Database
from serving.errors import BadInput, NotFound, TooLarge, TooManyRequests, Unauthorized
from serving.http import Gateway, find_inbox

log = logging.getLogger(__name__)

KEPT_S = 1.0


@dataclass(frozen=True, slots=True)
class Hooked:
    """An inbox that a webhook was called for, with its secrets."""

    inbox: Inbox
    secrets: dict[str, Any]


class KnownInboxes:
    """Inboxes that webhooks were called for, read again after `KEPT_S`: a change in another process, or by
    the command line, reaches the webhooks so much later."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._known: dict[str, tuple[float, Hooked]] = {}

    async def find(self, inbox_id: str, *, channel: str) -> Hooked | None:
        """None for an inbox that does not exist: to be answered like a wrong proof."""
        until, known = self._known.get(inbox_id, (0.0, None))
        if known is not None and known.inbox.channel == channel and time.monotonic() < until:
            return known
        async with self._database.read() as session:
            try:
                inbox = await find_inbox(session, inbox_id, channel=channel)
            except NotFound:
                self.forget(inbox_id)
                return None
        found = Hooked(inbox, secrets.decrypt(inbox.secrets, self._settings.secret_key))
        # Only inboxes that exist are kept, so there are never many.
        self._known[inbox_id] = (time.monotonic() + KEPT_S, found)
        return found

    def forget(self, inbox_id: str) -> None:
        self._known.pop(inbox_id, None)


async def hooked(gateway: Gateway, inbox_id: str, *, channel: str) -> Hooked | None:
    return await gateway.hooked.find(inbox_id, channel=channel)


def same(expected: str, given: str) -> bool:
    """In constant time, and as bytes: `compare_digest` refuses strings that are not ASCII. An empty
    expectation is never met."""
    return bool(expected) and hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))


def require_sha256(key: str, raw: bytes, given: str, *, header: str) -> None:
    """`sha256=<hex>` over the raw body."""
    expected = hmac.new(key.encode(), raw, hashlib.sha256).hexdigest() if key else ""
    if not same(f"sha256={expected}" if expected else "", given):
        raise Unauthorized(f"{header} does not fit the body: check the app's secret in the inbox.")


def parse_object(raw: bytes) -> dict[str, Any]:
    try:
        data = json.loads(raw)
    except RecursionError:
        raise BadInput("The body is nested too deeply.") from None
    except ValueError:
        raise BadInput("The body is not JSON.") from None
    if not isinstance(data, dict):
        raise BadInput("The body is not a JSON object.")
    return data


async def accept(gateway: Gateway, message: IncomingMessage) -> None:
    """Stores one message. Raises TooManyRequests only for a flood, Unavailable when the queue is full,
    BadInput and TooLarge for what nobody could store.

    Who writes faster than anybody reads is answered in bursts, by the sweeper; far beyond that the
    provider is asked to come again later.
    """
    key = f"{message.inbox_id}:{message.address}"
    if wait_s := gateway.flood_limits.take(key):
        raise TooManyRequests(f"Too many messages: wait {wait_s} s.", retry_after_s=wait_s)
    at_once = not gateway.message_limits.take(key)
    await gateway.intake.receive(message, at_once=at_once)


async def accept_all(gateway: Gateway, items: Sequence[IncomingMessage | Report]) -> None:
    """A batch, in its order. One person's flood holds up nobody else's messages: it is raised at the end,
    and what was stored changes nothing when it comes again. What nobody could store is acknowledged, or
    it would be sent again and again."""
    outcomes = await asyncio.gather(*(_accept(gateway, item) for item in items), return_exceptions=True)
    failures = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    for failure in sorted(failures, key=lambda failure: isinstance(failure, TooManyRequests)):
        raise failure


async def _accept(gateway: Gateway, item: IncomingMessage | Report) -> None:
    if isinstance(item, Report):
        await gateway.intake.record(item)
        return
    try:
        await accept(gateway, item)
    except (BadInput, TooLarge) as error:
        log.warning("a message was not taken", extra={"inbox": item.inbox_id, "why": error.message})
