"""The Rasa project as a whole: valid data, and rules that agree with the topics."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from rasa.shared.core.domain import Domain

from bot.evaluation.routing import cases, in_locale
from bot.locales import folded, language, native_locales, words_of
from policies import signs
from policies.decisions import HANDOFF, KNOWLEDGE, OUT_OF_SCOPE, Topics
from tests.bot.platform import ROOT, catalogue, environment
from tests.bot.test_nlu import training_examples

ROUTING = ROOT / "samples/evaluation/routing.yml"


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
    reasons |= set(signs.words_of("en")["signs"]) | {"asked_twice", "not_understood"}
    notices = (ROOT / "serving/translation/catalogue/en/notices.ftl").read_text(encoding="utf-8")
    assert [reason for reason in reasons if f"[{reason}] " not in notices] == []


@pytest.mark.parametrize("locale", native_locales())
def test_the_messages_that_routing_is_evaluated_on_are_many_and_not_trained_on(locale):
    file = in_locale(ROUTING, locale)
    said = {_told(case.text, locale) for case in cases(file, locale)} - {""}
    assert len(said) >= 300
    known = {_told(text, locale) for texts in training_examples(locale).values() for text in texts}
    assert sorted(known & said) == []


def _told(text: str, locale: str) -> str:
    """Its words alone: neither an accent nor a full stop makes another message. The English set is older
    and was kept apart letter by letter."""
    return text.lower() if locale == "en" else " ".join(words_of(folded(text, locale)))


@pytest.mark.parametrize("locale", [locale for locale in native_locales() if locale != "en"])
def test_each_language_asks_the_same_in_the_same_order(locale):
    ours, theirs = list(cases(ROUTING)), list(cases(in_locale(ROUTING, locale), locale))
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert (one.half, one.route, one.where, one.form, one.slot) == (
            other.half,
            other.route,
            other.where,
            other.form,
            other.slot,
        )
        assert [turn["bot"] for turn in one.after] == [turn["bot"] for turn in other.after]


@pytest.mark.parametrize("locale", native_locales())
def test_each_language_has_all_the_words_that_the_others_have(locale):
    assert _shape(language(locale)) >= _shape(language("en"))
    assert _shape(signs.words_of(locale)) >= _shape(signs.words_of("en"))


def _shape(words: Mapping[str, Any]) -> set[str]:
    """What is asked for by name. Lists of what may be said are each language's own."""
    free = ("days", "currencies")
    inner = {
        f"{name} {key}"
        for name, entries in words.items()
        if isinstance(entries, dict) and name not in free
        for key in entries
    }
    return set(words) | inner
