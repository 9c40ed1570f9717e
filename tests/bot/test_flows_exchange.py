"""Another colour or size, out of what the shop has in stock."""

from __future__ import annotations

import httpx
import pytest

ANNA = "anna.keller@example.com"
BEN = "ben.okafor@example.com"
FARID = "farid.haddad@example.com"


def test_an_exchange_from_start_to_end(customer):
    customer.say("I'd like to exchange an item")
    customer.say("P-10467")
    question = customer.say("greta.olsen@example.com")
    assert question.keys == ["utter_ask_variant"]
    assert question.args == {"item": "Dot table lamp (red)", "options": "blue; green"}
    summary = customer.say("blue please")
    assert summary.keys == ["utter_ask_exchange_confirmation"]
    assert summary.args["wanted"] == "blue"
    done = customer.say("yes")
    assert done.keys == ["utter_exchange_created"]
    assert (done.args["exchange_number"], done.args["wanted"]) == ("X-10467-1", "blue")
    assert customer.say("exchange P-10467 please").keys == ["utter_exchange_exists"]


def test_what_was_named_at_the_start_is_not_asked_for(customer):
    summary = customer.say(f"swap the cushion cover of P-10477 for the blue one, {ANNA}")
    assert summary.keys == ["utter_ask_exchange_confirmation"]
    assert summary.args == {
        "order_number": "P-10477",
        "item": "Linen cushion cover (grey)",
        "wanted": "blue",
    }


def test_what_was_named_before_the_order_is_remembered(customer):
    customer.say("I want to exchange my cushion for a blue one")
    customer.say("P-10477")
    assert customer.say(ANNA).args["wanted"] == "blue"


def test_a_colour_that_is_sold_out_is_said_and_another_one_taken(customer):
    customer.say(f"I want to exchange the cushion cover of P-10477, {ANNA}")
    sold_out = customer.say("the red one")
    assert sold_out.keys == ["utter_ask_variant_again"]
    assert sold_out.args["options"] == "blue; sand"
    assert customer.say("no, the blue one").args["wanted"] == "blue"


def test_the_colour_may_be_corrected_at_the_summary(customer):
    customer.say(f"exchange the cushion cover of P-10477 for a blue one, {ANNA}")
    corrected = customer.say("no, the sand one")
    assert corrected.keys == ["utter_ask_exchange_confirmation"]
    assert corrected.args["wanted"] == "sand"
    assert customer.say("sorry, not the sand one, the blue one").args["wanted"] == "blue"
    assert customer.say("not that one").keys == ["utter_ask_variant"]
    assert customer.say("sand").args["wanted"] == "sand"
    assert customer.say("no").keys == ["utter_nothing_changed"]


def test_a_yes_with_a_correction_is_no_yes(customer):
    customer.say(f"exchange the cushion cover of P-10477 for a blue one, {ANNA}")
    assert customer.say("yes, but the sand one").keys == ["utter_ask_exchange_confirmation"]


def test_a_size_keeps_the_colour(customer):
    customer.say(f"I want to exchange P-10466, {FARID}")
    assert customer.say("it's too small, I want the larger one").args["wanted"] == "blue, large"


def test_the_only_other_variant_is_offered_at_once(customer):
    assert customer.say("exchange P-10475, ben.okafor@example.com").args["wanted"] == "large"


@pytest.mark.parametrize(
    ("number", "email", "key"),
    [
        ("P-10482", ANNA, "utter_exchange_not_delivered"),
        ("P-10451", "ben.okafor@example.com", "utter_exchange_too_late"),
        ("P-10456", "hugo.lefevre@example.com", "utter_return_cancelled_order"),
        ("P-10454", "diego.fernandez@example.com", "utter_return_exists"),
    ],
)
def test_what_cannot_be_exchanged_is_explained_at_once(customer, number, email, key):
    assert customer.say(f"I want to exchange order {number}, {email}").keys == [key]


def test_an_item_without_another_variant_is_explained(customer):
    customer.say("I want to exchange something from P-10458, jonas.weber@example.com")
    answer = customer.say("the dining table")
    assert answer.keys == ["utter_exchange_no_variant"]
    assert answer.messages[0]["buttons"][0]["payload"] == "/start_return"


def test_what_becomes_impossible_before_the_yes_is_said(line, customer):
    assert customer.say(f"exchange P-10461 for the pink one, {BEN}").args["wanted"] == "pink"
    wanted = {"order_number": "P-10461", "email": BEN, "reason": "other"}
    url = f"http://127.0.0.1:{line.shop.port}/api/returns"
    httpx.post(url, json=wanted, headers=line.shop_headers, timeout=10).raise_for_status()
    assert customer.say("yes").keys == ["utter_exchange_no_variant"]
