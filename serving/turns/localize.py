"""Step 7: replies that are catalogue keys become words in the customer's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_time
from fluent.runtime.types import FluentDateType, FluentNone, fluent_date, fluent_number

from serving.translation.catalogue import Catalogue
from serving.turns.base import Reply, Turn

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def localize(turn: Turn, catalogue: Catalogue, *, queue_position: int | None = None) -> None:
    """Raises CatalogueError: a text with a hole never leaves."""
    catalogue = catalogue.addressing(turn.formality)
    for reply in turn.replies:
        if reply.translation is not None:
            continue  # worded before it was translated
        fallback = put_into_words(reply, turn.locale, catalogue, queue_position)
        reply.buttons = [word_button(button, turn.locale, catalogue) for button in reply.buttons]
        reply.cards = [word_card(card, turn.locale, catalogue) for card in reply.cards]
        if fallback:
            turn.trace.decide("localize", reply.locale, f"the catalogue has no {reply.key} in {turn.locale}")


def put_into_words(reply: Reply, locale: str, catalogue: Catalogue, position: int | None) -> bool:
    """True when the words are not in the locale that was asked for."""
    if reply.key is None:
        return False
    args = dict(reply.args)
    if reply.key == "notice_handoff" and position is not None:
        args["position"] = position
    wording = catalogue.format(reply.key, locale, typed(args, catalogue.negotiate(locale), catalogue))
    reply.text, reply.locale = wording.text, wording.locale
    return wording.fallback


def word_button(button: Mapping[str, Any], locale: str, catalogue: Catalogue) -> dict[str, str]:
    """Says its `payload`, or on a card leads to its `url`."""
    key = button.get("key")
    title = catalogue.format(key, locale).text if key else button["title"]
    does = "url" if button.get("url") else "payload"
    return {"title": title, does: button[does]}


def word_card(card: Mapping[str, Any], locale: str, catalogue: Catalogue) -> dict[str, Any]:
    """From serving/dialogue/base.py:Card to what a message's payload holds (conversations/cards.py)."""

    def words(wording: Mapping[str, Any] | None) -> str | None:
        if wording is None or wording["key"] is None:
            return wording["text"] if wording is not None else None
        args = typed(wording["args"], catalogue.negotiate(locale), catalogue)
        return catalogue.format(wording["key"], locale, args).text

    return {
        "title": words(card["title"]),
        "text": words(card["text"]),
        "image": {"url": card["image"]} if card["image"] else None,
        "buttons": [word_button(button, locale, catalogue) for button in card["buttons"]],
    }


def typed(args: Mapping[str, Any], locale: str, catalogue: Catalogue) -> dict[str, Any]:
    """JSON has no dates and no money (bot/actions/replies.py): what looks like one is formatted as one."""
    return {name: _typed(value, locale, catalogue) for name, value in args.items()}


def _typed(value: Any, locale: str, catalogue: Catalogue) -> Any:
    if isinstance(value, list):
        # Names of things need no conjunction, in any language.
        return "; ".join(str(_typed(one, locale, catalogue)) for one in value)
    if isinstance(value, Mapping) and value.keys() == {"name", "colour", "size"}:
        return _thing(value, locale, catalogue)
    if isinstance(value, Mapping) and value.keys() == {"amount", "currency"}:
        return fluent_number(Decimal(str(value["amount"])), style="currency", currency=value["currency"])
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        return _date_or_text(value)
    if isinstance(value, str) and CLOCK_TIME.fullmatch(value):
        return format_time(time.fromisoformat(value), format="short", locale=Locale.parse(locale, sep="-"))
    return value


def _thing(thing: Mapping[str, Any], locale: str, catalogue: Catalogue) -> str:
    """Linen cushion cover (blue, large): the name is the shop's own, colour and size are words."""
    named = (("value_colour", "colour"), ("value_size", "size"))
    kind = ", ".join(
        catalogue.format(key, locale, {what: thing[what]}).text for key, what in named if thing[what]
    )
    return f"{thing['name']} ({kind})" if thing["name"] and kind else str(thing["name"] or kind)


def _date_or_text(value: str) -> FluentDateType | FluentNone | str:
    """With the month in letters: 11/12 is another day on the other side of the ocean."""
    try:
        return fluent_date(date.fromisoformat(value), dateStyle="long")
    except ValueError:
        return value
