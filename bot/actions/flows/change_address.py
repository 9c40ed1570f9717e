"""Send my order somewhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.actions.flow import Flow, Refusal
from bot.actions.shop import get_shop
from bot.actions.state import State
from bot.actions.steps import Confirmation, Email, OrderNumber, Step
from bot.locales import PIVOT, language, western_digits
from bot.patterns import BARE_POSTCODE, EMAIL, ORDER_NUMBER, find_postcodes

LONGEST_LINE = 120

_STREET = re.compile(r"^(?=.*[^\W\d_]{2})(?=.*\d)[\w .,،'’/ºª-]{3,120}$")
_CITY = re.compile(r"^[^\W\d_][^\d?!,;]{1,60}$")
_HOUSE_NUMBER = re.compile(r"\b\d+\s?[a-z]?\b", re.IGNORECASE)
_MOST_WORDS_OF_A_CITY = 5
_AROUND = " ,;،"


@dataclass(frozen=True)
class Address:
    street: str | None = None
    postcode: str | None = None
    city: str | None = None


def parse(text: str, locale: str = PIVOT) -> Address:
    """Lindenweg 4, 50667 Köln; 12 Park Avenue, 1050 Brussels; 75019 Paris, 12 rue des Lilas; Lindenweg 4."""
    said = _bare(EMAIL.sub("", ORDER_NUMBER.sub("", western_digits(text))), locale)
    found = next(find_postcodes(said, locale), None)
    if found is None:
        first, _, rest = re.sub("،", ",", said).partition(",")
        street = _street(first)
        return Address(street, None, _city(rest) if street else None)
    _, postcode, (start, end) = found
    before, after = said[:start].strip(_AROUND), said[end:].strip(_AROUND)
    city, _, rest = after.replace("،", ",").partition(",")
    before = _around(locale, "before_postcode").sub("", before).strip(_AROUND)
    return Address(_street(before) or _street(rest.strip()), postcode, _city(city))


def _bare(text: str, locale: str) -> str:
    """Without what is said around an address: "no, it's ... please"."""
    return _around(locale, "tail").sub("", _around(locale, "lead").sub("", text, count=1))


@lru_cache(maxsize=64)
def _around(locale: str, name: str) -> re.Pattern[str]:
    """For the text as it was written: a street keeps its accents."""
    source = language(locale)["address"][name]
    forms = {
        "lead": rf"^\W*{source}",
        "tail": rf"(?:[\s,.;!،]+(?:{source}))*[\s,.;!،]*$",
        "before_postcode": rf"(?:^|\b)(?:{source})$",
        "street_is": rf"{source}(.+)",
        "house_number_is": rf"{source}(\d+\s?[a-z]?)\b",
        "city_is": rf"{source}([^\d,.;،]+)",
    }
    return re.compile(forms[name], re.IGNORECASE)


def _street(text: str) -> str | None:
    return text if _STREET.match(text) and len(text) <= LONGEST_LINE else None


def _city(text: str) -> str | None:
    name = text.strip(" .,;")
    return name if _CITY.match(name) and len(name.split()) <= _MOST_WORDS_OF_A_CITY else None


def _whole(state: State) -> Address:
    return parse(state.said.text, state.said.locale)


def _named(state: State, part: str) -> re.Match[str] | None:
    """ "The street is ...", "house number: ..."."""
    return _around(state.said.locale, part).search(western_digits(state.said.text))


class Street(Step):
    """Its question asks for the whole address; what of it is missing is asked for after it."""

    name = "street"
    noun = "street"

    def read(self, state: State) -> str | None:
        return self._named(state) or _whole(state).street

    def find(self, state: State, heard: dict[str, str]) -> str | None:
        whole = _whole(state)
        return self._named(state) or (whole.street if whole.postcode and whole.city else None)

    def _named(self, state: State) -> str | None:
        match = _named(state, "street_is")
        if match:
            return parse(match[1], state.said.locale).street
        number = _named(state, "house_number_is")
        if number and state[self.name]:
            return _HOUSE_NUMBER.sub(number[1], state[self.name], count=1)
        return None


class Postcode(Step):
    name = "postcode"
    noun = "postcode"

    def read(self, state: State) -> str | None:
        found = self.find(state, state.heard)
        if found is None and (match := BARE_POSTCODE.search(western_digits(state.said.text))):
            return match[1].upper()
        return found

    def find(self, state: State, heard: dict[str, str]) -> str | None:
        return state.heard.get("postcode") or _whole(state).postcode


class City(Step):
    name = "city"
    noun = "city"

    def read(self, state: State) -> str | None:
        return self.find(state, state.heard) or _city(_bare(state.said.text, state.said.locale))

    def find(self, state: State, heard: dict[str, str]) -> str | None:
        match = _named(state, "city_is")
        if match:
            return _city(_bare(match[1], state.said.locale))
        whole = _whole(state)
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
    identity = (OrderNumber(), Email(noun="mail"))
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
