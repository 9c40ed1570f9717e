from __future__ import annotations

import pytest

from serving.conversations import repository, timeline
from serving.conversations.models import Author, Event, Kind, Status
from serving.db import Database
from serving.errors import BadInput, NotFound
from tests.conversations.conftest import StartConversation


async def _say(database: Database, conversation_id: str, text: str, **what: object) -> Event:
    async with database.write() as session:
        conversation = await timeline.lock_conversation(session, conversation_id)
        settled = {"kind": Kind.MESSAGE, "author": Author.CUSTOMER} | what
        return await timeline.append(session, conversation, text=text, **settled)


async def _ids(database: Database, **filters: object) -> list[str]:
    async with database.read() as session:
        page = await repository.list_conversations(session, **filters)
    return [row.contact.name or "" for row in page.rows]


async def test_the_inbox_is_newest_first_and_pages_without_gaps_or_repeats(
    furnished: Database, start_conversation: StartConversation
) -> None:
    names = ["Ada", "Bo", "Cy", "Di", "Ed"]
    for name in names:
        await _say(furnished, await start_conversation(name), f"I am {name}")
    seen: list[str] = []
    cursor = None
    async with furnished.read() as session:
        while True:
            page = await repository.list_conversations(session, before=cursor, limit=2)
            seen += [row.contact.name or "" for row in page.rows]
            if (cursor := page.next) is None:
                break
    assert seen == names[::-1]


async def test_filters_by_status_inbox_and_words(
    furnished: Database, start_conversation: StartConversation
) -> None:
    ada = await start_conversation("Ada")
    await start_conversation("Bo", inbox="chat")
    await _say(furnished, ada, "a 100% discount_code")
    await _say(
        furnished, ada, "", kind=Kind.STATUS, author=Author.BOT, payload={"status": "open", "reason": "x"}
    )
    assert await _ids(furnished, status=Status.OPEN) == ["Ada"]
    assert await _ids(furnished, inbox_id="chat") == ["Bo"]
    assert await _ids(furnished, query="bo@mail") == ["Bo"]
    assert await _ids(furnished, query="100% DISCOUNT_") == ["Ada"]
    assert await _ids(furnished, query="100%d") == []


@pytest.mark.parametrize("cursor", ["", "!!", "YQ==", "MjAyNi0xMS0yMnxj"])
async def test_a_cursor_that_is_none_of_ours_is_refused(furnished: Database, cursor: str) -> None:
    async with furnished.read() as session:
        with pytest.raises(BadInput, match="cursor"):
            await repository.list_conversations(session, before=cursor)


async def test_events_come_after_a_seq_and_private_ones_only_on_request(
    furnished: Database, start_conversation: StartConversation
) -> None:
    conversation_id = await start_conversation()
    await _say(furnished, conversation_id, "one")
    await _say(furnished, conversation_id, "secret", kind=Kind.NOTE, author=Author.OPERATOR)
    await _say(furnished, conversation_id, "three")
    async with furnished.read() as session:
        everything = await repository.events_after(session, conversation_id, 1)
        public = await repository.events_after(session, conversation_id, 0, public_only=True)
        first = await repository.events_after(session, conversation_id, 0, limit=1)
    assert [event.text for event in everything] == ["secret", "three"]
    assert [event.text for event in public] == ["one", "three"]
    assert [event.text for event in first] == ["one"]


async def test_the_turn_that_answers_a_message_is_found_with_what_it_said(
    furnished: Database, start_conversation: StartConversation
) -> None:
    conversation_id = await start_conversation()
    question = await _say(furnished, conversation_id, "where is it?")
    bot = {"author": Author.BOT}
    dropped = {"turn": "t0", "answers": []}
    await _say(furnished, conversation_id, "", kind=Kind.TURN, payload=dropped, **bot)
    await _say(furnished, conversation_id, "on its way", payload={"turn": "t1"}, **bot)
    await _say(furnished, conversation_id, "", kind=Kind.TURN, payload={"turn": "t1", "answers": [1]}, **bot)
    async with furnished.read() as session:
        found = await repository.turn_answering(session, conversation_id, question.seq)
        assert found is not None
        turn, messages = found
        assert await repository.turn_answering(session, conversation_id, 99) is None
    assert turn.payload["turn"] == "t1"
    assert [message.text for message in messages] == ["on its way"]


async def test_an_unknown_conversation_is_not_found(furnished: Database) -> None:
    async with furnished.read() as session:
        with pytest.raises(NotFound):
            await repository.get(session, "c404")
        with pytest.raises(NotFound):
            await repository.get_row(session, "c404")
