from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from websockets.asyncio.client import ClientConnection, connect

from serving.conversations.models import Author, Event, Kind
from serving.db import now
from serving.operators.models import Operator, OperatorSession
from serving.realtime import sockets
from tests.gateway import PASSWORD, Served, add_team, listening

API = "/console/api"


@pytest.fixture
async def team(served: Served) -> Served:
    await add_team(served.database)
    return served


@pytest.fixture
async def conversation(served: Served) -> str:
    """A conversation of the widget with one message."""
    session = await served.session()
    response = await served.http.post(
        "/api/widget/web/messages",
        json={"text": "where is my lamp?", "client_id": "c1"},
        headers={"Authorization": f"Bearer {session['token']}"},
    )
    assert response.status_code == 202
    identifier: str = session["conversation"]
    return identifier


async def test_signing_in_gives_a_cookie_for_the_console_only(team: Served) -> None:
    response = await team.http.post(f"{API}/login", json={"email": "ANA@example.com", "password": PASSWORD})

    cookie = response.headers["set-cookie"]
    assert response.json()["operator"]["name"] == "Ana"
    assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/console"))
    assert (await team.http.get(f"{API}/me")).json() == response.json()


async def test_the_database_never_holds_the_cookie_token(team: Served) -> None:
    await team.sign_in()
    token = team.http.cookies["parley_session"]

    async with team.database.read() as session:
        kept = (await session.scalars(select(OperatorSession))).one()
    assert token not in kept.token_hash


@pytest.mark.parametrize(
    ("email", "password"),
    [("ana@example.com", "wrong"), ("nobody@example.com", PASSWORD), ("ana@example.com", "")],
)
async def test_a_wrong_sign_in_says_nothing_about_what_was_wrong(
    team: Served, email: str, password: str
) -> None:
    response = await team.http.post(f"{API}/login", json={"email": email, "password": password})

    assert response.status_code == 401
    assert response.json()["error"]["message"] == "The e-mail or the password is wrong."


async def test_a_disabled_operator_is_out_at_once(team: Served) -> None:
    await team.sign_in()
    async with team.database.write() as session:
        await session.execute(update(Operator).values(disabled_at=now()))

    assert (await team.http.get(f"{API}/me")).status_code == 401
    response = await team.http.post(f"{API}/login", json={"email": "ana@example.com", "password": PASSWORD})
    assert response.status_code == 401


async def test_a_form_of_another_site_signs_nobody_in(team: Served) -> None:
    body = json.dumps({"email": "ana@example.com", "password": PASSWORD})
    response = await team.http.post(f"{API}/login", content=body, headers={"Content-Type": "text/plain"})

    assert response.status_code == 403


async def test_guessing_is_slowed_down_and_the_owner_elsewhere_is_not(team: Served) -> None:
    body = {"email": "ana@example.com", "password": "wrong"}
    answers = [(await team.http.post(f"{API}/login", json=body)).status_code for _ in range(6)]
    blocked = await team.http.post(f"{API}/login", json=body | {"password": PASSWORD})

    assert answers == [401] * 5 + [429]
    assert blocked.status_code == 429
    assert int(blocked.headers["retry-after"]) > 0
    await team.sign_in("ben@example.com")


async def test_a_session_ends_when_it_was_idle_and_at_sign_out(team: Served) -> None:
    headers = await team.sign_in()
    assert (await team.http.post(f"{API}/logout", headers=headers)).status_code == 204
    assert (await team.http.get(f"{API}/me")).status_code == 401

    await team.sign_in()
    async with team.database.write() as session:
        await session.execute(update(OperatorSession).values(expires_at=now()))
    assert (await team.http.get(f"{API}/me")).status_code == 401


async def test_a_session_that_is_used_lives_on(team: Served) -> None:
    await team.sign_in()
    soon = now() + timedelta(hours=1)
    async with team.database.write() as session:
        await session.execute(update(OperatorSession).values(expires_at=soon))

    await team.http.get(f"{API}/me")

    async with team.database.read() as session:
        kept = (await session.scalars(select(OperatorSession))).one()
    assert kept.expires_at > soon + timedelta(hours=10)


