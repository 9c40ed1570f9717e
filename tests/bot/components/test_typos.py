from __future__ import annotations

import random

import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.typos import TypoAugmenter, slip

TEXTS = ["where is my order", "I want to return the lamp", "is it P-10482?", "ok", "", "größe ändern bitte"]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("seed", range(20))
def test_a_slip_changes_at_most_one_word_by_at_most_two_letters(text, seed):
    before, after = text.split(" "), slip(text, random.Random(seed)).split(" ")
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) <= 1
    for old, new in changed:
        assert len(old) >= 4
        assert abs(len(old) - len(new)) <= 1
        assert old[0] == new[0]


@pytest.mark.parametrize("text", ["ok", "", "P-10482", "a b c", "it is 5 cm"])
def test_short_words_and_codes_are_left_alone(text):
    assert slip(text, random.Random(1)) == text


def test_each_example_gets_a_copy_of_the_same_intent():
    data = TrainingData([Message({"text": text, "intent": "x"}) for text in ("where is my order", "ok")])
    texts = [
        example.get("text") for example in TypoAugmenter(seed=3).process_training_data(data).intent_examples
    ]
    assert len(texts) == 3
    assert {"where is my order", "ok"} < set(texts)
    assert len(data.intent_examples) == 2


def test_the_same_seed_makes_the_same_slips():
    data = TrainingData([Message({"text": text, "intent": "x"}) for text in TEXTS])
    one, other = (
        [e.get("text") for e in TypoAugmenter(seed=3).process_training_data(data).intent_examples]
        for _ in range(2)
    )
    assert one == other


def test_a_customers_message_is_not_changed():
    [given] = TypoAugmenter(seed=3).process([Message({"text": "where is my order"})])
    assert given.get("text") == "where is my order"
