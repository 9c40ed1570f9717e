"""What an action needs to know of the turn that called it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from rasa_sdk import Tracker

from bot.locales import compiled, folded, language, says, spoken, western_digits
from bot.patterns import BARE_ORDER_NUMBER, order_number

# What follows from a yes cannot be taken back, so it must be plain; "hmm" alone comes out as one at 0.78.
AGREED = 0.8
REFUSED = 0.6
# To stop takes little away, so less is enough. The same as `stop_form` in policies/topics.yml.
STOPPED = 0.5

# As far before a value as "not the" may begin.
_REJECTION_LENGTH = 24


@lru_cache(maxsize=64)
def rejection(locale: str, noun: str) -> re.Pattern[str]:
    words = language(locale)
    return compiled("|".join(words["rejected"]).replace("NOUN", words["nouns"][noun]), locale)


class Said:
    """The customer's latest message."""

    def __init__(self, tracker: Tracker, *, of_this_flow: bool = True) -> None:
        """`of_this_flow` is False for a question that others answered: nothing in it is meant for us."""
        message = tracker.latest_message if of_this_flow else {}
        intent = message.get("intent") or {}
        self.text: str = message.get("text") or ""
        self.intent: str | None = intent.get("name")
        self.confidence = float(intent.get("confidence") or 0.0)
        metadata = tracker.latest_message.get("metadata") or {}
        self.locale = spoken(metadata, tracker.latest_message.get("text") or "")
        self._entities: list[dict[str, Any]] = message.get("entities") or []
        identity = metadata.get("identity") or {}
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
        if self.says("undecided"):
            return None
        if self.intent == "affirm" and self.confidence >= AGREED and not self.says("hedged"):
            return True
        return False if self.intent == "deny" and self.confidence >= REFUSED else None

    def stops(self) -> bool:
        return self.intent == "cancel" and self.confidence >= STOPPED

    def bare_order_number(self) -> str | None:
        match = BARE_ORDER_NUMBER.search(western_digits(self.text))
        return order_number(match[1]) if match else None

    def says(self, *names: str | int) -> bool:
        """Whether it fits the pattern of these names in bot/languages/<locale>.yml."""
        return says(self.text, self.locale, *names)

    def which(self, name: str) -> Any:
        """The first of the patterns under `name` that it fits."""
        return next((key for key in language(self.locale)[name] if self.says(name, key)), None)

    def rejects(self, noun: str) -> bool:
        """ "Not that order", "the wrong colour": what was named is not meant."""
        return bool(rejection(self.locale, noun).search(folded(self.text, self.locale)))

    def _is_rejected(self, entity: dict[str, Any]) -> bool:
        start = int(entity.get("start") or 0)
        return says(self.text[max(0, start - _REJECTION_LENGTH) : start], self.locale, "unwanted")


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
