"""Slips of the fingers in the training examples, so that they are understood in a customer's message."""

from __future__ import annotations

import random
import string
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

SHORTEST_WORD = 4
ARABIC_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


# Only what is registered as a tokenizer or a featurizer is given the training data to change.
@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class TypoAugmenter(GraphComponent):
    """Adds to each example a copy with one slip in one word. Changes no message of a customer."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"seed": 11}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TypoAugmenter:
        return cls(int(config["seed"]))

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        source = random.Random(self._seed)  # noqa: S311  # the same slips in every training
        copies = []
        for example in training_data.intent_examples:
            text = example.get(TEXT) or ""
            slipped = slip(text, source)
            if slipped != text:
                # Its entities would lie elsewhere now.
                copies.append(_copy(example, slipped))
        return training_data.merge(TrainingData(training_examples=copies))

    def process(self, messages: list[Message]) -> list[Message]:
        return messages


def _copy(example: Message, text: str) -> Message:
    language = {METADATA: example.get(METADATA)} if example.get(METADATA) else {}
    return Message({TEXT: text, INTENT: example.get(INTENT), **language})


def slip(text: str, source: random.Random) -> str:
    """One slip in one word of at least four letters; the text itself where it has none."""
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) >= SHORTEST_WORD and word.isalpha()]
    if not long:
        return text
    at = source.choice(long)
    words[at] = _slip_in_word(words[at], source)
    return " ".join(words)


def _slip_in_word(word: str, source: random.Random) -> str:
    place = source.randrange(1, len(word) - 1)
    kind = source.choice(("swap", "drop", "double", "wrong"))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    if kind == "swap":
        return before + after[0] + letter + after[1:]
    if kind == "drop":
        return before + after
    if kind == "double":
        return before + letter * 2 + after
    return before + source.choice(_alphabet(letter)) + after


def _alphabet(letter: str) -> str:
    """The letters of the keyboard on which this one is."""
    return ARABIC_LETTERS if letter in ARABIC_LETTERS else string.ascii_lowercase
