from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from bot.components.nlg import KeyedResponses
from tests.bot.platform import ROOT


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "bot/domain"))


@pytest.fixture
def tracker(domain) -> DialogueStateTracker:
    message = UserUttered("how long is the warranty?", {"name": "ask_warranty", "confidence": 0.9})
    return DialogueStateTracker.from_events("c", [message], slots=domain.slots)


@pytest.fixture(scope="module")
def nlg(domain) -> KeyedResponses:
    return KeyedResponses(domain=domain)


async def reply(nlg, key, tracker, **kwargs):
    return (await nlg.generate(key, tracker, "gateway", **kwargs))["custom"]


async def test_a_script_is_its_key_with_keyed_buttons(nlg, tracker):
    given = await reply(nlg, "utter_greet", tracker, domain_responses={})
    assert (given["route"], given["key"], given["args"]) == ("script", "utter_greet", {})
    assert given["buttons"][0] == {
        "key": "button_order_status",
        "title": "button_order_status",
        "payload": "/order_status",
    }


async def test_what_the_action_server_sends_along_becomes_arguments(nlg, tracker):
    sent = {"text": None, "custom": {}, "elements": [], "image": None, "template": "utter_x"}
    buttons = [{"title": "button_cancel", "payload": "/cancel"}]
    given = await reply(nlg, "utter_order_delayed", tracker, eta="2026-11-25", buttons=buttons, **sent)
    assert given["args"] == {"eta": "2026-11-25"}
    assert [button["key"] for button in given["buttons"]] == ["button_cancel"]


async def test_cards_are_passed_on(nlg, tracker):
    cards = [{"title": {"key": "card_order", "args": {"order_number": "P-1"}}, "text": None, "buttons": []}]
    assert (await reply(nlg, "utter_order_delayed", tracker, cards=cards))["cards"] == cards
    assert "cards" not in await reply(nlg, "utter_order_delayed", tracker, cards=None)


async def test_a_question_is_passed_on_in_the_customers_words(nlg, tracker):
    tracker.update(SlotSet("topic", "warranty"))
    assert await reply(nlg, "utter_knowledge", tracker) == {
        "route": "knowledge",
        "query": "how long is the warranty?",
        "topic": "warranty",
    }


async def test_a_handoff_names_its_reason(nlg, tracker):
    assert (await reply(nlg, "utter_handoff", tracker, reason="too_many_tries"))["reason"] == "too_many_tries"
    tracker.update(SlotSet("handoff_reason", "legal"))
    assert await reply(nlg, "utter_handoff", tracker) == {"route": "handoff", "reason": "legal"}


async def test_an_utterance_without_a_fitting_variation_is_an_error(tracker):
    conditional = [{"condition": [{"type": "slot", "name": "topic", "value": "x"}], "custom": {}}]
    nlg = KeyedResponses()
    nlg.responses = {"utter_greet": conditional}
    with pytest.raises(RasaException, match="utter_greet"):
        await reply(nlg, "utter_greet", tracker)


async def test_what_is_meant_is_asked_with_a_button_for_each_choice(nlg, tracker):
    tracker.update(SlotSet("choices", ["order_status", "ask_returns"]))
    given = await reply(nlg, "utter_did_you_mean", tracker)
    assert [(button["key"], button["payload"]) for button in given["buttons"]] == [
        ("choice_order_status", "/order_status"),
        ("choice_ask_returns", "/ask_returns"),
        ("button_none_of_these", "/deny"),
    ]


async def test_a_choice_asks_the_documents_in_the_words_before_it(nlg, tracker):
    tracker.update(UserUttered("/ask_warranty", {"name": "ask_warranty", "confidence": 1.0}))
    assert (await reply(nlg, "utter_knowledge", tracker))["query"] == "how long is the warranty?"
