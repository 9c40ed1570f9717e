"""Numbers with what they count: "EUR 4.95", "-20 °C" and "3 to 5 working days" are more than their digits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from serving.knowledge.words import stems

_COUNTED = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
NUMBER_WORDS: Mapping[str, str] = {word: str(number) for number, word in enumerate(_COUNTED)} | {
    "first": "1",
    "second": "2",
    "third": "3",
    "hundred": "100",
}
# By kind: two values of a kind can be confused with each other. A unit's first word is its name.
_KINDS = {
    "money": ("eur € euro euros", "usd $ dollar dollars", "gbp £ pound pounds", "chf franc francs"),
    "time": (
        *("second seconds sec", "minute minutes min", "hour hours h", "day days", "working_day"),
        *("week weeks", "month months", "year years"),
    ),
    "clock": ("am", "pm"),
    "share": ("% percent",),
    "temperature": ("°c °", "°f"),
    "length": ("mm", "cm centimetre centimetres", "m metre metres meter meters", "km kilometre kilometres"),
    "weight": ("g gram grams", "kg kilogram kilograms kilo kilos"),
    "power": ("watt watts w",),
}
_UNITS = {word: names.split()[0] for kind in _KINDS.values() for names in kind for word in names.split()}
_KIND_OF = {names.split()[0]: kind for kind, units in _KINDS.items() for names in units}

# Five of them are a week.
_WORKING = "working|business|bank"
UNIT_WORDS = frozenset(_UNITS) | {"calendar", *_WORKING.split("|")}

# A telephone or account number is one value: its groups in another order are another number.
_LONG = r"\+?\d(?:[ \-/()]{0,2}\d){6,}"
_YEARS = re.compile(r"(?:1\d|20)\d\d(?:[ \-/]+(?:1\d|20)\d\d)+")
_NUMBER = re.compile(
    rf"(?P<long>(?<!\w){_LONG}(?!\w))|(?P<digits>\d+(?:[.,:]\d+)*)|\b(?P<word>{'|'.join(NUMBER_WORDS)})\b",
    re.IGNORECASE,
)
_NUMBER_ALONE = re.compile(r"(?P<digits>\d+)(?P<long>(?!))?(?P<word>(?!))?")
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_SIGN = re.compile(r"(?:^|[^\d\s]\s*|[a-z]\s+)(?:(?<!\w)[-−]|\bminus )$", re.IGNORECASE)
_BEFORE = re.compile(r"(eur|euros?|usd|gbp|chf|[€$£])\s*[-−]?$", re.IGNORECASE)
_AFTER = re.compile(
    rf"[\s-]*(?:(?:(?P<working>{_WORKING})|calendar|full|more|consecutive|million|billion|thousand)\s+)*"
    r"(?P<unit>%|°\s?[cf]?|[€$£](?!\d)|[a-z]\.m\b|[a-z]+)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:-|–|to|and|or)\s*", re.IGNORECASE)
_WORKING_DAYS = re.compile(rf"\b(?:{_WORKING}) days?\b")
_SINGLE = re.compile(r"\ban? (\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`unit`: by its name where it is known, else "~" and the stem of the word that follows."""

    value: str
    unit: str | None = None

    @property
    def measured(self) -> bool:
        return self.unit is not None and not self.unit.startswith("~")

    @property
    def kind(self) -> str | None:
        return _KIND_OF.get(self.unit or "")


def quantities(text: str) -> list[Quantity]:
    """In order. "3 to 5 days" are 3 days and 5 days."""
    found: list[Quantity] = []
    between = 0
    for match in _matches(text):
        quantity = Quantity(_value(match, text), _unit(text, match))
        joined = bool(found) and _RANGE.fullmatch(text, between, match.start()) is not None
        if joined and quantity.measured and found[-1].unit is None:
            found[-1] = replace(found[-1], unit=quantity.unit)
        elif joined and quantity.unit is None:
            quantity = replace(quantity, unit=found[-1].unit)
        found.append(quantity)
        between = match.end()
    return found


def units(text: str) -> set[str]:
    text = _WORKING_DAYS.sub("working_day", text.lower())
    words = re.findall(r"°[cf]?|[€$£%]|[a-z_]+", text)
    return {_UNITS[word] for word in words if word in _UNITS}


def unsaid(said: Iterable[Quantity], source: str) -> bool:
    """Whether one of them stands nowhere there. A bare number there is of any unit that stands there: a table
    says "EUR" once."""
    there = {*quantities(source), *_singles(source)}
    mentioned = units(source)
    return any(not _is_said(one, there, mentioned) for one in said)


def same(one: Quantity, other: Quantity) -> bool:
    """A value without a known unit may be of any."""
    known = one.measured and other.measured
    return one.value == other.value and (one.unit == other.unit or not known)


def _is_said(one: Quantity, there: set[Quantity], mentioned: set[str]) -> bool:
    for other in there:
        if one.value != other.value and not _ends(other.value, one.value):
            continue
        if not one.measured or one.unit == other.unit or (other.unit is None and one.unit in mentioned):
            return True
    return False


def _ends(whole: str, end: str) -> bool:
    """A telephone number may be said without its country."""
    return len(end) > 6 and whole.endswith(end.lstrip("0"))


def _matches(text: str) -> Iterator[re.Match[str]]:
    """ "1914-1918" are two years, no telephone number."""
    for match in _NUMBER.finditer(text):
        if match["long"] and _YEARS.fullmatch(match["long"]):
            yield from _NUMBER_ALONE.finditer(text, match.start(), match.end())
        else:
            yield match


def _value(match: re.Match[str], text: str) -> str:
    if match["word"]:
        return NUMBER_WORDS[match["word"].lower()]
    if match["long"]:
        return re.sub(r"\D", "", match["long"])
    digits = _THOUSANDS.sub("", match["digits"]).replace(",", ".")
    return f"-{digits}" if _SIGN.search(text[max(0, match.start() - 8) : match.start()]) else digits


def _unit(text: str, match: re.Match[str]) -> str | None:
    before = _BEFORE.search(text[max(0, match.start() - 8) : match.start()])
    if before:
        return _UNITS[before.group(1).lower()]
    after = _AFTER.match(text, match.end())
    if after is None:
        return None
    word = after["unit"].lower().replace(" ", "").replace(".m", "m")
    if after["working"] and word in {"day", "days"}:
        return "working_day"
    if word in _UNITS:
        return _UNITS[word]
    return None if word in {"to", "and", "or"} else "~" + "".join(stems(word))


def _singles(text: str) -> Iterator[Quantity]:
    """ "An hour" is one hour."""
    for word in _SINGLE.findall(text):
        if word.lower() in _UNITS:
            yield Quantity("1", _UNITS[word.lower()])
