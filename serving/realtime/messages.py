"""The JSON that travels through Redis to sockets and event streams (docs/architecture.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal

from serving.conversations.models import PUBLIC_KINDS, Author, Event, Kind

Message = dict[str, Any]
PlatformState = Literal["ok", "degraded"]

CONSOLE_CHANNEL = "parley:live"
CONVERSATION_PREFIX = "parley:live:"

# What of a payload the customer may see. A source keeps no score, a status no reason.
_PUBLIC_PAYLOAD: Mapping[Kind, frozenset[str]] = {
    Kind.MESSAGE: frozenset({"buttons", "cards", "sources", "route", "client_id", "locale", "turn", "files"}),
    Kind.STATUS: frozenset({"status"}),
    Kind.DELIVERY: frozenset({"event_id", "state"}),
    Kind.HANDBACK: frozenset(),
    Kind.ASSIGNMENT: frozenset({"operator"}),
    Kind.RATING: frozenset({"score", "resolution"}),
}
_PUBLIC_SOURCE = ("title", "url", "quote", "heading", "page")


def conversation_channel(conversation_id: str) -> str:
    return f"{CONVERSATION_PREFIX}{conversation_id}"


def is_public(event: Event) -> bool:
    return event.kind in PUBLIC_KINDS


def operator_ids(events: Iterable[Event]) -> set[str]:
    """The operators that the events mention: who acted, and to whom a conversation was assigned."""
    acting = {event.operator_id for event in events}
    assigned = {event.payload.get("operator_id") for event in events if event.kind is Kind.ASSIGNMENT}
    return {identifier for identifier in acting | assigned if identifier}


def event_view(event: Event, names: Mapping[str, str], *, public: bool) -> dict[str, Any]:
    """One event as clients see it. `public`: as the customer sees it, private parts taken out."""
    payload = dict(event.payload)
    if event.kind is Kind.ASSIGNMENT:
        payload["operator"] = _operator(payload.get("operator_id"), names)
    if public:
        payload = _public_payload(event.kind, payload)
    return {
        "id": event.id,
        "seq": event.seq,
        "kind": event.kind.value,
        "author": event.author.value,
        "operator": _operator(event.operator_id, names),
        "text": event.text,
        "payload": payload,
        "at": instant(event.at),
    }


def instant(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _public_payload(kind: Kind, payload: dict[str, Any]) -> dict[str, Any]:
    allowed = _PUBLIC_PAYLOAD[kind]
    public = {key: value for key, value in payload.items() if key in allowed}
    if "sources" in public:
        public["sources"] = [
            {key: source[key] for key in _PUBLIC_SOURCE if key in source} for source in public["sources"]
        ]
    return public


def _operator(identifier: str | None, names: Mapping[str, str]) -> dict[str, str | None] | None:
    return {"id": identifier, "name": names.get(identifier)} if identifier else None


def event_message(event: Event, names: Mapping[str, str], *, public: bool) -> Message:
    return {
        "type": "event",
        "conversation": event.conversation_id,
        "event": event_view(event, names, public=public),
    }


def hidden(event: Event) -> Message:
    """Stands in the customer's channel for a private event: it moves the reader's place, shows nothing."""
    return {"type": "hidden", "conversation": event.conversation_id, "seq": event.seq}


def typing(conversation_id: str, *, author: Author, on: bool, expires_in_s: int) -> Message:
    return {
        "type": "typing",
        "conversation": conversation_id,
        "author": author.value,
        "on": on,
        "expires_in_s": expires_in_s,
    }


def preview(conversation_id: str, *, turn: str, text: str) -> Message:
    return {"type": "preview", "conversation": conversation_id, "turn": turn, "text": text}


def dropped(conversation_id: str, *, turn: str) -> Message:
    return {"type": "dropped", "conversation": conversation_id, "turn": turn}


def platform(state: PlatformState) -> Message:
    return {"type": "platform", "state": state}


def encode(message: Message) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))
