from __future__ import annotations

from datetime import timedelta

import pytest

from serving.conversations import repository, search, timeline
from serving.conversations.filters import Filter
from serving.conversations.models import Author, Event, Kind, Status
from serving.db import Database, now
from serving.errors import BadInput, NotFound
from tests.conversations.conftest import StartConversation


async def _say(database: Database, conversation_id: str, text: str, **what: object) -> Event:
    async with database.write() as session:
        conversation = await timeline.lock_conversation(session, conversation_id)
        settled = {"kind": Kind.MESSAGE, "author": Author.CUSTOMER} | what
        return await timeline.append(session, conversation, text=text, **settled)


async def _ids(database: Database, **filters: object) -> list[str]:
    async with database.read() as session:
        page = await repository.list_conversations(session, Filter(**filters))
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
    assert await _ids(furnished, inbox="chat") == ["Bo"]
    assert await _ids(furnished, channel="telegram") == ["Bo"]
    assert await _ids(furnished, handoff="x") == ["Ada"]
    assert await _ids(furnished, assignee="nobody", since=now() - timedelta(hours=1)) == ["Ada", "Bo"]
    assert await _ids(furnished, until=now() - timedelta(hours=1)) == []


@pytest.mark.parametrize(
    "query", ["bo@mail", "mail.example bo", "10482", "p-104", "LÁMPARA ord", "shelf", "ورق", "note"]
)
async def test_words_are_found_in_messages_notes_and_contacts(
    furnished: Database, start_conversation: StartConversation, query: str
) -> None:
    await _say(furnished, await start_conversation("Ada"), "something else")
    bo = await start_conversation("Bo")
    await _say(furnished, bo, "my lámpara, order P-10482, is late")
    await _say(furnished, bo, "مصباح ورقي")
    await _say(furnished, bo, "a shelf_unit? note", kind=Kind.NOTE, author=Author.OPERATOR)
    assert await _ids(furnished, q=query) == ["Bo"]


@pytest.mark.parametrize("query", ["absent", "lamp absent", '"', "* OR", "' | '", "NEAR(", "--"])
async def test_words_that_nobody_wrote_find_nothing(
    furnished: Database, start_conversation: StartConversation, query: str
) -> None:
    await _say(furnished, await start_conversation("Ada"), "a lamp")
    assert await _ids(furnished, q=query) == []


async def test_a_match_shows_the_words_around_it(
    furnished: Database, start_conversation: StartConversation
) -> None:
    ada = await start_conversation("Ada")
    await _say(furnished, ada, "before " * 40 + "the lamp is broken " + "after " * 40)
    await _say(furnished, ada, "anything")
    async with furnished.read() as session:
        page = await repository.list_conversations(session, Filter(q="lamp"))
    match = page.rows[0].match
    assert match is not None
    assert match.seq == 1
    assert "the lamp is broken" in (match.snippet or "")
    assert len(match.snippet or "") < 130


def _trace(turn: str, intent: str, confidence: float, **more: object) -> dict[str, object]:
    return {
        "turn": turn,
        "answers": [1],
        "outcome": "answered",
        "intent": intent,
        "confidence": confidence,
    } | more


async def test_filters_by_what_the_bot_made_of_it(
    furnished: Database, start_conversation: StartConversation
) -> None:
    for name, intent, confidence in (("Ada", "greet", 0.9), ("Bo", "ask_shipping", 0.3)):
        conversation_id = await start_conversation(name)
        await _say(furnished, conversation_id, "hm")
        trace = _trace(name, intent, confidence)
        await _say(furnished, conversation_id, "", kind=Kind.TURN, author=Author.BOT, payload=trace)
    assert await _ids(furnished, intent="greet") == ["Ada"]
    assert await _ids(furnished, below=0.5) == ["Bo"]
    assert await _ids(furnished, below=0.5, intent="greet") == []
    assert await _ids(furnished, reviewed="no") == ["Bo", "Ada"]
    assert await _ids(furnished, reviewed="wrong") == []


async def test_the_latest_events_come_first_and_earlier_ones_on_request(
    furnished: Database, start_conversation: StartConversation
) -> None:
    conversation_id = await start_conversation()
    for number in range(1, 6):
        await _say(furnished, conversation_id, str(number))
    async with furnished.read() as session:
        latest = await repository.events_before(session, conversation_id, 2**31 - 1, limit=2)
        earlier = await repository.events_before(session, conversation_id, latest[0].seq, limit=2)
    assert [event.text for event in latest] == ["4", "5"]
    assert [event.text for event in earlier] == ["2", "3"]


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


@pytest.mark.parametrize("query", ["lamp", "brass lamp"])
async def test_an_old_message_is_found_where_the_newest_ones_do_not_have_the_words(
    furnished: Database, start_conversation: StartConversation, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    """PostgreSQL is asked among the newest events first."""
    monkeypatch.setattr(search, "FIRST_WINDOW", 1)
    monkeypatch.setattr(search, "FIRST_WINDOW_OF_SEVERAL", 1)
    old, new = await start_conversation("Carla"), await start_conversation("Otto")
    await _say(furnished, old, "a brass lamp")
    for text in ("hello", "good morning", "brass lamps!"):
        await _say(furnished, new, text)
    async with furnished.read() as session:
        found = await search.search(session, query)
        matched = await search.matches(session, found, [old, new])
        assert {one: match.text for one, match in matched.items()} == {
            new: "brass lamps!",
            old: "a brass lamp",
        }
        monkeypatch.setattr(search, "NEWEST_MATCHES", 1)
        assert list((await search.search(session, query)).events) == [new]
