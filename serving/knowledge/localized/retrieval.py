"""Finds, in one of the assistant's other languages, the sentences that may answer a question."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, not_, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.db import Database
from serving.knowledge import repository
from serving.knowledge.base import PassageHit
from serving.knowledge.encoder import Encoder
from serving.knowledge.index import Near, SearchIndex, visible_to
from serving.knowledge.injection import addresses_a_model
from serving.knowledge.localized.asked import Asked
from serving.knowledge.localized.gloss import gloss
from serving.knowledge.localized.languages import Language, language_for
from serving.knowledge.localized.models import LocalizedPassage
from serving.knowledge.localized.passages import catch_up, is_late, other_languages
from serving.knowledge.localized.search import localized_index
from serving.knowledge.localized.selection import Likeness, Ranked
from serving.knowledge.localized.words import all_grams, stems, telling_words, words_of
from serving.knowledge.models import Document, FloatArray, Passage, Source
from serving.knowledge.retrieval import PASSAGES, SEARCH_DEPTH, FoundSentence, Retrieval
from serving.knowledge.words import QueryWords
from serving.knowledge.words import stems as english_stems

# Words propose more than vectors do: without English meaning they are nearly all there is.
_DEPTH = 2 * SEARCH_DEPTH
# A document written in the customer's language comes before the translation of another.
NATIVE_LEAD = 0.3


@dataclass(frozen=True, slots=True)
class LocalizedRetrieval:
    """`ranked`: of each of the retrieval's sentences, in the same order."""

    retrieval: Retrieval
    ranked: Sequence[Ranked]


class LocalizedRetriever:
    """`locales`: the assistant's native ones; English ones are left to the other retriever."""

    def __init__(self, db: Database, encoder: Encoder, index: SearchIndex, *, locales: Sequence[str]) -> None:
        self._db = db
        self._encoder = encoder
        self._vectors = index
        self._words = localized_index(db.dialect)
        self._locales = other_languages(locales)
        self._catching_up = asyncio.Lock()

    def speaks(self, locale: str) -> bool:
        return locale in self._locales

    async def retrieve(self, query: str, *, locale: str, inbox_id: str) -> LocalizedRetrieval:
        """`locale`: a language that it `speaks`. Only what this inbox may show."""
        language = language_for(locale)
        if language is None:
            raise ValueError(f"no stemmer for {locale!r}")
        started = time.perf_counter()
        english = gloss(query, locale)
        vectors = await self._encoder.encode([query, english or query])
        encoded = time.perf_counter()
        await self._refresh()
        async with self._db.read() as session:
            asked = await self._asked(session, query, english, vectors, locale=locale, language=language)
            found = await self._found(session, asked, locale=locale, inbox_id=inbox_id)
        sentences, ranked, hits = _ranked(found, asked)
        done = time.perf_counter()
        timings = {"encode": (encoded - started) * 1000, "search": (done - encoded) * 1000}
        return LocalizedRetrieval(Retrieval(hits, sentences, timings), ranked)

    async def knows_all(self, locale: str, *, inbox_id: str) -> bool:
        """Whether every passage that this inbox may show has words in this language."""
        said = select(LocalizedPassage.id).where(
            LocalizedPassage.passage_id == Passage.id, LocalizedPassage.locale == locale
        )
        async with self._db.read() as session:
            unsaid = await session.scalar(
                select(Passage.id)
                .join(Document, Document.id == Passage.document_id)
                .join(Source, Source.id == Document.source_id)
                .where(visible_to(inbox_id), not_(exists(said)))
                .limit(1)
            )
        return unsaid is None

    async def _refresh(self) -> None:
        async with self._db.read() as session:
            late = await is_late(session, self._locales)
        if late:
            async with self._catching_up:
                await catch_up(self._db, self._locales)

    async def _asked(
        self,
        session: AsyncSession,
        query: str,
        english: str,
        vectors: FloatArray,
        *,
        locale: str,
        language: Language,
    ) -> Asked:
        words = telling_words(query, language)
        by_word = {word: stem for word in words for stem in stems(word, language)}
        frequencies = await self._words.frequencies(session, list(by_word.values()), locale=locale)
        return Asked(
            query,
            language,
            by_word,
            *frequencies,
            english=english,
            english_words=QueryWords(english, await self._vectors.frequencies(session, english)),
            vector=vectors[0],
            english_vector=vectors[1],
        )

    async def _found(
        self, session: AsyncSession, asked: Asked, *, locale: str, inbox_id: str
    ) -> list[_Found]:
        ids = await self._words.by_words(
            session, asked.query, locale=locale, language=asked.language, inbox_id=inbox_id, limit=_DEPTH
        )
        rows = list(await session.scalars(select(LocalizedPassage).where(LocalizedPassage.id.in_(ids))))
        known = {row.passage_id for row in rows}
        worded = await self._vectors.by_words(session, asked.english, inbox_id=inbox_id, limit=SEARCH_DEPTH)
        near = await self._vectors.by_meaning(
            session,
            asked.english_vector,
            inbox_id=inbox_id,
            limit=SEARCH_DEPTH,
            also=[*known, *(passage_id for passage_id in worded if passage_id not in known)],
        )
        others = [one.passage_id for one in near if one.passage_id not in known]
        rows += await session.scalars(
            select(LocalizedPassage).where(
                LocalizedPassage.locale == locale, LocalizedPassage.passage_id.in_(others)
            )
        )
        passages = await repository.passages_by_id(
            session, [row.passage_id for row in rows], encoder=self._encoder.fingerprint
        )
        return _joined(rows, passages, near, ids)


