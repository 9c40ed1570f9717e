from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from serving.conversations import timeline
from serving.conversations.models import Author, Event, Kind
from serving.turns.base import TurnTrace
from tests.gateway import API_KEY, Served, listening, until_not_none

AUTH = {"Authorization": f"Bearer {API_KEY}"}
MESSAGES = "/api/rest/rest/messages"


async def post(served: Served, text: str = "where is it?", **body: Any) -> dict[str, Any]:
    response = await served.http.post(MESSAGES, json={"text": text} | body, headers=AUTH)
    assert response.status_code == 202, response.text
    answer: dict[str, Any] = response.json()
    return answer


CARD = {
    "title": "Order P-10482",
    "text": "Halo floor lamp",
    "image": None,
    "buttons": [{"title": "Return something", "payload": "/start_return"}],
}


async def answer(served: Served, conversation_id: str, seq: int) -> None:
    """What the worker commits at the end of a turn."""
    trace = TurnTrace(
        turn="t1", answers=[seq], intent="order_status", confidence=0.9, policy="RulePolicy",
        timings_ms={"total": 12.0},
    )  # fmt: skip
    source = {"title": "Shipping", "url": "https://x.example", "quote": "Two days.", "score": 1}
    async with served.database.write() as session:
        conversation = await timeline.lock_conversation(session, conversation_id)
        await timeline.append(
            session, conversation, kind=Kind.MESSAGE, author=Author.BOT, text="It is on its way.",
            payload={"turn": "t1", "route": "script", "locale": "en", "sources": [source], "cards": [CARD],
                     "buttons": CARD["buttons"]},
        )  # fmt: skip
        await timeline.append(
            session, conversation, kind=Kind.TURN, author=Author.SYSTEM, payload=trace.payload()
        )


async def newest_conversation(served: Served) -> tuple[str, int] | None:
    async with served.database.read() as session:
        event = await session.scalar(select(Event).order_by(Event.id.desc()).limit(1))
    return (event.conversation_id, event.seq) if event is not None else None


async def test_waiting_answers_with_the_turn_that_answers_the_message(served: Served) -> None:
    asking = asyncio.create_task(
        served.http.post(MESSAGES, json={"text": "where is it?", "wait_s": 20}, headers=AUTH)
    )
    stored = await until_not_none(lambda: newest_conversation(served))
    await answer(served, *stored)
    response = await asking

    assert response.status_code == 200
    assert response.json() == {
        "conversation": stored[0],
        "outcome": "answered",
        "replies": [
            {
                "text": "It is on its way.",
                "route": "script",
                "intent": "order_status",
                "confidence": 0.9,
                "policy": "RulePolicy",
                "locale": "en",
                "sources": [{"title": "Shipping", "url": "https://x.example", "quote": "Two days."}],
                "buttons": CARD["buttons"],
                "cards": [CARD],
                "timings_ms": {"total": 12.0},
            }
        ],
    }


async def test_waiting_ends_with_202_when_the_time_is_up(served: Served) -> None:
    response = await served.http.post(MESSAGES, json={"text": "hi", "wait_s": 0.05}, headers=AUTH)

    assert response.status_code == 202
    assert response.json()["event"]["text"] == "hi"


async def test_a_repeated_key_changes_nothing_and_still_waits_for_the_answer(served: Served) -> None:
    headers = AUTH | {"Idempotency-Key": "k1"}
    first = (await served.http.post(MESSAGES, json={"text": "hi"}, headers=headers)).json()
    await answer(served, first["conversation"], 1)

    again = await served.http.post(MESSAGES, json={"text": "hi", "wait_s": 5}, headers=headers)

    assert again.status_code == 200
    assert again.json()["conversation"] == first["conversation"]
    async with served.database.read() as session:
        messages = select(func.count()).select_from(Event).where(Event.author == Author.CUSTOMER)
        assert await session.scalar(messages) == 1


