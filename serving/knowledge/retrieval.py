"""Finds the passages that may answer a question, and in them the sentences that may be quoted."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from serving.db import Database
from serving.knowledge import repository
from serving.knowledge.base import Likeness, PassageHit
from serving.knowledge.encoder import Encoder
from serving.knowledge.index import NearQuestion, SearchIndex
from serving.knowledge.models import ExpectedQuestion, FloatArray, Passage
from serving.knowledge.ranking import passage_score, sentence_score
from serving.knowledge.reader import NoReader, Reader, ReaderUnavailable
from serving.knowledge.sentences import with_place
from serving.knowledge.words import QueryWords, stems

PASSAGES = 12
# How many each search proposes.
SEARCH_DEPTH = 20
# Sentences that the reader reads, the best first.
READ = 40
# Expected questions that are compared; of the nearest, the passages that are candidates in any case.
_QUESTIONS = 80
_PROPOSING = 16
# What a sentence's nearest expected question adds to its score.
EXPECTED_SHARE = 1.0


@dataclass(frozen=True, slots=True)
class FoundSentence:
    """The sentence `index` of the passage, with its own similarity to the question and its rank's score.
    `expected`: the nearest expected question that it answers, where one is near. Shares of the question's
    words: `known` to it, its headings and expected questions; `unknown` to all documents. Of the reader:
    `read`: its logit that the sentence answers; None: it was not read; `alike`: that the likeliest of
    `wordings`, the expected questions that are near, asks the same; None: it was not read, or none is."""

    passage: PassageHit
    index: int
    cosine: float
    score: float
    expected: Likeness | None = None
    wordings: Sequence[str] = ()
    known: float = 0.0
    unknown: float = 0.0
    read: float | None = None
    alike: float | None = None

    @property
    def text(self) -> str:
        return self.passage.sentences[self.index]


@dataclass(frozen=True, slots=True)
class Retrieval:
    """`passages` best first by the fused score; all their `sentences`, best first too."""

    passages: Sequence[PassageHit]
    sentences: Sequence[FoundSentence]
    timings_ms: Mapping[str, float]  # encode, search, read


class Retrieves(Protocol):
    async def retrieve(self, query: str, *, inbox_id: str) -> Retrieval:
        """Only what this inbox may show."""
        ...


class Retriever:
    """Implements `Retrieves`."""

    def __init__(
        self, db: Database, encoder: Encoder, index: SearchIndex, reader: Reader | None = None
    ) -> None:
        self._db = db
        self._encoder = encoder
        self._index = index
        self._reader = reader or NoReader()

    async def retrieve(self, query: str, *, inbox_id: str) -> Retrieval:
        if not any(character.isalnum() for character in query):
            return Retrieval(passages=[], sentences=[], timings_ms={})
        started = time.perf_counter()
        vector = (await self._encoder.encode([query]))[0]
        encoded = time.perf_counter()
        async with self._db.read() as session:
            worded = await self._index.by_words(session, query, inbox_id=inbox_id, limit=SEARCH_DEPTH)
            words = QueryWords(query, await self._index.frequencies(session, query))
            expected = await near_questions(session, self._index, vector, inbox_id=inbox_id)
            also = list(dict.fromkeys([*worded, *expected.proposed]))
            near = await self._index.by_meaning(
                session, vector, inbox_id=inbox_id, limit=SEARCH_DEPTH, also=also
            )
            found = await repository.passages_by_id(
                session, [one.passage_id for one in near], encoder=self._encoder.fingerprint
            )
            expecting = await repository.documents_that_expect(
                session, [passage.document_id for passage in found.values()]
            )
        ranks = {passage_id: rank for rank, passage_id in enumerate(worded, start=1)}
        # What is missing was withdrawn between two statements.
        candidates = [
            _Candidate(
                found[one.passage_id],
                one.cosine,
                ranks.get(one.passage_id),
                vector,
                expected=expected.of_passage(one.passage_id),
                expects=found[one.passage_id].document_id in expecting,
            )
            for one in near
            if one.passage_id in found
        ]
        hits = _best(candidates, words)
        sentences = [
            sentence
            for hit in hits
            for sentence in _sentences(
                hit, found[hit.passage_id], vector, query=query, words=words, expected=expected
            )
        ]
        sentences.sort(key=lambda sentence: -sentence.score)
        searched = time.perf_counter()
        sentences = await self._read(query, sentences)
        done = time.perf_counter()
        timings = {
            "encode": (encoded - started) * 1000,
            "search": (searched - encoded) * 1000,
            "read": (done - searched) * 1000,
        }
        return Retrieval(passages=hits, sentences=sentences, timings_ms=timings)

    async def _read(self, query: str, sentences: list[FoundSentence]) -> list[FoundSentence]:
        foremost = sentences[:READ]
        texts = [with_place(one.passage.title, one.passage.heading, one.text) for one in foremost]
        wordings = list(dict.fromkeys(wording for one in foremost for wording in one.wordings))
        try:
            logits = await self._reader.read(query, [*texts, *wordings])
        except ReaderUnavailable:
            return sentences
        alike = dict(zip(wordings, logits[len(texts) :], strict=True))
        read = [
            replace(one, read=logit, alike=max((alike[text] for text in one.wordings), default=None))
            for one, logit in zip(foremost, logits, strict=False)
        ]
        return [*read, *sentences[READ:]]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """`cosine`: of its nearest window."""

    passage: Passage
    cosine: float
    text_rank: int | None
    vector: FloatArray
    expected: Likeness | None
    expects: bool

    @property
    def source(self) -> str:
        return _source(self.passage.document.title, self.passage.heading)

    def score(self, words: QueryWords, *, usual_length: float) -> float:
        overlap = words.overlap(self._stems, usual_length=usual_length)
        sentence_cosine = float((self.passage.sentence_vectors @ self.vector).max())
        return passage_score(window_cosine=self.cosine, sentence_cosine=sentence_cosine, overlap=overlap)

    @property
    def _stems(self) -> tuple[str, ...]:
        return (*stems(self.source), *stems(self.passage.text))

    @property
    def length(self) -> int:
        return len(self._stems)


def _best(candidates: Sequence[_Candidate], words: QueryWords) -> list[PassageHit]:
    """The best PASSAGES, best first; a near expected question is as good as a near passage."""
    usual_length = sum(candidate.length for candidate in candidates) / max(1, len(candidates))
    hits = [_hit(candidate, candidate.score(words, usual_length=usual_length)) for candidate in candidates]
    return sorted(hits, key=lambda hit: (-hit.score - _likeness(hit.expected), hit.passage_id))[:PASSAGES]


def _hit(candidate: _Candidate, score: float) -> PassageHit:
    passage = candidate.passage
    return PassageHit(
        passage_id=passage.id,
        document_id=passage.document_id,
        title=passage.document.title,
        heading=passage.heading,
        page=passage.page,
        url=passage.document.url,
        text=passage.text,
        sentences=passage.sentences,
        score=score,
        cosine=candidate.cosine,
        text_rank=candidate.text_rank,
        expected=candidate.expected,
        expects=candidate.expects,
    )


def _sentences(
    hit: PassageHit,
    passage: Passage,
    vector: FloatArray,
    *,
    query: str,
    words: QueryWords,
    expected: NearQuestions,
) -> list[FoundSentence]:
    source = _source(hit.title, hit.heading)
    cosines = (passage.sentence_vectors @ vector).tolist()
    found: list[FoundSentence] = []
    for index, (sentence, cosine) in enumerate(zip(hit.sentences, cosines, strict=True)):
        score = sentence_score(query, words, sentence, source=source, cosine=cosine, passage_score=hit.score)
        asked = expected.of_sentence(hit.passage_id, index)
        wordings = expected.wordings_of(hit.passage_id, index)
        known = words.covered([stem for text in (sentence, source, *wordings) for stem in stems(text)])
        found.append(
            FoundSentence(
                hit,
                index,
                cosine,
                score + EXPECTED_SHARE * _likeness(asked),
                expected=asked,
                wordings=wordings,
                known=known,
                unknown=words.unknown,
            )
        )
    return found


def expected_share(sentence: FoundSentence) -> float:
    """Of its score."""
    return EXPECTED_SHARE * _likeness(sentence.expected)


def _likeness(expected: Likeness | None) -> float:
    return expected.cosine if expected is not None else 0.0


class NearQuestions:
    """The expected questions near to what was asked, by the passages and sentences that answer them."""

    def __init__(self, near: Sequence[NearQuestion], questions: Mapping[int, ExpectedQuestion]) -> None:
        self._of_passage: dict[int, Likeness] = {}
        self._of_sentence: dict[tuple[int, int], Likeness] = {}
        self._wordings: dict[tuple[int, int], list[str]] = {}
        for one in near:
            question = questions.get(one.question_id)
            if question is None:  # withdrawn between two statements
                continue
            likeness = Likeness(question.text, one.cosine)
            self._of_passage.setdefault(question.passage_id, likeness)
            for index in question.sentences:
                self._of_sentence.setdefault((question.passage_id, index), likeness)
                self._wordings.setdefault((question.passage_id, index), []).append(question.text)

    @property
    def proposed(self) -> list[int]:
        """The passages of the nearest, best first."""
        return list(self._of_passage)[:_PROPOSING]

    def of_passage(self, passage_id: int) -> Likeness | None:
        return self._of_passage.get(passage_id)

    def of_sentence(self, passage_id: int, index: int) -> Likeness | None:
        return self._of_sentence.get((passage_id, index))

    def wordings_of(self, passage_id: int, index: int) -> Sequence[str]:
        """All those that the sentence answers, nearest first."""
        return self._wordings.get((passage_id, index), ())


async def near_questions(
    session: AsyncSession, index: SearchIndex, vector: FloatArray, *, inbox_id: str
) -> NearQuestions:
    near = await index.by_questions(session, vector, inbox_id=inbox_id, limit=_QUESTIONS)
    questions = await repository.questions_by_id(session, [one.question_id for one in near])
    return NearQuestions(near, questions)


def _source(title: str, heading: str | None) -> str:
    return f"{title} {heading or ''}"
