"""Finds the passages that may answer a question, and in them the sentences that may be quoted."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from serving.db import Database
from serving.knowledge import repository
from serving.knowledge.base import PassageHit
from serving.knowledge.encoder import Encoder
from serving.knowledge.index import SearchIndex
from serving.knowledge.models import FloatArray, Passage

PASSAGES = 12
SEARCH_DEPTH = 20

# Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009) with an offset so small that what only the words
# find can still come first. Decision 0031 has the numbers.
_RANK_OFFSET = 5
_WORDS_WEIGHT = 0.5
# A sentence gains by the passage that it stands in.
_PASSAGE_WEIGHT = 0.4


@dataclass(frozen=True, slots=True)
class FoundSentence:
    """The sentence `index` of the passage, with its own similarity to the question."""

    passage: PassageHit
    index: int
    cosine: float

    @property
    def text(self) -> str:
        return self.passage.sentences[self.index]


@dataclass(frozen=True, slots=True)
class Retrieval:
    """`passages` best first by the fused score; all their `sentences`, best first too."""

    passages: Sequence[PassageHit]
    sentences: Sequence[FoundSentence]
    timings_ms: Mapping[str, float]  # encode, search


class Retriever:
    def __init__(self, db: Database, encoder: Encoder, index: SearchIndex) -> None:
        self._db = db
        self._encoder = encoder
        self._index = index

    async def retrieve(self, query: str, *, inbox_id: str) -> Retrieval:
        """Only what this inbox may show."""
        started = time.perf_counter()
        vector = (await self._encoder.encode([query]))[0]
        encoded = time.perf_counter()
        async with self._db.read() as session:
            near = await self._index.by_meaning(session, vector, inbox_id=inbox_id, limit=SEARCH_DEPTH)
            worded = await self._index.by_words(session, query, inbox_id=inbox_id, limit=SEARCH_DEPTH)
            scores = fuse((near_one.passage_id for near_one in near), worded)
            found = await repository.passages_by_id(session, list(scores))
        cosines = {near_one.passage_id: near_one.cosine for near_one in near}
        ranks = {passage_id: rank for rank, passage_id in enumerate(worded, start=1)}
        hits = [
            _hit(found[passage_id], score, cosine=cosines.get(passage_id), text_rank=ranks.get(passage_id))
            for passage_id, score in scores.items()
            if passage_id in found  # else it was withdrawn between two statements
        ]
        sentences = [sentence for hit in hits for sentence in _sentences(hit, found[hit.passage_id], vector)]
        sentences.sort(key=_promise, reverse=True)
        done = time.perf_counter()
        timings = {"encode": (encoded - started) * 1000, "search": (done - encoded) * 1000}
        return Retrieval(passages=hits, sentences=sentences, timings_ms=timings)


def fuse(by_meaning: Iterable[int], by_words: Iterable[int]) -> dict[int, float]:
    """The best passages with their fused scores, best first."""
    scores: dict[int, float] = {}
    for weight, ranking in ((1.0, by_meaning), (_WORDS_WEIGHT, by_words)):
        for rank, passage_id in enumerate(ranking, start=1):
            scores[passage_id] = scores.get(passage_id, 0.0) + weight / (_RANK_OFFSET + rank)
    best = sorted(scores, key=lambda passage_id: (-scores[passage_id], passage_id))[:PASSAGES]
    return {passage_id: scores[passage_id] for passage_id in best}


def _promise(sentence: FoundSentence) -> float:
    return sentence.cosine + _PASSAGE_WEIGHT * (sentence.passage.cosine or 0.0)


def _hit(passage: Passage, score: float, *, cosine: float | None, text_rank: int | None) -> PassageHit:
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
        cosine=cosine,
        text_rank=text_rank,
    )


def _sentences(hit: PassageHit, passage: Passage, vector: FloatArray) -> list[FoundSentence]:
    cosines = passage.sentence_vectors @ vector
    return [FoundSentence(hit, index, float(cosine)) for index, cosine in enumerate(cosines)]
