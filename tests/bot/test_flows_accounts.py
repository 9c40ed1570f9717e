"""Refunds, invoices and passwords."""

from __future__ import annotations

import pytest

from tests.bot.platform import Conversation

ANNA = "anna.keller@example.com"


@pytest.mark.parametrize(
    ("number", "email", "key"),
    [
        ("P-10454", "diego.fernandez@example.com", "utter_refund_paid"),
        ("P-10459", "katarzyna.nowak@example.com", "utter_refund_processing"),
        ("P-10482", ANNA, "utter_refund_none"),
    ],
)
def test_a_refund_is_told_as_it_stands(customer, number, email, key):
    assert customer.say("where is my refund?").keys == ["utter_ask_order_number"]
    assert customer.say(f"{number} {email}").keys == [key]


def test_a_refund_of_a_return_that_is_on_its_way(customer):
    customer.say("return order P-10460, liam.murphy@example.com, it doesn't fit")
    customer.say("yes")
    waiting = customer.say("and where is my refund for P-10460?")
    assert waiting.keys == ["utter_refund_awaiting_parcel"]
    assert waiting.args["refund"] == {"amount": 129.0, "currency": "EUR"}


def test_an_invoice_is_sent_to_the_address_on_file(customer):
    customer.say("I lost my invoice")
    customer.say("P-10477")
    sent = customer.say(ANNA)
    assert sent.keys == ["utter_invoice_sent"]
    assert sent.args == {"invoice_number": "INV-10477", "order_number": "P-10477"}


@pytest.mark.parametrize(
    ("number", "email", "key"),
    [
        ("P-10491", "liam.murphy@example.com", "utter_invoice_not_shipped"),
        ("P-10464", "diego.fernandez@example.com", "utter_invoice_cancelled"),
    ],
)
def test_an_invoice_that_does_not_exist_is_explained(customer, number, email, key):
    assert customer.say(f"please send me the invoice for {number}, {email}").keys == [key]


def test_a_password_reset_says_the_same_for_every_address(line):
    known, stranger = Conversation(line), Conversation(line)
    assert known.say("I forgot my password").keys == ["utter_ask_account_email"]
    stranger.say("I forgot my password")
    first, second = known.say(ANNA), stranger.say("mallory@example.com")
    assert first.keys == second.keys == ["utter_reset_sent"]
    assert first.messages == second.messages


def test_password_resets_are_limited(customer):
    customer.say(f"reset my password, my mail is {ANNA}")
    customer.say("I need a new password")
    customer.say("reset my password please")
    assert customer.say("send me a new password").keys == ["utter_reset_limit"]


def test_a_verified_customer_is_not_asked_for_an_address(line):
    assert Conversation(line, email=ANNA).say("I forgot my password").keys == ["utter_reset_sent"]


def test_what_is_no_address_is_asked_again(customer):
    customer.say("I forgot my password")
    assert customer.say("anna at example").keys == ["utter_ask_email_again"]


def test_the_shop_being_away_is_said(customer, shop_is_away):
    assert customer.say(f"reset my password, {ANNA}").keys == ["utter_shop_unavailable"]
