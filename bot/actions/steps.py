"""What flows ask for. A step reads the answer to its own question, and finds what was said unasked."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from bot.actions.state import State
from bot.lists import best_match

# What begins a correction. Without one, a name in a sentence that tells a story changes nothing.
CORRECTS = re.compile(
    r"\b(no|nope|not|sorry|mean|meant|actually|instead|rather|wrong|correction|change)\b", re.IGNORECASE
)

_ALL = re.compile(r"\b(all|both|everything|whole|entire|every|complete)\b", re.IGNORECASE)
_ORDINALS = {
    "first": 1, "1st": 1, "one": 1, "1": 1, "second": 2, "2nd": 2, "two": 2, "2": 2,
    "third": 3, "3rd": 3, "three": 3, "3": 3, "fourth": 4, "4th": 4, "four": 4, "4": 4,
}  # fmt: skip
_POSITION = re.compile(
    r"\b(first|second|third|fourth|1st|2nd|3rd|4th|last)\b|^\W*(?:number |no\.? ?|item )?([1-4])\W*$",
    re.IGNORECASE,
)
_THE_OTHER = re.compile(r"\bother (?:one|item|product|piece)\b", re.IGNORECASE)
ALL_ITEMS = 0


def rejection(noun: str) -> re.Pattern[str]:
    """ "Not that order", "the wrong colour", "the street is not right": what was named is not meant."""
    return re.compile(
        rf"\b(?:not|wrong|incorrect|other|another|different)(?: that| this| the| my)? (?:{noun})\b"
        rf"|\b(?:{noun})(?: is|'s| was)(?: not|n't)? (?:wrong|incorrect|right|correct)\b"
        rf"|\b(?:{noun}) isn'?t (?:right|correct)\b|\bchange the (?:{noun})\b",
        re.IGNORECASE,
    )


class Step(ABC):
    """`name` is what Rasa calls the requested slot, and the end of the question's key in the catalogue:
    utter_ask_NAME and utter_ask_NAME_again."""

    name: str
    # What takes the answer back without giving another: it is asked for again.
    rejected: re.Pattern[str] | None = None
    # Another order makes the answer void.
    of_order = False
    # Asked for in words that name other things too: they correct nothing by themselves.
    free_text = False

    def applies(self, state: State) -> bool:
        return True

    def default(self, state: State) -> Any:
        """The answer that needs no question."""
        return None

    @abstractmethod
    def read(self, state: State) -> Any:
        """The answer to this step's question, or None."""

    def find(self, state: State, heard: dict[str, str]) -> Any:
        """The answer where nobody asked. `heard`: entities of this message, or of all since the start."""
        return None

    def args(self, state: State) -> dict[str, Any]:
        """Of the question."""
        return {}

    def ask(self, state: State, *, again: bool) -> None:
        state.say(f"utter_ask_{self.name}{'_again' if again else ''}", **self.args(state))


class OrderNumber(Step):
    name = "order_number"
    rejected = rejection("order|order number|number")

    def read(self, state: State) -> str | None:
        return state.heard.get("order_number") or state.said.bare_order_number()

    def find(self, state: State, heard: dict[str, str]) -> str | None:
        return state.heard.get("order_number")


class Email(Step):
    """`question`: the key of its first asking, where it is asked for something else than an order.
    `noun`: what customers call it."""

    name = "email"

    def __init__(
        self, question: str = "utter_ask_email", *, noun: str = "e-?mail|e-?mail address|mail|address"
    ) -> None:
        self._question = question
        self.rejected = rejection(noun)

    def read(self, state: State) -> str | None:
        return state.heard.get("email")

    def find(self, state: State, heard: dict[str, str]) -> str | None:
        return state.heard.get("email")

    def ask(self, state: State, *, again: bool) -> None:
        state.say("utter_ask_email_again" if again else self._question)


class Item(Step):
    """Which line of the order: its position, 1 is the first. `wanted`: the positions that come into
    question. `all_allowed`: "both" is an answer too."""

    name = "item"
    of_order = True

    def __init__(
        self,
        wanted: Callable[[dict[str, Any]], list[int]],
        *,
        all_allowed: bool = False,
        noun: str = "item|product|article|piece|one",
    ) -> None:
        self._wanted = wanted
        self._all_allowed = all_allowed
        self.rejected = rejection(noun)

    def default(self, state: State) -> int | None:
        wanted = self._wanted(state.order)
        return wanted[0] if len(wanted) == 1 else None

    def read(self, state: State) -> int | None:
        found = self.find(state, state.heard)
        if found is not None:
            return found
        text = state.said.text
        if self._all_allowed and _ALL.search(text):
            return ALL_ITEMS
        match = _POSITION.search(text)
        if match:
            wanted = self._wanted(state.order)
            word = (match[1] or match[2]).lower()
            place = len(wanted) if word == "last" else _ORDINALS[word]
            return wanted[place - 1] if place <= len(wanted) else None
        return self._by_name(state, text)

    def find(self, state: State, heard: dict[str, str]) -> int | None:
        named = heard.get("product")
        if named:
            return self._by_name(state, named)
        wanted = self._wanted(state.order)
        if state[self.name] in wanted and len(wanted) == 2 and state.said.matches(_THE_OTHER):
            return next(position for position in wanted if position != state[self.name])
        return None

    def _by_name(self, state: State, said: str) -> int | None:
        wanted = self._wanted(state.order)
        names = [item_name(state.order["items"][position - 1]) for position in wanted]
        best = best_match(said, names)
        return None if best is None else wanted[best]

    def args(self, state: State) -> dict[str, Any]:
        items = state.order["items"]
        return {"items": listed([item_name(items[position - 1]) for position in self._wanted(state.order)])}


class Confirmation(Step):
    """The summary and an explicit yes. `key`: the summary's; `args`: what it tells."""

    name = "confirmed"
    of_order = True

    def __init__(self, key: str, args: Callable[[State], dict[str, Any]]) -> None:
        self._key = key
        self._summary = args

    def read(self, state: State) -> bool | None:
        return None if state.corrected else state.said.yes_or_no()

    def ask(self, state: State, *, again: bool) -> None:
        if again:
            state.say("utter_ask_confirmation_again")
        else:
            state.say(self._key, **self._summary(state))


def item_name(item: dict[str, Any]) -> str:
    """The shop's own words: Linen cushion cover (blue)."""
    variant = variant_name(item)
    return f"{item['name']} ({variant})" if variant else str(item["name"])


def variant_name(variant: dict[str, Any]) -> str:
    return ", ".join(part for part in (variant["colour"], variant["size"]) if part)


def listed(names: list[str]) -> str:
    """Names of things need no conjunction, in any language."""
    return "; ".join(names)


def all_items(order: dict[str, Any]) -> list[int]:
    return list(range(1, len(order["items"]) + 1))
