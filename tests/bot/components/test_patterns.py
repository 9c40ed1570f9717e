from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from bot.components.patterns import extract
from bot.patterns import BARE_ORDER_NUMBER, find_dates, mask


def values(text: str, entity: str) -> list[str]:
    return [found["value"] for found in extract(text) if found["entity"] == entity]


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
        ("P-10482 Anna Keller", "P-10482"),
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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("call me at +32 470 12 34 56", "+32470123456"),
        ("0470/12.34.56", "+32470123456"),
        ("my number is +49 30 901820", "+4930901820"),
    ],
)
def test_a_phone_number_comes_in_its_international_form(text, value):
    assert values(text, "phone") == [value]


@pytest.mark.parametrize("text", ["P-10482", "1234567890123456", "12.03.2026", "call me maybe", "10115"])
def test_other_digits_are_no_phone_number(text):
    assert values(text, "phone") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Lindenweg 4, 50667 Köln", "50667"),
        ("1000 Brussels", "1000"),
        ("12 Park Avenue, SW1A 1AA London", "SW1A 1AA"),
        ("1012 AB Amsterdam", "1012 AB"),
        ("Rua Augusta 40, 1100-053 Lisboa", "1100-053"),
        ("Mokotowska 14, 00-561 Warszawa", "00-561"),
        ("7 Harbour Road, D02 X285", "D02 X285"),
        ("my postcode is 75011", "75011"),
        ("the zip code 75011", "75011"),
    ],
)
def test_a_postcode_is_found_where_its_form_or_a_word_says_so(text, value):
    assert values(text, "postcode") == [value]


@pytest.mark.parametrize("text", ["10115", "P-10482 Anna", "I have 2000 lamps", "49.90", "in 2026"])
def test_other_numbers_are_no_postcode(text):
    assert values(text, "postcode") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I paid 49,90 €", "49.90 EUR"),
        ("EUR 1,299.00", "1299.00 EUR"),
        ("1.299,00 euros", "1299.00 EUR"),
        ("it costs £5", "5.00 GBP"),
        ("20 dollars", "20.00 USD"),
        ("100 euro", "100.00 EUR"),
    ],
)
def test_an_amount_comes_with_its_currency(text, value):
    assert values(text, "amount") == [value]


@pytest.mark.parametrize("text", ["49,90", "5 lamps", "P-10482", "10115 Europe"])
def test_a_number_without_a_currency_is_no_amount(text):
    assert values(text, "amount") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-11-03", "2026-11-03"),
        ("on 03.11.2026", "2026-11-03"),
        ("3/11/26", "2026-11-03"),
        ("the 3rd of November", "2026-11-03"),
        ("Nov 3", "2026-11-03"),
        ("december 28th", "2026-12-28"),
        ("5 january", "2027-01-05"),
        ("12 March 2025", "2025-03-12"),
        ("yesterday", "2026-11-21"),
        ("since today", "2026-11-22"),
    ],
)
def test_a_day_is_told_as_a_date(text, value):
    assert [found[1] for found in find_dates(text, today=date(2026, 11, 22))] == [value]


@pytest.mark.parametrize("text", ["32.13.2026", "february 30", "may I ask", "march on", "1.2", "10482"])
def test_what_is_no_day_is_left_alone(text):
    assert list(find_dates(text, today=date(2026, 11, 22))) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the Aurora floor lamp", "Aurora floor lamp"),
        ("my florr lamp", "Aurora floor lamp"),
        ("TABLE LAMPS", "Dot table lamp"),
        ("a pendat light", "Halo pendant light"),
        ("the cushons", "Linen cushion cover"),
        ("our couch", "Fjord two-seat sofa"),
        ("the carpet", "Tide wool rug"),
        ("a bok shelf? no, a bookshelff", "Nora bookshelf"),
    ],
)
def test_a_product_is_found_by_its_name_a_synonym_or_nearly(text, value):
    assert set(values(text, "product")) == {value}


@pytest.mark.parametrize("text", ["a lamp", "please get in touch", "the coach left", "you threw it", "I nod"])
def test_what_may_be_something_else_is_no_product(text):
    assert values(text, "product") == []


@pytest.mark.parametrize(
    ("text", "colours", "sizes"),
    [
        ("no, the blue one", ["blue"], []),
        ("not the red one, the green one", ["red", "green"], []),
        ("in navy please", ["blue"], []),
        ("a balck one", ["black"], []),
        ("the gray one, large", ["grey"], ["large"]),
        ("it's too small, I want the bigger one", [], ["large"]),
        ("a 60 cm mirror", [], ["60 cm"]),
        ("120x170", [], ["120 x 170 cm"]),
        ("I redid the blueprint", [], []),
    ],
)
def test_colours_and_sizes_are_found_in_many_words(text, colours, sizes):
    assert (values(text, "colour"), values(text, "size")) == (colours, sizes)


def test_nothing_is_claimed_twice():
    found = extract("P-10482, 50667 Köln, 49,90 € on 03.11.2026, +32 470 12 34 56, a blue table lamp")
    kinds = ["order_number", "postcode", "amount", "date", "phone", "colour", "product"]
    assert [entity["entity"] for entity in found] == kinds
    assert all(first["end"] <= then["start"] for first, then in pairwise(found))


@pytest.mark.parametrize("text", ["", " ", "?", "a" * 5000, "lamp " * 1000, "1 " * 1000])
def test_any_message_can_be_read(text):
    assert isinstance(extract(text), list)
