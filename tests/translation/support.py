from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from serving.db import Database
from serving.translation import repository
from serving.translation.base import Audience, TranslationEngine, TranslationStatus
from serving.translation.glossary import Glossaries, Glossary
from serving.translation.memory import TranslationMemory
from serving.translation.models import Term
from serving.translation.service import Order, Translated, Translator

TO_CUSTOMER = Order("en", "es", Audience.CUSTOMER)


def translator(database: Database, *engines: TranslationEngine) -> Translator:
    memory = TranslationMemory(database, refresh_s=0)
    return Translator(memory, Glossaries(database, refresh_s=0), engines)


async def add_terms(database: Database, *terms: tuple[str, str | None]) -> None:
    async with database.write() as session:
        session.add_all(
            Term(source_locale="en", target_locale="*", term=term, translation=translation)
            for term, translation in terms
        )
        await repository.count_up(session)


def values(text: str, names: Sequence[str] = ()) -> Counter[str]:
    return Counter(span.value for span in Glossary("", names, {}).spans(text, terms=False))


def assert_unharmed(answer: Translated, original: str, names: Sequence[str] = ()) -> None:
    """Either every value came through as it was, or the text is the original and says so."""
    assert answer.original == original
    if answer.status is TranslationStatus.UNTRANSLATED:
        assert answer.text == original
        return
    assert values(answer.text, names) == values(original, names), (original, answer)
    for name in names:
        assert answer.text.count(name) == original.count(name)
