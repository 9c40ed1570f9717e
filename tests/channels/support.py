"""What the tests of the adapters share."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import httpx

from serving.channels.base import Channel, Delivery, Part, Permission, Tools
from serving.channels.models import Inbox
from serving.config import Settings
from serving.conversations.models import Author, Event, Kind
from serving.db import Database

ChannelT = TypeVar("ChannelT", bound=Channel)


@contextlib.asynccontextmanager
async def adapter(build: Callable[[Tools], ChannelT], settings: Settings) -> AsyncIterator[ChannelT]:
    database = Database.connect(settings.database_url)
    async with httpx.AsyncClient(timeout=60.0) as http:
        made = build(Tools(settings=settings, database=database, http=http))
        yield made
        await made.close()
    await database.close()


def delivery(
    inbox: Inbox,
    address: str,
    part: Part,
    *,
    author: Author = Author.BOT,
    permission: Permission = Permission.FREE,
    reference: str = "parley-1-0-0",
) -> Delivery:
    event = Event(id=1, seq=1, kind=Kind.MESSAGE, author=author, text=part.text, payload={})
    return Delivery(
        inbox=inbox,
        address=address,
        conversation_id="c1",
        event=event,
        part=part,
        reference=reference,
        permission=permission,
    )
