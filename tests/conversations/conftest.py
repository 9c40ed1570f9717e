from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from serving.channels.models import Inbox
from serving.contacts.models import Contact
from serving.conversations import service
from serving.db import Database
from serving.operators.models import Operator

StartConversation = Callable[..., Awaitable[str]]


@pytest.fixture
async def furnished(database: Database) -> Database:
    """Two inboxes and two operators."""
    async with database.write() as session:
        session.add(Inbox(id="web", name="Website", channel="widget", settings={}))
        session.add(Inbox(id="chat", name="Telegram", channel="telegram", settings={}))
        for name in ("ana", "ben"):
            session.add(Operator(id=name, email=f"{name}@shop.example", name=name.title(), password_hash="-"))
    return database


@pytest.fixture
def start_conversation(furnished: Database) -> StartConversation:
    async def start(name: str = "Carla", *, inbox: str = "web") -> str:
        async with furnished.write() as session:
            contact = Contact(
                id=name.lower(),
                name=name,
                email=f"{name.lower()}@mail.example",
                verified=False,
                attributes={},
            )
            session.add(contact)
            await session.flush()
            conversation = service.begin(session, inbox_id=inbox, contact_id=contact.id)
            await session.flush()
            return conversation.id

    return start
