"""Finds the passages that may answer a question, and in them the sentences that may be quoted."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from serving.db import Database
from serving.knowledge import repository
from serving.knowledge.base import PassageHit
from serving.knowledge.encoder import Encoder
from serving.knowledge.index import SearchIndex
from serving.knowledge.models import FloatArray, Passage
from serving.knowledge.ranking import passage_score, sentence_score
from serving.knowledge.words import QueryWords, stems

PASSAGES = 12
# How many each search proposes.
SEARCH_DEPTH = 20


@dataclass(frozen=True, slots=True)
class FoundSentence:
    """The sentence `index` of the passage, with its own similarity to the question and its rank's score."""

    passage: PassageHit
    index: int
    cosine: float
    score: float

    @property
    def text(self) -> str:
        return self.passage.sentences[self.index]


@dataclass(frozen=True, slots=True)
class Retrieval:
    """`passages` best first by the fused score; all their `sentences`, best first too."""

    passages: Sequence[PassageHit]
    sentences: Sequence[FoundSentence]
    timings_ms: Mapping[str, float]  # encode, search


class Retrieves(Protocol):
    async def retrieve(self, query: str, *, inbox_id: str) -> Retrieval:
        """Only what this inbox may show."""
        ...


class Retriever:
    """Implements `Retrieves`."""

    def __init__(self, db: Database, encoder: Encoder, index: SearchIndex) -> None:
        self._db = db
        self._encoder = encoder
        self._index = index

    async def retrieve(self, query: str, *, inbox_id: str) -> Retrieval:
        started = time.perf_counter()
        vector = (await self._encoder.encode([query]))[0]
        encoded = time.perf_counter()
        async with self._db.read() as session:
            worded = await self._index.by_words(session, query, inbox_id=inbox_id, limit=SEARCH_DEPTH)
            near = await self._index.by_meaning(
                session, vector, inbox_id=inbox_id, limit=SEARCH_DEPTH, also=worded
            )
            words = QueryWords(query, await self._index.frequencies(session, query))
            found = await repository.passages_by_id(session, [one.passage_id for one in near])
        ranks = {passage_id: rank for rank, passage_id in enumerate(worded, start=1)}
        # What is missing was withdrawn between two statements.
        candidates = [
            _Candidate(found[one.passage_id], one.cosine, ranks.get(one.passage_id), vector)
            for one in near
            if one.passage_id in found
        ]
        hits = _best(candidates, words)
        sentences = [
            sentence
            for hit in hits
            for sentence in _sentences(hit, found[hit.passage_id], vector, query=query, words=words)
        ]
        sentences.sort(key=lambda sentence: -sentence.score)
        done = time.perf_counter()
        timings = {"encode": (encoded - started) * 1000, "search": (done - encoded) * 1000}
        return Retrieval(passages=hits, sentences=sentences, timings_ms=timings)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """`cosine`: of its nearest window."""

    passage: Passage
    cosine: float
    text_rank: int | None
    vector: FloatArray

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
    """The best PASSAGES, best first."""
    usual_length = sum(candidate.length for candidate in candidates) / max(1, len(candidates))
    hits = [_hit(candidate, candidate.score(words, usual_length=usual_length)) for candidate in candidates]
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))[:PASSAGES]


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
    )


def _sentences(
    hit: PassageHit, passage: Passage, vector: FloatArray, *, query: str, words: QueryWords
) -> list[FoundSentence]:
    source = _source(hit.title, hit.heading)
    cosines = (passage.sentence_vectors @ vector).tolist()
    return [
        FoundSentence(
            hit,
            index,
            cosine,
            sentence_score(query, words, sentence, source=source, cosine=cosine, passage_score=hit.score),
        )
        for index, (sentence, cosine) in enumerate(zip(hit.sentences, cosines, strict=True))
    ]


def _source(title: str, heading: str | None) -> str:
    return f"{title} {heading or ''}"
