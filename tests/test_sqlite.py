"""SQLAlchemy sees the same SQLite as with aiosqlite's own cursors, for fewer visits of the thread."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from serving import sqlite
from serving.db import Database, is_away
from serving.sqlite import OneVisitConnection


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[AsyncConnection]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'test.db'}"
    engine = create_async_engine(url, async_creator=sqlite.creator(make_url(url)))
    async with engine.connect() as opened:
        await opened.execute(text("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE)"))
        yield opened
    await engine.dispose()


async def test_a_statement_visits_the_thread_once(
    connection: AsyncConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits = 0
    execute = OneVisitConnection._execute

    async def counted(self: OneVisitConnection, *arguments: object) -> object:
        nonlocal visits
        visits += 1
        return await execute(self, *arguments)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(OneVisitConnection, "_execute", counted)
    found = await connection.execute(text("SELECT 1 AS one, 'a' AS a UNION SELECT 2, 'b'"))
    assert [tuple(row) for row in found] == [(1, "a"), (2, "b")]
    assert list(found.keys()) == ["one", "a"]
    assert visits == 1


async def test_many_rows_are_inserted_counted_and_returned(connection: AsyncConnection) -> None:
    await connection.execute(
        text("INSERT INTO things (name) VALUES (:name)"), [{"name": "a"}, {"name": "b"}, {"name": "c"}]
    )
    changed = await connection.execute(text("UPDATE things SET name = name || '!' WHERE id > 1"))
    assert changed.rowcount == 2
    returned = await connection.execute(text("DELETE FROM things WHERE id < 3 RETURNING name"))
    assert [row.name for row in returned] == ["a", "b!"]
    one = await connection.execute(text("INSERT INTO things (name) VALUES ('d')"))
    assert one.lastrowid == 4


async def test_a_broken_statement_is_sqlalchemys_error_and_the_next_one_works(
    connection: AsyncConnection,
) -> None:
    await connection.execute(text("INSERT INTO things (name) VALUES ('a')"))
    with pytest.raises(IntegrityError, match="UNIQUE"):
        await connection.execute(text("INSERT INTO things (name) VALUES ('a')"))
    assert await connection.scalar(text("SELECT count(*) FROM things")) == 1


async def test_what_was_not_committed_is_taken_back(connection: AsyncConnection) -> None:
    await connection.commit()
    await connection.execute(text("INSERT INTO things (name) VALUES ('a')"))
    await connection.rollback()
    assert await connection.scalar(text("SELECT count(*) FROM things")) == 0


async def test_who_has_just_written_stands_behind_who_waits(tmp_path: Path) -> None:
    """Two engines are two processes here: each has a turnstile, connections and files of its own."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'test.db'}"
    one, two = Database.connect(url), Database.connect(url)
    order: list[str] = []

    async def write(database: Database, name: str) -> None:
        async with database.write() as session:
            await session.execute(text("SELECT 1"))
            order.append(name)

    async with one.write() as session:
        await session.execute(text("SELECT 1"))
        waiting = asyncio.create_task(write(two, "two"))
        async with asyncio.timeout(60):
            while not _somebody_waits(tmp_path / "test.db-line"):  # noqa: ASYNC110  # a thread does it
                await asyncio.sleep(0.005)
    await write(one, "one")
    await waiting
    assert order == ["two", "one"]
    await one.close()
    await two.close()


def _somebody_waits(line: Path) -> bool:
    with line.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


async def test_a_writer_that_waits_too_long_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_S", 0.01)
    url = f"sqlite+aiosqlite:///{tmp_path / 'test.db'}"
    one, two = Database.connect(url), Database.connect(url)
    async with one.write() as session:
        await session.execute(text("SELECT 1"))
        with pytest.raises(OperationalError, match="locked") as refused:
            async with two.write() as other:
                await other.execute(text("SELECT 1"))
    assert is_away(refused.value)
    await one.close()
    await two.close()