async def test_a_change_without_the_csrf_token_is_refused(team: Served, conversation: str) -> None:
    await team.sign_in()
    for csrf in (None, "", "wrong", "é"):
        headers = {} if csrf is None else {"X-Parley-CSRF": csrf.encode()}
        response = await team.http.post(f"{API}/conversations/{conversation}/take-over", headers=headers)
        assert (csrf, response.status_code) == (csrf, 403)


async def test_a_csrf_token_of_an_earlier_session_does_not_fit(team: Served, conversation: str) -> None:
    earlier = await team.sign_in()
    await team.sign_in()

    response = await team.http.post(f"{API}/conversations/{conversation}/take-over", headers=earlier)

    assert response.status_code == 403


READING = ["me", "conversations", "conversations/c1", "conversations/c1/events"]
CHANGING = [
    f"conversations/c1/{name}" for name in ("take-over", "hand-back", "resolve", "reopen", "reply", "note")
]


async def test_nothing_is_open_to_somebody_who_is_not_signed_in(team: Served) -> None:
    calls = [("GET", path) for path in READING] + [("POST", path) for path in CHANGING]
    for method, path in calls:
        body = {"text": "x"} if method == "POST" else None
        response = await team.http.request(method, f"{API}/{path}", json=body)
        assert (path, response.status_code) == (path, 401)
        assert response.json()["error"]["code"] == "unauthorized"


async def test_a_viewer_reads_and_changes_nothing(team: Served, conversation: str) -> None:
    headers = await team.sign_in("vera@example.com")

    assert (await team.http.get(f"{API}/conversations/{conversation}/events")).status_code == 200
    for name in ("take-over", "hand-back", "resolve", "reopen", "reply", "note"):
        response = await team.http.post(
            f"{API}/conversations/{conversation}/{name}", json={"text": "x"}, headers=headers
        )
        assert (name, response.status_code) == (name, 403)


async def test_the_inbox_lists_filters_and_pages(team: Served, conversation: str) -> None:
    await team.sign_in()

    [listed] = (await team.http.get(f"{API}/conversations?status=&q=")).json()["conversations"]
    assert listed == (await team.http.get(f"{API}/conversations/{conversation}")).json()
    assert {key: listed[key] for key in ("id", "inbox", "channel", "status", "last_text", "last_seq")} == {
        "id": conversation,
        "inbox": "web",
        "channel": "widget",
        "status": "bot",
        "last_text": "where is my lamp?",
        "last_seq": 1,
    }

    async def found(query: str) -> int:
        return len((await team.http.get(f"{API}/conversations?{query}")).json()["conversations"])

    assert await found("q=LAMP") == 1
    assert await found("q=chair") == 0
    assert await found("status=open") == 0
    assert await found("inbox=rest") == 0


async def test_a_wrong_filter_is_refused(team: Served) -> None:
    await team.sign_in()

    for query in ("status=asleep", "limit=0", "limit=x", "before=nonsense", "q=%00"):
        response = await team.http.get(f"{API}/conversations?{query}")
        assert (query, response.status_code) == (query, 400)
        assert response.json()["error"]["code"] == "bad_input"


async def test_an_operator_takes_over_replies_and_hands_back(team: Served, conversation: str) -> None:
    headers = await team.sign_in()
    path = f"{API}/conversations/{conversation}"

    taken = (await team.http.post(f"{path}/take-over", headers=headers)).json()
    replied = (
        await team.http.post(f"{path}/reply", json={"text": "I look.", "client_id": "o1"}, headers=headers)
    ).json()
    again = (
        await team.http.post(f"{path}/reply", json={"text": "I look.", "client_id": "o1"}, headers=headers)
    ).json()
    back = (await team.http.post(f"{path}/hand-back", headers=headers)).json()

    assert (taken["conversation"]["status"], taken["conversation"]["assignee"]["name"]) == ("open", "Ana")
    [assignment] = [event for event in taken["events"] if event["kind"] == "assignment"]
    assert assignment["payload"]["operator"]["name"] == "Ana"
    assert replied["events"][-1]["operator"]["name"] == "Ana"
    assert again["events"] == [replied["events"][-1]]
    assert (back["conversation"]["status"], back["conversation"]["assignee"]) == ("bot", None)


