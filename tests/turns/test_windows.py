"""Outside the time in which a provider takes what we like: a template or a note, never silence."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from serving.channels.base import Capabilities, Delivery, Permission, Window, WindowClosed
from serving.channels.models import Inbox
from serving.conversations import service
from serving.conversations.models import Event, Kind, TimelineUnlock
from serving.db import now
from serving.turns.deliver import Deliverer
from tests.turns.support import Stage
from tests.turns.test_deliver import Postman

TEMPLATE = {"name": "follow_up", "language": "en"}


def windowed(**window: object) -> Capabilities:
    return Capabilities(max_characters=1000, window=Window(**window))  # type: ignore[arg-type]


@dataclass
class Strict(Postman):
    """Remembers under which permission each message came, and may have a stricter clock than ours."""

    permissions: list[Permission] = field(default_factory=list)
    closed: bool = False

    async def deliver(self, delivery: Delivery) -> str | None:
        self.permissions.append(delivery.permission)
        if self.closed and delivery.permission is Permission.FREE:
            raise WindowClosed("131047 Re-engagement message")
        return await super().deliver(delivery)


async def late(stage: Stage, hours: float, *, by_operator: bool = False) -> str:
    """An answer to a customer who wrote so many hours ago."""
    conversation_id = await stage.answer("hello", inbox="chat", address="chat-7")
    if by_operator:
        async with stage.database.write() as session:
            await session.execute(text("DELETE FROM outbox"))
            await service.reply(session, conversation_id, await stage.operator(), text="Ana here")
    async with stage.database.write() as session:
        unlock = TimelineUnlock(reason="time passes")
        session.add(unlock)
        await session.flush()
        customers = (Event.conversation_id == conversation_id) & (Event.author == "customer")
        await session.execute(update(Event).where(customers).values(at=now() - timedelta(hours=hours)))
        await session.delete(unlock)
    return conversation_id


async def give_template(stage: Stage) -> None:
    async with stage.database.write() as session:
        inbox = await session.get_one(Inbox, "chat")
        inbox.settings = {"template": TEMPLATE}


async def deliver(stage: Stage, postman: Strict) -> None:
    await Deliverer(stage.database, postman, stage.settings).deliver_due()


@pytest.mark.parametrize(
    ("hours", "by_operator", "window", "permission"),
    [
        (23.9, False, Window(), Permission.FREE),
        (24.1, True, Window(agent_hours=168), Permission.AGENT),
        (24.1, False, Window(templates=True), Permission.TEMPLATE),
    ],
    ids=["within", "a human within a week", "template"],
)
async def test_what_may_go_out_goes_out(
    stage: Stage, hours: float, by_operator: bool, window: Window, permission: Permission
) -> None:
    await give_template(stage)
    postman = Strict(capabilities=Capabilities(max_characters=1000, window=window))
    await late(stage, hours, by_operator=by_operator)
    await deliver(stage, postman)

    assert postman.permissions == [permission]


@pytest.mark.parametrize(
    ("hours", "by_operator", "window"),
    [
        (24.1, False, Window()),
        (24.1, True, Window(templates=True)),
        (24.1, False, Window(agent_hours=168)),
        (169, True, Window(agent_hours=168)),
    ],
    ids=["nothing", "no template set", "the bot is no human", "after a week"],
)
async def test_what_may_not_go_out_fails_and_the_operators_are_told(
    stage: Stage, hours: float, by_operator: bool, window: Window
) -> None:
    postman = Strict(capabilities=Capabilities(max_characters=1000, window=window))
    conversation_id = await late(stage, hours, by_operator=by_operator)
    await deliver(stage, postman)

    assert postman.permissions == []
    [failed] = await stage.events(conversation_id, Kind.DELIVERY)
    [note] = await stage.events(conversation_id, Kind.NOTE)
    assert failed.payload["state"] == "failed"
    assert note.payload == {"reason": "window_closed", "event_id": failed.payload["event_id"]}
    assert (note.text or "").startswith("Not delivered")


async def test_the_providers_clock_decides_and_the_template_follows(stage: Stage) -> None:
    await give_template(stage)
    postman = Strict(capabilities=windowed(templates=True), closed=True)
    await late(stage, 23.99)
    await deliver(stage, postman)

    assert postman.permissions == [Permission.FREE, Permission.TEMPLATE]
    assert len(postman.delivered) == 1


async def test_the_providers_clock_decides_and_the_operators_are_told(stage: Stage) -> None:
    postman = Strict(capabilities=windowed(), closed=True)
    conversation_id = await late(stage, 1)
    await deliver(stage, postman)

    assert len(await stage.events(conversation_id, Kind.NOTE)) == 1
