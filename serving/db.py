"""The durable truth: SQLite (embedded) or PostgreSQL behind SQLAlchemy.

Services receive a session and never commit; `Database.write` is the edge that does, and it hands the
timeline events of the committed transaction to the listeners (the realtime fan-out).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import asyncpg
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Enum,
    Integer,
    MetaData,
    and_,
    event,
    false,
    or_,
)
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute
from sqlalchemy.sql.compiler import InsertmanyvaluesSentinelOpts
from sqlalchemy.types import TypeDecorator

from serving import sqlite

if TYPE_CHECKING:
    from serving.conversations.models import Event

log = logging.getLogger(__name__)

CONNECT_TIMEOUT_S = 10
STATEMENT_TIMEOUT_S = 60

# Execution option of SQLite's connections.
WRITES = "parley_writes"

# What a database that is away may raise, and faults of ours as well: `is_away` tells them apart. A
# PostgreSQL that is starting up or shutting down answers a new connection with an error of the driver's.
MAYBE_AWAY = (DBAPIError, PoolTimeout, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
_OUR_FAULTS = (IntegrityError, ProgrammingError, DataError)

CommitListener = Callable[[Sequence["Event"]], Awaitable[None]]


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """A timezone-aware UTC instant on both databases (SQLite forgets the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: use serving.db.now()")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite autoincrements only INTEGER primary keys.
BigId = BigInteger().with_variant(Integer, "sqlite")


def str_enum(values: type[StrEnum]) -> Enum:
    """A column that stores the member's value as text and loads the member."""
    return Enum(values, native_enum=False, length=16, values_callable=lambda e: [m.value for m in e])


def now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    return uuid4().hex


def one_of_pairs(
    first: InstrumentedAttribute[str], second: InstrumentedAttribute[str], pairs: Collection[tuple[str, str]]
) -> ColumnElement[bool]:
    """The two columns hold one of the pairs. Of several row values SQLite would read the whole table."""
    seconds: dict[str, list[str]] = {}
    for one, other in sorted(pairs):
        seconds.setdefault(one, []).append(other)
    return or_(false(), *(and_(first == one, second.in_(others)) for one, others in seconds.items()))


def is_away(error: BaseException) -> bool:
    """Does it help to try again once the database is back?"""
    return isinstance(error, MAYBE_AWAY) and not isinstance(error, _OUR_FAULTS)


def create_engine(url: str) -> AsyncEngine:
    if url.startswith("sqlite"):
        # Statements' parameters hold what customers wrote: errors are logged without them.
        engine = create_async_engine(
            url,
            hide_parameters=True,
            # None is closed after use: each has a thread and its settings, and costs more than a statement.
            pool_size=32,
            max_overflow=0,
            pool_use_lifo=True,
            async_creator=sqlite.creator(make_url(url)),
        )
    else:
        engine = create_async_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=20,
            connect_args={"timeout": CONNECT_TIMEOUT_S, "command_timeout": STATEMENT_TIMEOUT_S},
        )
        event.listen(engine.sync_engine, "connect", _configure_postgresql)
    if engine.dialect.name == "sqlite":
        # SQLite numbers the rows of one INSERT in their order, so many can be inserted by one statement and
        # told apart by their new ids; SQLAlchemy would insert them one by one.
        engine.dialect.insertmanyvalues_implicit_sentinel = InsertmanyvaluesSentinelOpts.ANY_AUTOINCREMENT
        event.listen(engine.sync_engine, "connect", _configure_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(dbapi_connection: Any, _record: Any) -> None:
    # The driver's own transaction handling delays BEGIN; we emit it ourselves in `_begin_sqlite`.
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={1000 * sqlite.BUSY_TIMEOUT_S:.0f}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _configure_postgresql(dbapi_connection: Any, _record: Any) -> None:
    # Each statement is over in milliseconds: compiling it, or waking other processes for it, takes longer.
    # Not in the start packet, which a pooler between may refuse.
    cursor = dbapi_connection.cursor()
    for setting in ("jit = off", "max_parallel_workers_per_gather = 0"):
        cursor.execute(f"SET {setting}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the write lock at once: upgrading a read transaction fails without waiting.
    if connection.get_execution_options().get(WRITES, True):
        connection.exec_driver_sql(sqlite.BEGIN_WRITING)


class Database:
    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        # A statement sees what was committed when it began, on either database, and costs no BEGIN.
        reading = {WRITES: False} if engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
        readers = engine.execution_options(**reading)
        self._readers = async_sessionmaker(readers, expire_on_commit=False, autoflush=False)
        self._writers = async_sessionmaker(engine, expire_on_commit=False)
        self._listeners: list[CommitListener] = []
        # SQLite has one writer and no queue: ours wait in line within a process, and processes behind each
        # other (sqlite.py).
        self._turnstile = asyncio.Lock() if engine.dialect.name == "sqlite" else None

    @classmethod
    def connect(cls, url: str) -> Database:
        return cls(create_engine(url))

    @property
    def dialect(self) -> str:
        return self.engine.dialect.name

    def on_commit(self, listener: CommitListener) -> None:
        self._listeners.append(listener)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        async with self._readers() as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed at the end of the block, rolled back on an error."""
        async with self._turnstile or nullcontext(), self._writers() as session:
            yield session
            await session.commit()
            events: list[Event] = session.info.pop("appended_events", [])
        if not events:
            return
        for listener in self._listeners:
            try:
                await listener(events)
            except Exception:
                # The transaction stands; whoever missed the news catches up from the timeline.
                log.exception("commit listener failed", extra={"events": len(events)})

    async def close(self) -> None:
        await self.engine.dispose()
