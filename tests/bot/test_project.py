"""The Rasa project as a whole: valid data, and rules that agree with the topics."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml
from rasa.shared.core.domain import Domain

from bot.evaluation.routing import cases
from policies.decisions import HANDOFF, KNOWLEDGE, OUT_OF_SCOPE, Topics
from policies.signs import words_of
from tests.bot.platform import ROOT, catalogue, environment
from tests.bot.test_nlu import training_examples


def test_the_training_data_is_valid_without_a_warning():
    command = [
        "data",
        "validate",
        "--config",
        "bot/config.yml",
        "--domain",
        "bot/domain",
        "--data",
        "bot/data",
    ]
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-m", "rasa", *command, "--fail-on-warnings"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert "UserWarning" not in done.stdout + done.stderr


@pytest.fixture(scope="module")
def rules() -> dict[str, str]:
    """Intent to the action that its rule runs outside any form."""
    actions: dict[str, str] = {}
    for file in (ROOT / "bot/data/rules").glob("*.yml"):
        for rule in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]:
            first, second = rule["steps"][0], rule["steps"][1]
            if "condition" in rule or "action" in first:
                continue
            for step in first.get("or", [first]):
                actions[step["intent"]] = second["action"]
    return actions


def test_the_rules_say_what_the_topics_say(rules):
    topics = Topics.load()
    expected = dict(topics.flows)
    for intent, topic in topics.by_intent.items():
        expected[intent] = {"grounded": KNOWLEDGE, "handoff": HANDOFF}.get(topic.mode) or topic.action
    assert {intent: rules[intent] for intent in expected} == expected
    assert rules["out_of_scope"] == OUT_OF_SCOPE


def test_every_intent_has_a_topic_or_a_flow():
    topics = Topics.load()
    domain = Domain.load(str(ROOT / "bot/domain"))
    decided = set(topics.by_intent) | set(topics.flows) | {"cancel", "out_of_scope"}
    known = {intent for intent in domain.intents if intent not in ("nlu_fallback", "restart", "back")}
    assert known - {"session_start"} == decided


def test_every_response_of_the_domain_has_words():
    words = catalogue()
    domain = Domain.load(str(ROOT / "bot/domain"))
    routed = {"utter_knowledge", "utter_handoff"}
    scripted = [name for name in domain.responses if name not in routed]
    assert [name for name in scripted if name.replace("_", "-") not in words] == []


def test_every_choice_is_an_intent_with_words():
    choices = Topics.load().choices
    assert choices <= set(Domain.load(str(ROOT / "bot/domain")).intents)
    words = catalogue()
    assert [intent for intent in choices if f"choice-{intent}".replace("_", "-") not in words] == []


def test_every_reason_of_a_handoff_has_words_in_the_operators_note():
    topics = Topics.load()
    reasons = {topic.reason for topic in topics.by_intent.values() if topic.mode == "handoff"}
    reasons |= set(words_of("en")["signs"]) | {"asked_twice", "not_understood"}
    notices = (ROOT / "serving/translation/catalogue/en/notices.ftl").read_text(encoding="utf-8")
    assert [reason for reason in reasons if f"[{reason}] " not in notices] == []


def test_the_messages_that_routing_is_evaluated_on_are_many_and_not_trained_on():
    said = [case.text.lower() for case in cases(ROOT / "samples/evaluation/routing.yml")]
    assert len(said) >= 300
    known = {text.lower() for texts in training_examples().values() for text in texts}
    assert known.isdisjoint(said)
