"""Questions in the assistant's other languages are answered in reviewed words, without any model."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select, table, text

from serving.channels.models import Inbox
from serving.config import PROJECT_ROOT
from serving.db import Database
from serving.knowledge import repository
from serving.knowledge.base import Answer, PreviewSink, Question
from serving.knowledge.index import search_index
from serving.knowledge.ingest import ingest_directory
from serving.knowledge.localized.answers import LocalizedAnswers
from serving.knowledge.localized.gloss import gloss
from serving.knowledge.localized.models import LocalizedPassage
from serving.knowledge.localized.passages import catch_up
from serving.knowledge.localized.retrieval import LocalizedRetriever
from serving.knowledge.models import Document
from serving.translation.exchange import import_folder, import_pairs
from tests.knowledge.conftest import RememberingEncoder

TRANSLATIONS = PROJECT_ROOT / "samples" / "translations"
LOCALES = ("en", "es", "de", "fr", "ar")
SHIPPING = "/help/shipping"


class Untranslated:
    """Answers what is left to the documents as they are."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def answer(self, question: Question, preview: PreviewSink) -> Answer:
        self.asked.append(question.text)
        return Answer(text="", citations=[], passages=[], abstained=True)


@pytest.fixture
async def native_shop(shop: Database) -> Database:
    """The sample articles and their translations."""
    await import_folder(shop, TRANSLATIONS, source="en")
    return shop


@pytest.fixture
def others() -> Untranslated:
    return Untranslated()


@pytest.fixture
def answers(database: Database, encoder: RememberingEncoder, others: Untranslated) -> LocalizedAnswers:
    retriever = LocalizedRetriever(database, encoder, search_index(database.dialect), locales=LOCALES)
    return LocalizedAnswers(retriever, others)


async def ask(
    answers: LocalizedAnswers, question: str, locale: str, *, history: tuple[tuple[str, str], ...] = ()
) -> Answer:
    shown: list[str] = []

    async def preview(words: str) -> None:
        shown.append(words)

    asked = Question(question, "web", "c1", locale=locale, history=history)
    answer = await answers.answer(asked, preview)
    assert shown == ([answer.text] if answer.text else [])
    return answer


@pytest.mark.parametrize(
    ("locale", "question", "said"),
    [
        ("es", "¿Cuánto tarda el envío?", "El envío estándar tarda entre 3 y 5 días laborables."),
        ("de", "Wie lange dauert der Standardversand?", "Der Standardversand dauert 3 bis 5 Werktage."),
        ("fr", "Combien de temps prend la livraison standard ?", "La livraison standard prend 3 à 5 jours"),
        ("ar", "كم يستغرق الشحن العادي؟", "يستغرق الشحن العادي من 3 إلى 5 أيام عمل."),
    ],
)
async def test_a_question_is_answered_in_its_own_language(
    native_shop: Database, answers: LocalizedAnswers, locale: str, question: str, said: str
) -> None:
    answer = await ask(answers, question, locale)
    assert said in answer.text
    assert answer.locale == locale
    assert answer.model is None
    # The rule for English did not choose.
    assert list(answer.weighed) == []
    assert not answer.abstained


async def test_a_word_of_thousands_of_letters_is_passed_over(
    native_shop: Database, answers: LocalizedAnswers
) -> None:
    answer = await ask(answers, f"¿Cuánto tarda el envío? {'a' * 2500}", "es")
    assert "entre 3 y 5 días" in answer.text


async def test_processes_that_catch_up_at_once_store_each_passage_once(
    native_shop: Database, database: Database
) -> None:
    others = [locale for locale in LOCALES if locale != "en"]
    await asyncio.gather(*(catch_up(database, others) for _ in range(4)))
    async with database.read() as session:
        rows = (await session.execute(select(LocalizedPassage.passage_id, LocalizedPassage.locale))).all()
    assert len(rows) == len(set(rows)) > 0


