"""How often the right paragraph is found: words alone, vectors alone, and the shipped ranking of both."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import select

from serving.evaluation.asking import Note, unseen
from serving.evaluation.library import INBOX, Library, opened_library
from serving.evaluation.xquad import LANGUAGES, XquadQuestion, read_xquad, write_paragraphs
from serving.knowledge.encoder import Encoder
from serving.knowledge.models import Passage
from serving.knowledge.retrieval import SEARCH_DEPTH

RANKS = (1, 3, 5)


@dataclass(frozen=True, slots=True)
class Recall:
    """`at`: the share of questions whose paragraph is among the first 1, 3 and 5."""

    language: str
    by: str  # words, vectors, both
    questions: int
    at: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class RetrievalFigures:
    """`halves`: English, by both, on the paragraphs that the weights were chosen on and on the others."""

    database: str
    passages: int
    recall: Sequence[Recall]
    halves: Sequence[Recall]
    median_ms: Mapping[str, float]  # encode, search


async def measure_retrieval(
    folder: Path,
    encoder: Encoder,
    *,
    postgres: bool = False,
    languages: Sequence[str] = LANGUAGES,
    note: Note = unseen,
) -> RetrievalFigures:
    """`folder`: XQuAD's. The English paragraphs are the documents, whatever language asks."""
    with tempfile.TemporaryDirectory(prefix="parley-xquad-") as documents:
        write_paragraphs(read_xquad(folder)[0], Path(documents))
        async with opened_library(Path(documents), encoder, postgres=postgres) as library:
            return await _measure(library, folder, encoder, languages, note)


async def _measure(
    library: Library, folder: Path, encoder: Encoder, languages: Sequence[str], note: Note
) -> RetrievalFigures:
    of_passage = await _paragraphs(library)
    recall: list[Recall] = []
    halves: list[Recall] = []
    timings: list[Mapping[str, float]] = []
    for language in languages:
        questions = read_xquad(folder, language)[1]
        ranks: dict[str, list[int | None]] = {"words": [], "vectors": [], "both": []}
        for number, question in enumerate(questions):
            note(f"questions in {language}: {number} of {len(questions)}")
            async with library.db.read() as session:
                vector = (await encoder.encode([question.text]))[0]
                words = await library.index.by_words(
                    session, question.text, inbox_id=INBOX, limit=SEARCH_DEPTH
                )
                near = await library.index.by_meaning(session, vector, inbox_id=INBOX, limit=SEARCH_DEPTH)
            both = await library.retriever.retrieve(question.text, inbox_id=INBOX)
            timings.append(both.timings_ms)
            for by, found in (
                ("words", words),
                ("vectors", [one.passage_id for one in near]),
                ("both", [hit.passage_id for hit in both.passages]),
            ):
                ranks[by].append(_rank(question, [of_passage[passage_id] for passage_id in found]))
        recall += [_recall(language, by, found) for by, found in ranks.items()]
        if language == "en":
            halves = _halves(questions, ranks["both"])
    return RetrievalFigures(
        database=library.db.dialect,
        passages=len(of_passage),
        recall=recall,
        halves=halves,
        median_ms={step: round(median(one[step] for one in timings), 1) for step in ("encode", "search")},
    )


async def _paragraphs(library: Library) -> dict[int, str]:
    """The paragraph that each passage belongs to: long ones are split into several."""
    async with library.db.read() as session:
        rows = await session.execute(select(Passage.id, Passage.document_id))
        return {row.id: library.keys[row.document_id] for row in rows}


def _rank(question: XquadQuestion, paragraphs: Sequence[str]) -> int | None:
    """From 1, each paragraph counted once."""
    order = list(dict.fromkeys(paragraphs))
    return order.index(question.paragraph) + 1 if question.paragraph in order else None


def _recall(language: str, by: str, ranks: Sequence[int | None]) -> Recall:
    share = {
        limit: round(sum(rank is not None and rank <= limit for rank in ranks) / len(ranks), 4)
        for limit in RANKS
    }
    return Recall(language, by, len(ranks), share)


def _halves(questions: Sequence[XquadQuestion], ranks: Sequence[int | None]) -> list[Recall]:
    def half(name: str, parity: int) -> Recall:
        kept = [
            rank
            for question, rank in zip(questions, ranks, strict=True)
            if int(question.paragraph) % 2 == parity
        ]
        return _recall("en", name, kept)

    return [half("chosen on", 0), half("held out", 1)]
