from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from serving.channels.models import Inbox
from serving.contacts.models import Contact
from serving.conversations import service, timeline
from serving.conversations.models import Author, Event, Kind, TimelineUnlock
from serving.db import Database
from serving.knowledge.models import Document, Source
from serving.migrations import downgrade_async, upgrade_async
from serving.migrations.models import target_metadata

BY_HAND = {"ix_events_words", "ix_contacts_words"}


def _is_ours(item: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Full-text indexes and vectors are made by hand-written SQL: no model describes them."""
    if kind == "index":
        return name not in BY_HAND
    return kind != "table" or name in target_metadata.tables


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _is_ours})
    return list(compare_metadata(context, target_metadata))


async def test_models_and_migrations_agree(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_what_refers_to_something_that_may_be_erased_has_an_index(database: Database) -> None:
    """Without it the database reads the whole table for each event that goes."""
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_without_index) == set()


def _without_index(connection: Connection) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    inspector = inspect(connection)
    for table in target_metadata.tables:
        keys = [inspector.get_pk_constraint(table)["constrained_columns"]]
        keys += [unique["column_names"] for unique in inspector.get_unique_constraints(table)]
        for index in inspector.get_indexes(table):
            options = index.get("dialect_options", {})
            if not any(option.endswith("_where") for option in options):
                keys.append([str(column) for column in index["column_names"]])
        indexed = {columns[0] for columns in keys if columns}
        found |= {
            (table, key["constrained_columns"][0])
            for key in inspector.get_foreign_keys(table)
            if key["referred_table"] in ("contacts", "conversations", "events")
            and key["constrained_columns"][0] not in indexed
        }
    return found


async def test_downgrade_removes_every_table_and_upgrade_brings_them_back(database_url: str) -> None:
    await downgrade_async(database_url, "base")
    database = Database.connect(database_url)
    async with database.engine.connect() as connection:
        left = set(await connection.run_sync(lambda c: inspect(c).get_table_names()))
    assert left <= {"alembic_version"}
    await upgrade_async(database_url)
    async with database.engine.connect() as connection:
        again = set(await connection.run_sync(lambda c: inspect(c).get_table_names()))
    assert set(target_metadata.tables) <= again
    await database.close()


async def test_going_back_over_a_column_loses_no_document(database_url: str, database: Database) -> None:
    async with database.write() as session:
        session.add(Source(id="s", location="/s", revision="1"))
        await session.flush()
        session.add(Document(id="d", source_id="s", key="a.md", title="A", language="en", content_hash="1"))
    await downgrade_async(database_url, "0018")
    await upgrade_async(database_url)
    async with database.read() as session:
        assert await session.get(Document, "d") is not None


async def test_upgrade_of_a_current_database_changes_nothing(database_url: str, database: Database) -> None:
    await _one_event(database)
    await upgrade_async(database_url)
    async with database.read() as session:
        assert await session.get(Event, 1) is not None


async def _one_event(database: Database) -> None:
    async with database.write() as session:
        session.add_all(
            [
                Inbox(id="web", name="Web", channel="widget", settings={}),
                Contact(id="c", verified=False, attributes={}),
            ]
        )
        await session.flush()
        conversation = service.begin(session, inbox_id="web", contact_id="c")
        await session.flush()
        await timeline.append(session, conversation, kind=Kind.MESSAGE, author=Author.CUSTOMER, text="hello")


@pytest.mark.parametrize("statement", ["UPDATE events SET text = 'forged'", "DELETE FROM events"])
async def test_the_database_refuses_to_change_the_timeline(database: Database, statement: str) -> None:
    await _one_event(database)
    with pytest.raises(DBAPIError, match="append-only"):
        async with database.write() as session:
            await session.execute(text(statement))


async def test_an_unlock_of_the_same_transaction_lets_a_person_be_erased(database: Database) -> None:
    await _one_event(database)
    async with database.write() as session:
        unlock = TimelineUnlock(reason="erase contact c")
        session.add(unlock)
        await session.flush()
        await session.execute(text("DELETE FROM events"))
        await session.delete(unlock)
    async with database.read() as session:
        assert await session.get(Event, 1) is None
    await _refuses_deletes(database)


async def _refuses_deletes(database: Database) -> None:
    async with database.write() as session:
        session.add(Contact(id="d", verified=False, attributes={}))
        await session.flush()
        conversation = service.begin(session, inbox_id="web", contact_id="d")
        await session.flush()
        await timeline.append(
            session, conversation, kind=Kind.MESSAGE, author=Author.CUSTOMER, text="hello again"
        )
    with pytest.raises(DBAPIError, match="append-only"):
        async with database.write() as session:
            await session.execute(text("DELETE FROM events"))
