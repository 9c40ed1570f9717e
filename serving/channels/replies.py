"""The answer to one message, as programs get it: replies and why they are what they are."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from serving.conversations import repository
from serving.conversations.models import Event
from serving.http import Gateway

_SOURCE = ("title", "url", "quote")


async def wait_for_turn(gateway: Gateway, message: Event, *, timeout_s: float) -> dict[str, Any] | None:
    """The recorded turn that answers the message; None when the time is up first."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(timeout_s):
            await _turn_recorded(gateway, message)
    async with gateway.database.read() as session:
        turn = await repository.turn_answering(session, message.conversation_id, message.seq)
        if turn is None:
            return None
        replies = await repository.messages_of_turn(session, turn)
    trace = turn.payload
    return {
        "conversation": message.conversation_id,
        "replies": [_reply(reply, trace) for reply in replies],
        "outcome": trace["outcome"],
    }


async def _turn_recorded(gateway: Gateway, message: Event) -> None:
    async with (
        gateway.hub.conversation(message.conversation_id, after=message.seq, private=True) as subscription,
        contextlib.aclosing(subscription.stream()) as stream,
    ):
        async for live in stream:
            if live["type"] == "event" and _answers(live["event"], message.seq):
                return


def _answers(event: dict[str, Any], seq: int) -> bool:
    return event["kind"] == "turn" and seq in event["payload"]["answers"]


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
        "timings_ms": trace.get("timings_ms", {}),
    }
