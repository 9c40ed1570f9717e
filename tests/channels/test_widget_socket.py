from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from serving.config import Settings
from serving.conversations import timeline
from serving.conversations.models import Author, Kind
from serving.realtime import sockets
from tests.gateway import Served, listening, serve, until
from tests.services import RedisServer


@pytest.fixture
async def address(served: Served) -> AsyncIterator[str]:
    async with listening(served.app) as where:
        yield where


async def started(served: Served, text: str = "hello") -> dict[str, Any]:
    """A session whose conversation is stored, with one event."""
    session = await served.session()
    await post(served, session, text)
    return session


async def post(served: Served, session: dict[str, Any], text: str, client_id: str = "c1") -> None:
    response = await served.http.post(
        "/api/widget/web/messages",
        json={"text": text, "client_id": client_id},
        headers={"Authorization": f"Bearer {session['token']}"},
    )
    assert response.status_code == 202, response.text


def open_socket(address: str, **options: Any) -> connect:
    return connect(f"ws://{address}/api/widget/web/socket", **options)


async def authenticate(socket: ClientConnection, session: dict[str, Any], after: int = 0) -> dict[str, Any]:
    await send(socket, type="auth", token=session["token"], after=after)
    return await heard(socket)


async def send(socket: ClientConnection, **frame: Any) -> None:
    await socket.send(json.dumps(frame))


async def heard(socket: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(60):
        message: dict[str, Any] = json.loads(await socket.recv())
    return message


async def events_until(socket: ClientConnection, seq: int) -> list[int]:
    """The seqs of the events that arrive, up to and including `seq`."""
    seqs: list[int] = []
    while not seqs or seqs[-1] < seq:
        message = await heard(socket)
        if message["type"] == "event":
            seqs.append(message["event"]["seq"])
    return seqs


async def close_code(socket: ClientConnection) -> int:
    async with asyncio.timeout(60):
        await socket.wait_closed()
    assert socket.close_code is not None
    return socket.close_code


async def test_a_message_is_acknowledged_and_shown_to_every_socket(served: Served, address: str) -> None:
    session = await served.session()
    async with open_socket(address) as one, open_socket(address) as other:
        assert await authenticate(one, session) == {
            "type": "ready",
            "conversation": session["conversation"],
            "status": "bot",
        }
        await authenticate(other, session)
        await send(one, type="message", text="hi", client_id="c7")

        first, second = await heard(one), await heard(one)
        shown = await heard(other)

    by_type = {message["type"]: message for message in (first, second)}
    assert by_type["ack"]["client_id"] == "c7"
    assert by_type["ack"]["event"] == by_type["event"]["event"] == shown["event"]
    assert shown["event"]["payload"]["client_id"] == "c7"


async def test_resuming_while_messages_are_written_leaves_no_gap_and_repeats_nothing(
    served: Served, address: str
) -> None:
    session = await started(served)
    conversation = session["conversation"]
    last = 1 + 60

    async def write() -> None:
        for number in range(60):
            # Every fourth event is one that the customer must not see.
            kind = Kind.TURN if number % 4 == 3 else Kind.MESSAGE
            await served.append(conversation, f"message {number}", kind=kind, payload={"answers": []})

    writing = asyncio.create_task(write())
    seen: list[int] = []
    while not seen or seen[-1] < last - 1:
        # Torn off again and again, each time resumed from the last event that was shown.
        async with open_socket(address) as socket:
            await authenticate(socket, session, after=seen[-1] if seen else 0)
            target = min((seen[-1] if seen else 0) + 11, last - 1)
            seen += await events_until(socket, target)
    await writing

    hidden = {seq for seq in range(2, last + 1) if (seq - 2) % 4 == 3}
    assert seen == [seq for seq in range(1, last + 1) if seq not in hidden]


async def test_typing_and_previews_are_shown_and_the_event_replaces_them(
    served: Served, address: str
) -> None:
    session = await started(served)
    conversation = session["conversation"]
    publisher = served.gateway.publisher
    async with open_socket(address) as socket:
        await authenticate(socket, session, after=1)
        await publisher.typing(conversation, on=True)
        await publisher.preview(conversation, turn="t1", text="You can")
        await publisher.preview(conversation, turn="t1", text="You can return")
        await publisher.dropped(conversation, turn="t0")
        await served.append(conversation, "You can return it.", payload={"turn": "t1"})

        messages = [await heard(socket) for _ in range(4)]

    assert [message["type"] for message in messages] == ["typing", "preview", "dropped", "event"]
    assert messages[0]["expires_in_s"] == 10
    assert messages[3]["event"]["payload"]["turn"] == "t1"


async def test_pings_are_answered(served: Served, address: str) -> None:
    session = await served.session()
    async with open_socket(address) as socket:
        await authenticate(socket, session)
        await send(socket, type="ping")
        assert await heard(socket) == {"type": "pong"}


@pytest.mark.parametrize(
    "first",
    [
        {"type": "auth", "token": "nonsense"},
        {"type": "auth", "token": "a.b.c", "after": 3},
    ],
)
async def test_a_bad_token_closes_with_its_own_code(address: str, first: dict[str, Any]) -> None:
    async with open_socket(address) as socket:
        await send(socket, **first)
        assert await close_code(socket) == sockets.BAD_TOKEN


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ("not json", sockets.POLICY),
        (b"\x00\x01", sockets.NOT_TEXT),
        ('{"type": "message", "text": "hi", "client_id": "c"}', sockets.POLICY),
        ('{"type": "auth", "token": "x", "after": -1}', sockets.POLICY),
        ("x" * 200_000, sockets.TOO_BIG),
    ],
    ids=["not JSON", "binary", "not auth", "negative place", "too large"],
)
async def test_a_broken_first_frame_closes_the_socket(address: str, first: str | bytes, code: int) -> None:
    async with open_socket(address) as socket:
        await socket.send(first)
        assert await close_code(socket) == code


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ('{"type": "message", "text": "  ", "client_id": "c"}', "bad_input"),
        ('{"type": "message", "text": "a\\u0000b", "client_id": "c"}', "bad_input"),
        ('{"type": "message", "text": "\\ud800", "client_id": "c"}', "bad_input"),
        ('{"type": "message", "text": 7, "client_id": "c"}', "bad_input"),
        ('{"type": "message", "text": "hi"}', "bad_input"),
        ('{"type": "shout"}', "bad_input"),
        ("[" * 5000, "bad_input"),
        (json.dumps({"type": "message", "text": "x" * 17_000, "client_id": "c"}), "too_large"),
    ],
)
async def test_a_broken_frame_is_answered_and_stores_nothing(
    served: Served, address: str, frame: str, code: str
) -> None:
    session = await served.session()
    async with open_socket(address) as socket:
        await authenticate(socket, session)
        await socket.send(frame)
        answer = await heard(socket)

    assert (answer["type"], answer["error"]["code"]) == ("error", code)
    shown = await served.http.get(
        "/api/widget/web/events", headers={"Authorization": f"Bearer {session['token']}"}
    )
    assert shown.json()["events"] == []


