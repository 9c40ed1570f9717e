"""Keeps the passages in the assistant's other languages equal to their documents and reviewed segments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.db import Database
from serving.knowledge.articles import HEADING_SEPARATOR
from serving.knowledge.localized.languages import language_for
from serving.knowledge.localized.models import LocalizedPassage, LocalizedState
from serving.knowledge.localized.search import LocalizedIndex, localized_index
from serving.knowledge.models import Document, Passage, Source
from serving.translation.base import language
from serving.translation.keys import source_key
from serving.translation.models import Formality, Segment, SegmentStatus, TranslationRevision

# The language whose documents are found by vectors and quoted as they stand.
PIVOT = "en"
# Passages localized in one transaction, and values in one statement.
_BATCH = 200
_KEYS = 500


@dataclass(frozen=True, slots=True)
class _Text:
    """Of a passage, in the language of its document."""

    passage_id: int
    language: str
    title: str
    heading: str | None
    sentences: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Localized:
    native: bool
    title: str
    heading: str | None
    sentences: tuple[str | None, ...]


def other_languages(locales: Sequence[str]) -> list[str]:
    """Of the assistant's native locales, those whose words are searched here."""
    found = dict.fromkeys(language(locale) for locale in locales)
    return [locale for locale in found if locale != PIVOT and language_for(locale) is not None]


async def localize(
    session: AsyncSession, passage_ids: Sequence[int], locales: Sequence[str], index: LocalizedIndex
) -> int:
    """Makes these passages findable in these languages as far as people wrote words. How many changed."""
    texts = await _texts(session, passage_ids)
    changed = 0
    for locale in locales:
        known = await _known(session, passage_ids, locale)
        wanted = await _wanted(session, texts, locale)
        stale = [row.id for passage_id, row in known.items() if wanted.get(passage_id) != _as_known(row)]
        if stale:
            await session.execute(delete(LocalizedPassage).where(LocalizedPassage.id.in_(stale)))
        new = [
            LocalizedPassage(
                passage_id=passage_id,
                locale=locale,
                native=found.native,
                title=found.title,
                heading=found.heading,
                sentences=list(found.sentences),
            )
            for passage_id, found in wanted.items()
            if passage_id not in known or known[passage_id].id in stale
        ]
        session.add_all(new)
        await session.flush()
        stemming = language_for(locale)
        if stemming is not None:
            await index.add(session, new, stemming)
        changed += len(new) + len(stale)
        for row in new:
            session.expunge(row)
    return changed


async def catch_up(database: Database, locales: Sequence[str]) -> int:
    """After documents or segments have changed, a few passages at a time. How many passages changed."""
    async with database.read() as session:
        late = [(row[0], row[1], row[2]) for row in await session.execute(_late(locales))]
    index = localized_index(database.dialect)
    changed = 0
    for source_id, source_revision, memory_revision in late:
        async for passage_ids in _passages(database, source_id):
            async with database.write() as session:
                # Another process may be at it: on PostgreSQL both would write the same rows.
                if await session.get(Source, source_id, with_for_update=True) is None:
                    break
                changed += await localize(session, passage_ids, locales, index)
        async with database.write() as session:
            if await session.get(Source, source_id, with_for_update=True) is not None:
                # As it was before the first passage: what changed meanwhile is late still.
                await _settle(session, source_id, locales, source_revision, memory_revision)
    return changed


async def is_late(session: AsyncSession, locales: Sequence[str]) -> bool:
    return (await session.execute(_late(locales).limit(1))).first() is not None


def _late(locales: Sequence[str]) -> Select[str, str, int]:
    """The sources of which not every language is kept up to date, with their revision and the memory's."""
    memory = select(func.coalesce(func.max(TranslationRevision.revision), 0)).scalar_subquery()
    settled = (
        select(func.count())
        .select_from(LocalizedState)
        .where(
            LocalizedState.source_id == Source.id,
            LocalizedState.locale.in_(locales),
            LocalizedState.source_revision == Source.revision,
            LocalizedState.memory_revision == memory,
        )
        .scalar_subquery()
    )
    return select(Source.id, Source.revision, memory).where(settled < len(locales)).order_by(Source.id)


