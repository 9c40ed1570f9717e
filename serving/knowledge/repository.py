from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Select, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from serving.channels.models import Inbox
from serving.errors import BadInput, NotFound
from serving.knowledge.articles import Article, PassageText
from serving.knowledge.index import EncoderChanged, SearchIndex
from serving.knowledge.models import (
    Document,
    ExpectedQuestion,
    FloatArray,
    Passage,
    Source,
    SourceFailure,
    SourceInbox,
    SourceKind,
    Window,
)

T = TypeVar("T")

# Of rows held as objects at a time, and of values in one statement (PostgreSQL takes 32 767).
_BATCH = 500
MAX_PAGE = 200


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """What the encoder made of one passage, one vector a row."""

    sentences: FloatArray
    windows: FloatArray
    questions: FloatArray


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of a document: its hashes, and the fingerprint of its vectors' encoder."""

    content_hash: str
    file_hash: str | None
    encoder: str | None


@dataclass(frozen=True, slots=True)
class SourceRow:
    source: Source
    documents: int
    passages: int
    expected: int  # questions
    failures: int
    languages: Sequence[str]
    inboxes: Sequence[str]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """`document` is None for what could never be read; `problem`: why it failed the last time."""

    key: str
    document: Document | None
    passages: int
    problem: str | None


