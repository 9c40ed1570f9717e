"""Finds passages by their words and by their meaning, in SQLite and in PostgreSQL.

Both keep the words in a table `passages_fts`, whose rows the database removes with the passage. What an
inbox may not show is left out by every query itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    REAL,
    ColumnElement,
    Select,
    Text,
    bindparam,
    case,
    cast,
    column,
    exists,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    table,
    union_all,
)
from sqlalchemy.dialects.postgresql import REGCONFIG
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from serving.errors import ParleyError
from serving.knowledge.models import (
    Document,
    ExpectedQuestion,
    FloatArray,
    Passage,
    Source,
    SourceInbox,
    Window,
)
from serving.knowledge.vectors import SourceVectors
from serving.knowledge.words import Frequencies, query_words, unaccented

_WORDS_SQLITE = table("passages_fts", *map(column, ("rowid", "title", "heading", "text")))
_WORDS_POSTGRES = table("passages_fts", *map(column, ("passage_id", "words")))

_CONFIGURATION = cast("english", REGCONFIG)
# How many of a passage's windows may be among the foremost.
_WINDOWS_A_PASSAGE = 4
_NO_COSINES = np.empty(0, dtype=np.float32)


class EncoderChanged(ParleyError):
    code = "encoder_changed"

    def __init__(self) -> None:
        super().__init__(
            "The passages were encoded by another encoder than the one that is set now: ingest the documents "
            "again (`./parley ingest --again`)."
        )


@dataclass(frozen=True, slots=True)
class Near:
    passage_id: int
    cosine: float


@dataclass(frozen=True, slots=True)
class NearQuestion:
    """An expected question: its id, and its cosine to what was asked."""

    question_id: int
    cosine: float


class SearchIndex(Protocol):
    async def add(
        self,
        session: AsyncSession,
        document: Document,
        passages: Sequence[Passage],
        *,
        questions: Sequence[str],
    ) -> None:
        """Makes flushed passages findable by their words, and those of the questions expected of each."""
        ...

    async def by_words(self, session: AsyncSession, query: str, *, inbox_id: str, limit: int) -> list[int]:
        """Passage ids, best first."""
        ...

    async def frequencies(self, session: AsyncSession, query: str) -> Frequencies: ...

    async def by_meaning(
        self,
        session: AsyncSession,
        vector: FloatArray,
        *,
        inbox_id: str,
        limit: int,
        also: Sequence[int] = (),
    ) -> list[Near]:
        """The passages of the nearest windows, best first, each once; `also`: and these, however far.

        `also`: ids that `by_words` returned for this inbox.
        """
        ...

    async def by_questions(
        self, session: AsyncSession, vector: FloatArray, *, inbox_id: str, limit: int
    ) -> list[NearQuestion]:
        """The nearest expected questions, best first."""
        ...


def search_index(dialect: str) -> SearchIndex:
    return PostgresIndex() if dialect == "postgresql" else SqliteIndex()


def visible_to(inbox_id: str) -> ColumnElement[bool]:
    allowed = select(SourceInbox.source_id).where(SourceInbox.inbox_id == inbox_id)
    return or_(Source.restricted.is_(False), Source.id.in_(allowed))


class SqliteIndex:
    """FTS5 ranked by BM25, and exact cosine over vectors that stay in memory until their document goes.

    1 536 bytes a window in each process that searches.
    """

    def __init__(self) -> None:
        self._vectors = SourceVectors(Window)
        self._questions = SourceVectors(ExpectedQuestion)

    async def add(
        self,
        session: AsyncSession,
        document: Document,
        passages: Sequence[Passage],
        *,
        questions: Sequence[str],
    ) -> None:
        await session.execute(insert(_WORDS_SQLITE), _words_rows(document, passages, questions))

    async def by_words(self, session: AsyncSession, query: str, *, inbox_id: str, limit: int) -> list[int]:
        words = query_words(query)
        if not words:
            return []
        # In double quotes nothing is an operator.
        expression = " OR ".join(f'"{word}"' for word in words)
        matched: ColumnElement[str] = column("passages_fts")
        statement = (
            select(_WORDS_SQLITE.c.rowid)
            .where(matched.op("MATCH")(expression))
            # FTS5's own sorting: BM25 as a function of each row of a join costs three times as much.
            .order_by(column("rank"), _WORDS_SQLITE.c.rowid)
            .limit(limit)
        )
        if await session.scalar(select(exists().where(not_(visible_to(inbox_id))))):
            statement = statement.where(_WORDS_SQLITE.c.rowid.in_(_visible_passages(inbox_id)))
        return list(await session.scalars(statement))

    async def frequencies(self, session: AsyncSession, query: str) -> Frequencies:
        words = query_words(query)
        matched: ColumnElement[str] = column("passages_fts")
        counts = [
            select(func.count()).select_from(_WORDS_SQLITE).where(matched.op("MATCH")(f'"{word}"'))
            for word in words
        ]
        return await _frequencies(session, words, counts)

    async def by_meaning(
        self,
        session: AsyncSession,
        vector: FloatArray,
        *,
        inbox_id: str,
        limit: int,
        also: Sequence[int] = (),
    ) -> list[Near]:
        visible = await session.execute(select(Source.id, Source.revision).where(visible_to(inbox_id)))
        best: list[Near] = []
        named: list[Near] = []
        for source_id, revision in visible:
            try:
                matrix = await self._vectors.matrix(session, source_id, revision)
                cosines = matrix.vectors @ vector if len(matrix.passage_ids) else _NO_COSINES
            except ValueError as error:
                # What numpy says of vectors of different lengths.
                raise EncoderChanged from error
            best += _nearest(matrix.passage_ids, cosines, limit)
            chosen = np.isin(matrix.passage_ids, also)
            named += _nearest(matrix.passage_ids[chosen], cosines[chosen], len(also))
        return _joined(sorted(best, key=_nearness)[:limit], named)

    async def by_questions(
        self, session: AsyncSession, vector: FloatArray, *, inbox_id: str, limit: int
    ) -> list[NearQuestion]:
        visible = await session.execute(select(Source.id, Source.revision).where(visible_to(inbox_id)))
        best: list[NearQuestion] = []
        for source_id, revision in visible:
            try:
                matrix = await self._questions.matrix(session, source_id, revision)
                if not len(matrix.ids):
                    continue
                cosines = matrix.vectors @ vector
            except ValueError as error:
                raise EncoderChanged from error
            foremost = _foremost(cosines, limit)
            best += [
                NearQuestion(int(found), float(cosine))
                for found, cosine in zip(matrix.ids[foremost], cosines[foremost], strict=True)
            ]
        return sorted(best, key=lambda one: (-one.cosine, one.question_id))[:limit]


def _nearest(passage_ids: npt.NDArray[np.int64], cosines: FloatArray, limit: int) -> list[Near]:
    """The passages of the nearest windows, best first. Sorting all windows of a large library costs more
    than the search, so the foremost are sorted, and all of them only where those are of too few passages."""
    foremost = _foremost(cosines, limit * _WINDOWS_A_PASSAGE)
    best = _each_once(passage_ids[foremost], cosines[foremost], limit)
    if len(best) < limit and len(foremost) < len(cosines):
        best = _each_once(passage_ids, cosines, limit)
    return [Near(passage_id, cosine) for passage_id, cosine in best.items()]


def _foremost(cosines: FloatArray, count: int) -> npt.NDArray[np.int64]:
    """The rows of the highest cosines and of all that equal the last of them, in order."""
    if count >= len(cosines):
        return np.arange(len(cosines))
    least = np.partition(cosines, -count)[-count] if count else np.inf
    return np.flatnonzero(cosines >= least)


def _each_once(passage_ids: npt.NDArray[np.int64], cosines: FloatArray, limit: int) -> dict[int, float]:
    best: dict[int, float] = {}
    for row in np.argsort(-cosines, kind="stable"):
        if len(best) == limit:
            break
        best.setdefault(int(passage_ids[row]), float(cosines[row]))
    return best


class PostgresIndex:
    """`tsvector` ranked by `ts_rank`, and pgvector's exact cosine distance."""

    async def add(
        self,
        session: AsyncSession,
        document: Document,
        passages: Sequence[Passage],
        *,
        questions: Sequence[str],
    ) -> None:
        parts = func.concat_ws(" ", *(bindparam(part, type_=Text) for part in ("title", "heading", "text")))
        statement = insert(_WORDS_POSTGRES).values(
            passage_id=bindparam("rowid"), words=func.to_tsvector(_CONFIGURATION, parts)
        )
        await session.execute(statement, _words_rows(document, passages, questions))

    async def by_words(self, session: AsyncSession, query: str, *, inbox_id: str, limit: int) -> list[int]:
        words = query_words(query)
        if not words:
            return []
        # In single quotes nothing is an operator.
        matching = func.to_tsquery(_CONFIGURATION, " | ".join(f"'{unaccented(word)}'" for word in words))
        statement = (
            _visible_passages(inbox_id)
            .join(_WORDS_POSTGRES, _WORDS_POSTGRES.c.passage_id == Passage.id)
            .where(_WORDS_POSTGRES.c.words.op("@@")(matching))
            .order_by(func.ts_rank(_WORDS_POSTGRES.c.words, matching).desc(), Passage.id)
            .limit(limit)
        )
        return list(await session.scalars(statement))

    async def frequencies(self, session: AsyncSession, query: str) -> Frequencies:
        words = query_words(query)
        counts = []
        for word in words:
            asked = func.to_tsquery(_CONFIGURATION, f"'{unaccented(word)}'")
            found = select(func.count()).select_from(_WORDS_POSTGRES)
            containing = found.where(_WORDS_POSTGRES.c.words.op("@@")(asked)).scalar_subquery()
            # An empty query: one of PostgreSQL's own stop words.
            counts.append(select(case((func.numnode(asked) > 0, containing))))
        return await _frequencies(session, words, counts)

    async def by_meaning(
        self,
        session: AsyncSession,
        vector: FloatArray,
        *,
        inbox_id: str,
        limit: int,
        also: Sequence[int] = (),
    ) -> list[Near]:
        distance: ColumnElement[float] = func.min(Window.embedding.op("<=>", return_type=REAL())(vector))
        distances = (
            _visible_passages(inbox_id)
            .join(Window, Window.passage_id == Passage.id)
            .add_columns(distance)
            .group_by(Passage.id)
            .order_by(distance, Passage.id)
        )
        try:
            near = await session.execute(distances.limit(limit))
            named = await session.execute(distances.where(Passage.id.in_(also))) if also else ()
        except DBAPIError as error:
            if "different vector dimensions" in str(error.orig):
                raise EncoderChanged from error
            raise
        return _joined(*([Near(row[0], 1.0 - row[1]) for row in rows] for rows in (near, named)))

    async def by_questions(
        self, session: AsyncSession, vector: FloatArray, *, inbox_id: str, limit: int
    ) -> list[NearQuestion]:
        distance: ColumnElement[float] = ExpectedQuestion.embedding.op("<=>", return_type=REAL())(vector)
        statement = (
            select(ExpectedQuestion.id, distance)
            .where(ExpectedQuestion.passage_id.in_(_visible_passages(inbox_id)))
            .order_by(distance, ExpectedQuestion.id)
            .limit(limit)
        )
        try:
            rows = await session.execute(statement)
        except DBAPIError as error:
            if "different vector dimensions" in str(error.orig):
                raise EncoderChanged from error
            raise
        return [NearQuestion(row[0], 1.0 - row[1]) for row in rows]


