"""Finds order numbers and e-mail addresses, and gives each value in its one spelling."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.patterns import EMAIL, ORDER_NUMBER, order_number


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PatternExtractor(GraphComponent, EntityExtractorMixin):
    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PatternExtractor:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found = self.add_extractor_name(extract(message.get(TEXT) or ""))
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages


def extract(text: str) -> list[dict[str, Any]]:
    numbers = [
        _entity("order_number", order_number(match[1]), match.span()) for match in ORDER_NUMBER.finditer(text)
    ]
    emails = [_entity("email", match[0].lower(), match.span()) for match in EMAIL.finditer(text)]
    return sorted(numbers + emails, key=lambda entity: entity["start"])


def _entity(name: str, value: str, span: tuple[int, int]) -> dict[str, Any]:
    return {"entity": name, "value": value, "start": span[0], "end": span[1]}
