"""What an action needs to know of the turn that called it."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker

from bot.patterns import BARE_ORDER_NUMBER, order_number

# What follows from a yes cannot be taken back, so it must be plain; "hmm" alone comes out as one at 0.78.
AGREED = 0.8
REFUSED = 0.6
# To stop takes nothing away, so less is enough. The same as `script` in policies/topics.yml.
LIKELY = 0.45

# A "maybe" is neither, and a yes with a condition or a question mark is none.
_UNDECIDED = re.compile(
    r"\b(maybe|perhaps|not sure|unsure|i guess|probably|might|dunno|don'?t know|let me think|possibly)\b",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\?|\b(but|if|unless|depends|not yet|later|wait|hold on|h+m+|u+h+|hu+h+|u+m+|er+m*)\b", re.IGNORECASE
)
# "Not the red one": named, and not wanted.
_REJECTED = re.compile(
    r"\b(?:not|n't|no longer|instead of|rather than) (?:the |a |an |in |my )?$", re.IGNORECASE
)
_REJECTION_LENGTH = 24


class Said:
    """The customer's latest message."""

    def __init__(self, tracker: Tracker, *, of_this_flow: bool = True) -> None:
        """`of_this_flow` is False for a question that others answered: nothing in it is meant for us."""
        message = tracker.latest_message if of_this_flow else {}
        intent = message.get("intent") or {}
        self.text: str = message.get("text") or ""
        self.intent: str | None = intent.get("name")
        self.confidence = float(intent.get("confidence") or 0.0)
        self._entities: list[dict[str, Any]] = message.get("entities") or []
        identity = (tracker.latest_message.get("metadata") or {}).get("identity") or {}
        # The address of a customer whose identity the platform has proved.
        self.verified_email: str | None = identity.get("email") if identity.get("verified") else None

    def entity(self, name: str) -> str | None:
        """The last one that is not rejected: "not the red one, no, the blue one" is blue."""
        found = [e["value"] for e in self._entities if e["entity"] == name and not self._is_rejected(e)]
        # A payload that somebody wrote by hand may hold anything.
        return found[-1] if found and isinstance(found[-1], str) else None

    def entities(self) -> dict[str, str]:
        names = {entity["entity"] for entity in self._entities}
        return {name: value for name in sorted(names) if (value := self.entity(name)) is not None}

    def yes_or_no(self) -> bool | None:
        if _UNDECIDED.search(self.text):
            return None
        if self.intent == "affirm" and self.confidence >= AGREED and not _HEDGED.search(self.text):
            return True
        return False if self.intent == "deny" and self.confidence >= REFUSED else None

    def stops(self) -> bool:
        return self.intent == "cancel" and self.confidence >= LIKELY

    def bare_order_number(self) -> str | None:
        match = BARE_ORDER_NUMBER.search(self.text)
        return order_number(match[1]) if match else None

    def matches(self, pattern: re.Pattern[str]) -> bool:
        return pattern.search(self.text) is not None

    def _is_rejected(self, entity: dict[str, Any]) -> bool:
        start = int(entity.get("start") or 0)
        return _REJECTED.search(self.text, max(0, start - _REJECTION_LENGTH), start) is not None


def answers_the_form(tracker: Tracker, form: str) -> bool:
    """False when the form resumes after something else was said in this turn."""
    return not any(
        event.get("event") == "action" and event.get("name") not in (form, "action_listen")
        for event in since_customer(tracker)
    )


def form_left_in_this_turn(tracker: Tracker) -> str | None:
    """The form that the customer's message interrupted for another one."""
    now = since_customer(tracker)
    if not any(event.get("event") == "active_loop" and event.get("name") is None for event in now):
        return None
    earlier = tracker.events[: len(tracker.events) - len(now)]
    loops = (event for event in reversed(earlier) if event.get("event") == "active_loop")
    return next((event.get("name") for event in loops), None)


def since_customer(tracker: Tracker) -> list[dict[str, Any]]:
    """Newest first."""
    events: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            break
        events.append(event)
    return events
