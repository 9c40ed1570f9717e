"""What flows ask for. A step reads the answer to its own question, and finds what was said unasked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from bot.actions.state import State
from bot.lists import best_match

ALL_ITEMS = 0


class Step(ABC):
    """`name` is what Rasa calls the requested slot, and the end of the question's key in the catalogue:
    utter_ask_NAME and utter_ask_NAME_again."""

    name: str
    # What customers call it, by its name under `nouns` in bot/languages/: "not that ..." takes the answer
    # back without giving another, and it is asked for again.
    noun: str | None = None
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
    noun = "order"

    def read(self, state: State) -> str | None:
        return state.heard.get("order_number") or state.said.bare_order_number()

    def find(self, state: State, heard: dict[str, str]) -> str | None:
        return state.heard.get("order_number")


class Email(Step):
    """`question`: the key of its first asking, where it is asked for something else than an order.
    `noun`: "mail" where an "address" is a place."""

    name = "email"

    def __init__(self, question: str = "utter_ask_email", *, noun: str = "email") -> None:
        self._question = question
        self.noun = noun

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
        noun: str = "item",
    ) -> None:
        self._wanted = wanted
        self._all_allowed = all_allowed
        self.noun = noun

    def default(self, state: State) -> int | None:
        wanted = self._wanted(state.order)
        return wanted[0] if len(wanted) == 1 else None

    def read(self, state: State) -> int | None:
        found = self.find(state, state.heard)
        if found is not None:
            return found
        if self._all_allowed and state.said.says("all"):
            return ALL_ITEMS
        place = state.said.which("positions")
        if place is not None:
            wanted = self._wanted(state.order)
            # 0 is the last one, which the place before the first is.
            return wanted[place - 1] if place <= len(wanted) else None
        named = (state.heard.get(kind) or "" for kind in ("colour", "size"))
        return self._by_name(state, " ".join([state.said.text, *named]))

    def find(self, state: State, heard: dict[str, str]) -> int | None:
        named = heard.get("product")
        if named:
            return self._by_name(state, named)
        wanted = self._wanted(state.order)
        if state[self.name] in wanted and len(wanted) == 2 and state.said.says("the_other"):
            return next(position for position in wanted if position != state[self.name])
        return None

    def _by_name(self, state: State, said: str) -> int | None:
        wanted = self._wanted(state.order)
        names = [item_name(state.order["items"][position - 1]) for position in wanted]
        best = best_match(said, names)
        return None if best is None else wanted[best]

    def args(self, state: State) -> dict[str, Any]:
        items = state.order["items"]
        return {"items": [thing(items[position - 1]) for position in self._wanted(state.order)]}


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
    variant = ", ".join(part for part in (item["colour"], item["size"]) if part)
    return f"{item['name']} ({variant})" if variant else str(item["name"])


def thing(item: dict[str, Any]) -> dict[str, Any]:
    """For the catalogue: a product keeps its name, colour and size have words in each language."""
    return {"name": item["name"], "colour": item["colour"], "size": item["size"]}


def variant(option: dict[str, Any]) -> dict[str, Any]:
    """As a `thing`, of which only colour and size are told."""
    return {"name": None, "colour": option["colour"], "size": option["size"]}


def all_items(order: dict[str, Any]) -> list[int]:
    return list(range(1, len(order["items"]) + 1))
