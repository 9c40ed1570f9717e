"""Script, documents or person: the decision alone, without Rasa."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.locales import native_locales
from policies.decisions import InvalidTopics, Situation, Topics, decide
from policies.signs import sign

TOPICS = Topics.load()


def deciding(text: str, *ranking: tuple[str, float], **situation: Any):
    return decide(Situation(text, ranking, **situation), TOPICS)


def test_a_strict_topic_says_its_approved_text():
    decision = deciding("hi", ("greet", 0.9))
    assert (decision.action, decision.topic) == ("utter_greet", "smalltalk.greet")


def test_a_flow_is_left_to_the_rules():
    assert deciding("where is my order", ("order_status", 0.9), ("ask_shipping", 0.05)) is None


def test_a_grounded_topic_asks_the_documents():
    decision = deciding("how long does shipping take", ("ask_shipping", 0.9))
    assert (decision.action, decision.topic) == ("utter_knowledge", "shipping")


def test_topics_that_share_the_question_add_up():
    decision = deciding("is a return free", ("ask_returns", 0.42), ("ask_refunds", 0.25), ("greet", 0.2))
    assert (decision.action, decision.topic) == ("utter_knowledge", "returns")


def test_a_little_of_every_topic_is_no_question_to_the_documents():
    spread = [(f"ask_{topic}", 0.2) for topic in ("product", "payment", "privacy", "returns")]
    assert deciding("zxcv zxcv", *spread).action == "utter_did_you_mean"
    assert deciding("zxcv zxcv?", *spread).action == "utter_knowledge"


def test_an_unclear_question_is_tried_on_the_documents_without_a_topic():
    decision = deciding("does it swivel?", ("greet", 0.3), ("ask_product", 0.27))
    assert (decision.action, decision.topic) == ("utter_knowledge", None)


def test_an_unclear_question_beyond_the_scripts_is_tried_on_the_documents_too():
    decision = deciding("can i bring my dog?", ("out_of_scope", 0.3), ("greet", 0.2), ("ask_company", 0.15))
    assert (decision.action, decision.topic) == ("utter_knowledge", None)


@pytest.mark.parametrize(
    "ranking",
    [
        [("order_status", 0.4), ("start_return", 0.1)],
        [("order_status", 0.5), ("affirm", 0.45)],
        [],
    ],
    ids=["too weak", "too close to nothing to choose", "nothing at all"],
)
def test_what_is_not_clear_and_leaves_no_choice_is_not_understood(ranking):
    assert deciding("blurb", *ranking).action == "utter_not_understood"


@pytest.mark.parametrize("text", ["??", " ?!", "...", "¿?", "؟"])
def test_marks_without_a_word_are_asked_back_about_whatever_they_resemble(text):
    assert deciding(text, ("affirm", 0.9)).action == "utter_not_understood"
    again = deciding(text, ("affirm", 0.9), last_failure="utter_not_understood")
    assert (again.action, again.handoff_reason) == ("utter_handoff", "not_understood")
    assert deciding(text, ("inform", 0.9), active_form="return_form", requested_slot="order_number") is None


@pytest.mark.parametrize("text", ["", ":)", "👍", "?a"])
def test_what_is_more_than_marks_is_left_to_its_intent(text):
    assert deciding(text, ("greet", 0.9)).action == "utter_greet"


def test_rivals_that_would_do_the_same_are_no_rivals():
    number = frozenset({"order_number"})
    assert deciding("P-10482", ("inform", 0.5), ("order_status", 0.45), entities=number) is None


def test_a_bare_answer_to_nothing_is_taken_for_what_else_it_may_mean():
    ranking = [("inform", 0.5), ("ask_product", 0.3), ("greet", 0.1)]
    assert deciding("the oak one", *ranking).action == "utter_knowledge"
    assert deciding("oak", ("inform", 0.9), ("ask_product", 0.1)).action == "utter_not_understood"


def test_a_bare_answer_that_may_begin_a_flow_begins_that_one():
    decision = deciding("wrong street, its 14", ("inform", 0.5), ("start_return", 0.49))
    assert decision.action == "return_form"


def test_an_unclear_question_is_asked_back_where_a_flow_is_as_likely():
    ranking = [("start_return", 0.4), ("ask_returns", 0.42), ("order_status", 0.13)]
    assert deciding("could I send it back?", *ranking).action == "utter_did_you_mean"


UNCLEAR = [("order_status", 0.3), ("start_return", 0.25), ("ask_returns", 0.15), ("ask_refunds", 0.14)]


def test_what_is_unclear_between_few_things_is_asked_back():
    decision = deciding("about the lamp", *UNCLEAR)
    assert decision.action == "utter_did_you_mean"
    assert decision.choices == ("order_status", "start_return", "ask_returns")


def test_what_runs_the_same_flow_is_one_choice():
    decision = deciding(
        "lamp", ("order_status", 0.3), ("inform", 0.2), ("start_return", 0.2), ("affirm", 0.2)
    )
    assert decision.choices == ("order_status", "start_return")


def test_after_the_choices_comes_a_request_to_rephrase_then_a_person():
    again = deciding("the lamp", *UNCLEAR, last_failure="utter_did_you_mean")
    assert (again.action, again.choices) == ("utter_not_understood", ())
    at_last = deciding("the lamp", *UNCLEAR, last_failure="utter_not_understood")
    assert (at_last.action, at_last.handoff_reason) == ("utter_handoff", "not_understood")


@pytest.mark.parametrize("intent", ["affirm", "deny"])
def test_a_plain_yes_or_no_takes_none_of_the_choices(intent):
    decision = deciding("hm", (intent, 0.9), last_failure="utter_did_you_mean")
    assert decision.action == "utter_not_understood"


@pytest.mark.parametrize("failure", ["utter_not_understood", "utter_out_of_scope"])
@pytest.mark.parametrize("intent", ["out_of_scope", "greet"])
def test_a_second_failure_in_a_row_calls_a_person(intent, failure):
    decision = deciding("blurb", (intent, 0.9 if intent == "out_of_scope" else 0.2), last_failure=failure)
    assert (decision.action, decision.handoff_reason) == ("utter_handoff", "not_understood")


def test_the_same_question_again_calls_a_person():
    earlier = ["and to france?", "how long does shipping take?"]
    again = deciding("i asked how LONG shipping takes", ("ask_shipping", 0.9), answered=earlier)
    assert (again.action, again.handoff_reason) == ("utter_handoff", "asked_twice")
    other = deciding("how much does shipping cost?", ("ask_shipping", 0.9), answered=earlier)
    assert other.action == "utter_knowledge"


def test_a_customer_who_got_no_answer_may_say_so():
    said = deciding("that's not what I asked", ("vent_anger", 0.3), just_answered=True)
    assert (said.action, said.handoff_reason) == ("utter_handoff", "asked_twice")
    assert deciding("that's not what I asked", ("deny", 0.3)).handoff_reason is None


def test_a_person_asked_for_again_is_asked_for_twice():
    first = deciding("agent", ("talk_to_human", 0.9))
    second = deciding("agent", ("talk_to_human", 0.9), requested_before=True)
    assert (first.handoff_reason, second.handoff_reason) == ("requested", "asked_twice")


@pytest.mark.parametrize(
    ("intent", "reason"),
    [
        ("report_danger", "safety"),
        ("threaten_legal", "legal"),
        ("vent_anger", "anger"),
        ("complain", "complaint"),
        ("talk_to_human", "requested"),
    ],
)
@pytest.mark.parametrize("form", [None, "order_status_form"])
def test_what_a_person_must_see_is_handed_over_from_anywhere(intent, reason, form):
    decision = deciding("x", (intent, 0.8), active_form=form, requested_slot="order_number" if form else None)
    assert (decision.action, decision.handoff_reason, decision.leaves_form) == ("utter_handoff", reason, True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("the lamp caught fire", "safety"),
        ("I got an electric shock from the switch", "safety"),
        ("there is smoke coming from the socket", "safety"),
        ("it smells of burning", "safety"),
        ("my daughter was injured", "safety"),
        ("you will hear from my lawyer", "legal"),
        ("I will take you to court", "legal"),
        ("I'm calling the consumer protection office", "legal"),
        ("this is outrageous", "anger"),
        ("what the fuck", "anger"),
        ("stupid bot", "anger"),
    ],
)
def test_signs_call_a_person_whatever_the_intent(text, reason):
    decision = deciding(text, ("ask_product", 0.99))
    assert (decision.action, decision.handoff_reason) == ("utter_handoff", reason)


@pytest.mark.parametrize(
    "text",
    [
        "do you have the lamp in smoke grey?",
        "what does the legal warranty cover?",
        "is the fire place tool set in stock?",
        "how long does a candle burn?",
        "can I sue the voucher twice?",
        "does the bulb get hot?",
        "I need a court shoe rack",
        "is it a spark plug?",
    ],
)
def test_harmless_words_are_no_signs(text):
    assert sign(text, "en") is None


@pytest.mark.parametrize("text", ["😡", "😡😡😡!!", " 😠", "still nothing 🤬"])
def test_an_angry_face_is_a_sign_of_anger_in_every_language(text):
    assert {sign(text, locale) for locale in native_locales()} == {"anger"}


@pytest.mark.parametrize("text", ["where is it 😡", "🙂", "👎"])
def test_other_faces_and_faces_beside_words_are_no_signs(text):
    assert sign(text, "en") is None


def test_a_request_for_a_person_leaves_the_form():
    decision = deciding("agent", ("talk_to_human", 0.9), active_form="return_form", requested_slot="email")
    assert (decision.handoff_reason, decision.leaves_form) == ("requested", True)


IN_STATUS = {"active_form": "order_status_form", "requested_slot": "order_number"}
NUMBER = frozenset({"order_number"})
IN_REASON = {"active_form": "return_form", "requested_slot": "return_reason"}


def test_the_product_that_was_asked_for_belongs_to_the_form_and_a_question_about_it_to_the_documents():
    asked = {"active_form": "exchange_form", "requested_slot": "item", "entities": frozenset({"product"})}
    assert deciding("the dining table", ("ask_product", 0.9), **asked) is None
    decision = deciding("what is the dining table made of?", ("ask_product", 0.9), **asked)
    assert decision.action == "utter_knowledge"


def test_an_answer_belongs_to_the_form():
    assert deciding("P-10482", ("ask_invoice", 0.8), form_entities=NUMBER, **IN_STATUS) is None
    assert deciding("P-10482", ("start_return", 0.8), form_entities=NUMBER, **IN_STATUS) is None


def test_a_value_that_was_not_asked_for_may_belong_to_another_flow():
    asked = {"active_form": "return_form", "requested_slot": "confirmed", "form_entities": NUMBER}
    decision = deciding("where is P-10482?", ("order_status", 0.9), **asked)
    assert (decision.action, decision.leaves_form) == ("order_status_form", True)
    assert deciding("sorry, it's P-10482", ("inform", 0.9), **asked) is None
    assert deciding("order P-10482", ("order_status", 0.5), **asked) is None
    assert deciding("yes", ("affirm", 0.9), **IN_STATUS) is None


def test_a_clear_question_is_answered_and_the_form_stays():
    decision = deciding("how long is the warranty?", ("ask_warranty", 0.9), **IN_STATUS)
    assert (decision.action, decision.leaves_form) == ("utter_knowledge", False)


def test_a_vague_one_stays_with_the_form():
    assert deciding("the invoice one", ("ask_invoice", 0.4), ("inform", 0.3), **IN_STATUS) is None


def test_a_reason_in_free_words_is_not_taken_for_a_question():
    assert deciding("the switch is faulty", ("ask_warranty", 0.9), **IN_REASON) is None
    assert deciding("is that covered?", ("ask_warranty", 0.9), **IN_REASON).action == "utter_knowledge"


def test_a_reason_may_sound_like_another_flow_but_not_like_every_one():
    assert deciding("it never came", ("order_status", 0.9), **IN_REASON) is None
    assert deciding("it arrived broken", ("report_problem", 0.9), **IN_REASON) is None
    assert deciding("I forgot my password", ("reset_password", 0.9), **IN_REASON).leaves_form
    assert deciding("I forgot my password", ("reset_password", 0.5), **IN_REASON) is None


def test_approved_text_may_interrupt_a_form():
    decision = deciding("when are you open", ("opening_hours", 0.9), **IN_STATUS)
    assert (decision.action, decision.leaves_form) == ("action_opening_hours", False)


def test_cancel_is_left_to_the_form_and_said_without_one():
    assert deciding("stop", ("cancel", 0.8), **IN_STATUS) is None
    assert deciding("stop", ("cancel", 0.8), **IN_REASON) is None
    assert deciding("stop", ("cancel", 0.8)).action == "utter_nothing_to_cancel"


def test_another_flow_may_take_over():
    decision = deciding("I want to return it", ("start_return", 0.9), **IN_STATUS)
    assert (decision.action, decision.leaves_form) == ("return_form", True)


def test_matters_for_a_person_add_up_whichever_they_are():
    ranking = [("out_of_scope", 0.35), ("complain", 0.3), ("vent_anger", 0.2), ("greet", 0.15)]
    assert deciding("two months of excuses", *ranking).handoff_reason == "complaint"


def test_a_yes_to_an_offered_person_is_a_request():
    offered = deciding("yes", ("affirm", 0.9), last_utterance="utter_out_of_scope")
    assert offered.handoff_reason == "requested"
    assert deciding("yes", ("affirm", 0.9), last_utterance="utter_greet").action == "utter_what_next"


@pytest.mark.parametrize(
    ("topic", "complaint"),
    [
        ("{mode: loose, intents: [a]}", "mode is 'loose'"),
        ("{mode: strict, intents: [a]}", "needs an `action`"),
        ("{mode: grounded, intents: [order_status]}", "two topics or a topic and a flow"),
    ],
)
def test_topics_that_cannot_be_are_refused(tmp_path: Path, topic, complaint):
    file = tmp_path / "topics.yml"
    file.write_text(
        f"topics: {{t: {topic}}}\nflows: {{order_status: f}}\nform_answers: []\n"
        "free_text_slots: {}\nonly_with: {}\n"
        "offers_a_person: []\nchoices: []\nthresholds: {}\n"
    )
    with pytest.raises(InvalidTopics, match=complaint):
        Topics.load(file)
