"""Cancelling an order, and sending it to another address."""

from __future__ import annotations

import pytest

ANNA = "anna.keller@example.com"
GRETA = "greta.olsen@example.com"
DIEGO = "diego.fernandez@example.com"
INES = "ines.sousa@example.com"


def test_a_cancellation_from_start_to_end(customer):
    customer.say("I want to cancel my order")
    customer.say("P-10488")
    summary = customer.say(GRETA)
    assert summary.keys == ["utter_ask_cancellation_confirmation"]
    assert summary.args == {
        "order_number": "P-10488",
        "first_item": "Aurora floor lamp",
        "more_items": 1,
        "refund": {"amount": 258.0, "currency": "EUR"},
    }
    done = customer.say("yes, cancel it")
    assert done.keys == ["utter_order_was_cancelled"]
    assert (done.args["refund"]["amount"], done.args["days"]) == (258.0, 3)
    assert customer.say("where is my order P-10488").keys == ["utter_order_cancelled"]
    assert customer.say("cancel order P-10488").keys == ["utter_order_cancelled"]


@pytest.mark.parametrize("said", ["no", "no, leave the order as it is", "don't cancel it"])
def test_a_no_cancels_nothing(customer, said):
    customer.say(f"cancel order P-10484, {DIEGO}")
    assert customer.say(said).keys == ["utter_nothing_changed"]
    assert customer.say("where is my order P-10484").keys == ["utter_order_processing"]


def test_a_maybe_cancels_nothing(customer):
    customer.say(f"cancel order P-10484, {DIEGO}")
    assert customer.say("maybe").keys == ["utter_ask_confirmation_again"]
    assert customer.say("hmm, I'm not sure").keys == ["utter_ask_confirmation_again"]
    assert customer.say("perhaps").keys == ["utter_too_many_tries", "handoff"]


@pytest.mark.parametrize(
    ("number", "email", "key"),
    [("P-10482", ANNA, "utter_cancellation_shipped"), ("P-10477", ANNA, "utter_cancellation_delivered")],
)
def test_what_the_carrier_has_cannot_be_cancelled(customer, number, email, key):
    assert customer.say(f"please cancel order {number}, {email}").keys == [key]


def test_an_address_from_start_to_end(customer):
    customer.say("I moved, please send my order to my new address")
    customer.say("P-10490")
    assert customer.say(INES).keys == ["utter_ask_street"]
    summary = customer.say("Rua Nova 12, 1100-053 Lisboa")
    assert summary.keys == ["utter_ask_address_confirmation"]
    assert summary.args == {
        "order_number": "P-10490",
        "street": "Rua Nova 12",
        "postcode": "1100-053",
        "city": "Lisboa",
    }
    assert customer.say("yes please").keys == ["utter_address_changed"]


def test_what_of_the_address_is_missing_is_asked_for(customer):
    customer.say(f"change the delivery address of P-10484, {DIEGO}")
    assert customer.say("Calle Nueva 8").keys == ["utter_ask_postcode"]
    assert customer.say("no idea").keys == ["utter_ask_postcode_again"]
    assert customer.say("28013").keys == ["utter_ask_city"]
    assert customer.say("Madrid").args["city"] == "Madrid"


def test_one_part_of_the_address_may_be_corrected(customer):
    customer.say(f"change the delivery address of P-10484, {DIEGO}")
    customer.say("Calle Nueva 8, 28013 Madrid")
    assert customer.say("no, the street is Calle Vieja 8").args["street"] == "Calle Vieja 8"
    corrected = customer.say("sorry, the house number is 18")
    assert (corrected.args["street"], corrected.args["postcode"]) == ("Calle Vieja 18", "28013")
    assert customer.say("the postcode is wrong").keys == ["utter_ask_postcode"]
    assert customer.say("28014").args["postcode"] == "28014"
    assert customer.say("the city is Toledo").args["city"] == "Toledo"


def test_not_that_address_asks_for_all_of_it_again(customer):
    customer.say(f"change the delivery address of P-10484, {DIEGO}")
    customer.say("Calle Nueva 8, 28013 Madrid")
    assert customer.say("no, not that address").keys == ["utter_ask_street"]
    assert customer.say("Calle Alta 3, 28014 Madrid").args["street"] == "Calle Alta 3"


def test_what_is_no_street_is_helped_then_handed_over(customer):
    customer.say(f"change the delivery address of P-10484, {DIEGO}")
    assert customer.say("my mother's place").keys == ["utter_ask_street_again"]
    customer.say("over there")
    assert customer.say("you know where").keys == ["utter_too_many_tries", "handoff"]


@pytest.mark.parametrize(
    ("number", "email", "key"),
    [
        ("P-10482", ANNA, "utter_address_shipped"),
        ("P-10477", ANNA, "utter_order_delivered"),
        ("P-10464", DIEGO, "utter_order_cancelled"),
    ],
)
def test_an_address_that_cannot_be_changed_is_explained(customer, number, email, key):
    assert customer.say(f"change the delivery address of order {number}, {email}").keys == [key]
