from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from serving import redis as parley_redis
from serving.channels.base import IncomingMessage
from serving.channels.models import Receipt
from serving.config import Settings
from serving.contacts.models import Contact
from serving.conversations import service
from serving.conversations.models import Conversation, Event, Kind, Status
from serving.errors import BadInput, NotFound, ParleyError, TooLarge, Unavailable
from serving.turns import pointers
from serving.turns.receive import receive
from tests.turns.support import Stage


async def _count(stage: Stage, table: type) -> int:
    async with stage.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_the_same_provider_id_again_changes_nothing(stage: Stage) -> None:
    first = await stage.write("hello", provider_id="p1")
    again = await stage.write("hello", provider_id="p1")
    assert not first.duplicate
    assert again.duplicate
    assert again.event.id == first.event.id
    assert await _count(stage, Event) == 1
    assert await stage.redis.xlen(pointers.stream_of(first.event.conversation_id, stage.settings)) == 1


async def test_twenty_deliveries_at_once_of_one_first_message_store_it_once(stage: Stage) -> None:
    received = await asyncio.gather(*(stage.write("hello", provider_id="p1") for _ in range(20)))
    assert [one.duplicate for one in received].count(False) == 1
    assert len({one.event.id for one in received}) == 1
    assert (await _count(stage, Contact), await _count(stage, Conversation)) == (1, 1)


async def test_many_first_messages_at_once_make_one_contact_and_one_conversation(stage: Stage) -> None:
    received = await asyncio.gather(*(stage.write(f"message {n}") for n in range(12)))
    assert len({one.event.conversation_id for one in received}) == 1
    assert await _count(stage, Contact) == 1
    assert sorted(one.event.seq for one in received) == list(range(1, 13))


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", BadInput),
        (" \n\t ", BadInput),
        ("a\x00b", BadInput),
        ("\ud83d", BadInput),
        ("x" * 16_385, TooLarge),
        ("ä" * 8_193, TooLarge),
    ],
)
async def test_what_cannot_be_a_message_is_refused_and_stores_nothing(
    stage: Stage, text: str, refusal: type[ParleyError]
) -> None:
    with pytest.raises(refusal):
        await stage.write(text)
    assert await _count(stage, Receipt) == 0


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(codec=None), max_size=200))
async def test_any_text_is_stored_as_it_is_or_refused_clearly(stage: Stage, text: str) -> None:
    try:
        received = await stage.write(text)
    except BadInput:
        storable = text.encode("utf-8", "ignore").decode() == text and "\x00" not in text
        assert not (storable and text.strip())
        return
    async with stage.database.read() as session:
        stored = await session.get_one(Event, received.event.id)
    assert stored.text == text


async def test_an_unknown_inbox_or_conversation_is_not_found(stage: Stage) -> None:
    with pytest.raises(NotFound, match="no inbox 'nowhere'"):
        await stage.write("hello", inbox="nowhere")
    message = IncomingMessage(
        inbox_id="web", provider_id="p", address="a", text="hello", conversation_id="unknown"
    )
    with pytest.raises(NotFound, match="no conversation 'unknown'"):
        await receive(stage.database, stage.redis, stage.settings, message)


async def test_a_conversation_of_another_inbox_is_not_found(stage: Stage) -> None:
    other = await stage.write("hello", inbox="chat")
    message = IncomingMessage(
        inbox_id="web",
        provider_id="p",
        address="a",
        text="hello",
        conversation_id=other.event.conversation_id,
    )
    with pytest.raises(NotFound):
        await receive(stage.database, stage.redis, stage.settings, message)


async def test_a_locale_that_is_none_is_refused(stage: Stage) -> None:
    with pytest.raises(BadInput, match="not a locale"):
        await stage.write("hello", locale="en; DROP TABLE events")


async def test_a_full_stream_refuses_and_says_when_to_come_back(
    stage: Stage, make_settings: Callable[..., Settings]
) -> None:
    stage.settings = make_settings(stream_max_length=2, stream_shards=1)
    await stage.write("one", address="a")
    await stage.write("two", address="b")
    with pytest.raises(Unavailable) as refused:
        await stage.write("three", address="c")
    assert refused.value.retry_after_s == 5
    assert await _count(stage, Receipt) == 2


async def test_without_redis_a_message_is_kept_and_the_answer_says_that_it_waits(stage: Stage) -> None:
    nowhere = parley_redis.connect("redis://127.0.0.1:1/0", timeout_s=1)
    message = IncomingMessage(inbox_id="web", provider_id="p", address="a", text="hello")
    received = await receive(stage.database, nowhere, stage.settings, message)
    assert not received.queued
    assert len(await stage.unprocessed()) == 1
    await nowhere.aclose()


async def test_a_snoozed_conversation_wakes_up_for_the_team(stage: Stage) -> None:
    received = await stage.write("hello")
    async with stage.database.write() as session:
        conversation = await service.timeline.lock_conversation(session, received.event.conversation_id)
        conversation.status = Status.SNOOZED
    await stage.write("hello again")
    conversation_id = received.event.conversation_id
    assert (await stage.conversation(conversation_id)).status is Status.OPEN
    [woken] = await stage.events(conversation_id, Kind.STATUS)
    assert woken.payload == {"status": "open", "reason": "customer_wrote"}
