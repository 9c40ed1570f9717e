"""Step 3: in which language the customer is served, and why."""

from __future__ import annotations

from serving.turns.base import Turn


def understand(turn: Turn, *, default_locale: str) -> None:
    """The customer's own choice or the channel's, then what the conversation has been in, then ours."""
    asked = turn.metadata.pop("asked_locale")
    known = turn.metadata.pop("known_locale")
    if asked is not None:
        locale, reason = str(asked).replace("_", "-"), "channel"
    elif known is not None:
        locale, reason = known, "conversation"
    else:
        locale, reason = default_locale, "default"
    turn.locale = locale
    turn.locale_reason = reason if locale != known else None
    turn.metadata["locale"] = locale
    turn.trace.decide("understand", locale, reason)
