"""Whole conversations through the channel, the real Rasa, its actions, Redis and the shop."""

from __future__ import annotations

import re

import pytest

from tests.bot.platform import Conversation

ANNA = "anna.keller@example.com"


def test_a_greeting_offers_what_the_bot_can_do(customer):
    answer = customer.say("hi")
    assert answer.keys == ["utter_greet"]
    assert [button["payload"] for button in answer.messages[0]["buttons"]] == [
        "/order_status",
        "/start_return",
        "/talk_to_human",
    ]


def test_opening_hours_come_from_the_shop(customer):
    answer = customer.say("what are your opening hours?")
    assert answer.keys == ["utter_opening_hours"]
    assert answer.args["weekday_opens"] == "09:00"
    assert answer.args["saturday_closes"] == "14:00"


def test_opening_hours_with_the_shop_away_say_so(customer, shop_is_away):
    assert customer.say("opening hours").keys == ["utter_opening_hours_unavailable"]


def test_order_status_asks_for_number_and_email(customer):
    assert customer.say("where is my order?").keys == ["utter_ask_order_number"]
    assert customer.say("P-10482").keys == ["utter_ask_email"]
    answer = customer.say(ANNA)
    assert answer.keys == ["utter_order_shipped"]
    assert answer.args["carrier"] == "DHL"
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", answer.args["eta"])
    [card] = answer.messages[0]["cards"]
    assert card["title"] == {"key": "card_order", "args": {"order_number": "P-10482"}}
    assert [thing["name"] for thing in card["text"]["args"]["items"]]
    assert [button["payload"] for button in card["buttons"]] == ["/report_problem"]
    assert customer.say("thanks").keys == ["utter_welcome"]


@pytest.mark.parametrize("said", ["p10482", "#10482", "10482", "it's P 10482", "number is # P-10482 ok?"])
def test_an_order_number_may_be_written_in_many_ways(customer, said):
    customer.say("order status")
    assert customer.say(said).trace["slots_set"]["order_number"] == "P-10482"


def test_number_and_email_in_one_message_skip_the_questions(customer):
    answer = customer.say(f"where is order P-10482? I ordered with {ANNA}")
    assert answer.keys == ["utter_order_shipped"]
    assert answer.trace["actions"] == ["order_status_form", "utter_order_shipped"]


def test_a_number_alone_begins_the_lookup(customer):
    assert customer.say("P-10482").keys == ["utter_ask_email"]


@pytest.mark.parametrize(
    ("number", "email", "key"),
    [
        ("P-10488", "greta.olsen@example.com", "utter_order_processing"),
        ("P-10465", "elif.yilmaz@example.com", "utter_order_delayed"),
        ("P-10472", "diego.fernandez@example.com", "utter_order_overdue"),
        ("P-10477", ANNA, "utter_order_delivered"),
        ("P-10464", "diego.fernandez@example.com", "utter_order_cancelled"),
        ("P-10459", "katarzyna.nowak@example.com", "utter_order_returned"),
    ],
)
def test_each_state_of_an_order_has_its_answer(customer, number, email, key):
    assert customer.say(f"status of {number}, {email}").keys == [key]


def test_a_verified_identity_is_not_asked_for_its_email(line):
    assert Conversation(line, email=ANNA).say("where is order P-10482").keys == ["utter_order_shipped"]


def test_an_unverified_identity_is_asked(line):
    customer = Conversation(line)
    request = customer.request("where is order P-10482")
    request["metadata"]["identity"] = {"verified": False, "email": ANNA, "name": None}
    assert line.post(request).json()["messages"][0]["key"] == "utter_ask_email"


def test_a_stranger_learns_nothing_and_is_stopped_after_three_tries(customer):
    customer.say("order status")
    customer.say("P-10482")
    wrong_email = customer.say("mallory@example.com")
    assert wrong_email.keys == ["utter_order_not_found"]
    wrong_number = customer.say("P-99999 mallory@example.com")
    assert wrong_number.keys == ["utter_order_not_found"]
    assert wrong_number.args == {"tries_left": 1}
    assert customer.say("P-10477 mallory@example.com").keys == ["utter_too_many_tries", "handoff"]
    assert customer.say(f"order status P-10482 {ANNA}").messages[-1] == {
        "route": "handoff",
        "reason": "too_many_tries",
    }


def test_the_tries_cannot_be_reset_by_a_command(customer):
    for number in ("P-10401", "P-10402", "P-10403"):
        customer.say(f"order status {number} mallory@example.com")
    customer.say("/restart")
    assert customer.say(f"order status P-10482 {ANNA}").keys == ["utter_too_many_tries", "handoff"]


def test_answers_that_hold_no_number_are_helped_then_handed_over(customer):
    customer.say("where is my order")
    assert customer.say("no idea").keys == ["utter_ask_order_number_again"]
    assert customer.say("hmm").keys == ["utter_ask_order_number_again"]
    assert customer.say("hmm").keys == ["utter_too_many_tries", "handoff"]


def test_the_shop_being_away_is_said_and_a_person_is_offered(customer, shop_is_away):
    answer = customer.say(f"order status P-10482 {ANNA}")
    assert answer.keys == ["utter_shop_unavailable"]
    assert answer.messages[0]["buttons"][0]["key"] == "button_talk_to_human"
    assert customer.say("yes please").messages == [{"route": "handoff", "reason": "requested"}]


def test_another_order_is_asked_for_again(customer):
    customer.say(f"order status P-10482 {ANNA}")
    assert customer.say("where is my order?").keys == ["utter_order_shipped"]
    assert customer.say("check another order").keys == ["utter_ask_order_number"]


def test_a_person_is_called_when_asked_for_even_in_a_form(customer):
    customer.say("where is my order?")
    answer = customer.say("I want to talk to a human")
    assert answer.messages == [{"route": "handoff", "reason": "requested"}]
    assert answer.trace["policy"] == "RoutingPolicy"
    assert "asked for a person" in answer.trace["reason"]
    assert customer.say("hi").keys == ["utter_greet"]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("the lamp started smoking when I plugged it in", "safety"),
        ("my lawyer will write to you", "legal"),
        ("this is ridiculous, you idiots", "anger"),
        ("I want to make a complaint", "complaint"),
    ],
)
def test_serious_matters_go_to_a_person(customer, said, reason):
    assert customer.say(said).messages == [{"route": "handoff", "reason": reason}]


def test_the_second_failure_in_a_row_hands_over(customer):
    assert customer.say("what's the capital of Australia").keys == ["utter_out_of_scope"]
    answer = customer.say("who won the football match last night")
    assert answer.messages == [{"route": "handoff", "reason": "not_understood"}]


def test_a_failure_is_forgotten_after_a_turn_that_went_well(customer):
    customer.say("what's the capital of Australia")
    customer.say("hi")
    assert customer.say("who won the football match last night").keys == ["utter_out_of_scope"]


def test_a_yes_to_the_platforms_own_offer_calls_a_person(line, customer):
    customer.say("do your lamps attract moths?")
    line.append(
        customer.id,
        {"event": "bot", "text": "I found nothing.", "metadata": {"utter_action": "utter_no_answer"}},
    )
    assert customer.say("yes").messages == [{"route": "handoff", "reason": "requested"}]


def test_after_a_restart_the_bot_knows_nothing_of_before(line, customer):
    customer.say(f"order status P-10482 {ANNA}")
    line.append(customer.id, {"event": "restart"})
    assert customer.say("where is my order?").keys == ["utter_ask_order_number"]
