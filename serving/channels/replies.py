"""The answer to one message, as programs get it: replies and why they are what they are."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from serving.conversations import repository
from serving.conversations.cards import cards_of
from serving.conversations.models import Event
from serving.http import Gateway

_SOURCE = ("title", "url", "quote")


async def wait_for_turn(gateway: Gateway, message: Event, *, timeout_s: float) -> dict[str, Any] | None:
    """The recorded turn that answers the message; None when the time is up first."""
    try:
        async with (
            asyncio.timeout(timeout_s),
            gateway.hub.nudges(message.conversation_id, after=message.seq) as nudge,
        ):
            while (answered := await _answered(gateway, message)) is None:
                await nudge.changed()
    except TimeoutError:
        return None
    turn, replies = answered
    return {
        "conversation": message.conversation_id,
        "replies": [_reply(reply, turn.payload) for reply in replies],
        "outcome": turn.payload["outcome"],
    }


async def _answered(gateway: Gateway, message: Event) -> tuple[Event, Sequence[Event]] | None:
    async with gateway.database.read() as session:
        return await repository.turn_answering(session, message.conversation_id, message.seq)


def _reply(event: Event, trace: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": event.text,
        "route": event.payload.get("route"),
        "intent": trace.get("intent"),
        "confidence": trace.get("confidence"),
        "policy": trace.get("policy"),
        "locale": event.payload.get("locale"),
        "sources": [
            {key: source.get(key) for key in _SOURCE} for source in event.payload.get("sources") or []
        ],
        "buttons": event.payload.get("buttons") or [],
        "cards": list(cards_of(event.payload)),
        "timings_ms": trace.get("timings_ms", {}),
    }
