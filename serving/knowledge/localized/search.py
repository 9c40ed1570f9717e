"""Finds passages by the words of one of the assistant's other languages, in SQLite and in PostgreSQL.

Both keep, of each localized passage, its stems and the parts of its words as they are to be found, each
behind its language ("es_envi", "es_<env"): one table serves all languages, and no database has to know them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    Select,
    cast,
    column,
    func,
    insert,
    literal,
    literal_column,
    select,
    table,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.ext.asyncio import AsyncSession

from serving.knowledge.index import visible_to
from serving.knowledge.localized.languages import Language
from serving.knowledge.localized.models import LocalizedPassage
from serving.knowledge.localized.words import all_grams, stems, telling_words, words_of
from serving.knowledge.models import Document, Passage, Source

_SQLITE = table("localized_fts", *map(column, ("rowid", "stems", "grams", "rank")))
_POSTGRES = table("localized_fts", *map(column, ("localized_id", "words")))
# A word of four letters says more as a whole.
_LEAST_LETTERS = 5


class LocalizedIndex(Protocol):
    async def add(
        self, session: AsyncSession, passages: Sequence[LocalizedPassage], language: Language
    ) -> None:
        """Makes flushed passages of one language findable."""
        ...

    async def by_words(
        self,
        session: AsyncSession,
        query: str,
        *,
        locale: str,
        language: Language,
        inbox_id: str,
        limit: int,
    ) -> list[int]:
        """Ids of localized passages that this inbox may show, best first."""
        ...

    async def frequencies(
        self, session: AsyncSession, words: Sequence[str], *, locale: str
    ) -> tuple[int, Mapping[str, int]]:
        """How many passages there are in this language, and in how many each stem stands."""
        ...


def localized_index(dialect: str) -> LocalizedIndex:
    return PostgresLocalizedIndex() if dialect == "postgresql" else SqliteLocalizedIndex()


class SqliteLocalizedIndex:
    async def add(
        self, session: AsyncSession, passages: Sequence[LocalizedPassage], language: Language
    ) -> None:
        rows = [
            {
                "rowid": passage.id,
                "stems": _tokens(passage.locale, _stems(passage, language)),
                "grams": _tokens(passage.locale, _grams(words_of(_text(passage)), language)),
            }
            for passage in passages
        ]
        if rows:
            await session.execute(insert(_SQLITE), rows)

    async def by_words(
        self,
        session: AsyncSession,
        query: str,
        *,
        locale: str,
        language: Language,
        inbox_id: str,
        limit: int,
    ) -> list[int]:
        found, parts = _asked(query, language)
        if not found:
            return []
        # In double quotes nothing is an operator.
        expression = " OR ".join(
            [
                *(f'stems : "{locale}_{stem}"' for stem in found),
                *(f'grams : "{locale}_{part}"' for part in parts),
            ]
        )
        matched: ColumnElement[str] = column("localized_fts")
        statement = (
            select(_SQLITE.c.rowid)
            .where(matched.op("MATCH")(expression), _SQLITE.c.rowid.in_(_visible(inbox_id)))
            .order_by(_SQLITE.c.rank, _SQLITE.c.rowid)
            .limit(limit)
        )
        return list(await session.scalars(statement))

    async def frequencies(
        self, session: AsyncSession, words: Sequence[str], *, locale: str
    ) -> tuple[int, Mapping[str, int]]:
        matched: ColumnElement[str] = column("localized_fts")
        counts = [
            select(func.count()).select_from(_SQLITE).where(matched.op("MATCH")(f'stems : "{locale}_{word}"'))
            for word in words
        ]
        return await _frequencies(session, words, counts, locale=locale)


class PostgresLocalizedIndex:
    """The stems weigh "A", parts of words "D": `ts_rank` counts the former ten times as much."""

    async def add(
        self, session: AsyncSession, passages: Sequence[LocalizedPassage], language: Language
    ) -> None:
        rows = [
            {
                "localized_id": passage.id,
                "words": " ".join(
                    [
                        *(_lexeme(passage.locale, stem, "1A") for stem in _stems(passage, language)),
                        *(
                            _lexeme(passage.locale, part, "1D")
                            for part in _grams(words_of(_text(passage)), language)
                        ),
                    ]
                ),
            }
            for passage in passages
        ]
        for row in rows:
            # Given as text: PostgreSQL's own parser would cut our parts of words again.
            await session.execute(
                insert(_POSTGRES).values(
                    localized_id=row["localized_id"], words=cast(literal(row["words"]), TSVECTOR)
                )
            )

    async def by_words(
        self,
        session: AsyncSession,
        query: str,
        *,
        locale: str,
        language: Language,
        inbox_id: str,
        limit: int,
    ) -> list[int]:
        found, parts = _asked(query, language)
        if not found:
            return []
        text = " | ".join(
            [
                *(_lexeme(locale, stem, "A") for stem in found),
                *(_lexeme(locale, part, "D") for part in parts),
            ]
        )
        matching = cast(literal(text), TSQUERY)
        statement = (
            select(_POSTGRES.c.localized_id)
            .where(
                _POSTGRES.c.words.op("@@")(matching),
                _POSTGRES.c.localized_id.in_(_visible(inbox_id)),
            )
            .order_by(func.ts_rank(_POSTGRES.c.words, matching).desc(), _POSTGRES.c.localized_id)
            .limit(limit)
        )
        return list(await session.scalars(statement))

    async def frequencies(
        self, session: AsyncSession, words: Sequence[str], *, locale: str
    ) -> tuple[int, Mapping[str, int]]:
        counts = [
            select(func.count())
            .select_from(_POSTGRES)
            .where(_POSTGRES.c.words.op("@@")(cast(literal(_lexeme(locale, word, "A")), TSQUERY)))
            for word in words
        ]
        return await _frequencies(session, words, counts, locale=locale)


async def _frequencies(
    session: AsyncSession, words: Sequence[str], counts: Sequence[Select[Any]], *, locale: str
) -> tuple[int, Mapping[str, int]]:
    passages = select(func.count()).select_from(LocalizedPassage).where(LocalizedPassage.locale == locale)
    numbered = [
        part.add_columns(literal_column(str(number))) for number, part in enumerate((passages, *counts))
    ]
    found = {number: count for count, number in await session.execute(union_all(*numbered))}
    return found[0], {word: found[number] for number, word in enumerate(words, start=1)}


def _visible(inbox_id: str) -> Select[int]:
    return (
        select(LocalizedPassage.id)
        .join(Passage, Passage.id == LocalizedPassage.passage_id)
        .join(Document, Document.id == Passage.document_id)
        .join(Source, Source.id == Document.source_id)
        .where(visible_to(inbox_id))
    )


def _asked(query: str, language: Language) -> tuple[list[str], list[str]]:
    words = telling_words(query, language)
    found = list(dict.fromkeys(stem for word in words for stem in stems(word, language)))
    return found, sorted(_grams(words, language))


def _text(passage: LocalizedPassage) -> str:
    said = [sentence for sentence in passage.sentences if sentence is not None]
    return " ".join([passage.title, passage.heading or "", *said])


def _stems(passage: LocalizedPassage, language: Language) -> list[str]:
    return stems(_text(passage), language)


def _grams(words: Sequence[str], language: Language) -> frozenset[str]:
    return all_grams([word for word in words if len(word) >= _LEAST_LETTERS], language.gram)


def _tokens(locale: str, words: Sequence[str] | frozenset[str]) -> str:
    return " ".join(f"{locale}_{word}" for word in words)


def _lexeme(locale: str, word: str, label: str) -> str:
    """Of `\\w` and our own signs only, so nothing in it needs another quote."""
    return f"'{locale}_{word}':{label}"
