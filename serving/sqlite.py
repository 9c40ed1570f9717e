"""SQLite for SQLAlchemy's asyncio engine, one visit of the connection's thread a statement."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import aiosqlite
from sqlalchemy.engine import URL

Description = tuple[tuple[str, None, None, None, None, None, None], ...]


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
    def cursor(self) -> OneVisitCursor:  # type: ignore[override]
        return OneVisitCursor(self)

    async def visit(self, function: Callable[..., None], *arguments: Any) -> None:
        """Runs a function in the thread; raises what it raises."""
        await self._execute(function, *arguments)  # type: ignore[no-untyped-call]

    async def rollback(self) -> None:
        """SQLAlchemy rolls back whenever a connection comes home: mostly there is nothing to take back."""
        if self.in_transaction:
            await super().rollback()


def creator(url: URL) -> Callable[[], OneVisitConnection]:
    """For `create_async_engine(async_creator=...)`."""

    def connect() -> OneVisitConnection:
        opener = partial(sqlite3.connect, url.database or ":memory:", check_same_thread=False)
        connection = OneVisitConnection(opener, iter_chunk_size=64)
        connection._thread.daemon = True  # as SQLAlchemy does: a lost connection must not keep the process
        return connection

    return connect