async def _frequencies(
    session: AsyncSession, words: Sequence[str], counts: Sequence[Select[Any]]
) -> Frequencies:
    parts = [select(func.count()).select_from(Passage), *counts]
    numbered = [part.add_columns(literal(number)) for number, part in enumerate(parts)]
    found = {number: count for count, number in await session.execute(union_all(*numbered))}
    containing = {word: found[number] for number, word in enumerate(words, start=1)}
    return Frequencies(passages=found[0], containing=containing)


def _joined(near: Sequence[Near], named: Sequence[Near]) -> list[Near]:
    known = {one.passage_id for one in near}
    return [*near, *sorted((one for one in named if one.passage_id not in known), key=_nearness)]


def _nearness(near: Near) -> tuple[float, int]:
    return -near.cosine, near.passage_id


def _visible_passages(inbox_id: str) -> Select[int]:
    return (
        select(Passage.id)
        .join(Document, Document.id == Passage.document_id)
        .join(Source, Source.id == Document.source_id)
        .where(visible_to(inbox_id))
    )


def _words_rows(
    document: Document, passages: Sequence[Passage], questions: Sequence[str]
) -> list[dict[str, str | int]]:
    return [
        {
            "rowid": passage.id,
            "title": unaccented(document.title),
            "heading": unaccented(passage.heading or ""),
            "text": unaccented(f"{passage.text} {asked}").rstrip(),
        }
        for passage, asked in zip(passages, questions, strict=True)
    ]
