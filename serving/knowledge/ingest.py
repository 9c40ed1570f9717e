"""Keeps the documents of a source equal to what its folder, file, page or sitemap holds."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np

from serving.db import Database
from serving.knowledge import repository
from serving.knowledge.articles import Article, PassageText, make_article
from serving.knowledge.encoder import Encoder
from serving.knowledge.fetch import Gone
from serving.knowledge.index import SearchIndex, search_index
from serving.knowledge.models import FloatArray
from serving.knowledge.parsers.base import BrokenDocument, ParsedDocument
from serving.knowledge.parsers.isolation import parse
from serving.knowledge.parsers.registry import FORMAT, parser_for
from serving.knowledge.repository import PassageVectors
from serving.knowledge.runs import Failure, IngestReport, ProgressSink, Run, running
from serving.knowledge.sources import Item, Loaded, Place, open_folder

MAX_REASON = 200
log = logging.getLogger(__name__)

# Passages wait until so many can be encoded and stored together; a long document goes alone.
BATCH_PASSAGES = 64
# Texts in one call of the encoder.
BATCH_TEXTS = 256


async def ingest_directory(
    db: Database,
    encoder: Encoder,
    path: Path,
    *,
    source: str,
    inboxes: Sequence[str] | None = None,
    language: str | None = None,
    on_progress: ProgressSink | None = None,
) -> IngestReport:
    """Every document below `path` becomes one of `source`; what is gone from there is withdrawn.

    `inboxes`: who may be shown the source; None leaves that as it is (a new source: every inbox).
    `language`: of the documents that name none; None: what was given before, else what their words say; ""
    forgets what was given.
    """
    place = await asyncio.to_thread(open_folder, await asyncio.to_thread(path.resolve))
    return await ingest(
        db, encoder, place, source=source, inboxes=inboxes, language=language, on_progress=on_progress
    )


async def ingest(
    db: Database,
    encoder: Encoder,
    place: Place,
    *,
    source: str,
    inboxes: Sequence[str] | None = None,
    language: str | None = None,
    known: bool = False,
    on_progress: ProgressSink | None = None,
) -> IngestReport:
    """Raises Conflict while the source is being ingested elsewhere, NotFound where a `known` one is none."""
    async with running(
        db, source, place, inboxes=inboxes, language=language, known=known, on_progress=on_progress
    ) as run:
        async with db.read() as session:
            stored = await repository.known_documents(session, source)
        ingestion = _Ingestion(db=db, encoder=encoder, index=search_index(db.dialect), run=run, known=stored)
        for item in place.items:
            await ingestion.take(item)
        await ingestion.flush()
        await ingestion.finish()
        return run.report


@dataclass(frozen=True, slots=True)
class _Pending:
    key: str
    article: Article
    content_hash: str
    file_hash: str | None


@dataclass(slots=True)
class _Ingestion:
    """Holds the texts of one batch of passages or of one document, whichever is larger, and no more."""

    db: Database
    encoder: Encoder
    index: SearchIndex
    run: Run
    known: dict[str, repository.Known]
    _pending: list[_Pending] = field(default_factory=list)
    _kept: set[str] = field(default_factory=set)

    async def take(self, item: Item) -> None:
        self.run.reading(item.key)
        try:
            loaded = await item.load()
            file_hash = self._hash(loaded.content + (loaded.url or "").encode())
            known = self.known.get(item.key)
            if known is not None and known.file_hash == file_hash:
                self._settle(item.key, "unchanged")
                return
            documents = await _parsed(item, loaded)
        except BrokenDocument as error:
            self._fail(item, error)
            return
        except Exception as error:
            # Whatever a parser trips over, the other documents go on.
            log.exception("a document could not be read", extra={"source": self.run.source_id})
            self._fail(item, BrokenDocument(_unreadable(error)))
            return
        self.run.total += len(documents) - 1
        for document in documents:
            await self._document(item, loaded, document, file_hash)

    async def _document(self, item: Item, loaded: Loaded, document: ParsedDocument, file_hash: str) -> None:
        key = item.key if document.fragment is None else f"{item.key}#{document.fragment}"
        document = replace(document, language=document.language or self.run.language or None)
        content_hash = self._hash(
            json.dumps(asdict(document), sort_keys=True).encode() + (loaded.url or "").encode()
        )
        known = self.known.get(key)
        if known is not None and known.content_hash == content_hash:
            self._settle(key, "unchanged")
            return
        try:
            article = await asyncio.to_thread(make_article, document, name=item.key)
        except BrokenDocument as error:
            self._failed(key, str(error))
            return
        except Exception as error:
            log.exception("a document could not be read", extra={"source": self.run.source_id})
            self._failed(key, _unreadable(error))
            return
        self.run.report.unplaced += (
            Failure(key, f"its expected questions name a sentence that is not there: {begin[:80]!r}")
            for begin in article.unplaced
        )
        only = document.fragment is None
        self._pending.append(_Pending(key, article, content_hash, file_hash if only else None))
        if sum(len(pending.article.passages) for pending in self._pending) >= BATCH_PASSAGES:
            await self.flush()

    async def flush(self) -> None:
        """Stores what waits, in one transaction: each document is replaced whole or not at all."""
        if not self._pending:
            return
        batch, self._pending = self._pending, []
        vectors = await self._vectors(batch)
        async with self.db.write() as session:
            source = await self.run.locked(session)
            for pending, of_passages in zip(batch, vectors, strict=True):
                await repository.store_document(
                    session,
                    source,
                    key=pending.key,
                    content_hash=pending.content_hash,
                    file_hash=pending.file_hash,
                    article=pending.article,
                    vectors=of_passages,
                    index=self.index,
                    encoder=self.encoder.fingerprint,
                )
        for pending in batch:
            self._settle(pending.key, "replaced" if pending.key in self.known else "added")

    async def finish(self) -> None:
        """Withdraws what is gone, and says whose vectors those are that were stored before that was noted."""
        gone = sorted(self.known.keys() - self._kept)
        unsigned = [key for key in self.run.report.unchanged if self.known[key].encoder is None]
        if not gone and not unsigned:
            return
        async with self.db.write() as session:
            source = await self.run.locked(session)
            await repository.withdraw(session, source, keys=gone)
            await repository.sign(session, source, keys=unsigned, encoder=self.encoder.fingerprint)
        self.run.report.withdrawn += gone

    def _settle(self, key: str, outcome: Literal["added", "replaced", "unchanged"]) -> None:
        self._kept.add(key)
        getattr(self.run.report, outcome).append(key)
        self.run.step(key, outcome)

    def _fail(self, item: Item, error: BrokenDocument) -> None:
        """What is stored of the file stays, unless there is no such page any more."""
        if not isinstance(error, Gone):
            self._keep(key for key in self.known if key.startswith(f"{item.key}#"))
        self._failed(item.key, str(error), keep=not isinstance(error, Gone))

    def _failed(self, key: str, reason: str, *, keep: bool = True) -> None:
        if keep:
            self._keep([key])
        self.run.report.failed.append(Failure(key, reason))
        self.run.step(key, "failed")

    def _keep(self, keys: Iterable[str]) -> None:
        """The old versions, but for those of another encoder: nothing is found by its vectors."""
        ours = {None, self.encoder.fingerprint}
        self._kept.update(key for key in keys if key in self.known and self.known[key].encoder in ours)

    def _hash(self, content: bytes) -> str:
        recipe = f"{FORMAT}:{self.encoder.fingerprint}:{self.run.language or ''}".encode()
        return hashlib.sha256(recipe + content).hexdigest()

    async def _vectors(self, batch: Sequence[_Pending]) -> list[list[PassageVectors]]:
        """Of each document, of each of its passages."""
        groups = [
            texts
            for pending in batch
            for passage in pending.article.passages
            for texts in (
                list(passage.sentences),
                _windows(passage, pending.article.title),
                [asked.text for asked in passage.questions],
            )
        ]
        encoded = await self._encoded([text for texts in groups for text in texts])
        parts = iter(np.split(encoded, np.cumsum([len(texts) for texts in groups])[:-1]))
        return [
            [
                PassageVectors(sentences=next(parts), windows=next(parts), questions=next(parts))
                for _ in pending.article.passages
            ]
            for pending in batch
        ]

    async def _encoded(self, texts: Sequence[str]) -> FloatArray:
        rows: list[FloatArray] = []
        for begin in range(0, len(texts), BATCH_TEXTS):
            rows.append(await self.encoder.encode(texts[begin : begin + BATCH_TEXTS]))
        return np.concatenate(rows)


async def _parsed(item: Item, loaded: Loaded) -> Sequence[ParsedDocument]:
    name = item.key if loaded.url is None else loaded.url.partition("?")[0]
    parser = parser_for(name, media_type=loaded.media_type)
    documents = await parse(parser, loaded.content, charset=loaded.charset)
    if loaded.url is None:
        return documents
    # A page may call itself what it likes; it is cited where it was found.
    return [replace(document, url=_cited(document, loaded.url)) for document in documents]


def _cited(document: ParsedDocument, fetched_from: str) -> str | None:
    return document.url if document.fragment is not None and document.url else fetched_from


def _windows(passage: PassageText, title: str) -> list[str]:
    """Measured best for finding passages (decision 0031): two sentences at a time, below the title."""
    pairs = [" ".join(pair) for pair in pairwise(passage.sentences)] or list(passage.sentences)
    return [f"{title}: {pair}" for pair in pairs]


def _unreadable(error: Exception) -> str:
    """For the operator, who knows the document."""
    said = " ".join(str(error).split())[:MAX_REASON]
    return f"cannot be read ({type(error).__name__}{f': {said}' if said else ''}): mend it or leave it out"