async def test_what_somebody_else_holds_is_a_conflict_that_names_them(
    team: Served, conversation: str
) -> None:
    headers = await team.sign_in("ana@example.com")
    await team.http.post(f"{API}/conversations/{conversation}/take-over", headers=headers)
    headers = await team.sign_in("ben@example.com")

    response = await team.http.post(
        f"{API}/conversations/{conversation}/reply", json={"text": "hi"}, headers=headers
    )

    assert (response.status_code, response.json()["error"]["code"]) == (409, "conflict")
    assert "Ana" in response.json()["error"]["message"]


async def test_the_customer_sees_the_reply_and_no_note_and_no_address(
    team: Served, conversation: str
) -> None:
    headers = await team.sign_in()
    path = f"{API}/conversations/{conversation}"
    await team.http.post(f"{path}/note", json={"text": "a regular"}, headers=headers)
    await team.http.post(f"{path}/reply", json={"text": "I look."}, headers=headers)
    async with team.gateway.hub.conversation(conversation, after=0) as subscription:
        async with asyncio.timeout(60):
            seen = []
            async for message in subscription.stream():
                seen.append(message["event"])
                if message["event"]["text"] == "I look.":
                    break

    assert "note" not in {event["kind"] for event in seen}
    assert seen[-1]["operator"]["name"] == "Ana"
    assert "ana@example.com" not in json.dumps(seen)


async def test_a_reply_may_be_a_card(team: Served, conversation: str) -> None:
    headers = await team.sign_in()
    card = {
        "title": "Halo floor lamp",
        "image": {"url": "https://shop.example/lamp.png"},
        "buttons": [{"title": "Look at it", "url": "https://shop.example/lamp"}],
    }
    path = f"{API}/conversations/{conversation}/reply"
    sent = await team.http.post(path, json={"text": "", "cards": [card]}, headers=headers)
    assert sent.status_code == 200, sent.text
    assert sent.json()["events"][-1]["payload"]["cards"] == [card | {"text": None}]
    assert sent.json()["conversation"]["last_text"] == "Halo floor lamp"


@pytest.mark.parametrize(
    ("card", "wrong"),
    [
        ({"title": " "}, "title"),
        ({"title": "Lamp", "image": {"url": "javascript:alert(1)"}}, "image"),
        ({"title": "Lamp", "image": {"id": "m1", "url": "https://shop.example/1.png"}}, "image"),
        (
            {"title": "Lamp", "buttons": [{"title": "Both", "payload": "yes", "url": "https://a.example"}]},
            "url",
        ),
        ({"title": "Lamp", "buttons": [{"title": "Yes", "payload": "yes"}] * 4}, "buttons"),
    ],
)
async def test_a_card_that_nobody_could_show_is_refused(
    team: Served, conversation: str, card: dict[str, object], wrong: str
) -> None:
    headers = await team.sign_in()
    path = f"{API}/conversations/{conversation}/reply"
    refused = await team.http.post(path, json={"text": "Look", "cards": [card]}, headers=headers)
    assert refused.status_code == 400
    assert wrong in refused.text


async def test_a_picture_that_is_not_of_this_conversation_is_not_found(
    team: Served, conversation: str
) -> None:
    headers = await team.sign_in()
    card = {"title": "Lamp", "image": {"id": "somebody-elses"}}
    path = f"{API}/conversations/{conversation}/reply"
    refused = await team.http.post(path, json={"text": "", "cards": [card]}, headers=headers)
    assert refused.status_code == 404


