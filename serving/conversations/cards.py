"""Cards: what a message shows beside its words, to look at and to act on: an order, a product.

A message's payload holds them as `cards`: `[{"title", "text"|null, "image": {"url"} | {"id", "name", "mime",
"bytes"} | null, "buttons": [{"title", "payload"} | {"title", "url"}]}]`. A button says its payload for the
customer, or is a link.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MOST_CARDS = 10
MOST_BUTTONS = 3

Choices = Sequence[Mapping[str, str]]


def cards_of(payload: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return payload.get("cards") or ()


def choices(payload: Mapping[str, Any]) -> Choices:
    """What the customer can press to say something: on the cards and below the message."""
    on_cards = (button for card in cards_of(payload) for button in card["buttons"] if "payload" in button)
    return [*on_cards, *(payload.get("buttons") or ())]


def pictures(payload: Mapping[str, Any]) -> Sequence[str]:
    """The ids of the files on the cards."""
    images = (card["image"] for card in cards_of(payload) if card["image"])
    return [image["id"] for image in images if "id" in image]


def told(payload: Mapping[str, Any]) -> Iterator[str]:
    """Each card in words, for where it cannot be shown: its links are written out, its choices are not."""
    for card in cards_of(payload):
        image = card["image"] or {}
        links = [f"{button['title']}: {button['url']}" for button in card["buttons"] if "url" in button]
        lines = [card["title"], card["text"], image.get("url"), *links]
        yield "\n".join(line for line in lines if line)
