"""What a turn costs: a ceiling on SQL statements and Redis round trips, so that nobody raises it unseen."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from redis.asyncio.connection import AbstractConnection
from sqlalchemy import event, update

from serving.channels.base import IncomingMessage
from serving.channels.models import Receipt
from serving.conversations.filters import Filter
from serving.conversations.repository import list_conversations
from serving.db import now
from serving.realtime.publisher import Publisher
from serving.translation.language import warm_up
from serving.turns.intake import Intake
from serving.turns.sweeper import Sweeper
from tests.turns.support import Stage

RECEIVE_STATEMENTS = 8
# However many messages come together.
RECEIVE_MANY_STATEMENTS = 10
RECEIVE_ROUND_TRIPS = 3
TURN_STATEMENTS = 9
TURN_ROUND_TRIPS = 5
# A step that reads all there is by no index. What the statement itself has found, by these names, is little.
READS_ALL = re.compile(r"SCAN (?!CONSTANT ROW|\(|anon_|due\b|m\b)(?!.* (USING|VIRTUAL TABLE) )")


@contextmanager
def counted(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[list[str], list[str]]]:
    """SQL statements and what is sent to Redis at once (a pipeline is one round trip)."""
    statements: list[str] = []
    sent: list[str] = []

    def on_statement(*arguments: object) -> None:
        statement = str(arguments[2])
        if not statement.startswith(("BEGIN", "SAVEPOINT")):
            statements.append(statement)

    send: Callable[..., object] = AbstractConnection.send_packed_command

    async def counting(self: AbstractConnection, command: object, *rest: object, **named: object) -> object:
        sent.append(str(command)[:80])
        return await send(self, command, *rest, **named)

    engine = stage.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", on_statement)
    monkeypatch.setattr(AbstractConnection, "send_packed_command", counting)
    yield statements, sent
    event.remove(engine, "before_cursor_execute", on_statement)
    monkeypatch.undo()


async def test_a_scripted_turn_of_a_known_customer_stays_cheap(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher = Publisher(stage.redis)
    stage.database.on_commit(publisher.publish_events)
    stage.live = publisher
    warm_up()
    await stage.answer("hello")
    with counted(stage, monkeypatch) as (statements, sent):
        received = await stage.write("where is my order?")
    assert len(statements) <= RECEIVE_STATEMENTS, statements
    assert len(sent) <= RECEIVE_ROUND_TRIPS, sent
    with counted(stage, monkeypatch) as (statements, sent):
        await stage.pipeline().process(received.event.conversation_id)
    assert len(statements) <= TURN_STATEMENTS, statements
    assert len(sent) <= TURN_ROUND_TRIPS, sent
    assert await stage.unprocessed() == []


async def test_twenty_messages_that_come_together_cost_little_more_than_one(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher = Publisher(stage.redis)
    stage.database.on_commit(publisher.publish_events)
    intake = Intake(stage.database, stage.redis, stage.settings)

    async def write(number: int, text: str) -> None:
        one = IncomingMessage(
            inbox_id="chat", provider_id=f"{number}-{text}", address=f"a{number}", text=text
        )
        await intake.receive(one)

    await asyncio.gather(*(write(number, "hello") for number in range(20)))
    with counted(stage, monkeypatch) as (statements, sent):
        await asyncio.gather(*(write(number, "where is my order?") for number in range(20)))
    await intake.close()
    assert len(statements) <= RECEIVE_MANY_STATEMENTS, statements
    assert len(sent) <= RECEIVE_ROUND_TRIPS, sent


# SQLite says how it goes about a statement; PostgreSQL decides by how many rows there are.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@contextmanager
def asked(stage: Stage) -> Iterator[dict[str, Any]]:
    """The statements that read, with the parameters of the last time."""
    statements: dict[str, Any] = {}

    def on_statement(*arguments: Any) -> None:
        if arguments[2].startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            statements[arguments[2]] = arguments[3]

    engine = stage.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", on_statement)
    yield statements
    event.remove(engine, "before_cursor_execute", on_statement)


async def read_whole(stage: Stage, statements: dict[str, Any]) -> list[tuple[str, str]]:
    """Each statement that reads all of a table, with that step of its plan."""
    async with stage.database.read() as session:
        connection = await session.connection()
        plans = {
            statement: await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            for statement, parameters in statements.items()
        }
    return [
        (statement, step.detail)
        for statement, plan in plans.items()
        for step in plan
        if READS_ALL.match(step.detail)
    ]


@on_sqlite
async def test_messages_that_come_together_read_no_whole_table(stage: Stage) -> None:
    intake = Intake(stage.database, stage.redis, stage.settings)

    async def write(number: int) -> None:
        await intake.receive(
            IncomingMessage(inbox_id="chat", provider_id=str(number), address=f"a{number % 7}", text="hello")
        )

    with asked(stage) as statements:
        await asyncio.gather(*(write(number) for number in range(20)))
        await intake.close()
        for conversation_id in {receipt.conversation_id for receipt in await stage.unprocessed()}:
            await stage.pipeline().process(conversation_id)
    assert await read_whole(stage, statements) == []


@on_sqlite
async def test_the_sweeper_reads_no_whole_table(stage: Stage) -> None:
    await stage.write("hello")
    async with stage.database.write() as session:
        await session.execute(update(Receipt).values(retry_at=now()))
    sweeper = Sweeper(stage.database, stage.redis, stage.settings, stage.dialogue)
    with asked(stage) as statements:
        assert await sweeper.sweep() == 1
    assert any(statement.startswith("WITH") for statement in statements)
    assert await read_whole(stage, statements) == []


@on_sqlite
async def test_a_search_in_the_console_reads_no_whole_table(stage: Stage) -> None:
    conversation_id = await stage.answer("where is my lamp?")
    with asked(stage) as statements:
        async with stage.database.read() as session:
            page = await list_conversations(session, Filter(q="lamp"))
    assert [row.conversation.id for row in page.rows] == [conversation_id]
    assert await read_whole(stage, statements) == []
