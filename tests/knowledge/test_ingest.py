from __future__ import annotations

import asyncio
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import delete, func, select, text

from serving.channels.models import Inbox
from serving.db import Database, now
from serving.errors import BadInput, Conflict, NotFound, Unavailable
from serving.knowledge import repository
from serving.knowledge.ingest import (
    BATCH_PASSAGES,
    BATCH_TEXTS,
    ingest_directory,
)
from serving.knowledge.models import (
    Document,
    FloatArray,
    Passage,
    Source,
    SourceFailure,
    SourceState,
    Window,
)
from serving.knowledge.parsers.base import MAX_FILE_BYTES
from serving.knowledge.retrieval import Retriever
from serving.knowledge.runs import Failure, IngestProgress, IngestReport
from serving.knowledge.states import SILENT_FOR
from tests.gateway import until
from tests.knowledge.conftest import ARTICLES, RememberingEncoder

OWLS = "---\ntitle: Owls\nurl: /owls\n---\nOwls hunt at night. They hear very well."
BATS = "---\ntitle: Bats\n---\nBats sleep upside down."

Write = Callable[..., Path]
Ingest = Callable[..., object]
CommandLine = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def ingest(database: Database, encoder: RememberingEncoder) -> Ingest:
    async def run(folder: Path, **options: object) -> IngestReport:
        return await ingest_directory(database, encoder, folder, **({"source": "animals"} | options))

    return run


async def count(database: Database, table: type) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(table))


async def found(retriever: Retriever, query: str, inbox: str = "web") -> list[str]:
    return [hit.title for hit in (await retriever.retrieve(query, inbox_id=inbox)).passages]


async def test_the_sample_articles_are_ingested_once(ingest: Ingest, database: Database) -> None:
    first = await ingest(ARTICLES, source="shop")
    second = await ingest(ARTICLES, source="shop")
    assert len(first.added) == len(list(ARTICLES.glob("*.md"))) >= 20
    assert second == IngestReport(unchanged=first.added)
    assert await count(database, Document) == len(first.added)
    async with database.read() as session:
        passage = await session.scalar(select(Passage).where(Passage.heading == "Express shipping"))
    assert passage.sentence_vectors.shape == (len(passage.sentences), 384)


async def test_a_changed_file_replaces_its_document(
    ingest: Ingest, write_articles: Write, database: Database, retriever: Retriever
) -> None:
    await ingest(write_articles(owls=OWLS, bats=BATS))
    report = await ingest(write_articles(owls=OWLS.replace("hunt at night", "eat mice")))
    assert report == IngestReport(replaced=["owls.md"], unchanged=["bats.md"])
    retrieval = await retriever.retrieve("what do owls eat", inbox_id="web")
    assert "Owls eat mice." in {sentence.text for sentence in retrieval.sentences}
    assert not any("night" in hit.text for hit in retrieval.passages)
    assert await count(database, Document) == 2


async def test_a_removed_file_is_withdrawn_without_a_trace(
    ingest: Ingest, write_articles: Write, database: Database, retriever: Retriever
) -> None:
    await ingest(write_articles(owls=OWLS, bats=BATS))
    assert await found(retriever, "owls") == ["Owls", "Bats"]
    report = await ingest(write_articles(owls=None))
    assert report == IngestReport(withdrawn=["owls.md"], unchanged=["bats.md"])
    assert await found(retriever, "owls") == ["Bats"]
    assert [await count(database, table) for table in (Document, Passage, Window)] == [1, 1, 1]


async def test_a_broken_file_is_reported_and_its_old_version_stays(
    ingest: Ingest, write_articles: Write, retriever: Retriever
) -> None:
    await ingest(write_articles(owls=OWLS, bats=BATS))
    seen: list[IngestProgress] = []
    report = await ingest(
        write_articles(owls=b"\xff", bats=BATS + " In caves.", big=b"x" * (MAX_FILE_BYTES + 1)),
        on_progress=seen.append,
    )
    assert report.replaced == ["bats.md"]
    assert [failure.key for failure in report.failed] == ["big.md", "owls.md"]
    assert report.failed[1] == Failure("owls.md", "not UTF-8 at byte 0: save the file as UTF-8")
    assert "Owls" in await found(retriever, "owls at night")
    assert [(step.done, step.key, step.outcome) for step in seen] == [
        (0, "bats.md", None),
        (0, "big.md", None),
        (1, "big.md", "failed"),
        (1, "owls.md", None),
        (2, "owls.md", "failed"),
        (3, "bats.md", "replaced"),
    ]
    assert {step.total for step in seen} == {3}


