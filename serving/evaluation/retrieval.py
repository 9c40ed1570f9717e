"""How often the right paragraph is found: words alone, vectors alone, and the shipped ranking of both."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from sqlalchemy import select

from serving.evaluation.asking import Note, unseen
from serving.evaluation.library import INBOX, Library, opened_library
from serving.evaluation.xquad import LANGUAGES, XquadQuestion, read_xquad, write_paragraphs
from serving.knowledge.encoder import Encoder
from serving.knowledge.models import Passage
from serving.knowledge.retrieval import SEARCH_DEPTH
from serving.translation.base import Audience, TranslationEngine
from serving.translation.glossary import Glossaries
from serving.translation.memory import TranslationMemory
from serving.translation.service import Order, Translator

RANKS = (1, 3, 5)
TRANSLATED_AT_ONCE = 32
DEADLINE_S = 60.0


@dataclass(frozen=True, slots=True)
class Recall:
    """`at`: the share of questions whose paragraph is among the first 1, 3 and 5."""

    language: str
    by: str  # words, vectors, both; or both, after a translation
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
    engines: Sequence[TranslationEngine] = (),
    postgres: bool = False,
    languages: Sequence[str] = LANGUAGES,
    note: Note = unseen,
) -> RetrievalFigures:
    """`folder`: XQuAD's. The English paragraphs are the documents, whatever language asks; what one of
    `engines` translates into English is asked once more in translation."""
    with tempfile.TemporaryDirectory(prefix="parley-xquad-") as documents:
        write_paragraphs(read_xquad(folder)[0], Path(documents))
        async with opened_library(Path(documents), encoder, postgres=postgres) as library:
            search = _Search(library, encoder, await _paragraphs(library), note)
            translator = Translator(TranslationMemory(library.db), Glossaries(library.db), engines)
            return await _measure(search, translator, folder, languages)


async def _measure(
    search: _Search, translator: Translator, folder: Path, languages: Sequence[str]
) -> RetrievalFigures:
    recall: list[Recall] = []
    halves: list[Recall] = []
    for language in languages:
        questions = read_xquad(folder, language)[1]
        ranks = await search.ranks(questions, what=f"questions in {language}")
        recall += [_recall(language, by, found) for by, found in ranks.items()]
        if language == "en":
            halves = _halves(questions, ranks["both"])
        elif translator.can(language, "en", Audience.OPERATOR):
            there = await _translated(translator, questions, language, search.note)
            ranks = await search.ranks(there, what=f"translated from {language}")
            recall.append(_recall(language, f"both, by {_engine(translator, language)}", ranks["both"]))
    return RetrievalFigures(
        database=search.library.db.dialect,
        passages=len(search.of_passage),
        recall=recall,
        halves=halves,
        median_ms={
            step: round(median(one[step] for one in search.timings), 1) for step in ("encode", "search")
        },
    )


@dataclass(slots=True)
class _Search:
    """`of_passage`: the paragraph that each passage belongs to; `timings`: of each search by both, in ms."""

    library: Library
    encoder: Encoder
    of_passage: Mapping[int, str]
    note: Note
    timings: list[Mapping[str, float]] = field(default_factory=list)

    async def ranks(self, questions: Sequence[XquadQuestion], *, what: str) -> dict[str, list[int | None]]:
        """Of each question's paragraph, by what finds it."""
        ranks: dict[str, list[int | None]] = {"words": [], "vectors": [], "both": []}
        for number, question in enumerate(questions):
            self.note(f"{what}: {number} of {len(questions)}")
            for by, found in (await self._found(question.text)).items():
                ranks[by].append(_rank(question, [self.of_passage[passage_id] for passage_id in found]))
        return ranks

    async def _found(self, text: str) -> dict[str, list[int]]:
        library = self.library
        async with library.db.read() as session:
            vector = (await self.encoder.encode([text]))[0]
            words = await library.index.by_words(session, text, inbox_id=INBOX, limit=SEARCH_DEPTH)
            near = await library.index.by_meaning(session, vector, inbox_id=INBOX, limit=SEARCH_DEPTH)
        both = await library.retriever.retrieve(text, inbox_id=INBOX)
        self.timings.append(both.timings_ms)
        return {
            "words": list(words),
            "vectors": [one.passage_id for one in near],
            "both": [hit.passage_id for hit in both.passages],
        }


async def _translated(
    translator: Translator, questions: Sequence[XquadQuestion], language: str, note: Note
) -> list[XquadQuestion]:
    """By the platform's own layer, as for an operator. What it leaves untranslated is asked as it is."""
    order = Order(language, "en", Audience.OPERATOR, deadline_s=DEADLINE_S)
    there: list[XquadQuestion] = []
    for first in range(0, len(questions), TRANSLATED_AT_ONCE):
        note(f"translating from {language}: {first} of {len(questions)}")
        some = questions[first : first + TRANSLATED_AT_ONCE]
        answers = await translator.translate_many([one.text for one in some], order)
        there += [replace(one, text=answer.text) for one, answer in zip(some, answers, strict=True)]
    return there


def _engine(translator: Translator, language: str) -> str:
    return " and ".join(engine.name for engine in translator.engines if engine.supports(language, "en"))


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
