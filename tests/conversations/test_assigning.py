"""Who holds a conversation, and until when it sleeps."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from serving.conversations import repository, service
from serving.conversations.alarm import Alarm
from serving.conversations.models import Conversation, Kind, Status
from serving.db import Database, now
from serving.errors import BadInput, Conflict
from serving.operators.models import Operator
from tests.conversations.conftest import StartConversation


async def _operator(database: Database, name: str) -> Operator:
    async with database.read() as session:
        return await session.get_one(Operator, name)


async def _conversation(database: Database, conversation_id: str) -> Conversation:
    async with database.read() as session:
        return await repository.get(session, conversation_id)


async def test_of_many_who_take_over_at_once_exactly_one_holds_it(
    furnished: Database, start_conversation: StartConversation
) -> None:
    conversation_id = await start_conversation()
    async with furnished.write() as session:
        for number in range(12):
            session.add(Operator(id=f"o{number}", email=f"o{number}@x", name=f"O{number}", password_hash="-"))

    async def take(number: int) -> str | None:
        operator = await _operator(furnished, f"o{number}")
        try:
            async with furnished.write() as session:
                await service.take_over(session, conversation_id, operator)
        except Conflict:
            return None
        return operator.id

    took = [winner for winner in await asyncio.gather(*map(take, range(12))) if winner]
    assert len(took) == 1
    assert (await _conversation(furnished, conversation_id)).assignee_id == took[0]


async def test_a_colleague_gets_the_conversation_and_the_bot_is_silent(
    furnished: Database, start_conversation: StartConversation
) -> None:
    conversation_id = await start_conversation()
    ana, ben = await _operator(furnished, "ana"), await _operator(furnished, "ben")
    async with furnished.write() as session:
        events = await service.assign(session, conversation_id, ana, to="ben")
    assert [event.kind for event in events] == [Kind.STATUS, Kind.ASSIGNMENT]
    held = await _conversation(furnished, conversation_id)
    assert (held.status, held.assignee_id) == (Status.OPEN, "ben")
    with pytest.raises(Conflict, match="Ben holds"):
        async with furnished.write() as session:
            await service.assign(session, conversation_id, ana, to="ana")
    async with furnished.write() as session:
        await service.assign(session, conversation_id, ben, to="ana")
    assert (await _conversation(furnished, conversation_id)).assignee_id == "ana"


async def test_an_admin_may_take_it_from_anybody(
    furnished: Database, start_conversation: StartConversation
) -> None:
    conversation_id = await start_conversation()
    async with furnished.write() as session:
        await service.take_over(session, conversation_id, await _operator(furnished, "ben"))
        session.add(Operator(id="boss", email="b@x", name="Boss", role="admin", password_hash="-"))
    async with furnished.write() as session:
        await service.assign(session, conversation_id, await _operator(furnished, "boss"), to="ana")
    assert (await _conversation(furnished, conversation_id)).assignee_id == "ana"


@pytest.mark.parametrize("change", [{"disabled_at": now()}, {"role": "viewer"}])
async def test_nobody_is_given_one_who_may_not_answer(
    furnished: Database, start_conversation: StartConversation, change: dict[str, object]
) -> None:
    conversation_id = await start_conversation()
    async with furnished.write() as session:
        await session.execute(update(Operator).where(Operator.id == "ben").values(**change))
    with pytest.raises(BadInput):
        async with furnished.write() as session:
            await service.assign(session, conversation_id, await _operator(furnished, "ana"), to="ben")


async def test_a_snoozed_conversation_wakes_when_its_time_comes(
    furnished: Database, start_conversation: StartConversation
) -> None:
    conversation_id = await start_conversation()
    ana = await _operator(furnished, "ana")
    alarm = Alarm(furnished, interval_s=60)
    async with furnished.write() as session:
        await service.take_over(session, conversation_id, ana)
        await service.snooze(session, conversation_id, ana, until=now() + timedelta(hours=1))
    assert await alarm.ring() == 0
    async with furnished.write() as session:
        await session.execute(update(Conversation).values(snoozed_until=now() - timedelta(seconds=1)))
    assert sorted(await asyncio.gather(alarm.ring(), Alarm(furnished, interval_s=60).ring())) == [0, 1]
    woken = await _conversation(furnished, conversation_id)
    assert (woken.status, woken.assignee_id, woken.snoozed_until) == (Status.OPEN, "ana", None)


async def test_a_customer_who_writes_ends_the_snooze(
    furnished: Database, start_conversation: StartConversation
) -> None:
    conversation_id = await start_conversation()
    ana = await _operator(furnished, "ana")
    async with furnished.write() as session:
        await service.snooze(session, conversation_id, ana, until=now() + timedelta(hours=1))
        service.wake(session, await repository.get(session, conversation_id))
    woken = await _conversation(furnished, conversation_id)
    assert (woken.status, woken.snoozed_until) == (Status.OPEN, None)


@pytest.mark.parametrize("hours", [-1, 24 * 366])
async def test_a_snooze_ends_within_a_year(
    furnished: Database, start_conversation: StartConversation, hours: int
) -> None:
    conversation_id = await start_conversation()
    ana, until = await _operator(furnished, "ana"), now() + timedelta(hours=hours)
    with pytest.raises(BadInput, match="within the next 365 days"):
        async with furnished.write() as session:
            await service.snooze(session, conversation_id, ana, until=until)
