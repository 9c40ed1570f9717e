"""Send my order somewhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.actions.flow import Flow, Refusal
from bot.actions.shop import get_shop
from bot.actions.state import State
from bot.actions.steps import Confirmation, Email, OrderNumber, Step, rejection
from bot.patterns import BARE_POSTCODE, EMAIL, ORDER_NUMBER, find_postcodes

LONGEST_LINE = 120

_LEAD = re.compile(
    r"^\W*(?:(?:no|nope|sorry|ok|okay|sure|please|well|yes|hi|hello)\b\W*)*"
    r"(?:(?:my|the)\s+(?:new\s+|right\s+|correct\s+)?(?:delivery\s+|shipping\s+)?(?:address|street|city|town)"
    r"\s*(?:is|should be|:)?\s*(?:now\s+)?"
    r"|(?:send|ship|deliver)\s+(?:it|my order|the order|everything)?\s*to\s+"
    r"|it'?s\s+|it is\s+|to\s+|in\s+|at\s+)?",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:[\s,.;!]+(?:please|pls|thanks|thank you|instead))*[\s,.;!]*$", re.IGNORECASE)
_STREET_IS = re.compile(r"\bstreet(?: name)?(?: is| should be|:)\s+(.+)", re.IGNORECASE)
_HOUSE_NUMBER_IS = re.compile(r"\bhouse number(?: is| should be|:)\s+(\d+\s?[a-z]?)\b", re.IGNORECASE)
_CITY_IS = re.compile(r"\b(?:city|town)(?: is| should be|:)\s+([^\d,.;]+)", re.IGNORECASE)
_STREET = re.compile(r"^(?=.*[^\W\d_]{2})(?=.*\d)[\w .,'’/-]{3,120}$")
_CITY = re.compile(r"^[^\W\d_][^\d?!,;]{1,60}$")
_HOUSE_NUMBER = re.compile(r"\b\d+\s?[a-z]?\b", re.IGNORECASE)
_MOST_WORDS_OF_A_CITY = 5


@dataclass(frozen=True)
class Address:
    street: str | None = None
    postcode: str | None = None
    city: str | None = None


def parse(text: str) -> Address:
    """Lindenweg 4, 50667 Köln; 12 Park Avenue, 1050 Brussels; 75019 Paris, 12 rue des Lilas; Lindenweg 4."""
    said = _bare(EMAIL.sub("", ORDER_NUMBER.sub("", text)))
    found = next(find_postcodes(said), None)
    if found is None:
        first, _, rest = said.partition(",")
        street = _street(first)
        return Address(street, None, _city(rest) if street else None)
    _, postcode, (start, end) = found
    before, after = said[:start].strip(" ,;"), said[end:].strip(" ,;")
    city, _, rest = after.partition(",")
    before = re.sub(r"\b(?:in|postcode|zip|postal code)$", "", before, flags=re.IGNORECASE).strip(" ,;")
    return Address(_street(before) or _street(rest.strip()), postcode, _city(city))


def _bare(text: str) -> str:
    """Without what is said around an address: "no, it's ... please"."""
    return _TAIL.sub("", _LEAD.sub("", text, count=1))


def _street(text: str) -> str | None:
    return text if _STREET.match(text) and len(text) <= LONGEST_LINE else None


def _city(text: str) -> str | None:
    name = text.strip(" .,;")
    return name if _CITY.match(name) and len(name.split()) <= _MOST_WORDS_OF_A_CITY else None


class Street(Step):
    """Its question asks for the whole address; what of it is missing is asked for after it."""

    name = "street"
    rejected = rejection("street|address|house number")

    def read(self, state: State) -> str | None:
        return self._named(state) or parse(state.said.text).street

    def find(self, state: State, heard: dict[str, str]) -> str | None:
        whole = parse(state.said.text)
        return self._named(state) or (whole.street if whole.postcode and whole.city else None)

    def _named(self, state: State) -> str | None:
        match = _STREET_IS.search(state.said.text)
        if match:
            return parse(match[1]).street
        number = _HOUSE_NUMBER_IS.search(state.said.text)
        if number and state[self.name]:
            return _HOUSE_NUMBER.sub(number[1], state[self.name], count=1)
        return None


class Postcode(Step):
    name = "postcode"
    rejected = rejection("postcode|postal code|zip|zip code|address")

    def read(self, state: State) -> str | None:
        found = self.find(state, state.heard)
        if found is None and (match := BARE_POSTCODE.search(state.said.text)):
            return match[1].upper()
        return found

    def find(self, state: State, heard: dict[str, str]) -> str | None:
        return state.heard.get("postcode") or parse(state.said.text).postcode


class City(Step):
    name = "city"
    rejected = rejection("city|town|address")

    def read(self, state: State) -> str | None:
        return self.find(state, state.heard) or _city(_bare(state.said.text))

    def find(self, state: State, heard: dict[str, str]) -> str | None:
        match = _CITY_IS.search(state.said.text)
        if match:
            return _city(_bare(match[1]))
        whole = parse(state.said.text)
        return whole.city if whole.postcode or state.asked == Street.name else None


def _summary(state: State) -> dict[str, Any]:
    return {
        "order_number": state.order["number"],
        "street": state["street"],
        "postcode": state["postcode"],
        "city": state["city"],
    }


class ChangeAddress(Flow):
    form = "change_address_form"
    # An "address" is a place here.
    identity = (OrderNumber(), Email(noun="e-?mail|e-?mail address|mail"))
    steps = (
        Street(),
        Postcode(),
        City(),
        Confirmation("utter_ask_address_confirmation", _summary),
    )

    def refusal(self, state: State) -> Refusal | None:
        code = state.order["not_changeable_because"]
        return self.refused(state, code) if code else None

    def refused(self, state: State, code: str) -> Refusal:
        number = {"order_number": state.order["number"]}
        if code == "cancelled":
            args = {"cancelled_on": state.order["cancelled_on"], "refund": state.order["total"]}
            return Refusal("utter_order_cancelled", {**number, **args})
        if code == "delivered":
            args = {"delivered_on": state.order["delivered_on"]}
            return Refusal("utter_order_delivered", {**number, **args})
        return Refusal("utter_address_shipped", number)

    async def finish(self, state: State) -> None:
        changed = await get_shop().change_address(
            state.order, street=state["street"], postcode=state["postcode"], city=state["city"]
        )
        state.say("utter_address_changed", **changed)