@dataclass(frozen=True, slots=True)
class _Found:
    row: LocalizedPassage
    passage: Passage
    cosine: float
    text_rank: int | None


def _joined(
    rows: Sequence[LocalizedPassage],
    passages: Mapping[int, Passage],
    near: Sequence[Near],
    ids: Sequence[int],
) -> list[_Found]:
    cosines = {one.passage_id: one.cosine for one in near}
    ranks = {localized_id: rank for rank, localized_id in enumerate(ids, start=1)}
    return [
        # What is missing was withdrawn between two statements.
        _Found(row, passages[row.passage_id], cosines.get(row.passage_id, 0.0), ranks.get(row.id))
        for row in rows
        if row.passage_id in passages
    ]


def _ranked(
    found: Sequence[_Found], asked: Asked
) -> tuple[list[FoundSentence], list[Ranked], list[PassageHit]]:
    words = [stems(_whole(one.row), asked.language) for one in found]
    usual_length = sum(map(len, words)) / max(1, len(words))
    scored = [
        (_passage_score(one, stemmed, asked, usual_length=usual_length), one)
        for one, stemmed in zip(found, words, strict=True)
    ]
    scored.sort(key=lambda pair: (-pair[0], pair[1].passage.id))
    hits = [_hit(one, score) for score, one in scored[:PASSAGES]]
    pairs = [
        pair
        for hit, (score, one) in zip(hits, scored, strict=False)
        for pair in _sentences(hit, one, asked, passage_score=score)
    ]
    pairs.sort(key=lambda pair: (-pair[1].score, pair[0].passage.passage_id, pair[0].index))
    return [sentence for sentence, _ in pairs], [ranked for _, ranked in pairs], hits


def _passage_score(one: _Found, stemmed: Sequence[str], asked: Asked, *, usual_length: float) -> float:
    bm25 = asked.bm25(stemmed, usual_length=usual_length)
    parts = asked.parts(all_grams(words_of(_whole(one.row)), asked.language.gram))
    return 0.5 * (asked.covered(stemmed) + bm25) + 0.7 * parts + NATIVE_LEAD * one.row.native


def _whole(row: LocalizedPassage) -> str:
    return " ".join([_source(row), *(sentence for sentence in row.sentences if sentence is not None)])


def _source(row: LocalizedPassage) -> str:
    return f"{row.title} {row.heading or ''}"


def _hit(one: _Found, score: float) -> PassageHit:
    row, passage = one.row, one.passage
    said = [sentence if sentence is not None else "" for sentence in row.sentences]
    return PassageHit(
        passage_id=passage.id,
        document_id=passage.document_id,
        title=row.title,
        heading=row.heading,
        page=passage.page,
        url=passage.document.url,
        text=" ".join(filter(None, said)),
        sentences=said,
        score=score,
        cosine=one.cosine,
        text_rank=one.text_rank,
        originals=None if row.native else passage.sentences,
    )


def _sentences(
    hit: PassageHit, one: _Found, asked: Asked, *, passage_score: float
) -> list[tuple[FoundSentence, Ranked]]:
    source = _source(one.row)
    # Where both are in one language, the document's own words lie near the question's.
    vector = asked.vector if one.row.native else asked.english_vector
    cosines = (one.passage.sentence_vectors @ vector).tolist()
    window = max(cosines) if one.row.native else one.cosine
    pairs = []
    for index, (sentence, cosine) in enumerate(zip(one.row.sentences, cosines, strict=True)):
        if sentence is None or addresses_a_model(one.passage.sentences[index]):
            continue
        words = asked.covered(stems(f"{sentence} {source}", asked.language))
        likeness = Likeness(
            cosine=cosine,
            window=window,
            english=words if one.row.native else _english(one.passage, index, asked),
            words=words,
            own_words=asked.covered(stems(sentence, asked.language)),
            parts=asked.parts(all_grams(words_of(f"{sentence} {source}"), asked.language.gram)),
            own_parts=asked.parts(all_grams(words_of(sentence), asked.language.gram)),
            passage=passage_score,
            asked=asked.asked_for(sentence),
        )
        ranked = Ranked(hit.passage_id, likeness)
        pairs.append((FoundSentence(hit, index, cosine, ranked.score), ranked))
    return pairs


def _english(passage: Passage, index: int, asked: Asked) -> float:
    source = f"{passage.document.title} {passage.heading or ''}"
    return asked.english_words.covered((*english_stems(passage.sentences[index]), *english_stems(source)))