async def test_a_repeated_key_for_another_message_is_a_conflict(served: Served) -> None:
    headers = AUTH | {"Idempotency-Key": "k1"}
    await served.http.post(MESSAGES, json={"text": "hi"}, headers=headers)

    response = await served.http.post(MESSAGES, json={"text": "something else"}, headers=headers)

    assert response.status_code == 409


async def test_a_conversation_goes_on_when_named_and_begins_anew_when_not(served: Served) -> None:
    first = await post(served)
    second = await post(served, conversation=first["conversation"])
    third = await post(served, contact={"email": "kim@example.com"})
    fourth = await post(served, contact={"email": "kim@example.com"})

    assert second["conversation"] == first["conversation"]
    assert len({first["conversation"], third["conversation"], fourth["conversation"]}) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {API_KEY}"},
        {"Authorization": "Bearer "},
    ],
)
async def test_without_the_key_nothing_is_taken(served: Served, headers: dict[str, str]) -> None:
    response = await served.http.post(MESSAGES, json={"text": "hi"}, headers=headers)

    assert response.status_code == 401
    assert await newest_conversation(served) is None


async def test_a_key_opens_only_its_own_inbox(served: Served) -> None:
    conversation = (await post(served))["conversation"]
    other = {"Authorization": "Bearer another"}

    writing = await served.http.post("/api/rest/rest/messages", json={"text": "hi"}, headers=other)
    reading = await served.http.get(f"/api/rest/rest2/conversations/{conversation}/events", headers=other)
    continuing = await served.http.post(
        "/api/rest/rest2/messages", json={"text": "hi", "conversation": conversation}, headers=other
    )

    assert (writing.status_code, reading.status_code, continuing.status_code) == (401, 404, 404)


async def test_events_are_listed_after_a_place(served: Served) -> None:
    conversation = (await post(served))["conversation"]
    await answer(served, conversation, 1)

    response = await served.http.get(
        f"/api/rest/rest/conversations/{conversation}/events", params={"after": 1}, headers=AUTH
    )

    assert [event["kind"] for event in response.json()["events"]] == ["message"]
    assert response.json()["status"] == "bot"


@asynccontextmanager
async def follow(address: str, conversation: str, **headers: str) -> AsyncIterator[AsyncIterator[str]]:
    url = f"http://{address}/api/rest/rest/conversations/{conversation}/events"
    accept = {"Accept": "text/event-stream"}
    async with (
        httpx.AsyncClient(timeout=60) as client,
        client.stream("GET", url, headers=AUTH | accept | headers) as response,
    ):
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        yield response.aiter_lines()


async def next_data(lines: AsyncIterator[str]) -> tuple[str, dict[str, Any]]:
    """The id and the data of the next event in the stream."""
    data: dict[str, Any] = {}
    async for line in lines:
        if line.startswith("data: "):
            data = json.loads(line.removeprefix("data: "))
        elif line.startswith("id: "):
            return line.removeprefix("id: "), data
    raise AssertionError("the stream ended")


async def test_the_event_stream_replays_goes_live_and_resumes(served: Served) -> None:
    conversation = (await post(served, "first"))["conversation"]
    async with listening(served.app) as address:
        async with follow(address, conversation) as lines:
            assert (await next_data(lines))[1]["event"]["text"] == "first"
            await answer(served, conversation, 1)
            seq, message = await next_data(lines)
            assert message["event"]["text"] == "It is on its way."
        await post(served, "second", conversation=conversation)
        async with follow(address, conversation, **{"Last-Event-ID": seq}) as lines:
            assert (await next_data(lines))[1]["event"]["text"] == "second"


async def test_the_event_stream_keeps_itself_alive(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("serving.channels.rest.KEEP_ALIVE_S", 0.05)
    conversation = (await post(served))["conversation"]
    async with (
        listening(served.app) as address,
        follow(address, conversation, **{"Last-Event-ID": "1"}) as lines,
    ):
        assert await anext(lines) == ": ping"