async def test_the_citation_names_the_document_in_both_languages(
    native_shop: Database, answers: LocalizedAnswers
) -> None:
    answer = await ask(answers, "¿Cuánto cuesta el envío exprés?", "es-MX")
    citation = answer.citations[0]
    assert (citation.title, citation.heading, citation.url) == (
        "Plazos y gastos de envío",
        "Envío exprés",
        SHIPPING,
    )
    assert citation.quote in answer.text
    assert citation.original == "Express shipping takes 1 to 2 working days and costs EUR 9.90."


async def test_an_arabic_answer_keeps_its_figures_and_addresses_as_they_are_written(
    native_shop: Database, answers: LocalizedAnswers
) -> None:
    answer = await ask(answers, "بأي رمز تبدأ أرقام الطلبات وأين أجدها؟", "ar")
    assert "«P-»" in answer.text
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", answer.text)


@pytest.mark.parametrize(
    ("locale", "question"),
    [
        ("es", "¿cuál es la mejor película del año?"),
        ("de", "wie komme ich zum Flughafen?"),
        ("fr", "comment déboucher un évier ?"),
        ("ar", "ما أفضل فيلم هذا العام؟"),
    ],
)
async def test_what_no_article_answers_is_not_answered(
    native_shop: Database, answers: LocalizedAnswers, others: Untranslated, locale: str, question: str
) -> None:
    answer = await ask(answers, question, locale)
    assert answer.abstained
    assert answer.locale == locale
    assert others.asked == []


async def test_english_is_left_to_the_documents_as_they_are(
    native_shop: Database, answers: LocalizedAnswers, others: Untranslated
) -> None:
    await ask(answers, "how long does shipping take?", "en-GB")
    await ask(answers, "quanto tempo leva a entrega?", "pt")
    assert others.asked == ["how long does shipping take?", "quanto tempo leva a entrega?"]


async def test_what_nobody_has_translated_is_not_found(
    shop: Database, answers: LocalizedAnswers, others: Untranslated
) -> None:
    await ask(answers, "¿Cuánto tarda el envío?", "es")
    assert others.asked == ["¿Cuánto tarda el envío?"]


async def test_a_sentence_without_words_is_left_out_of_its_passage(
    shop: Database, answers: LocalizedAnswers, others: Untranslated
) -> None:
    pairs = [("Standard shipping takes 3 to 5 working days.", "El envío estándar tarda de 3 a 5 días.")]
    async with shop.write() as session:
        await import_pairs(session, pairs, source="en", target="es", origin="test")
    answer = await ask(answers, "¿cuánto tarda el envío estándar?", "es")
    assert answer.text == "El envío estándar tarda de 3 a 5 días."
    # Nobody has translated the title.
    assert answer.citations[0].title == "Shipping times and cost"
    assert [passage.text for passage in answer.passages] == [answer.text]


async def test_an_edited_segment_is_quoted_and_found_at_once(
    native_shop: Database, answers: LocalizedAnswers
) -> None:
    question = "¿cuánto tarda el envío estándar?"
    assert "entre 3 y 5" in (await ask(answers, question, "es")).text
    source = "Standard shipping takes 3 to 5 working days."
    async with native_shop.write() as session:
        pairs = [(source, "El envío estándar demora quincequince días.")]
        await import_pairs(session, pairs, source="en", target="es", origin="test")
    assert "quincequince" in (await ask(answers, "quincequince", "es")).text


async def test_a_withdrawn_document_leaves_nothing_behind(
    native_shop: Database, answers: LocalizedAnswers, encoder: RememberingEncoder
) -> None:
    await ask(answers, "¿Cuánto tarda el envío?", "es")
    async with native_shop.write() as session:
        await repository.remove_source(session, "shop")
    async with native_shop.read() as session:
        assert await session.scalar(select(func.count()).select_from(LocalizedPassage)) == 0
        assert await session.scalar(select(func.count()).select_from(table("localized_fts"))) == 0
    assert (await ask(answers, "¿Cuánto tarda el envío?", "es")).abstained