async def _settle(
    session: AsyncSession,
    source_id: str,
    locales: Sequence[str],
    source_revision: str,
    memory_revision: int,
) -> None:
    for locale in locales:
        await session.merge(
            LocalizedState(
                source_id=source_id,
                locale=locale,
                source_revision=source_revision,
                memory_revision=memory_revision,
            )
        )


async def _passages(database: Database, source_id: str) -> AsyncIterator[Sequence[int]]:
    last = 0
    while True:
        async with database.read() as session:
            statement = (
                select(Passage.id)
                .join(Document, Document.id == Passage.document_id)
                .where(Document.source_id == source_id, Passage.id > last)
                .order_by(Passage.id)
                .limit(_BATCH)
            )
            ids = (await session.scalars(statement)).all()
        if not ids:
            return
        yield ids
        last = ids[-1]


async def _texts(session: AsyncSession, passage_ids: Sequence[int]) -> list[_Text]:
    rows = await session.execute(
        select(Passage.id, Document.language, Document.title, Passage.heading, Passage.sentences)
        .join(Document, Document.id == Passage.document_id)
        .where(Passage.id.in_(passage_ids))
        .order_by(Passage.id)
    )
    return [_Text(row[0], language(row[1]), row[2], row[3], row[4]) for row in rows]


async def _known(
    session: AsyncSession, passage_ids: Sequence[int], locale: str
) -> dict[int, LocalizedPassage]:
    rows = await session.scalars(
        select(LocalizedPassage).where(
            LocalizedPassage.locale == locale, LocalizedPassage.passage_id.in_(passage_ids)
        )
    )
    return {row.passage_id: row for row in rows}


def _as_known(row: LocalizedPassage) -> _Localized:
    return _Localized(row.native, row.title, row.heading, tuple(row.sentences))


async def _wanted(session: AsyncSession, texts: Sequence[_Text], locale: str) -> dict[int, _Localized]:
    by_language: dict[str, list[_Text]] = defaultdict(list)
    for text in texts:
        by_language[text.language].append(text)
    wanted: dict[int, _Localized] = {}
    for spoken, group in by_language.items():
        if spoken == locale:
            wanted |= {
                text.passage_id: _Localized(True, text.title, text.heading, tuple(text.sentences))
                for text in group
            }
            continue
        said = {part for text in group for part in _parts(text)}
        reviewed = await _reviewed(session, said, source=spoken, target=locale)
        for text in group:
            sentences = tuple(reviewed.get(sentence) for sentence in text.sentences)
            if any(sentences):
                # A title without words of its own stays as the document has it.
                title = reviewed.get(text.title, text.title)
                heading = text.heading and HEADING_SEPARATOR.join(
                    reviewed.get(part, part) for part in text.heading.split(HEADING_SEPARATOR)
                )
                wanted[text.passage_id] = _Localized(False, title, heading, sentences)
    return wanted


def _parts(text: _Text) -> list[str]:
    headings = text.heading.split(HEADING_SEPARATOR) if text.heading else []
    return [text.title, *headings, *text.sentences]


async def _reviewed(
    session: AsyncSession, texts: Collection[str], *, source: str, target: str
) -> Mapping[str, str]:
    """What people wrote or approved for these texts, formal before familiar."""
    keys = {source_key(text): text for text in texts}
    found: dict[str, str] = {}
    listed = list(keys)
    for begin in range(0, len(listed), _KEYS):
        rows = await session.scalars(
            select(Segment)
            .where(
                Segment.source_key.in_(listed[begin : begin + _KEYS]),
                Segment.source_locale.startswith(source),
                Segment.target_locale.startswith(target),
                Segment.status == SegmentStatus.HUMAN,
            )
            .order_by(Segment.id)
        )
        for segment in rows:
            same = (language(segment.source_locale), language(segment.target_locale)) == (source, target)
            text = keys[segment.source_key]
            if same and (text not in found or segment.formality is Formality.FORMAL):
                found[text] = segment.target
    return found
