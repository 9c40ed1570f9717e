"""Parcels that did not come, came late, broken, incomplete or wrong."""

from __future__ import annotations

import pytest

ANNA = "anna.keller@example.com"
DIEGO = "diego.fernandez@example.com"
CARLA = "carla.rossi@example.com"


def test_a_problem_from_start_to_end(customer):
    customer.say("there is a problem with my order")
    customer.say("P-10472")
    question = customer.say(DIEGO)
    assert question.keys == ["utter_ask_problem_kind"]
    kinds = [button["key"] for button in question.messages[0]["buttons"][:5]]
    assert kinds[0] == "button_problem_not_arrived"
    summary = customer.say("it never arrived")
    assert summary.keys == ["utter_ask_claim_confirmation"]
    assert summary.args == {"order_number": "P-10472", "kind": "not_arrived", "item": "none"}
    opened = customer.say("yes")
    assert opened.keys == ["utter_claim_opened"]
    assert (opened.args["claim_number"], opened.args["days"]) == ("C-10472-N", 5)
    again = customer.say("I want to report a lost parcel, P-10472")
    assert again.keys == ["utter_claim_exists"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("the cushion cover of my order arrived damaged", "damaged"),
        ("the cushion cover is missing from my parcel", "incomplete"),
        ("you sent me the wrong cushion, wrong item", "wrong_item"),
    ],
)
def test_what_happened_is_understood_from_the_first_message(customer, said, kind):
    customer.say(said)
    summary = customer.say(f"P-10477 {ANNA}")
    assert summary.keys == ["utter_ask_claim_confirmation"]
    assert (summary.args["kind"], summary.args["item"]) == (kind, "Linen cushion cover")
    assert customer.say("no").keys == ["utter_nothing_changed"]


def test_a_problem_by_its_buttons(customer):
    customer.say("/report_problem")
    question = customer.say(f"P-10477 {ANNA}")
    damaged = question.messages[0]["buttons"][2]["payload"]
    assert customer.say(damaged).keys == ["utter_ask_item"]
    assert customer.say("all of it").args["item"] == "none"


def test_the_kind_may_be_corrected_at_the_summary(customer):
    customer.say("the cushion cover arrived damaged")
    customer.say(f"P-10477 {ANNA}")
    corrected = customer.say("sorry, I mean it is missing from the parcel")
    assert corrected.keys == ["utter_ask_claim_confirmation"]
    assert corrected.args["kind"] == "incomplete"


def test_a_parcel_that_is_not_due_is_explained(customer):
    customer.say("I want to report a missing parcel")
    assert customer.say(f"P-10482 {ANNA}").keys == ["utter_problem_not_due"]


def test_what_the_rules_do_not_cover_goes_to_a_person(customer):
    customer.say("my chair arrived broken")
    answer = customer.say(f"P-10452 {CARLA}")
    assert answer.keys == ["utter_problem_for_a_person", "handoff"]
    assert answer.messages[-1]["reason"] == "delivery_problem"


def test_a_kind_that_nobody_understands_ends_with_a_person(customer):
    customer.say("there is a problem with my order")
    customer.say(f"P-10477 {ANNA}")
    assert customer.say("hmm").keys == ["utter_ask_problem_kind_again"]
    customer.say("blah")
    assert customer.say("blah blah").keys == ["utter_too_many_tries", "handoff"]
