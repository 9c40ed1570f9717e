"""Keeps the documents of a source equal to a directory of Markdown articles.

`python -m serving.knowledge.ingest PATH` does it from the command line.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
from sqlalchemy.exc import IntegrityError

from serving.config import get_settings
from serving.db import Database
from serving.errors import BadInput, ParleyError
from serving.knowledge import articles, repository
from serving.knowledge.articles import Article, BrokenArticle, PassageText
from serving.knowledge.encoder import Encoder, load_encoder
from serving.knowledge.index import SearchIndex, search_index
from serving.knowledge.repository import PassageVectors

MAX_FILE_BYTES = 2_000_000

Outcome = Literal["added", "replaced", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class Failure:
    key: str
    reason: str


@dataclass(slots=True)
class IngestReport:
    """Keys of the documents, by what became of them. A file that failed leaves its old version in place."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class IngestProgress:
    done: int
    total: int
    key: str
    outcome: Outcome


ProgressSink = Callable[[IngestProgress], None]


async def ingest_directory(
    db: Database,
    encoder: Encoder,
    path: Path,
    *,
    source: str,
    inboxes: Sequence[str] | None = None,
    on_progress: ProgressSink | None = None,
) -> IngestReport:
    """Every `*.md` below `path` becomes a document of `source`; what is gone from there is withdrawn.

    `inboxes`: who may be shown the source; None leaves that as it is (a new source: every inbox).
    """
    files = await asyncio.to_thread(_markdown_files, path)
    await _open_source(db, source, str(await asyncio.to_thread(path.resolve)), inboxes)
    async with db.read() as session:
        hashes = await repository.content_hashes(session, source)
    report = IngestReport()
    ingest = _Ingest(db, encoder, search_index(db.dialect), source, hashes)
    for done, (key, file) in enumerate(files.items(), start=1):
        try:
            outcome = await ingest.file(key, file)
        except (BrokenArticle, OSError) as error:
            report.failed.append(Failure(key, str(error)))
            outcome = "failed"
        else:
            getattr(report, outcome).append(key)
        if on_progress is not None:
            on_progress(IngestProgress(done, len(files), key, outcome))
    report.withdrawn = sorted(hashes.keys() - files.keys())
    if report.withdrawn:
        async with db.write() as session:
            locked = await repository.lock_source(session, source)
            await repository.withdraw(session, locked, keys=report.withdrawn)
    return report


@dataclass(frozen=True, slots=True)
class _Ingest:
    db: Database
    encoder: Encoder
    index: SearchIndex
    source: str
    hashes: dict[str, str]

    async def file(self, key: str, file: Path) -> Outcome:
        content = await asyncio.to_thread(_read, file)
        content_hash = self._hash(content)
        if self.hashes.get(key) == content_hash:
            return "unchanged"
        article = await asyncio.to_thread(articles.read_article, content, name=key)
        vectors = await self._vectors(article)
        async with self.db.write() as session:
            source = await repository.lock_source(session, self.source)
            await repository.store_document(
                session,
                source,
                key=key,
                content_hash=content_hash,
                article=article,
                vectors=vectors,
                index=self.index,
            )
        return "replaced" if key in self.hashes else "added"

    def _hash(self, content: bytes) -> str:
        recipe = f"{articles.FORMAT}:{self.encoder.fingerprint}:".encode()
        return hashlib.sha256(recipe + content).hexdigest()

    async def _vectors(self, article: Article) -> list[PassageVectors]:
        sentences = [list(passage.sentences) for passage in article.passages]
        windows = [_windows(passage, article.title) for passage in article.passages]
        encoded = await self.encoder.encode([text for texts in (*sentences, *windows) for text in texts])
        lengths = [len(texts) for texts in (*sentences, *windows)]
        parts = np.split(encoded, np.cumsum(lengths)[:-1])
        halves = zip(parts[: len(sentences)], parts[len(sentences) :], strict=True)
        return [
            PassageVectors(sentences=of_sentences, windows=of_windows) for of_sentences, of_windows in halves
        ]


def _windows(passage: PassageText, title: str) -> list[str]:
    """Measured best for finding passages (decision 0031): two sentences at a time, below the title."""
    pairs = [" ".join(pair) for pair in pairwise(passage.sentences)] or list(passage.sentences)
    return [f"{title}: {pair}" for pair in pairs]


def _markdown_files(path: Path) -> dict[str, Path]:
    if not path.is_dir():
        raise BadInput(f"There is no directory {str(path)!r} to ingest.")
    files = {file.relative_to(path).as_posix(): file for file in sorted(path.rglob("*.md")) if file.is_file()}
    if not files:
        # Taken at its word, an empty directory would withdraw everything that the bot can say.
        raise BadInput(f"There is no *.md file below {str(path)!r}: nothing was changed.")
    return files


def _read(file: Path) -> bytes:
    size = file.stat().st_size
    if size > MAX_FILE_BYTES:
        raise BrokenArticle(f"{size} bytes; the limit is {MAX_FILE_BYTES}: split the file")
    return file.read_bytes()


async def _open_source(db: Database, source: str, location: str, inboxes: Sequence[str] | None) -> None:
    try:
        async with db.write() as session:
            await repository.open_source(session, source, location=location, inboxes=inboxes)
    except IntegrityError:
        # Another process made the same source between our look and our write.
        async with db.write() as session:
            await repository.open_source(session, source, location=location, inboxes=inboxes)


async def _source_of(db: Database, path: Path) -> str:
    folder = await asyncio.to_thread(path.resolve)
    async with db.read() as session:
        return await repository.source_of(session, str(folder), name=folder.name)


async def _main(arguments: argparse.Namespace) -> int:
    settings = get_settings()
    encoder = load_encoder(settings.encoder_path)
    db = Database.connect(settings.database_url)

    def show(progress: IngestProgress) -> None:
        sys.stdout.write(f"[{progress.done}/{progress.total}] {progress.outcome:9} {progress.key}\n")
        sys.stdout.flush()

    try:
        report = await ingest_directory(
            db,
            encoder,
            arguments.path,
            source=arguments.source or await _source_of(db, arguments.path),
            inboxes=arguments.inbox,
            on_progress=show,
        )
    finally:
        await db.close()
    for failure in report.failed:
        sys.stderr.write(f"{failure.key}: {failure.reason}\n")
    sys.stdout.write(
        f"{len(report.added)} added, {len(report.replaced)} replaced, {len(report.withdrawn)} withdrawn, "
        f"{len(report.unchanged)} unchanged, {len(report.failed)} failed\n"
    )
    return 1 if report.failed else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m serving.knowledge.ingest", description=__doc__)
    parser.add_argument("path", type=Path, metavar="PATH", help="a directory of Markdown articles")
    parser.add_argument(
        "--source", help="the source's name (default: the one ingested from PATH, else PATH's own)"
    )
    parser.add_argument(
        "--inbox", action="append", metavar="ID", help="show it in this inbox only (may be repeated)"
    )
    try:
        return asyncio.run(_main(parser.parse_args()))
    except ParleyError as error:
        sys.stderr.write(f"{error.message}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