async def test_another_encoder_means_encoding_again(
    ingest: Ingest, write_articles: Write, encoder: RememberingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_articles(owls=OWLS)
    await ingest(folder)
    monkeypatch.setattr(encoder, "fingerprint", "another")
    assert await ingest(folder) == IngestReport(replaced=["owls.md"])


async def test_a_source_keeps_to_its_inboxes(
    ingest: Ingest, write_articles: Write, database: Database, retriever: Retriever
) -> None:
    async with database.write() as session:
        session.add_all(Inbox(id=inbox, name=inbox, channel="rest") for inbox in ("vip", "web"))
    folder = write_articles(owls=OWLS)
    await ingest(folder, inboxes=["vip"])
    assert await found(retriever, "owls", "vip") == ["Owls"]
    assert await found(retriever, "owls", "web") == []
    # Nobody who only refreshes the documents opens them to everyone.
    await ingest(folder)
    assert await found(retriever, "owls", "web") == []
    await ingest(folder, inboxes=["web"])
    assert await found(retriever, "owls", "web") == ["Owls"]
    assert await found(retriever, "owls", "vip") == []
    async with database.write() as session:
        await repository.restrict(session, await repository.lock_source(session, "animals"), inboxes=None)
    assert await found(retriever, "owls", "vip") == await found(retriever, "owls", "web") == ["Owls"]


async def test_without_its_inboxes_a_restricted_source_is_shown_to_nobody(
    ingest: Ingest, write_articles: Write, database: Database, retriever: Retriever
) -> None:
    async with database.write() as session:
        session.add(Inbox(id="vip", name="vip", channel="rest"))
    await ingest(write_articles(owls=OWLS), inboxes=["vip"])
    async with database.write() as session:
        await session.execute(delete(Inbox))
    assert await found(retriever, "owls", "vip") == []
    assert await found(retriever, "owls", "web") == []


async def test_an_unknown_inbox_is_refused_before_anything_is_written(
    ingest: Ingest, write_articles: Write, database: Database
) -> None:
    with pytest.raises(BadInput, match="There is no inbox 'nope'"):
        await ingest(write_articles(owls=OWLS), inboxes=["nope"])
    assert await count(database, Source) == 0


async def test_a_directory_without_articles_changes_nothing(
    ingest: Ingest, write_articles: Write, tmp_path: Path, retriever: Retriever
) -> None:
    folder = write_articles(owls=OWLS)
    await ingest(folder)
    write_articles(owls=None)
    for missing in (folder, tmp_path / "nowhere"):
        with pytest.raises(BadInput, match="There is no"):
            await ingest(missing)
    assert await found(retriever, "owls") == ["Owls"]


async def test_what_is_deleted_in_sql_is_no_longer_found(
    ingest: Ingest, write_articles: Write, database: Database
) -> None:
    await ingest(write_articles(owls=OWLS))
    async with database.write() as session:
        await session.execute(delete(Source))
    async with database.read() as session:
        assert await session.scalar(text("SELECT count(*) FROM passages_fts")) == 0


@dataclass
class CountingEncoder:
    """Vectors without meaning, and how much was asked for at a time."""

    fingerprint: str = "counting"
    calls: list[int] = field(default_factory=list)

    async def encode(self, texts: Sequence[str]) -> FloatArray:
        self.calls.append(len(texts))
        return np.ones((len(texts), 384), dtype=np.float32)


def pages(count: int, *, sentences: int) -> str:
    body = "".join(f"## Part {part}\n\n{'Some words stand here. ' * sentences}\n\n" for part in range(count))
    return f"---\ntitle: Big\nlanguage: en\n---\n{body}"


async def test_memory_holds_a_batch_and_never_the_source(database: Database, write_articles: Write) -> None:
    folder = write_articles(**{f"a{n:03}": pages(20, sentences=3) for n in range(60)})
    encoder = CountingEncoder()
    tracemalloc.start()
    report = await ingest_directory(database, encoder, folder, source="big")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(report.added) == 60
    assert await count(database, Passage) == 1200
    # 1 200 passages are 6 000 texts with 9 MB of vectors; a batch of 80 passages is 400 texts with 0.6 MB.
    assert sum(encoder.calls) == 6000
    assert max(encoder.calls) <= BATCH_TEXTS
    assert len(encoder.calls) <= 2 * 6000 / BATCH_TEXTS
    assert peak < 12_000_000


async def test_small_documents_are_encoded_together(database: Database, write_articles: Write) -> None:
    encoder = CountingEncoder()
    folder = write_articles(**{f"a{n}": f"# Title {n}\n\nOne sentence." for n in range(BATCH_PASSAGES + 6)})
    await ingest_directory(database, encoder, folder, source="many")
    assert encoder.calls == [2 * BATCH_PASSAGES, 2 * 6]


async def test_progress_is_there_for_other_processes_and_the_end_too(
    database: Database, encoder: RememberingEncoder, write_articles: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("serving.knowledge.runs.BEAT_EVERY_S", 0.01)
    far = {"done": 1, "total": 2, "current": "owls.md"}

    class Watching(CountingEncoder):
        async def encode(self, texts: Sequence[str]) -> FloatArray:
            await until(is_far)
            return await super().encode(texts)

    async def is_far() -> bool:
        async with database.read() as session:
            source = await session.get(Source, "animals")
        return (source.state, source.progress) == (SourceState.RUNNING, far)

    folder = write_articles(owls=OWLS, bats=b"\xff")
    await ingest_directory(database, Watching(), folder, source="animals")
    async with database.read() as session:
        source = await session.get(Source, "animals")
        failures = (await session.scalars(select(SourceFailure))).all()
    assert (source.state, source.progress, source.problem) == (SourceState.DONE, None, None)
    assert source.report == {"added": 1, "replaced": 0, "withdrawn": 0, "unchanged": 0, "failed": 1}
    assert [(failure.key, failure.reason) for failure in failures] == [
        ("bats.md", "not UTF-8 at byte 0: save the file as UTF-8")
    ]
    await ingest_directory(database, encoder, write_articles(bats=BATS), source="animals")
    assert await count(database, SourceFailure) == 0


async def test_one_source_is_ingested_by_one_at_a_time(database: Database, write_articles: Write) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    class Slow(CountingEncoder):
        async def encode(self, texts: Sequence[str]) -> FloatArray:
            begun.set()
            await go_on.wait()
            return await super().encode(texts)

    folder = write_articles(owls=OWLS)
    first = asyncio.create_task(ingest_directory(database, Slow(), folder, source="animals"))
    await begun.wait()
    with pytest.raises(Conflict, match="'animals' is being ingested already"):
        await ingest_directory(database, CountingEncoder(), folder, source="animals")
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    async with database.read() as session:
        assert (await session.get(Source, "animals")).state is SourceState.INTERRUPTED
    assert (await ingest_directory(database, CountingEncoder(), folder, source="animals")).added == [
        "owls.md"
    ]


async def test_an_ingestion_that_was_killed_is_not_waited_for(
    database: Database, write_articles: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_articles(owls=OWLS)
    await ingest_directory(database, CountingEncoder(), folder, source="animals")
    async with database.write() as session:
        source = await session.get(Source, "animals")
        source.state, source.heartbeat_at = SourceState.RUNNING, now() - SILENT_FOR
    assert (await ingest_directory(database, CountingEncoder(), folder, source="animals")).unchanged


async def test_one_that_was_thought_dead_undoes_nothing_of_a_later_one(
    database: Database, write_articles: Write
) -> None:
    class Suspended(CountingEncoder):
        """Meanwhile its source is silent for long, and ingested by another."""

        async def encode(self, texts: Sequence[str]) -> FloatArray:
            async with database.write() as session:
                source = await session.get(Source, "animals")
                source.heartbeat_at = now() - SILENT_FOR
            write_articles(owls=OWLS + " They sleep by day.", bats=BATS)
            await ingest_directory(database, CountingEncoder(), folder, source="animals")
            return await super().encode(texts)

    folder = write_articles(owls=OWLS)
    with pytest.raises(Conflict, match="taken over by a later ingestion"):
        await ingest_directory(database, Suspended(), folder, source="animals")
    async with database.read() as session:
        source = await session.get(Source, "animals")
        texts = set(await session.scalars(select(Passage.text)))
    assert (source.state, source.report["added"]) == (SourceState.DONE, 2)
    assert any("sleep by day" in text for text in texts)
    assert await count(database, Document) == 2


async def test_what_fails_as_a_whole_says_why(database: Database, write_articles: Write) -> None:
    class Broken(CountingEncoder):
        async def encode(self, texts: Sequence[str]) -> FloatArray:
            raise Unavailable("The embeddings server is away: start it.")

    with pytest.raises(Unavailable):
        await ingest_directory(database, Broken(), write_articles(owls=OWLS), source="animals")
    async with database.read() as session:
        source = await session.get(Source, "animals")
    assert (source.state, source.problem) == (SourceState.FAILED, "The embeddings server is away: start it.")


async def test_a_source_removed_on_the_way_stays_removed(database: Database, write_articles: Write) -> None:
    class Removing(CountingEncoder):
        async def encode(self, texts: Sequence[str]) -> FloatArray:
            async with database.write() as session:
                await repository.remove_source(session, "animals")
            return await super().encode(texts)

    with pytest.raises(NotFound, match="'animals': it may have been removed"):
        await ingest_directory(database, Removing(), write_articles(owls=OWLS), source="animals")
    assert [await count(database, table) for table in (Source, Document)] == [0, 0]


@pytest.fixture
def run(sqlite_url: str, encoder_path: Path) -> CommandLine:
    environment = os.environ | {
        "PARLEY_DATABASE_URL": sqlite_url,
        "PARLEY_ENCODER_PATH": str(encoder_path),
        "PARLEY_REDIS_URL": "redis://127.0.0.1:1/0",
        "PARLEY_SECRET_KEY": "a secret key for tests, 32 characters",
        "PARLEY_RASA_URL": "http://127.0.0.1:1",
        "PARLEY_RASA_TOKEN": "token",
        "PARLEY_LLM_URL": "http://127.0.0.1:1/v1",
    }

    def run(*arguments: Path | str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "serving.knowledge.command", *map(str, arguments)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)

    return run


def test_the_command_line_reports_and_fails_with_a_file(run: CommandLine, write_articles: Write) -> None:
    folder = write_articles(owls=OWLS, bats=b"\xff")
    broken = run(folder)
    assert broken.returncode == 1
    assert "[1/2] failed    bats.md" in broken.stdout
    assert "1 added, 0 changed, 0 unchanged, 0 withdrawn, 1 failed" in broken.stdout
    assert "bats.md: not UTF-8 at byte 0" in broken.stderr
    write_articles(bats=BATS)
    assert run(folder).returncode == 0
    # The same directory is the same source; another one of that name would withdraw its documents.
    assert "2 unchanged" in run(folder).stdout
    namesake = folder / "more" / folder.name
    namesake.mkdir(parents=True)
    shutil.copy(folder / "owls.md", namesake)
    refused = run(namesake)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"The source {folder.name!r} is {str(folder)!r}" in refused.stderr
    nowhere = run(folder / "nowhere")
    assert (nowhere.returncode, nowhere.stdout) == (2, "")
    assert "There is no folder or file" in nowhere.stderr


def test_the_command_line_lists_shows_and_removes(
    run: CommandLine, sqlite_url: str, write_articles: Write
) -> None:
    folder = write_articles(owls=OWLS, bats=BATS)
    assert run(folder).returncode == 0
    listed = run("--list")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert re.search(r"articles +2 +2 +0 +en +every inbox +\S+ \S+ +done +", listed.stdout)
    unknown = run("--inbox", "vip", folder)
    assert (unknown.returncode, unknown.stderr) == (
        2,
        "There is no inbox 'vip': make it first, or leave it out.\n",
    )
    assert run("--every-inbox", folder).returncode == 0
    removed = run("--remove", folder.name)
    assert (removed.returncode, removed.stdout) == (
        0,
        "articles: removed; nothing of it will be quoted any more\n",
    )
    assert run("--list").stdout.startswith("No documents yet")
    with sqlite3.connect(sqlite_url.partition("///")[2]) as connection:
        written = connection.execute("SELECT action, subject FROM audit_log ORDER BY id").fetchall()
    ingested = ("knowledge.ingest", "articles")
    assert written == [ingested] * 2 + [("knowledge.remove", "articles")]
    missing = run("--remove", folder.name)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "There is no source 'articles'" in missing.stderr


def test_the_command_line_reads_every_source_again_from_where_it_came(
    run: CommandLine, write_articles: Write, tmp_path: Path
) -> None:
    (tmp_path / "cats.txt").write_text("Cats purr.")
    assert run(write_articles(owls=OWLS), tmp_path / "cats.txt").returncode == 0
    (tmp_path / "cats.txt").unlink()
    write_articles(owls=None, bats=BATS)
    again = run("--again")
    assert again.returncode == 2
    assert "articles: 1 added, 0 changed, 0 unchanged, 1 withdrawn, 0 failed" in again.stdout
    assert "There is no folder or file" in again.stderr
    assert re.search(r"cats +1 +1 ", run("--list").stdout), "what cannot be read again stays"