async def lock_source(session: AsyncSession, source_id: str) -> Source:
    """Reads the source and holds it until the transaction ends: one writer a source."""
    source = await session.scalar(
        select(Source)
        .where(Source.id == source_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if source is None:
        raise NotFound(f"There is no source {source_id!r}: it may have been removed.")
    return source


async def open_source(
    session: AsyncSession,
    source_id: str,
    *,
    location: str,
    inboxes: Sequence[str] | None,
    kind: SourceKind = SourceKind.FOLDER,
) -> Source:
    """`inboxes`: who may be shown it; None leaves that as it is (a new source: every inbox)."""
    source = await session.get(Source, source_id)
    if source is None:
        source = Source(id=source_id, location=location, kind=kind, revision=_revision())
        session.add(source)
        await session.flush()
    source.location, source.kind = location, kind
    if inboxes is not None:
        await restrict(session, source, inboxes=inboxes)
    return source


async def restrict(session: AsyncSession, source: Source, *, inboxes: Sequence[str] | None) -> None:
    """Only these inboxes may be shown the source; None: every inbox."""
    known = set(await session.scalars(select(Inbox.id).where(Inbox.id.in_(inboxes or []))))
    if unknown := sorted(set(inboxes or []) - known):
        raise BadInput(f"There is no inbox {unknown[0]!r}: make it first, or leave it out.")
    source.restricted = inboxes is not None
    await session.execute(delete(SourceInbox).where(SourceInbox.source_id == source.id))
    session.add_all(SourceInbox(source_id=source.id, inbox_id=inbox_id) for inbox_id in sorted(known))


async def source_of(session: AsyncSession, location: str, *, name: str) -> str:
    """The source that was ingested from this place, else a new one with this name."""
    known = await session.scalar(select(Source.id).where(Source.location == location).order_by(Source.id))
    if known is not None:
        return known
    namesake = await session.get(Source, name)
    if namesake is not None:
        # Going on would withdraw what the other place holds.
        raise BadInput(f"The source {name!r} is {namesake.location!r}: give another name with --source.")
    return name


async def get_source(session: AsyncSession, source_id: str) -> Source:
    source = await session.get(Source, source_id)
    if source is None:
        raise NotFound(f"There is no source {source_id!r}: it may have been removed.")
    return source


async def remove_source(session: AsyncSession, source_id: str) -> None:
    source = await lock_source(session, source_id)
    await session.delete(source)


async def set_progress(
    session: AsyncSession, source_id: str, *, run_id: str, progress: Mapping[str, Any], at: datetime
) -> None:
    ours = update(Source).where(Source.id == source_id, Source.run_id == run_id)
    await session.execute(ours.values(progress=dict(progress), heartbeat_at=at))


async def known_documents(session: AsyncSession, source_id: str) -> dict[str, Known]:
    """By key."""
    columns = (Document.key, Document.content_hash, Document.file_hash, Document.encoder)
    rows = await session.execute(select(*columns).where(Document.source_id == source_id))
    return {row[0]: Known(*row[1:]) for row in rows}


async def set_failures(session: AsyncSession, source_id: str, failures: Mapping[str, str]) -> None:
    """The reasons of the last ingestion, by key, in the place of those of the one before."""
    await session.execute(delete(SourceFailure).where(SourceFailure.source_id == source_id))
    for batch in _batches(sorted(failures.items())):
        rows = [{"source_id": source_id, "key": key, "reason": reason} for key, reason in batch]
        await session.execute(insert(SourceFailure), rows)


async def store_document(
    session: AsyncSession,
    source: Source,
    *,
    key: str,
    content_hash: str,
    article: Article,
    vectors: Sequence[PassageVectors],
    index: SearchIndex,
    encoder: str,
    file_hash: str | None = None,
) -> None:
    """Puts the article in the place of the document with this key. `vectors`: of each passage, made by the
    `encoder` with this fingerprint."""
    await withdraw(session, source, keys=[key])
    document = Document(
        id=uuid.uuid4().hex,
        source_id=source.id,
        key=key,
        title=article.title,
        url=article.url,
        language=article.language,
        topic=article.topic,
        content_hash=content_hash,
        file_hash=file_hash,
        encoder=encoder,
    )
    session.add(document)
    await session.flush()
    numbered = enumerate(zip(article.passages, vectors, strict=True))
    for batch in _batches(numbered):
        await _store_passages(session, document, batch, index)


async def _store_passages(
    session: AsyncSession,
    document: Document,
    numbered: Sequence[tuple[int, tuple[PassageText, PassageVectors]]],
    index: SearchIndex,
) -> None:
    passages = [
        Passage(
            document_id=document.id,
            ordinal=ordinal,
            heading=passage.heading,
            page=passage.page,
            text=passage.text,
            sentences=list(passage.sentences),
            sentence_vectors=encoded.sentences,
        )
        for ordinal, (passage, encoded) in numbered
    ]
    session.add_all(passages)
    await session.flush()
    windows = [
        {"passage_id": passage.id, "embedding": vector}
        for passage, (_, (_, encoded)) in zip(passages, numbered, strict=True)
        for vector in encoded.windows
    ]
    await session.execute(insert(Window), windows)
    questions = [
        {
            "passage_id": passage.id,
            "text": asked.text,
            "sentences": list(asked.sentences),
            "embedding": vector,
        }
        for passage, (_, (text, encoded)) in zip(passages, numbered, strict=True)
        for asked, vector in zip(text.questions, encoded.questions, strict=True)
    ]
    if questions:
        await session.execute(insert(ExpectedQuestion), questions)
    asked = [" ".join(one.text for one in passage.questions) for _, (passage, _) in numbered]
    await index.add(session, document, passages, questions=asked)
    for passage in passages:
        session.expunge(passage)


async def withdraw(session: AsyncSession, source: Source, *, keys: Sequence[str]) -> None:
    source.revision = _revision()
    for batch in _batches(keys):
        await session.execute(
            delete(Document).where(Document.source_id == source.id, Document.key.in_(batch))
        )


async def sign(session: AsyncSession, source: Source, *, keys: Sequence[str], encoder: str) -> None:
    """Notes of these documents that the `encoder` with this fingerprint made their vectors."""
    for batch in _batches(keys):
        ours = update(Document).where(Document.source_id == source.id, Document.key.in_(batch))
        await session.execute(ours.values(encoder=encoder))


async def passages_by_id(session: AsyncSession, ids: Sequence[int], *, encoder: str) -> Mapping[int, Passage]:
    """With their documents. Only ids that the index returned for this inbox.

    Those that the `encoder` with this fingerprint did not encode are left out, as nothing compares with
    them; raises EncoderChanged where that is all.
    """
    rows = await session.scalars(
        select(Passage)
        .join(Passage.document)
        .options(contains_eager(Passage.document))
        .where(Passage.id.in_(ids))
    )
    passages = list(rows)
    comparable = [passage for passage in passages if passage.document.encoder in {None, encoder}]
    if passages and not comparable:
        raise EncoderChanged
    return {passage.id: passage for passage in comparable}


async def questions_by_id(session: AsyncSession, ids: Sequence[int]) -> Mapping[int, ExpectedQuestion]:
    """Only ids that the index returned for this inbox."""
    questions = await session.scalars(select(ExpectedQuestion).where(ExpectedQuestion.id.in_(ids)))
    return {question.id: question for question in questions}


async def documents_that_expect(session: AsyncSession, ids: Sequence[str]) -> set[str]:
    """Those of them that have expected questions."""
    found = await session.scalars(
        select(Passage.document_id)
        .join(ExpectedQuestion, ExpectedQuestion.passage_id == Passage.id)
        .where(Passage.document_id.in_(ids))
        .distinct()
    )
    return set(found)


async def list_sources(session: AsyncSession) -> list[SourceRow]:
    """By name."""
    sources = (await session.scalars(select(Source).order_by(Source.id))).all()
    documents = await _by_source(
        session, select(Document.source_id, func.count()).group_by(Document.source_id)
    )
    passages = await _by_source(
        session,
        select(Document.source_id, func.count()).join(Passage).group_by(Document.source_id),
    )
    expected = await _by_source(
        session,
        select(Document.source_id, func.count())
        .join(Passage)
        .join(ExpectedQuestion, ExpectedQuestion.passage_id == Passage.id)
        .group_by(Document.source_id),
    )
    failures = await _by_source(
        session, select(SourceFailure.source_id, func.count()).group_by(SourceFailure.source_id)
    )
    languages = await _lists(session, select(Document.source_id, Document.language).distinct())
    inboxes = await _lists(session, select(SourceInbox.source_id, SourceInbox.inbox_id))
    return [
        SourceRow(
            source=source,
            documents=documents.get(source.id, 0),
            passages=passages.get(source.id, 0),
            expected=expected.get(source.id, 0),
            failures=failures.get(source.id, 0),
            languages=languages.get(source.id, []),
            inboxes=inboxes.get(source.id, []),
        )
        for source in sources
    ]


async def list_documents(
    session: AsyncSession,
    source_id: str,
    *,
    query: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> list[DocumentRow]:
    """By key, from behind `after`; those that failed among them."""
    found = await session.execute(
        _paged(select(Document), Document, source_id, after=after, limit=limit).where(
            *([] if query is None else [_matches(query, Document.title, Document.key)])
        )
    )
    documents = {document.key: document for document in found.scalars()}
    failed = await session.execute(
        _paged(select(SourceFailure), SourceFailure, source_id, after=after, limit=limit).where(
            *([] if query is None else [_matches(query, SourceFailure.key)])
        )
    )
    problems = {failure.key: failure.reason for failure in failed.scalars()}
    keys = sorted(documents.keys() | problems.keys())[:limit]
    shown = [documents[key].id for key in keys if key in documents]
    counted = await session.execute(
        select(Passage.document_id, func.count())
        .where(Passage.document_id.in_(shown))
        .group_by(Passage.document_id)
    )
    passages = {row[0]: row[1] for row in counted}
    return [
        DocumentRow(
            key=key,
            document=(document := documents.get(key)),
            passages=passages.get(document.id, 0) if document is not None else 0,
            problem=problems.get(key),
        )
        for key in keys
    ]


def _paged(
    statement: Select[Any],
    table: type[Document] | type[SourceFailure],
    source_id: str,
    *,
    after: str | None,
    limit: int,
) -> Select[Any]:
    behind = [table.key > after] if after is not None else []
    return statement.where(table.source_id == source_id, *behind).order_by(table.key).limit(limit)


def _matches(query: str, *columns: Any) -> Any:
    return or_(*(column.icontains(query, autoescape=True) for column in columns))


async def _by_source(session: AsyncSession, statement: Select[str, int]) -> dict[str, int]:
    return {row[0]: row[1] for row in await session.execute(statement)}


async def _lists(session: AsyncSession, statement: Select[str, str]) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    for source_id, value in sorted((row[0], row[1]) for row in await session.execute(statement)):
        lists.setdefault(source_id, []).append(value)
    return lists


def _batches(items: Any) -> Iterator[list[Any]]:
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _revision() -> str:
    return secrets.token_hex(16)
