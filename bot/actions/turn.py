"""What an action needs to know of the turn that called it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from bot.patterns import BARE_ORDER_NUMBER, order_number

# A "maybe" is neither: what follows from a yes cannot be taken back.
SURE = 0.6


def text(tracker: Tracker) -> str:
    return tracker.latest_message.get("text") or ""


def intent(tracker: Tracker) -> str | None:
    return (tracker.latest_message.get("intent") or {}).get("name")


def yes_or_no(tracker: Tracker) -> bool | None:
    said = tracker.latest_message.get("intent") or {}
    if float(said.get("confidence") or 0.0) < SURE:
        return None
    return {"affirm": True, "deny": False}.get(said.get("name") or "")


def entity(tracker: Tracker, name: str) -> str | None:
    found = [e["value"] for e in tracker.latest_message.get("entities") or [] if e["entity"] == name]
    return found[-1] if found else None


def verified_email(tracker: Tracker) -> str | None:
    """The address of a customer whose identity the platform has proved."""
    identity = (tracker.latest_message.get("metadata") or {}).get("identity") or {}
    return identity.get("email") if identity.get("verified") else None


def bare_order_number(tracker: Tracker) -> str | None:
    match = BARE_ORDER_NUMBER.search(text(tracker))
    return order_number(match[1]) if match else None


def answers_the_form(tracker: Tracker, form: str) -> bool:
    """False when the form resumes after something else was said in this turn."""
    return not any(
        event.get("event") == "action" and event.get("name") not in (form, "action_listen")
        for event in _since_customer(tracker)
    )


def _since_customer(tracker: Tracker) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            break
        events.append(event)
    return events
