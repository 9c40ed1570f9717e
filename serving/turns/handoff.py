"""The private note that a human finds when the bot hands over: why, what was said, what was tried."""

from __future__ import annotations

from typing import Any

from serving.conversations.models import Author
from serving.translation.catalogue import Catalogue
from serving.turns.base import Turn

LAST_MESSAGES = 5
MAX_CHARACTERS = 500


def note_text(turn: Turn, catalogue: Catalogue) -> str:
    def say(key: str, **args: Any) -> str:
        return catalogue.format(key, catalogue.default_locale, args).text

    lines = [say("note_handoff", reason=turn.handoff_reason or "unspecified"), ""]
    if turn.summary:
        lines += [say("note_summary", summary=turn.summary), ""]
    lines += [say("note_customer_said"), *(f"- {_shortened(text)}" for text in last_messages(turn))]
    tried = tried_by_the_bot(turn)
    if tried:
        lines += ["", say("note_bot_tried", tried=", ".join(tried))]
    known = ", ".join(f"{name}={value}" for name, value in known_by_the_bot(turn).items())
    if known:
        lines += ["", say("note_bot_knows", known=_shortened(known))]
    return "\n".join(lines)


def note_payload(turn: Turn) -> dict[str, Any]:
    return {
        "reason": turn.handoff_reason,
        "turn": turn.trace.turn,
        "summary": {
            "customer": last_messages(turn),
            "tried": tried_by_the_bot(turn),
            "known": known_by_the_bot(turn),
            "written": turn.summary,
        },
    }


def last_messages(turn: Turn) -> list[str]:
    earlier = [said.text for said in turn.history if said.author is Author.CUSTOMER]
    return [*earlier, turn.text][-LAST_MESSAGES:]


def tried_by_the_bot(turn: Turn) -> list[str]:
    now = [f"{turn.trace.intent} ({turn.trace.route or '-'})"] if turn.trace.intent else []
    return [*turn.tried, *now]


def known_by_the_bot(turn: Turn) -> dict[str, str]:
    """What the customer said that has a name: an order number, an e-mail address."""
    return turn.known | {found["entity"]: str(found["value"]) for found in turn.trace.entities}


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= MAX_CHARACTERS else flat[: MAX_CHARACTERS - 1] + "…"
