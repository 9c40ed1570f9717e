"""Ingestions one at a time, and how they end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import select

from serving.db import Database, now
from serving.errors import Conflict, NotFound, Unavailable
from serving.knowledge import repository
from serving.knowledge.ingest import ingest, ingest_directory
from serving.knowledge.models import Document, FloatArray, Passage, Source, SourceFailure, SourceState
from serving.knowledge.sources import open_folder
from serving.knowledge.states import SILENT_FOR
from tests.gateway import until
from tests.knowledge.conftest import BATS, OWLS, CountingEncoder, RememberingEncoder, count

Write = Callable[..., Path]


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


async def test_a_source_removed_before_it_is_read_again_stays_removed(
    database: Database, write_articles: Write
) -> None:
    place = open_folder(write_articles(owls=OWLS))
    with pytest.raises(NotFound, match="'animals': it may have been removed"):
        await ingest(database, CountingEncoder(), place, source="animals", known=True)
    assert await count(database, Source) == 0


async def test_cancelled_twice_it_still_says_how_it_ended(database: Database, write_articles: Write) -> None:
    begun = asyncio.Event()

    class Endless(CountingEncoder):
        async def encode(self, texts: Sequence[str]) -> FloatArray:
            begun.set()
            return await asyncio.Future()

    running = asyncio.create_task(
        ingest_directory(database, Endless(), write_articles(owls=OWLS), source="animals")
    )
    await begun.wait()
    for _ in range(2):
        running.cancel()
        await asyncio.sleep(0)
    await asyncio.gather(running, return_exceptions=True)

    async def is_interrupted() -> bool:
        async with database.read() as session:
            return (await session.get(Source, "animals")).state is SourceState.INTERRUPTED

    await until(is_interrupted)


async def test_it_goes_on_being_heard_after_the_database_was_away(
    database: Database, write_articles: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("serving.knowledge.runs.BEAT_EVERY_S", 0.01)
    beats = 0
    heard = asyncio.Event()
    set_progress = repository.set_progress

    async def sometimes(*arguments: object, **options: object) -> None:
        nonlocal beats
        beats += 1
        if beats == 1:
            raise asyncpg.InterfaceError("connection is closed")
        await set_progress(*arguments, **options)
        heard.set()

    class Patient(CountingEncoder):
        async def encode(self, texts: Sequence[str]) -> FloatArray:
            async with asyncio.timeout(30):
                await heard.wait()
            return await super().encode(texts)

    monkeypatch.setattr(repository, "set_progress", sometimes)
    report = await ingest_directory(database, Patient(), write_articles(owls=OWLS), source="animals")
    assert report.added == ["owls.md"]
