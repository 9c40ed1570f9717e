"""Finds what a customer names, by pattern and by list, and gives each value in its one spelling."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot import lists, patterns
from bot.components.locale import locale_of
from bot.locales import PIVOT, western_digits

# Where two claim the same words, the earlier wins: 10482 in P-10482 is no postcode.
FINDERS_OF_ALL = (patterns.find_order_numbers, patterns.find_emails)
FINDERS = (
    patterns.find_dates,
    patterns.find_amounts,
    patterns.find_phones,
    patterns.find_postcodes,
    lists.find_products,
    lists.find_sizes,
    lists.find_colours,
)


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
            found = self.add_extractor_name(extract(message.get(TEXT) or "", locale_of(message)))
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages


def extract(text: str, locale: str = PIVOT) -> list[dict[str, Any]]:
    text = western_digits(text)
    found: list[dict[str, Any]] = []
    for values in (*(find(text) for find in FINDERS_OF_ALL), *(find(text, locale) for find in FINDERS)):
        for entity, value, (start, end) in values:
            if all(end <= other["start"] or other["end"] <= start for other in found):
                found.append({"entity": entity, "value": value, "start": start, "end": end})
    return sorted(found, key=lambda entity: entity["start"])
