"""Does the bot understand phrasings that it was not trained on?"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.evaluation.routing import cases, in_locale
from bot.locales import folded, native_locales, words_of
from tests.bot.platform import ROOT, Line

HELD_OUT = Path(__file__).with_name("heldout.yml")
FROZEN = Path(__file__).with_name("heldout_frozen.yml")
ROUTING = ROOT / "samples/evaluation/routing.yml"


def phrasings(file: Path) -> list[tuple[str, str]]:
    lists = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [(text, intent) for intent, texts in lists.items() for text in texts]


def training_examples(locale: str = "en", name: str = "*") -> dict[str, list[str]]:
    examples: dict[str, list[str]] = {}
    for file in (ROOT / "bot/data/nlu" / locale).glob(f"{name}.yml"):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            assert block.get("metadata", {}).get("locale", "en") == locale, f"{file}: {block['intent']}"
            examples.setdefault(block["intent"], []).extend(
                line[2:] for line in block["examples"].splitlines()
            )
    return examples


def _route(intent: str) -> str:
    return "knowledge" if intent.startswith("ask_") else intent


@pytest.mark.parametrize(
    ("file", "at_least", "intents_right", "routes_right"),
    [(HELD_OUT, 120, 0.95, 0.95), (FROZEN, 70, 0.82, 0.87)],
    ids=["held out", "frozen"],
)
def test_held_out_phrasings_are_understood(line: Line, file, at_least, intents_right, routes_right):
    wanted = phrasings(file)
    assert len(wanted) >= at_least
    given = [line.parse(text)["intent"]["name"] for text, _ in wanted]
    wrong = [(text, intent, got) for (text, intent), got in zip(wanted, given, strict=True) if got != intent]
    wrong_routes = [w for w in wrong if _route(w[1]) != _route(w[2])]
    assert 1 - len(wrong) / len(wanted) >= intents_right, wrong
    assert 1 - len(wrong_routes) / len(wanted) >= routes_right, wrong_routes


def test_nine_of_ten_of_all_held_out_phrasings_are_right(line: Line):
    wanted = phrasings(HELD_OUT) + phrasings(FROZEN)
    right = sum(line.parse(text)["intent"]["name"] == intent for text, intent in wanted)
    assert right / len(wanted) >= 0.9


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("👍", "affirm"),
        ("👍🏽👍🏽", "affirm"),
        ("✔️", "affirm"),
        ("👎", "deny"),
        ("❌", "deny"),
        ("🙏", "thank"),
        ("❤️", "thank"),
        ("👋", "greet"),
        ("🙂", "chitchat"),
    ],
)
def test_emoji_alone_are_understood(line: Line, text, intent):
    assert line.parse(text)["intent"]["name"] == intent


@pytest.mark.parametrize("locale", native_locales())
def test_no_held_out_phrasing_is_in_the_training_data(locale):
    files = [HELD_OUT, FROZEN] if locale == "en" else [in_locale(FROZEN, locale)]
    held_out = {_told(text, locale) for file in files for text, _ in phrasings(file)}
    assert len(held_out) >= 70
    assert sorted(held_out & {_told(text, locale) for text in _all_examples(locale)}) == []


@pytest.mark.parametrize("locale", native_locales())
def test_no_example_in_colloquial_words_is_nearly_a_message_of_an_evaluation(locale):
    """They were written when development messages had been read."""
    routing = {_words(case.text, locale) for case in cases(in_locale(ROUTING, locale), locale)}
    frozen = {_words(text, locale) for text, _ in phrasings(in_locale(FROZEN, locale))}
    evaluated = [set(words.split()) for words in routing | frozen if words]
    written = [_words(text, locale).split() for text in _all_examples(locale, "colloquial")]
    assert len(written) >= 300
    alike = [
        " ".join(words)
        for words in written
        if len(set(words)) >= 3 and any(_share_in_common(set(words), other) >= 0.7 for other in evaluated)
    ]
    assert alike == []


def _all_examples(locale: str, file: str = "*") -> list[str]:
    return [text for texts in training_examples(locale, file).values() for text in texts]


def _told(text: str, locale: str) -> str:
    """The English sets are older and were kept apart letter by letter."""
    return text.lower() if locale == "en" else _words(text, locale)


def _words(text: str, locale: str) -> str:
    return " ".join(words_of(folded(text, locale)))


def _share_in_common(some: set[str], other: set[str]) -> float:
    return len(some & other) / len(some | other)


@pytest.mark.parametrize("locale", native_locales())
def test_every_intent_has_enough_examples_and_none_twice(locale):
    examples = training_examples(locale)
    assert set(examples) == set(training_examples())
    assert {intent for intent, texts in examples.items() if len(texts) < 15} == set()
    said = [text.lower() for texts in examples.values() for text in texts]
    assert len(said) == len(set(said))
