"""SQLite for SQLAlchemy's asyncio engine, one visit of the connection's thread a statement."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy.engine import URL

Description = tuple[tuple[str, None, None, None, None, None, None], ...]


BEGIN_WRITING = "BEGIN IMMEDIATE"
BUSY_TIMEOUT_S = 10.0
LOOK_AGAIN_S = 0.001


class OneVisitCursor:
    """What SQLAlchemy uses of aiosqlite's cursor, which visits the thread to open, execute, fetch and close.

    A visit costs more than most of our statements do (docs/performance.md).
    """

    arraysize = 1

    def __init__(self, connection: OneVisitConnection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Description | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> OneVisitCursor:
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> OneVisitCursor:
        await self._connection.visit(self._run, sqlite3.Cursor.execute, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> OneVisitCursor:
        await self._connection.visit(self._run, sqlite3.Cursor.executemany, sql, parameters)
        return self

    def _run(self, execute: Callable[..., object], sql: str, parameters: Any) -> None:
        cursor = self._connection._conn.cursor()
        try:
            if sql == BEGIN_WRITING and self._connection.line is not None:
                _begin_in_line(cursor, self._connection.line)
                return
            execute(cursor, sql, parameters)
            self._rows = cursor.fetchall()
            # Counted by now for statements with RETURNING, too.
            self.description, self.rowcount = cursor.description, cursor.rowcount
            self.lastrowid = cursor.lastrowid
        finally:
            cursor.close()

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Closed already, in the thread."""


class OneVisitConnection(aiosqlite.Connection):
    """`line`: the file whose lock says which process writes next; none for a database in memory."""

    line: Path | None = None

    def cursor(self) -> OneVisitCursor:  # type: ignore[override]
        return OneVisitCursor(self)

    async def visit(self, function: Callable[..., None], *arguments: Any) -> None:
        """Runs a function in the thread; raises what it raises."""
        await self._execute(function, *arguments)  # type: ignore[no-untyped-call]

    async def rollback(self) -> None:
        """SQLAlchemy rolls back whenever a connection comes home: mostly there is nothing to take back."""
        if self.in_transaction:
            await super().rollback()


def _begin_in_line(cursor: sqlite3.Cursor, line: Path) -> None:
    """SQLite has no queue for its writers: each sleeps, up to 100 ms, and looks, so a process that writes
    again and again keeps the others out for seconds. Here one process at a time waits for the write lock and
    looks every millisecond; the others stand behind it, and the one that has just written as well.
    """
    file = os.open(line, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        # Whoever holds it waits for BUSY_TIMEOUT_S at most.
        fcntl.flock(file, fcntl.LOCK_EX)
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            _begin_soon(cursor)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {1000 * BUSY_TIMEOUT_S:.0f}")
    finally:
        os.close(file)


def _begin_soon(cursor: sqlite3.Cursor) -> None:
    until = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            cursor.execute(BEGIN_WRITING)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(LOOK_AGAIN_S)


def creator(url: URL) -> Callable[[], OneVisitConnection]:
    """For `create_async_engine(async_creator=...)`."""
    in_memory = not url.database or url.database == ":memory:"
    line = None if in_memory else Path(f"{url.database}-line")

    def connect() -> OneVisitConnection:
        opener = partial(sqlite3.connect, url.database or ":memory:", check_same_thread=False)
        connection = OneVisitConnection(opener, iter_chunk_size=64)
        connection.line = line
        connection._thread.daemon = True  # as SQLAlchemy does: a lost connection must not keep the process
        return connection

    return connect
