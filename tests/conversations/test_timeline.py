from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from serving.conversations import repository, timeline
from serving.conversations.models import Author, Conversation, Event, Kind, Status
from serving.db import Database, new_id
from serving.errors import NotFound
from tests.conversations.conftest import StartConversation


async def _append(database: Database, conversation_id: str, text: str, *, fail: bool = False) -> None:
    async with database.write() as session:
        conversation = await timeline.lock_conversation(session, conversation_id)
        for part in text.split("|"):
            await timeline.append(session, conversation, kind=Kind.MESSAGE, author=Author.CUSTOMER, text=part)
        if fail:
            raise RuntimeError("rolled back")


@hypothesis_settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(writers=st.lists(st.tuples(st.integers(1, 3), st.booleans()), min_size=1, max_size=10))
async def test_seq_has_no_gaps_whoever_writes_and_whoever_fails(
    furnished: Database, start_conversation: StartConversation, writers: list[tuple[int, bool]]
) -> None:
    conversation_id = await start_conversation(f"C{new_id()[:12]}")
    results = await asyncio.gather(
        *(
            _append(furnished, conversation_id, "|".join("x" * events), fail=fails)
            for events, fails in writers
        ),
        return_exceptions=True,
    )
    assert sum(result is not None for result in results) == sum(fails for _, fails in writers)
    async with furnished.read() as session:
        events = await repository.events_after(session, conversation_id)
        conversation = await repository.get(session, conversation_id)
    written = sum(events for events, fails in writers if not fails)
    assert [event.seq for event in events] == list(range(1, written + 1))
    assert conversation.last_seq == written


async def test_a_conversation_seen_before_its_lock_is_read_again(
    furnished: Database, start_conversation: StartConversation
) -> None:
    conversation_id = await start_conversation()
    async with furnished.read() as reader:
        stale = await reader.get_one(Conversation, conversation_id)
        await reader.rollback()
        await _append(furnished, conversation_id, "hello")
        fresh = await timeline.lock_conversation(reader, conversation_id)
        assert fresh is stale
        assert fresh.last_seq == 1


async def test_an_unknown_conversation_cannot_be_locked(furnished: Database) -> None:
    async with furnished.read() as session:
        with pytest.raises(NotFound, match="no conversation 'c404'"):
            await timeline.lock_conversation(session, "c404")


async def test_listeners_hear_what_was_committed_and_nothing_that_was_rolled_back(
    furnished: Database, start_conversation: StartConversation
) -> None:
    heard: list[str | None] = []

    async def listen(events: list[Event]) -> None:
        heard.extend(event.text for event in events)

    async def break_down(events: list[Event]) -> None:
        raise OSError("the listener is away")

    furnished.on_commit(break_down)
    furnished.on_commit(listen)
    conversation_id = await start_conversation()
    await _append(furnished, conversation_id, "one|two")
    with pytest.raises(RuntimeError):
        await _append(furnished, conversation_id, "three", fail=True)
    assert heard == ["one", "two"]


async def test_the_wait_for_an_answer_is_kept_by_the_timeline(
    furnished: Database, start_conversation: StartConversation
) -> None:
    conversation_id = await start_conversation()

    async def after(kind: Kind, author: Author, **payload: object) -> bool:
        async with furnished.write() as session:
            conversation = await timeline.lock_conversation(session, conversation_id)
            await timeline.append(session, conversation, kind=kind, author=author, text="x", payload=payload)
            return conversation.waiting_since is not None

    assert await after(Kind.MESSAGE, Author.CUSTOMER)
    assert await after(Kind.MESSAGE, Author.SYSTEM)  # a notice is no answer
    assert not await after(Kind.MESSAGE, Author.BOT)
    assert await after(Kind.STATUS, Author.BOT, status=Status.OPEN.value, reason="requested")
    assert await after(Kind.MESSAGE, Author.BOT)  # "a colleague will help you"
    assert not await after(Kind.MESSAGE, Author.OPERATOR)
