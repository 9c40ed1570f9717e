from __future__ import annotations

import pytest
from sqlalchemy import select

from serving.channels.models import Outgoing
from serving.conversations import repository, service
from serving.conversations.models import Conversation, Event, Kind, Status
from serving.db import Database
from serving.errors import BadInput, Conflict
from serving.operators.models import Operator
from tests.conversations.conftest import StartConversation


async def _operator(database: Database, name: str) -> Operator:
    async with database.read() as session:
        return await session.get_one(Operator, name)


async def _do(
    database: Database, action: object, conversation_id: str, name: str, **more: str
) -> list[Event]:
    operator = await _operator(database, name)
    async with database.write() as session:
        return list(await action(session, conversation_id, operator, **more))


async def _state(database: Database, conversation_id: str) -> tuple[Status, str | None]:
    async with database.read() as session:
        conversation: Conversation = await repository.get(session, conversation_id)
        return conversation.status, conversation.assignee_id


async def test_taking_over_opens_and_assigns_and_doing_it_again_adds_nothing(
    furnished: Database, start_conversation: StartConversation
) -> None:
    conversation_id = await start_conversation()
    events = await _do(furnished, service.take_over, conversation_id, "ana")
    assert [event.kind for event in events] == [Kind.STATUS, Kind.ASSIGNMENT]
    assert await _state(furnished, conversation_id) == (Status.OPEN, "ana")
    assert await _do(furnished, service.take_over, conversation_id, "ana") == []


@pytest.mark.parametrize(
    ("action", "more"),
    [
        (service.take_over, {}),
        (service.hand_back, {}),
        (service.resolve, {}),
        (service.reply, {"text": "me too"}),
    ],
)
async def test_what_somebody_else_holds_is_a_conflict_that_names_them(
    furnished: Database, start_conversation: StartConversation, action: object, more: dict[str, str]
) -> None:
    conversation_id = await start_conversation()
    await _do(furnished, service.take_over, conversation_id, "ana")
    with pytest.raises(Conflict, match="Ana holds this conversation"):
        await _do(furnished, action, conversation_id, "ben", **more)


async def test_anybody_may_leave_a_note(furnished: Database, start_conversation: StartConversation) -> None:
    conversation_id = await start_conversation()
    await _do(furnished, service.take_over, conversation_id, "ana")
    [note] = await _do(furnished, service.note, conversation_id, "ben", text="I know this customer")
    assert (note.kind, note.operator_id) == (Kind.NOTE, "ben")


async def test_handing_back_marks_the_place_and_frees_the_conversation(
    furnished: Database, start_conversation: StartConversation
) -> None:
    conversation_id = await start_conversation()
    await _do(furnished, service.take_over, conversation_id, "ana")
    events = await _do(furnished, service.hand_back, conversation_id, "ana")
    assert [event.kind for event in events] == [Kind.HANDBACK, Kind.ASSIGNMENT, Kind.STATUS]
    assert await _state(furnished, conversation_id) == (Status.BOT, None)
    assert await _do(furnished, service.hand_back, conversation_id, "ana") == []


async def test_a_reply_takes_the_conversation_and_goes_to_the_outbox_once(
    furnished: Database, start_conversation: StartConversation
) -> None:
    conversation_id = await start_conversation(inbox="chat")
    events = await _do(furnished, service.reply, conversation_id, "ana", text="Hello!", client_id="e1")
    assert [event.kind for event in events] == [Kind.STATUS, Kind.ASSIGNMENT, Kind.MESSAGE]
    [again] = await _do(furnished, service.reply, conversation_id, "ana", text="Hello!", client_id="e1")
    assert again.id == events[-1].id
    async with furnished.read() as session:
        outgoing = (await session.scalars(select(Outgoing))).all()
    assert [row.event_id for row in outgoing] == [again.id]
    assert await _state(furnished, conversation_id) == (Status.OPEN, "ana")


@pytest.mark.parametrize("action", [service.reply, service.note])
async def test_an_empty_text_is_refused(
    furnished: Database, start_conversation: StartConversation, action: object
) -> None:
    conversation_id = await start_conversation()
    with pytest.raises(BadInput, match="empty"):
        await _do(furnished, action, conversation_id, "ana", text="  ")


async def test_resolving_frees_and_reopening_puts_it_back_into_the_queue(
    furnished: Database, start_conversation: StartConversation
) -> None:
    conversation_id = await start_conversation()
    await _do(furnished, service.take_over, conversation_id, "ana")
    await _do(furnished, service.resolve, conversation_id, "ana")
    assert await _state(furnished, conversation_id) == (Status.RESOLVED, None)
    assert await _do(furnished, service.resolve, conversation_id, "ana") == []
    await _do(furnished, service.reopen, conversation_id, "ben")
    assert await _state(furnished, conversation_id) == (Status.OPEN, None)
    assert await _do(furnished, service.reopen, conversation_id, "ben") == []