async def test_another_inbox_is_shown_nothing_of_a_restricted_source(
    native_shop: Database, answers: LocalizedAnswers
) -> None:
    async with native_shop.write() as session:
        session.add(Inbox(id="b2b", name="B2B", channel="widget", settings={}))
        await session.flush()
        source = await repository.lock_source(session, "shop")
        await repository.restrict(session, source, inboxes=["b2b"])
    assert (await ask(answers, "¿Cuánto tarda el envío?", "es")).passages == []


async def test_an_article_written_in_the_language_comes_before_the_translation(
    native_shop: Database, answers: LocalizedAnswers, encoder: RememberingEncoder, tmp_path: Path
) -> None:
    (tmp_path / "envio.md").write_text(
        "---\ntitle: Envíos\nurl: /es/envios\nlanguage: es\n---\n\n"
        "## Envío estándar\n\nEl envío estándar tarda entre 3 y 5 días laborables en la península.\n",
        encoding="utf-8",
    )
    await ingest_directory(native_shop, encoder, tmp_path, source="spanish")
    answer = await ask(answers, "¿cuánto tarda el envío estándar?", "es")
    assert answer.citations[0].url == "/es/envios"
    assert "en la península" in answer.text
    assert answer.citations[0].original is None
    german = await ask(answers, "Wie lange dauert der Standardversand?", "de")
    assert {citation.url for citation in german.citations} == {SHIPPING}


async def test_the_language_of_a_folder_is_that_of_the_documents_that_name_none(
    shop: Database, encoder: RememberingEncoder, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("# Portes\n\nCuestan 5 EUR.\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("---\nlocale: fr\n---\n\n# Port\n\nIl est gratuit.\n", encoding="utf-8")
    for language, spoken in ((None, {"en", "fr"}), ("es", {"es", "fr"})):
        await ingest_directory(shop, encoder, tmp_path, source="own", language=language)
        async with shop.read() as session:
            found = await session.scalars(select(Document.language).where(Document.source_id == "own"))
            assert set(found) == spoken


async def test_a_question_that_leans_on_the_one_before_is_asked_with_it(
    native_shop: Database, answers: LocalizedAnswers
) -> None:
    history = (("customer", "¿cuánto tarda el envío?"), ("bot", "..."), ("customer", "¿y el exprés?"))
    answer = await ask(answers, "¿y el exprés?", "es", history=history)
    assert "El envío exprés tarda entre 1 y 2 días laborables y cuesta 9,90" in answer.text


@pytest.mark.parametrize(
    ("locale", "question", "english"),
    [
        ("es", "¿Desde dónde envían?", "from where shipping"),
        ("es", "si me doy de baja del boletín", "unsubscribe stop newsletter emails"),
        ("de", "Was kostet ein Ersatzkabel?", "how much spare part cable"),
        ("fr", "vous expédiez d'où ?", "shipping from where"),
        ("ar", "كم يستغرق الشحن عبر Klarna؟", "how long shipping Klarna"),
        ("it", "quanto costa?", ""),
    ],
)
def test_a_question_is_put_into_english_word_by_word(locale: str, question: str, english: str) -> None:
    assert gloss(question, locale) == english


async def test_catching_up_again_changes_nothing(native_shop: Database) -> None:
    assert await catch_up(native_shop, ["es", "ar"]) > 200
    assert await catch_up(native_shop, ["es", "ar"]) == 0
    assert await catch_up(native_shop, ["es", "de"]) > 100


async def test_the_database_holds_one_text_a_passage_and_language(native_shop: Database) -> None:
    await catch_up(native_shop, ["es"])
    async with native_shop.read() as session:
        passages = await session.scalar(text("SELECT count(*) FROM passages"))
        assert await session.scalar(text("SELECT count(*) FROM localized_passages")) == passages
        assert await session.scalar(text("SELECT count(*) FROM localized_fts")) == passages
