from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from serving.channels.models import Inbox
from serving.errors import BadInput
from serving.knowledge.articles import Article
from serving.knowledge.index import SearchIndex
from serving.knowledge.models import Document, FloatArray, Passage, Source, SourceInbox, Window


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """What the encoder made of one passage, one vector a row."""

    sentences: FloatArray
    windows: FloatArray


async def lock_source(session: AsyncSession, source_id: str) -> Source:
    """Reads the source and holds it until the transaction ends: one writer a source."""
    source = await session.scalar(select(Source).where(Source.id == source_id).with_for_update())
    if source is None:
        raise BadInput(f"There is no source {source_id!r}.")
    return source


async def open_source(
    session: AsyncSession, source_id: str, *, location: str, inboxes: Sequence[str] | None
) -> None:
    """`inboxes`: who may be shown it; None leaves that as it is (a new source: every inbox)."""
    source = await session.get(Source, source_id)
    if source is None:
        source = Source(id=source_id, location=location, revision=_revision())
        session.add(source)
        await session.flush()
    source.location = location
    if inboxes is None:
        return
    known = set(await session.scalars(select(Inbox.id).where(Inbox.id.in_(inboxes))))
    if unknown := sorted(set(inboxes) - known):
        raise BadInput(f"There is no inbox {unknown[0]!r}: make it first, or leave it out.")
    source.restricted = True
    await session.execute(delete(SourceInbox).where(SourceInbox.source_id == source_id))
    session.add_all(SourceInbox(source_id=source_id, inbox_id=inbox_id) for inbox_id in sorted(known))


async def source_of(session: AsyncSession, location: str, *, name: str) -> str:
    """The source that was ingested from this directory, else a new one with this name."""
    known = await session.scalar(select(Source.id).where(Source.location == location).order_by(Source.id))
    if known is not None:
        return known
    namesake = await session.get(Source, name)
    if namesake is not None:
        # Going on would withdraw what the other directory holds.
        raise BadInput(f"The source {name!r} is {namesake.location!r}: give another name with --source.")
    return name


async def content_hashes(session: AsyncSession, source_id: str) -> dict[str, str]:
    rows = await session.execute(
        select(Document.key, Document.content_hash).where(Document.source_id == source_id)
    )
    return {row.key: row.content_hash for row in rows}


async def store_document(
    session: AsyncSession,
    source: Source,
    *,
    key: str,
    content_hash: str,
    article: Article,
    vectors: Sequence[PassageVectors],
    index: SearchIndex,
) -> None:
    """Puts the article in the place of the document with this key. `vectors`: of each passage."""
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
    )
    passages = [
        Passage(
            ordinal=ordinal,
            heading=passage.heading,
            page=passage.page,
            text=passage.text,
            sentences=list(passage.sentences),
            sentence_vectors=encoded.sentences,
            windows=[Window(embedding=vector) for vector in encoded.windows],
        )
        for ordinal, (passage, encoded) in enumerate(zip(article.passages, vectors, strict=True))
    ]
    document.passages = passages
    session.add(document)
    await session.flush()
    await index.add(session, document, passages)


async def withdraw(session: AsyncSession, source: Source, *, keys: Sequence[str]) -> None:
    source.revision = _revision()
    await session.execute(delete(Document).where(Document.source_id == source.id, Document.key.in_(keys)))


async def passages_by_id(session: AsyncSession, ids: Sequence[int]) -> Mapping[int, Passage]:
    """With their documents. Only ids that the index returned for this inbox."""
    passages = await session.scalars(
        select(Passage)
        .join(Passage.document)
        .options(contains_eager(Passage.document))
        .where(Passage.id.in_(ids))
    )
    return {passage.id: passage for passage in passages}


def _revision() -> str:
    return secrets.token_hex(16)