@pytest.mark.parametrize("kind", ["reply", "note"])
async def test_the_same_words_sent_again_are_kept_once(team: Served, conversation: str, kind: str) -> None:
    headers = await team.sign_in()
    path = f"{API}/conversations/{conversation}/{kind}"
    body = {"text": "once", "client_id": "c-1"}
    first = (await team.http.post(path, json=body, headers=headers)).json()["events"][-1]
    again = (await team.http.post(path, json=body, headers=headers)).json()["events"][-1]
    assert first["id"] == again["id"]
    assert first["payload"]["client_id"] == "c-1"


BROKEN_TEXTS: list[tuple[dict[str, Any], int]] = [
    ({"text": ""}, 400),
    ({"text": "  "}, 400),
    ({"text": "a\x00b"}, 400),
    ({"text": "\ud800"}, 400),
    ({"text": 7}, 400),
    ({}, 400),
    ({"text": "x" * 17_000}, 413),
]


@pytest.mark.parametrize("action", ["reply", "note"])
async def test_a_broken_text_is_refused(team: Served, conversation: str, action: str) -> None:
    headers = await team.sign_in() | {"Content-Type": "application/json"}
    path = f"{API}/conversations/{conversation}/{action}"
    for body, status in BROKEN_TEXTS:
        response = await team.http.post(path, content=json.dumps(body), headers=headers)
        assert (body, response.status_code) == (body, status)

    async with team.database.read() as session:
        assert len(list(await session.scalars(select(Event)))) == 1


async def test_an_unknown_conversation_or_action_is_refused(team: Served) -> None:
    headers = await team.sign_in()
    for action, status in (("take-over", 404), ("reply", 404), ("note", 404), ("unheard-of", 400)):
        response = await team.http.post(
            f"{API}/conversations/c9/{action}", json={"text": "x"}, headers=headers
        )
        assert (action, response.status_code) == (action, status)


def console(address: str, cookie: str | None, origin: str | None) -> connect:
    headers = {"Cookie": f"parley_session={cookie}"} if cookie else {}
    return connect(f"ws://{address}{API}/socket", additional_headers=headers, origin=origin)


async def hear(socket: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(60):
        message: dict[str, Any] = json.loads(await socket.recv())
    return message


async def test_the_console_hears_every_event_of_every_conversation_once(
    team: Served, conversation: str
) -> None:
    await team.sign_in()
    cookie = team.http.cookies["parley_session"]
    async with listening(team.app) as address, console(address, cookie, f"http://{address}") as socket:
        assert await hear(socket) == {"type": "ready"}
        await team.append(conversation, kind=Kind.TURN, payload={"answers": [1]})
        await team.append(conversation, "psst", kind=Kind.NOTE, author=Author.OPERATOR)
        # Looking at the timeline in between repeats nothing.
        await team.gateway.hub.look()
        await team.append(conversation, "done")
        heard = [await hear(socket) for _ in range(3)]

    assert [message["event"]["kind"] for message in heard] == ["turn", "note", "message"]
    assert heard[0]["event"]["payload"] == {"answers": [1]}


@pytest.mark.parametrize(
    ("signed_in", "origin", "code"),
    [
        (True, "https://evil.example", sockets.POLICY),
        (True, None, sockets.POLICY),
        (False, "own", sockets.BAD_TOKEN),
    ],
    ids=["from another site", "from no site", "not signed in"],
)
async def test_a_console_socket_that_is_not_ours_is_closed(
    team: Served, signed_in: bool, origin: str | None, code: int
) -> None:
    await team.sign_in()
    cookie = team.http.cookies["parley_session"] if signed_in else None
    async with listening(team.app) as address:
        own = f"http://{address}" if origin == "own" else origin
        async with console(address, cookie, own) as socket:
            async with asyncio.timeout(60):
                await socket.wait_closed()
            assert socket.close_code == code