async def test_a_socket_that_floods_is_asked_to_wait(served: Served, address: str) -> None:
    session = await served.session()
    async with open_socket(address) as socket:
        await authenticate(socket, session)
        for _ in range(60):
            await send(socket, type="ping")
        answers = [await heard(socket) for _ in range(60)]

    refusals = [answer for answer in answers if answer["type"] == "error"]
    assert refusals
    assert refusals[0]["error"]["retry_after_s"] >= 1


async def test_a_silent_socket_is_closed(
    served: Served, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("serving.channels.widget_socket.AUTH_TIMEOUT_S", 0.05)
    async with open_socket(address) as socket:
        assert await close_code(socket) == sockets.GOING_AWAY


async def test_a_client_that_answers_no_ping_is_let_go(served: Served) -> None:
    async with listening(served.app, ws_ping_interval=0.05, ws_ping_timeout=0.05) as address:
        host, _, port = address.partition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(
            f"GET /api/widget/web/socket HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        await reader.readuntil(b"\r\n\r\n")
        async with asyncio.timeout(60):
            frames = await reader.read()
        writer.close()
    ping, close = b"\x89\x04", b"\x88"
    assert frames.startswith(ping)
    assert frames[6:7] == close


async def test_a_slow_client_is_dropped_and_resumes_from_the_timeline(served: Served, address: str) -> None:
    session = await started(served)
    conversation = session["conversation"]
    long = "x" * 16_000
    async with open_socket(address, max_queue=1, compression=None) as socket:
        await authenticate(socket, session, after=1)
        # The client reads nothing more: its buffers fill, then the server's queue for it.
        for _ in range(40):
            async with served.database.write() as write:
                for _ in range(15):
                    await append_in(write, conversation, long)
        await until(lambda: not served.gateway.hub.reader_count)
        # Without this the client would wait for a close frame that it does not read.
        socket.transport.abort()
    async with open_socket(address) as socket:
        await authenticate(socket, session, after=590)
        assert await events_until(socket, 601) == list(range(591, 602))


async def append_in(session: Any, conversation_id: str, text: str) -> None:
    conversation = await timeline.lock_conversation(session, conversation_id)
    await timeline.append(session, conversation, kind=Kind.MESSAGE, author=Author.BOT, text=text)


async def test_redis_restarted_in_mid_connection_is_told_and_nothing_is_missed(
    make_settings: Callable[..., Settings], database_url: str, own_redis_server: RedisServer
) -> None:
    settings = make_settings(database_url=database_url, redis_url=own_redis_server.url)
    async with serve(settings) as served, listening(served.app) as address:
        session = await started(served)
        async with open_socket(address) as socket:
            await authenticate(socket, session, after=1)
            own_redis_server.stop()
            assert await heard(socket) == {"type": "platform", "state": "degraded"}

            await post(served, session, "while Redis is away", "c2")
            # Shown even now: the timeline is looked at while Redis is away.
            assert (await heard(socket))["event"]["text"] == "while Redis is away"

            own_redis_server.start()
            assert await heard(socket) == {"type": "platform", "state": "ok"}
            await post(served, session, "after", "c3")
            assert (await heard(socket))["event"]["text"] == "after"


async def test_a_socket_opened_while_redis_is_away_is_told_and_caught_up_later(
    make_settings: Callable[..., Settings], sqlite_url: str, own_redis_server: RedisServer
) -> None:
    settings = make_settings(database_url=sqlite_url, redis_url=own_redis_server.url)
    async with serve(settings) as served, listening(served.app) as address:
        session = await started(served)
        own_redis_server.stop()
        await until(lambda: served.gateway.hub.platform_state == "degraded")
        async with open_socket(address) as socket:
            await authenticate(socket, session)
            assert await heard(socket) == {"type": "platform", "state": "degraded"}
            assert (await heard(socket))["event"]["seq"] == 1
            own_redis_server.start()
            assert await heard(socket) == {"type": "platform", "state": "ok"}
            await served.append(session["conversation"], "back again")
            assert (await heard(socket))["event"]["text"] == "back again"
