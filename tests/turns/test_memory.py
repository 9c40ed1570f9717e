"""What a customer who comes back need not say again. That Rasa takes it up: tests/bot/channels."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from serving.contacts.models import Contact
from serving.conversations import service
from serving.conversations.models import Conversation, Event, Kind, TimelineUnlock
from serving.db import now
from serving.dialogue.base import Decision
from tests.turns.support import Stage, hand_over, look_up, say, until

ORDER = {"order_number": "P-10482"}


def remembering(text: str) -> Decision:
    decided = say("You're welcome.")
    trace = replace(
        decided.trace, intent="order_status", slots_set={"topic": "shipping", "email": "a@b.example"}
    )
    return replace(decided, trace=trace, remember=ORDER)


async def heard_slots(stage: Stage, text: str = "hello again", **where: str) -> object:
    await stage.answer(text, **where)
    memory = stage.dialogue.heard[-1].memory
    return None if memory is None else dict(memory.slots)


async def age(stage: Stage, conversation_id: str, *, days: int) -> None:
    async with stage.database.write() as session:
        session.add(TimelineUnlock(id=1, reason="test"))
        await session.flush()
        await session.execute(
            update(Event)
            .where(Event.conversation_id == conversation_id)
            .values(at=now() - timedelta(days=days))
        )
        await session.execute(delete(TimelineUnlock))


async def test_a_stranger_has_no_memory(stage: Stage) -> None:
    assert await heard_slots(stage) is None


async def test_the_slots_of_the_last_turn_travel_with_the_next_message(stage: Stage) -> None:
    stage.script(remembering)
    await stage.answer("where is P-10482?")
    assert await heard_slots(stage) == ORDER


async def test_of_the_last_session_it_says_in_keys_what_it_was_about(stage: Stage) -> None:
    stage.script(remembering)
    await stage.answer("where is P-10482?")
    stage.script(lambda _: hand_over())
    conversation_id = await stage.answer("a person please")
    async with stage.database.write() as session:
        await service.resolve(session, conversation_id, await stage.operator())
    await stage.answer("hello again")
    memory = stage.dialogue.heard[-1].memory
    assert memory is not None
    assert memory.previous["asked"] == ["order_status", "talk_to_human"]
    assert memory.previous["topic"] == "shipping"
    assert memory.previous["outcome"] == "handed_off"
    assert memory.previous["at"].startswith(str(now().year))


async def test_a_new_conversation_of_the_contact_remembers_the_one_before(stage: Stage) -> None:
    stage.script(remembering)
    first = await stage.answer("where is P-10482?")
    async with stage.database.write() as session:
        contact_id = (await session.get_one(Conversation, first)).contact_id
        second = service.begin(session, inbox_id="web", contact_id=contact_id)
        await session.flush()
    assert await heard_slots(stage) == ORDER
    assert stage.dialogue.heard[-1].conversation_id == second.id


async def test_nobody_gets_what_another_customer_said(stage: Stage) -> None:
    """Not even one who claims the other's address: memory belongs to the contact, not to an e-mail."""
    stage.script(remembering)
    conversation_id = await stage.answer("where is P-10482?")
    await stage.write("hi", address="eve")
    async with stage.database.write() as session:
        contact = (await session.get_one(Conversation, conversation_id)).contact_id
        known = await session.get_one(Contact, contact)
        known.email, known.verified = "ada@mail.example", True
        await session.execute(
            update(Contact).where(Contact.id != contact).values(email="ada@mail.example", verified=False)
        )
    assert await heard_slots(stage, address="eve") is None


async def test_a_slot_that_the_last_turn_emptied_is_forgotten(stage: Stage) -> None:
    stage.script(remembering)
    await stage.answer("where is P-10482?")
    stage.script(lambda _: say("No such order."))
    await stage.answer("hm")
    assert await heard_slots(stage) == {}


async def test_after_a_hand_back_the_bot_begins_with_nothing(stage: Stage) -> None:
    stage.script(remembering)
    conversation_id = await stage.answer("where is P-10482?")
    operator = await stage.operator()
    async with stage.database.write() as session:
        await service.take_over(session, conversation_id, operator)
    async with stage.database.write() as session:
        await service.hand_back(session, conversation_id, operator)
    assert await heard_slots(stage) is None


async def test_a_turn_that_was_taken_back_is_not_remembered(stage: Stage) -> None:
    stage.script(remembering)
    await stage.answer("where is P-10482?")

    def look_up_and_forget(text: str) -> Decision:
        return replace(look_up(text), remember={"order_number": "P-1"})

    stage.script(look_up_and_forget)
    stage.answers.go_on.clear()
    received = await stage.write("how long does it take?")
    turn = asyncio.create_task(stage.pipeline().process(received.event.conversation_id))
    await stage.answers.begun.wait()
    stage.script(remembering)
    await stage.write("to Paris")
    stage.answers.go_on.set()
    await turn
    await until(lambda: len(stage.dialogue.heard) == 3)
    memory = stage.dialogue.heard[-1].memory
    assert memory is not None
    assert memory.slots == ORDER


@pytest.mark.parametrize(("days", "expected"), [(80, ORDER), (100, None)])
async def test_it_is_forgotten_after_a_while(stage: Stage, days: int, expected: object) -> None:
    stage.script(remembering)
    conversation_id = await stage.answer("where is P-10482?")
    await age(stage, conversation_id, days=days)
    assert await heard_slots(stage) == expected


async def test_it_goes_with_the_events_when_a_person_is_erased(stage: Stage) -> None:
    stage.script(remembering)
    conversation_id = await stage.answer("where is P-10482?")
    async with stage.database.write() as session:
        session.add(TimelineUnlock(id=1, reason="test"))
        await session.flush()
        await session.execute(
            delete(Event).where(Event.conversation_id == conversation_id, Event.kind == Kind.TURN)
        )
        await session.execute(delete(TimelineUnlock))
    assert await heard_slots(stage) is None


async def test_a_human_reads_in_the_note_what_is_remembered(stage: Stage) -> None:
    stage.script(remembering)
    await stage.answer("where is P-10482?")
    stage.script(lambda _: hand_over())
    conversation_id = await stage.answer("a person please")
    [note] = await stage.events(conversation_id, Kind.NOTE)
    assert note.payload["summary"]["known"] == ORDER
