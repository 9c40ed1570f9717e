from __future__ import annotations

import pytest

from serving.knowledge.quantities import Quantity, quantities, unsaid


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3 to 5 working days", [("3", "working_day"), ("5", "working_day")]),
        ("EUR 4.95, €5 and 6 dollars", [("4.95", "eur"), ("5", "eur"), ("6", "usd")]),
        ("from -20 to 40 °C", [("-20", "°c"), ("40", "°c")]),
        ("10 % in two weeks", [("10", "%"), ("2", "week")]),
        ("9 am to 5 p.m.", [("9", "am"), ("5", "pm")]),
        ("+32 9 555 01 01", [("3295550101", None)]),
        ("1914-1918", [("1914", None), ("1918", None)]),
    ],
)
def test_a_number_is_read_with_what_it_counts(text: str, found: list[tuple[str, str | None]]) -> None:
    assert quantities(text) == [Quantity(*one) for one in found]


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("EUR 9.90", "Prices in EUR: express 9.90"),
        ("one hour", "for an hour"),
        ("9 555 01 01", "+32 9 555 01 01"),
    ],
)
def test_a_unit_may_stand_elsewhere(said: str, source: str) -> None:
    assert not unsaid(quantities(said), source)
