from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from serving.channels.base import DeliveryDeferred, DeliveryFailed, IncomingFile, IncomingMessage
from serving.channels.media import MediaFiles
from serving.channels.models import Inbox, Media
from serving.conversations.models import Event, Kind
from serving.db import now
from serving.turns.fetch import Fetcher
from serving.turns.receive import receive
from tests.turns.support import Stage
from tests.turns.test_deliver import Postman

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 64


@dataclass
class Keeper(Postman):
    """A provider that keeps one file."""

    content: bytes = PNG
    trouble: Exception | None = None
    asked: list[str] = field(default_factory=list)

    async def fetch(self, inbox: Inbox, handle: str) -> AsyncIterator[bytes]:
        self.asked.append(handle)
        if self.trouble is not None:
            raise self.trouble
        yield self.content[:20]
        yield self.content[20:]


async def sent_a_file(stage: Stage) -> Event:
    message = IncomingMessage(
        inbox_id="chat",
        provider_id="m1",
        address="someone",
        text="",
        files=[IncomingFile("lamp.png", "image/png", handle="f1")],
    )
    return (await receive(stage.database, stage.redis, stage.settings, message)).event


async def kept(stage: Stage) -> Media:
    async with stage.database.read() as session:
        return (await session.scalars(select(Media))).one()


async def test_a_file_is_fetched_and_the_timeline_says_so(stage: Stage) -> None:
    event = await sent_a_file(stage)
    keeper = Keeper()
    assert await Fetcher(stage.database, keeper, stage.settings).fetch_due() == 1

    file = await kept(stage)
    assert (keeper.asked, file.state, file.bytes, file.mime) == (["f1"], "stored", len(PNG), "image/png")
    assert MediaFiles(stage.settings).path(file.id).read_bytes() == PNG
    [told] = await stage.events(event.conversation_id, Kind.FILE)
    assert (told.payload["event_id"], told.payload["state"]) == (event.id, "stored")
    assert told.payload["file"]["bytes"] == len(PNG)


async def test_a_file_is_fetched_again_later_when_its_provider_is_away(stage: Stage) -> None:
    await sent_a_file(stage)
    keeper = Keeper(trouble=DeliveryDeferred("away"))
    fetcher = Fetcher(stage.database, keeper, stage.settings)
    await fetcher.fetch_due()
    assert await fetcher.fetch_due() == 0
    async with stage.database.write() as session:
        (await session.scalars(select(Media))).one().next_attempt_at = now()
    keeper.trouble = None
    await fetcher.fetch_due()

    assert (await kept(stage)).state == "stored"


@pytest.mark.parametrize(
    ("trouble", "content", "state"),
    [
        (DeliveryFailed("gone"), PNG, "failed"),
        (None, b"MZ\x90\x00 a program", "refused"),
        (None, PNG + b"\x00" * 2000, "refused"),
    ],
    ids=["gone", "a program", "too large"],
)
async def test_what_cannot_be_kept_is_said(
    stage: Stage, trouble: Exception | None, content: bytes, state: str
) -> None:
    stage.settings.max_file_bytes = 1000
    event = await sent_a_file(stage)
    fetcher = Fetcher(stage.database, Keeper(trouble=trouble, content=content), stage.settings)
    await fetcher.fetch_due()

    assert (await kept(stage)).state == state
    [told] = await stage.events(event.conversation_id, Kind.FILE)
    assert told.payload["state"] == state
    assert told.payload["error"]
