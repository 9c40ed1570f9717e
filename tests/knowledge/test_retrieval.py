from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from serving.db import Database
from serving.knowledge.index import search_index
from serving.knowledge.ingest import ingest_directory
from serving.knowledge.models import Document
from serving.knowledge.retrieval import PASSAGES, Retriever
from tests.knowledge.conftest import RememberingEncoder

QUESTIONS = json.loads((Path(__file__).parent / "questions.json").read_text(encoding="utf-8"))

# Seen to be out of reach of MiniLM; the others must all be found.
TOO_HARD = {"can I shop without registering"}


async def test_the_right_document_is_among_the_first_three(shop: Database, retriever: Retriever) -> None:
    async with shop.read() as session:
        documents = {row.key: row.id for row in await session.execute(select(Document.key, Document.id))}
    missed = set()
    for row in QUESTIONS["answerable"]:
        passages = (await retriever.retrieve(row["question"], inbox_id="web")).passages
        if documents[row["document"]] not in [hit.document_id for hit in passages[:3]]:
            missed.add(row["question"])
    assert missed <= TOO_HARD


async def test_the_answering_sentence_is_among_the_first_eight(shop: Database, retriever: Retriever) -> None:
    found = [
        row["sentence"]
        in [s.text for s in (await retriever.retrieve(row["question"], inbox_id="web")).sentences[:8]]
        for row in QUESTIONS["answerable"]
    ]
    assert sum(found) >= len(found) - 2


@pytest.mark.parametrize("query", ["cafe", "café", "CAFÉ", "naive", "uber"])
async def test_a_word_is_found_with_its_accents_and_without(
    database: Database, encoder: RememberingEncoder, write_articles: Callable[..., Path], query: str
) -> None:
    folder = write_articles(a="# Guide\n\nThe café über the naïve street.", b="# Shop\n\nOpen on Mondays.")
    await ingest_directory(database, encoder, folder, source="s")
    index = search_index(database.dialect)
    async with database.read() as session:
        assert len(await index.by_words(session, query, inbox_id="web", limit=5)) == 1
        assert list((await index.frequencies(session, query)).containing.values()) == [1]


async def test_a_hit_knows_where_it_stands_and_why_it_was_found(shop: Database, retriever: Retriever) -> None:
    retrieval = await retriever.retrieve("how much is express shipping?", inbox_id="web")
    best = retrieval.passages[0]
    assert (best.title, best.heading, best.url) == (
        "Shipping times and cost",
        "Express shipping",
        "/help/shipping",
    )
    assert best.cosine > 0.6
    assert best.text_rank == 1
    assert best.score == max(hit.score for hit in retrieval.passages)
    assert len(retrieval.passages) == PASSAGES
    assert retrieval.sentences[0].text in best.sentences
    assert set(retrieval.timings_ms) == {"encode", "search", "read"}


async def test_a_name_is_found_by_its_letters_alone(shop: Database, retriever: Retriever) -> None:
    retrieval = await retriever.retrieve("Gravensteen", inbox_id="web")
    assert any("Korenlei 12" in hit.text and hit.text_rank == 1 for hit in retrieval.passages)


QUERIES = [
    '"unbalanced',
    "shipping AND OR NOT NEAR(a b, 5) * ^ - : {title} : text",
    "it's \\ ' '' \" \"\" ; DROP TABLE passages; -- /* */",
    "& | ! ( ) <-> :* %s $1 ?",
    "title:shipping",
    "日本語 العربية Ελληνικά 😀 é",
    "nul \x00 byte",
    "the of and",
    "shipping " * 1820,
    "ä" * 16_384,
    " ".join(f"word{number}" for number in range(2000)),
]


async def test_any_text_is_a_query(shop: Database, retriever: Retriever) -> None:
    for query in QUERIES:
        retrieval = await retriever.retrieve(query, inbox_id="web")
        assert 0 < len(retrieval.passages) <= PASSAGES, query[:60]
        by_words = any(hit.text_rank is not None for hit in retrieval.passages)
        assert by_words or "shipping" not in query, query[:60]


