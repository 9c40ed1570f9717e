"""Questions in between, changes of mind, and the way back to what was begun."""

from __future__ import annotations

import pytest

from tests.bot.platform import Conversation

ANNA = "anna.keller@example.com"
DIEGO = "diego.fernandez@example.com"

BEGINNINGS = [
    "where is my order?",
    "I want to return something",
    "I'd like to exchange an item",
    "I want to cancel my order",
    "change the delivery address of my order",
    "where is my refund",
    "there is a problem with my order",
    "I need an invoice",
    "I forgot my password",
]


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_every_flow_answers_a_question_in_between_and_goes_on(customer, beginning):
    question = customer.say(beginning).keys
    answer = customer.say("which payment methods do you accept?")
    assert answer.messages[0]["route"] == "knowledge"
    assert answer.keys == ["knowledge", *question]


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_every_flow_can_be_cancelled(customer, beginning):
    customer.say(beginning)
    assert customer.say("stop it please").keys == ["utter_cancelled"]
    assert customer.say("cancel").keys == ["utter_nothing_to_cancel"]


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_every_flow_gives_way_to_a_person(customer, beginning):
    customer.say(beginning)
    assert customer.say("I want to talk to a human").messages == [{"route": "handoff", "reason": "requested"}]


@pytest.mark.parametrize("beginning", BEGINNINGS[:-1])
def test_no_flow_tells_a_stranger_whether_an_order_exists(line, beginning):
    wrong_email, wrong_number = Conversation(line), Conversation(line)
    wrong_email.say(beginning)
    wrong_number.say(beginning)
    first = wrong_email.say("P-10477 mallory@example.com")
    second = wrong_number.say(f"P-99999 {ANNA}")
    assert first.messages == second.messages
    assert first.keys == ["utter_order_not_found"]


def test_the_tries_are_counted_across_flows(customer):
    customer.say("where is my order P-10477, mallory@example.com")
    customer.say("cancel")
    customer.say("I want to cancel order P-10477, mallory@example.com")
    customer.say("cancel")
    answer = customer.say("send me the invoice for P-10477, mallory@example.com")
    assert answer.keys == ["utter_too_many_tries", "handoff"]


def test_a_question_at_the_summary_changes_nothing(customer):
    customer.say("return order P-10475, ben.okafor@example.com, it arrived broken")
    answer = customer.say("how long do refunds take?")
    assert answer.messages[0]["topic"] == "refunds"
    assert answer.keys == ["knowledge", "utter_ask_return_confirmation"]
    assert customer.say("when are you open?").keys == ["utter_opening_hours", "utter_ask_return_confirmation"]


def test_a_digression_ends_with_the_offer_to_go_on_and_a_yes_resumes(customer):
    customer.say(f"I want to return the floor lamp of P-10477, {ANNA}, it arrived broken")
    aside = customer.say("where is my order P-10482?")
    assert aside.keys == ["utter_order_shipped", "utter_offer_resume"]
    assert aside.args == {"flow": "return"}
    back = customer.say("yes please")
    assert back.keys == ["utter_ask_return_confirmation"]
    assert back.args["order_number"] == "P-10477"
    assert (back.args["first_item"], back.args["reason"]) == ("Aurora floor lamp", "damaged")
    assert customer.say("no").keys == ["utter_nothing_changed"]


def test_a_no_to_the_offer_ends_it(customer):
    customer.say(f"I want to return the floor lamp of P-10477, {ANNA}")
    customer.say("where is my order P-10482?")
    assert customer.say("no thanks").keys == ["utter_okay"]
    assert customer.say("yes").keys == ["utter_what_next"]


def test_a_digression_of_several_turns_comes_back_too(customer):
    customer.say("I want to return something")
    assert customer.say("I forgot my password").keys == ["utter_ask_account_email"]
    assert customer.say(ANNA).keys == ["utter_reset_sent", "utter_offer_resume"]
    assert customer.say("yes").keys == ["utter_ask_order_number"]
    assert customer.say("P-10477").keys == ["utter_ask_item"]


def test_a_digression_that_is_cancelled_offers_the_way_back(customer):
    customer.say(f"cancel order P-10484, {DIEGO}")
    customer.say("I need an invoice for another order")
    assert customer.say("stop").keys == ["utter_cancelled", "utter_offer_resume"]
    assert customer.say("yes").keys == ["utter_ask_cancellation_confirmation"]


def test_a_question_before_the_answer_to_the_offer_repeats_it(customer):
    customer.say(f"I want to return the floor lamp of P-10477, {ANNA}")
    customer.say("where is my order P-10482?")
    assert customer.say("how much does shipping cost?").keys == ["knowledge", "utter_offer_resume"]
    assert customer.say("yes").keys == ["utter_ask_return_reason"]


def test_digressions_within_digressions_come_back_one_by_one(customer):
    customer.say(f"I want to return the floor lamp of P-10477, {ANNA}")
    customer.say(f"cancel order P-10484, {DIEGO}")
    aside = customer.say("where is my refund for P-10464?")
    assert aside.keys == ["utter_refund_paid", "utter_offer_resume"]
    assert aside.args == {"flow": "cancel_order"}
    assert customer.say("yes").keys == ["utter_ask_cancellation_confirmation"]
    declined = customer.say("no")
    assert declined.keys == ["utter_nothing_changed", "utter_offer_resume"]
    assert declined.args == {"flow": "return"}
    assert customer.say("yes").keys == ["utter_ask_return_reason"]


def test_a_flow_that_is_begun_again_goes_on_where_it_was(customer):
    customer.say(f"I want to return the floor lamp of P-10477, {ANNA}")
    customer.say("where is my order P-10482?")
    customer.say("no")
    customer.say(f"I want to return the floor lamp of P-10477, {ANNA}")
    customer.say("I forgot my password")
    assert customer.say("I want to return the lamp").keys == ["utter_ask_return_reason"]


def test_a_confirmed_yes_is_never_carried_over(customer):
    customer.say(f"cancel order P-10484, {DIEGO}")
    customer.say("where is my refund for P-10464?")
    customer.say("yes")
    assert customer.say("no").keys == ["utter_nothing_changed"]
    assert customer.say("where is my order P-10484?").keys == ["utter_order_processing"]


def test_wrong_tries_within_a_digression_end_with_a_person_and_no_offer(customer):
    customer.say(f"I want to return the floor lamp of P-10477, {ANNA}")
    customer.say("send me the invoice for P-10401")
    customer.say(f"P-10402 {ANNA}")
    assert customer.say(f"P-10403 {ANNA}").keys == ["utter_too_many_tries", "handoff"]
