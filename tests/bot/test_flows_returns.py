"""Sending something back, through the channel, the real Rasa, its actions and the shop."""

from __future__ import annotations

import pytest

from tests.bot.platform import Conversation

ANNA = "anna.keller@example.com"
JONAS = "jonas.weber@example.com"


def test_a_return_of_one_item_of_several_from_start_to_end(customer):
    customer.say("I want to return something")
    customer.say("P-10470")
    which = customer.say(JONAS)
    assert which.keys == ["utter_ask_item"]
    assert which.args["items"] == "Aurora floor lamp (black); Pip night light (white)"
    assert customer.say("the floor lamp").keys == ["utter_ask_return_reason"]
    summary = customer.say("the glass was cracked")
    assert summary.keys == ["utter_ask_return_confirmation"]
    assert summary.args == {
        "order_number": "P-10470",
        "first_item": "Aurora floor lamp",
        "more_items": 0,
        "reason": "damaged",
        "refund": {"amount": 129.0, "currency": "EUR"},
    }
    created = customer.say("yes please")
    assert created.keys == ["utter_return_created"]
    assert created.args["return_number"] == "R-10470-1"
    rest = customer.say(f"I want to return P-10470, {JONAS}, I don't like it")
    assert rest.keys == ["utter_ask_return_confirmation"]
    assert rest.args["first_item"] == "Pip night light"


def test_a_return_by_its_buttons(customer):
    customer.say("/start_return")
    customer.say(f"P-10477 {ANNA}")
    reasons = customer.say("both of them").messages[0]["buttons"]
    summary = customer.say(reasons[3]["payload"])
    assert (summary.args["reason"], summary.args["more_items"]) == ("changed_mind", 1)
    assert summary.args["refund"]["amount"] == 148.9
    assert customer.say(summary.messages[0]["buttons"][1]["payload"]).keys == ["utter_nothing_changed"]


def test_a_whole_order_goes_back_once(customer):
    customer.say("return order P-10469, ines.sousa@example.com, it doesn't fit")
    assert customer.say("yes").args["return_number"] == "R-10469"
    again = customer.say("start a return for P-10469")
    assert again.keys == ["utter_return_exists"]
    assert again.args["return_number"] == "R-10469"


@pytest.mark.parametrize("said", ["maybe", "I'm not sure", "yes, maybe", "hmm", "yes?", "the sky is blue"])
def test_what_is_neither_yes_nor_no_creates_nothing(customer, said):
    customer.say("return order P-10475, ben.okafor@example.com, it arrived broken")
    assert customer.say(said).keys == ["utter_ask_confirmation_again"]
    assert customer.say("no").keys == ["utter_nothing_changed"]


def test_the_order_may_be_corrected_at_the_summary(customer):
    customer.say(f"I want to return order P-10475, {ANNA}, it arrived broken")
    customer.say("ben.okafor@example.com P-10475")
    corrected = customer.say(f"sorry, it's P-10462 and {ANNA}")
    assert corrected.keys == ["utter_ask_return_confirmation"]
    assert corrected.args["order_number"] == "P-10462"


def test_an_order_may_be_taken_back_without_another_one(customer):
    customer.say("return order P-10475, ben.okafor@example.com, it arrived broken")
    assert customer.say("no, that's the wrong order").keys == ["utter_ask_order_number"]
    assert customer.say("P-10461").args["order_number"] == "P-10461"


def test_the_item_may_be_corrected_at_the_summary(customer):
    customer.say(f"return the floor lamp of P-10477, {ANNA}, it arrived broken")
    corrected = customer.say("no, the cushion cover")
    assert corrected.keys == ["utter_ask_return_confirmation"]
    assert corrected.args["first_item"] == "Linen cushion cover"
    assert customer.say("sorry, I mean the other one").args["first_item"] == "Aurora floor lamp"
    assert customer.say("not that item").keys == ["utter_ask_item"]


@pytest.mark.parametrize(
    ("number", "email", "key"),
    [
        ("P-10482", ANNA, "utter_return_not_delivered"),
        ("P-10451", "ben.okafor@example.com", "utter_return_too_late"),
        ("P-10456", "hugo.lefevre@example.com", "utter_return_cancelled_order"),
        ("P-10454", "diego.fernandez@example.com", "utter_return_exists"),
    ],
)
def test_what_cannot_be_returned_is_explained_at_once(customer, number, email, key):
    assert customer.say(f"I want to return order {number}, {email}").keys == [key]


def test_an_item_that_nobody_understands_ends_with_a_person(customer):
    customer.say(f"I want to return P-10477, {ANNA}")
    assert customer.say("blah").keys == ["utter_ask_item_again"]
    assert customer.say("dunno what to write").keys == ["utter_ask_item_again"]
    assert customer.say("blah blah").keys == ["utter_too_many_tries", "handoff"]


def test_the_shop_going_away_before_the_yes_creates_nothing_and_says_so(line, customer):
    customer.say("return order P-10455, ines.sousa@example.com, it arrived broken")
    line.shop.stop()
    try:
        assert customer.say("yes").keys == ["utter_shop_unavailable"]
    finally:
        line.shop.start()


def test_a_verified_customer_is_asked_for_the_number_alone(line):
    anna = Conversation(line, email=ANNA)
    anna.say("I want to return my floor lamp, it arrived broken")
    assert anna.say("P-10477").keys == ["utter_ask_return_confirmation"]