async def test_what_holds_no_letter_or_digit_finds_nothing(shop: Database, retriever: Retriever) -> None:
    for query in ("", "   ", "_", "?!", "😀"):
        retrieval = await retriever.retrieve(query, inbox_id="web")
        assert (retrieval.passages, retrieval.sentences) == ([], []), query


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=60))
async def test_no_text_breaks_the_search(shop: Database, retriever: Retriever, query: str) -> None:
    await retriever.retrieve(query, inbox_id="web")


async def test_an_empty_knowledge_finds_nothing(database: Database, retriever: Retriever) -> None:
    retrieval = await retriever.retrieve("how long does shipping take?", inbox_id="web")
    assert (retrieval.passages, retrieval.sentences) == ([], [])


async def test_both_databases_rank_by_the_same_scores(shop: Database, retriever: Retriever) -> None:
    retrieval = await retriever.retrieve("how much is express shipping?", inbox_id="web")
    scores = [hit.score + (hit.expected.cosine if hit.expected else 0.0) for hit in retrieval.passages]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == pytest.approx(2.931, abs=0.004)


async def test_what_only_the_words_find_knows_its_cosine_too(shop: Database, retriever: Retriever) -> None:
    retrieval = await retriever.retrieve("UNiDAYS", inbox_id="web")
    assert "UNiDAYS" in retrieval.passages[0].text
    assert all(hit.cosine is not None for hit in retrieval.passages)


async def test_the_sentence_with_the_number_comes_before_the_one_without(
    shop: Database, retriever: Retriever
) -> None:
    retrieval = await retriever.retrieve("how long does a carrier search take", inbox_id="web")
    assert retrieval.sentences[0].text == "A carrier search takes up to 8 working days."


LATE = "# Desk\n\n## Times\n\nThe desk is staffed until 18:00. Bring a passport.\n"
EXPECTED = "\n```questions\n> The desk\ni finish work at five, will anybody still be there\n```\n"


async def ingested(
    database: Database, encoder: RememberingEncoder, write_articles: Callable[..., Path], **articles: str
) -> Retriever:
    await ingest_directory(database, encoder, write_articles(**articles), source="desk")
    return Retriever(database, encoder, search_index(database.dialect))


async def test_an_expected_question_leads_to_its_sentence_and_is_never_quoted(
    database: Database, encoder: RememberingEncoder, write_articles: Callable[..., Path]
) -> None:
    retriever = await ingested(database, encoder, write_articles, desk=LATE + EXPECTED)
    found = await retriever.retrieve("i finish work at 5, is somebody still there", inbox_id="web")
    best = found.sentences[0]
    assert best.text == "The desk is staffed until 18:00."
    assert best.expected is not None
    assert best.expected.question == "i finish work at five, will anybody still be there"
    assert best.expected.cosine > 0.8
    assert found.passages[0].expects
    assert [one.text for one in found.sentences if one.expected is None] == ["Bring a passport."]
    assert "five" not in found.passages[0].text


async def test_the_words_of_an_expected_question_find_its_passage(
    database: Database, encoder: RememberingEncoder, write_articles: Callable[..., Path]
) -> None:
    retriever = await ingested(
        database, encoder, write_articles, desk=LATE + EXPECTED, other="# Other\n\nNothing of it.\n"
    )
    found = await retriever.retrieve("anybody", inbox_id="web")
    assert [hit.title for hit in found.passages if hit.text_rank == 1] == ["Desk"]
    assert found.sentences[0].unknown == 0.0
    assert (await retriever.retrieve("zebra", inbox_id="web")).sentences[0].unknown == 1.0


async def test_a_withdrawn_document_takes_its_expected_questions_along(
    database: Database, encoder: RememberingEncoder, write_articles: Callable[..., Path]
) -> None:
    folder = write_articles(desk=LATE + EXPECTED, other="# Other\n\nNothing of it.\n")
    await ingest_directory(database, encoder, folder, source="desk")
    retriever = Retriever(database, encoder, search_index(database.dialect))
    assert (await retriever.retrieve("will anybody be there", inbox_id="web")).passages[0].expected
    (folder / "desk.md").unlink()
    await ingest_directory(database, encoder, folder, source="desk")
    (hit,) = (await retriever.retrieve("will anybody be there", inbox_id="web")).passages
    assert (hit.title, hit.expected, hit.expects) == ("Other", None, False)
