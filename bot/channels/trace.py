"""What one turn did, from its own events: the `trace` of docs/architecture.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME, REQUESTED_SLOT, SESSION_START_METADATA_SLOT
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered

RANKING_LENGTH = 5
# Rasa's own, and the whole order as the shop told it: its number is there already.
INTERNAL_SLOTS = frozenset({REQUESTED_SLOT, SESSION_START_METADATA_SLOT, "order"})
_ENSEMBLE_PREFIX = re.compile(r"^policy_\d+_")


def build_trace(events: Sequence[Event]) -> dict[str, Any]:
    """`events`: the turn's, the customer's message first."""
    message = next(event for event in events if isinstance(event, UserUttered))
    executed = [
        event
        for event in events
        if isinstance(event, ActionExecuted) and event.action_name != ACTION_LISTEN_NAME
    ]
    return {
        "intent": message.intent.get("name"),
        "confidence": float(message.intent.get("confidence") or 0.0),
        "ranking": _ranking(message),
        "entities": [_entity(entity) for entity in message.entities],
        "policy": _policy_name(executed[0]) if executed else None,
        "policy_confidence": float(executed[0].confidence or 0.0) if executed else 0.0,
        "reason": next((r for event in executed if (r := _reason(event))), None),
        "slots_set": _slots_set(events),
        "actions": list(_actions(events)),
    }


def _ranking(message: UserUttered) -> list[list[Any]]:
    ranking = message.parse_data.get("intent_ranking") or []
    return [[item["name"], round(float(item["confidence"]), 4)] for item in ranking[:RANKING_LENGTH]]


def _entity(entity: dict[str, Any]) -> dict[str, Any]:
    return {key: entity.get(key) for key in ("entity", "value", "start", "end", "extractor")}


def _policy_name(event: ActionExecuted) -> str | None:
    return _ENSEMBLE_PREFIX.sub("", event.policy) if event.policy else None


def _reason(event: ActionExecuted) -> str | None:
    return (event.metadata or {}).get("reason")


def _slots_set(events: Iterable[Event]) -> dict[str, Any]:
    """The last value given to each slot; a slot that was only emptied is left out."""
    slots: dict[str, Any] = {}
    for event in events:
        if isinstance(event, SlotSet) and event.key not in INTERNAL_SLOTS and event.value is not None:
            slots[event.key] = event.value
    return slots


def _actions(events: Iterable[Event]) -> Iterable[str]:
    """Actions and, after the action that uttered them, the utterances that are not actions themselves."""
    last = None
    for event in events:
        if isinstance(event, ActionExecuted) and event.action_name not in (None, ACTION_LISTEN_NAME):
            last = event.action_name
            yield last
        elif isinstance(event, BotUttered):
            uttered = event.metadata.get("utter_action")
            if uttered and uttered != last:
                yield uttered
