from __future__ import annotations

import pytest

from bot.components.patterns import extract
from bot.patterns import BARE_ORDER_NUMBER, mask


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("P-10482", "P-10482"),
        ("p10482", "P-10482"),
        ("#10482", "P-10482"),
        ("# P-10482", "P-10482"),
        ("order P 10482.", "P-10482"),
        ("(p-10482)", "P-10482"),
        ("P-10482,anna@example.com", "P-10482"),
    ],
)
def test_an_order_number_comes_in_the_shops_spelling(text, value):
    found = extract(text)[0]
    assert (found["entity"], found["value"]) == ("order_number", value)
    assert "10482" in text[found["start"] : found["end"]]


@pytest.mark.parametrize(
    "text", ["10482", "P-1048", "P-104825", "shop12345", "xp10482", "1.10482", "top 10482"]
)
def test_what_only_resembles_an_order_number_is_left_alone(text):
    assert extract(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Anna.Keller@Example.com", "anna.keller@example.com"),
        ("mail me at a+b@shop.example.co.uk.", "a+b@shop.example.co.uk"),
        ("<o'neil@example.com>", "neil@example.com"),
        ("jo_99@example.org, thanks", "jo_99@example.org"),
    ],
)
def test_an_email_address_is_found_and_lowered(text, value):
    assert [entity["value"] for entity in extract(text)] == [value]


@pytest.mark.parametrize("text", ["anna@", "@example.com", "anna@localhost", "a@b@c"])
def test_what_is_no_address_is_left_alone(text):
    assert extract(text) == []


def test_both_are_found_in_their_order():
    found = extract("anna@example.com P-10482")
    assert [entity["entity"] for entity in found] == ["email", "order_number"]


@pytest.mark.parametrize("text", ["10482", "it's 10482.", "no. 10482"])
def test_five_digits_are_a_number_where_one_was_asked_for(text):
    assert BARE_ORDER_NUMBER.search(text)[1] == "10482"


@pytest.mark.parametrize("text", ["104825", "1,10482", "10482.50", "10482@example.com"])
def test_other_digits_are_not(text):
    assert BARE_ORDER_NUMBER.search(text) is None


def test_the_classifier_sees_words_in_place_of_values():
    assert mask("P-10482 anna@example.com") == "order number email address"
