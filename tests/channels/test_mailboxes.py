"""E-mail in, from a real IMAP server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import delete, select

from serving.channels import secrets
from serving.channels.email import mailboxes
from serving.channels.email.mailboxes import Mailboxes
from serving.channels.models import Inbox, Mailbox
from serving.config import Settings
from serving.conversations.models import Event, Kind
from serving.db import Database
from serving.tasks import cancel_and_wait
from tests.channels.mail_servers import PASSWORD, USER, ImapServer
from tests.channels.mails import mail
from tests.gateway import until


@pytest.fixture
def imap() -> Iterator[ImapServer]:
    server = ImapServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailboxes, "LOOK_FOR_INBOXES_S", 0.2)
    monkeypatch.setattr(mailboxes, "FIRST_BACK_OFF_S", 0.2)
    monkeypatch.setattr(mailboxes, "WAIT_STEP_S", 0.5)


async def add_inbox(database: Database, settings: Settings, imap: ImapServer, **changes: Any) -> None:
    values = {"address": USER, "imap_host": "127.0.0.1", "imap_port": imap.port, "imap_security": "none"}
    made = Inbox(id="mail", name="Shop", channel="email", settings=values | changes)
    made.secrets = secrets.encrypt({"imap_password": PASSWORD}, settings.secret_key)
    async with database.write() as session:
        session.add(made)


@asynccontextmanager
async def reading(database: Database, redis: Redis, settings: Settings) -> AsyncIterator[None]:
    task = asyncio.create_task(Mailboxes(database, redis, settings).run())
    try:
        yield
    finally:
        await cancel_and_wait([task])
        await redis.delete("parley:mailbox:mail")


async def texts(database: Database) -> list[str | None]:
    async with database.read() as session:
        found = await session.scalars(select(Event.text).where(Event.kind == Kind.MESSAGE).order_by(Event.id))
        return list(found)


async def state(database: Database) -> Mailbox | None:
    async with database.read() as session:
        return await session.get(Mailbox, "mail")


async def until_read(database: Database) -> None:
    async def known() -> bool:
        return await state(database) is not None

    await until(known)


async def until_texts(database: Database, count: int) -> list[str | None]:
    async def there() -> bool:
        return len(await texts(database)) >= count

    await until(there)
    return await texts(database)


def numbered(number: int, **headers: Any) -> Any:
    return mail(f"Message {number}", subject="", message_id=f"<{number}@example.org>", **headers)


async def test_new_mail_comes_in_order_and_is_marked_as_seen_and_kept(
    database: Database, redis_client: Redis, settings: Settings, imap: ImapServer
) -> None:
    await add_inbox(database, settings, imap)
    before = imap.count()
    async with reading(database, redis_client, settings):
        await until_read(database)
        for number in range(3):
            await asyncio.to_thread(imap.put, numbered(number))
        assert await until_texts(database, 3) == ["Message 0", "Message 1", "Message 2"]
        await until(lambda: all(b"\\Seen" in flags for flags in imap.flags()[-3:]))
    assert imap.count() == before + 3


async def test_what_lay_there_before_is_not_answered_nor_touched(
    database: Database, redis_client: Redis, settings: Settings, imap: ImapServer
) -> None:
    await add_inbox(database, settings, imap)
    before = imap.flags()
    async with reading(database, redis_client, settings):
        await until_read(database)
        await asyncio.to_thread(imap.put, numbered(1))
        assert await until_texts(database, 1) == ["Message 1"]
    assert imap.flags()[:-1] == before


async def test_a_worker_that_starts_again_goes_on_where_the_last_one_stopped(
    database: Database, redis_client: Redis, settings: Settings, imap: ImapServer
) -> None:
    await add_inbox(database, settings, imap)
    async with reading(database, redis_client, settings):
        await until_read(database)
        await asyncio.to_thread(imap.put, numbered(1))
        await until_texts(database, 1)
    # Somebody read it in a mail program meanwhile: it is new to us all the same.
    await asyncio.to_thread(imap.put, numbered(2))
    with imap.client() as client:
        client.select_folder("INBOX")
        client.add_flags(client.search(), [b"\\Seen"])
    async with reading(database, redis_client, settings):
        assert await until_texts(database, 2) == ["Message 1", "Message 2"]


async def test_mail_that_was_stored_but_not_noted_is_not_stored_again(
    database: Database, redis_client: Redis, settings: Settings, imap: ImapServer
) -> None:
    """As when the worker is killed between the two."""
    await add_inbox(database, settings, imap)
    async with reading(database, redis_client, settings):
        await until_read(database)
        before = await state(database)
        assert before is not None
        await asyncio.to_thread(imap.put, numbered(1))
        await until_texts(database, 1)
    async with database.write() as session:
        mailbox = await session.get_one(Mailbox, "mail")
        mailbox.last_uid = before.last_uid
    async with reading(database, redis_client, settings):
        await asyncio.to_thread(imap.put, numbered(2))
        assert await until_texts(database, 2) == ["Message 1", "Message 2"]


async def test_a_mailbox_that_was_made_anew_is_read_without_repeating(
    database: Database, redis_client: Redis, settings: Settings, imap: ImapServer
) -> None:
    await add_inbox(database, settings, imap)
    async with reading(database, redis_client, settings):
        await until_read(database)
        await asyncio.to_thread(imap.put, numbered(1))
        await until_texts(database, 1)
    imap.stop()
    imap.start()
    await asyncio.to_thread(imap.put, numbered(1))
    await asyncio.to_thread(imap.put, numbered(2))
    async with reading(database, redis_client, settings):
        await until_texts(database, 2)
        await asyncio.to_thread(imap.put, numbered(3))
        found = await until_texts(database, 3)
    assert [text for text in found if (text or "").startswith("Message")] == [
        "Message 1",
        "Message 2",
        "Message 3",
    ]


async def test_a_server_that_goes_away_is_come_back_to(
    database: Database, redis_client: Redis, settings: Settings, imap: ImapServer
) -> None:
    await add_inbox(database, settings, imap)
    async with reading(database, redis_client, settings):
        await until_read(database)
        imap.stop()
        await until_problem(database, "cannot be reached")
        imap.start()
        await asyncio.to_thread(imap.put, numbered(1))
        await until_texts(database, 1)


async def until_problem(database: Database, words: str) -> None:
    async def told() -> bool:
        mailbox = await state(database)
        return mailbox is not None and words in (mailbox.problem or "")

    await until(told)


async def test_what_cannot_be_read_is_flagged_for_a_person_and_holds_up_nothing(
    database: Database, redis_client: Redis, settings: Settings, imap: ImapServer
) -> None:
    await add_inbox(database, settings, imap)
    hostile = (
        b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + b"--b\r\n\r\nx\r\n" * 500
    )
    async with reading(database, redis_client, settings):
        await until_read(database)
        await asyncio.to_thread(imap.put, hostile)
        await asyncio.to_thread(imap.put, numbered(1))
        assert await until_texts(database, 1) == ["Message 1"]
    assert imap.flags()[-2] == {b"\\Flagged"}


async def test_newsletters_stay_unread(
    database: Database, redis_client: Redis, settings: Settings, imap: ImapServer
) -> None:
    await add_inbox(database, settings, imap)
    async with reading(database, redis_client, settings):
        await until_read(database)
        await asyncio.to_thread(imap.put, numbered(1, List_Id="<news.example.org>"))
        await asyncio.to_thread(imap.put, numbered(2))
        assert await until_texts(database, 1) == ["Message 2"]
    assert imap.flags()[-2] == set()


async def test_what_was_taken_moves_to_the_folder_that_is_named(
    database: Database, redis_client: Redis, settings: Settings, imap: ImapServer
) -> None:
    with imap.client() as client:
        client.create_folder("Handled")
    await add_inbox(database, settings, imap, processed_folder="Handled")
    before = imap.count()
    async with reading(database, redis_client, settings):
        await until_read(database)
        await asyncio.to_thread(imap.put, numbered(1))
        await until_texts(database, 1)
        await until(lambda: imap.count("Handled") == 1)
    assert imap.count() == before


async def test_two_workers_read_one_mailbox_once(
    database: Database, redis_client: Redis, settings: Settings, imap: ImapServer
) -> None:
    await add_inbox(database, settings, imap)
    async with reading(database, redis_client, settings), reading(database, redis_client, settings):
        await until_read(database)
        for number in range(5):
            await asyncio.to_thread(imap.put, numbered(number))
        assert await until_texts(database, 5) == [f"Message {number}" for number in range(5)]


async def test_an_inbox_that_is_removed_is_not_read_any_more(
    database: Database, redis_client: Redis, settings: Settings, imap: ImapServer
) -> None:
    await add_inbox(database, settings, imap)
    readers = Mailboxes(database, redis_client, settings)
    task = asyncio.create_task(readers.run())
    await until_read(database)
    async with database.write() as session:
        await session.execute(delete(Mailbox))
        inbox = await session.get_one(Inbox, "mail")
        inbox.removed_at = inbox.created_at
    await until(lambda: not readers.reading)
    await cancel_and_wait([task])
