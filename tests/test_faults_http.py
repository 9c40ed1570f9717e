"""Bad input at every door: a clear 4xx in the error shape, and nothing stored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt
import pytest
from sqlalchemy import func, select

from serving.channels.tokens import AUDIENCE
from serving.channels.widget import token_key
from serving.contacts.models import Contact
from serving.conversations.models import Conversation, Event
from serving.db import now
from tests.gateway import API_KEY, WEBHOOK_SECRET, Served, served  # noqa: F401

REST = "/api/rest/rest/messages"
WIDGET = "/api/widget/web/messages"
SESSION = "/api/widget/web/session"
HOOK = "/channels/telegram/tg"
LOGIN = "/console/api/login"


@dataclass(frozen=True)
class Case:
    path: str
    body: bytes
    status: int
    code: str
    method: str = "POST"


def as_json(**fields: Any) -> bytes:
    return json.dumps(fields).encode()


def broken_bodies(path: str, **rest: str) -> list[Case]:
    """What is wrong at every door that takes a message."""

    def text(value: Any) -> bytes:
        return as_json(text=value, **rest)

    not_utf8 = b'{"client_id": "c", "text": "caf\xe9"}'
    return [
        Case(path, b"", 400, "bad_input"),
        Case(path, b"{", 400, "bad_input"),
        Case(path, b"[]", 400, "bad_input"),
        Case(path, b"null", 400, "bad_input"),
        Case(path, b'{"text": NaN}', 400, "bad_input"),
        Case(path, not_utf8, 400, "bad_input"),
        Case(path, b"\xff\xfe" + '{"text": "hi"}'.encode("utf-16-le"), 400, "bad_input"),
        Case(path, b"[" * 50_000, 400, "bad_input"),
        Case(path, as_json(**rest), 400, "bad_input"),
        Case(path, text(""), 400, "bad_input"),
        Case(path, text(" \n\t"), 400, "bad_input"),
        Case(path, text(None), 400, "bad_input"),
        Case(path, text(7), 400, "bad_input"),
        Case(path, text(["hi"]), 400, "bad_input"),
        Case(path, text("a\x00b"), 400, "bad_input"),
        Case(path, text("\ud800"), 400, "bad_input"),
        Case(path, text("x" * 16_385), 413, "too_large"),
        Case(path, text("é" * 8_193), 413, "too_large"),
        Case(path, text("x" * 100_000), 413, "too_large"),
        Case(path, text("x" * 1_000_000), 413, "too_large"),
    ]


CASES = [
    *broken_bodies(REST),
    *broken_bodies(WIDGET, client_id="c"),
    Case(REST, as_json(text="hi", conversation="unknown"), 404, "not_found"),
    Case(REST, as_json(text="hi", conversation="no such/place\x00"), 404, "not_found"),
    Case(REST, as_json(text="hi", conversation=7), 400, "bad_input"),
    Case(REST, as_json(text="hi", wait_s=121), 400, "bad_input"),
    Case(REST, as_json(text="hi", wait_s=-1), 400, "bad_input"),
    Case(REST, as_json(text="hi", wait_s="soon"), 400, "bad_input"),
    Case(REST, as_json(text="hi", locale="not a locale"), 400, "bad_input"),
    Case(REST, as_json(text="hi", contact="kim"), 400, "bad_input"),
    Case(REST, as_json(text="hi", contact={"name": "a\x00"}), 400, "bad_input"),
    Case(REST, as_json(text="hi", contact={"email": "x" * 321}), 400, "bad_input"),
    Case(WIDGET, as_json(text="hi"), 400, "bad_input"),
    Case(WIDGET, as_json(text="hi", client_id=""), 400, "bad_input"),
    Case(WIDGET, as_json(text="hi", client_id="x" * 129), 400, "bad_input"),
    Case(SESSION, b"{", 400, "bad_input"),
    Case(SESSION, as_json(locale="<script>"), 400, "bad_input"),
    Case(SESSION, as_json(token=7), 400, "bad_input"),
    Case(SESSION, as_json(token="a.b.c"), 401, "expired_token"),
    Case(SESSION, as_json(token="x" * 5000), 400, "bad_input"),
    Case("/api/widget/nowhere/session", b"{}", 404, "not_found"),
    Case("/api/widget/rest/session", b"{}", 404, "not_found"),
    Case("/api/widget/%00/session", b"{}", 404, "not_found"),
    Case(f"/api/widget/{'x' * 500}/session", b"{}", 404, "not_found"),
    Case("/api/rest/nowhere/messages", as_json(text="hi"), 401, "unauthorized"),
    Case("/api/rest/web/messages", as_json(text="hi"), 401, "unauthorized"),
    Case("/channels/telegram/nowhere", b"{}", 401, "unauthorized"),
    Case("/channels/telegram/web", b"{}", 401, "unauthorized"),
    Case(HOOK, b"", 400, "bad_input"),
    Case(HOOK, b"{", 400, "bad_input"),
    Case(HOOK, b"[]", 400, "bad_input"),
    Case(HOOK, b"\xff\xfe\x00", 400, "bad_input"),
    Case(HOOK, as_json(message={}), 400, "bad_input"),
    Case(HOOK, as_json(update_id="1"), 400, "bad_input"),
    Case(HOOK, as_json(update_id=True), 400, "bad_input"),
    Case(HOOK, as_json(update_id=1, message=7), 400, "bad_input"),
    Case(HOOK, as_json(update_id=1, message={"text": "hi"}), 400, "bad_input"),
    Case(HOOK, b'{"update_id": 1, "message": ' + b"[" * 50_000, 400, "bad_input"),
    Case(HOOK, b"x" * 4_000_000, 413, "too_large"),
    Case(LOGIN, b"{", 400, "bad_input"),
    Case(LOGIN, as_json(email="a@b.example"), 400, "bad_input"),
    Case(LOGIN, as_json(email="a\x00@b.example", password="x"), 400, "bad_input"),
    Case(LOGIN, as_json(email="a@b.example", password="x" * 1001), 400, "bad_input"),
    Case(REST, b"", 405, "method_not_allowed", method="GET"),
    Case(WIDGET, b"", 405, "method_not_allowed", method="PUT"),
    Case(HOOK, b"", 405, "method_not_allowed", method="GET"),
    Case(LOGIN, b"", 405, "method_not_allowed", method="GET"),
    Case("/api/nothing/here", b"", 404, "not_found", method="GET"),
    Case("/console/api/nothing", b"", 404, "not_found", method="GET"),
    Case("/widget/../../pyproject.toml", b"", 404, "not_found", method="GET"),
    Case("/widget/%2e%2e/%2e%2e/pyproject.toml", b"", 404, "not_found", method="GET"),
    Case("/widget/__init__.py", b"", 404, "not_found", method="GET"),
    Case("/widget/%00.js", b"", 404, "not_found", method="GET"),
    Case("/api/widget/web/events?after=-1", b"", 400, "bad_input", method="GET"),
    Case("/api/widget/web/events?after=soon", b"", 400, "bad_input", method="GET"),
    Case("/api/widget/web/events?after=99999999999999", b"", 400, "bad_input", method="GET"),
    Case("/api/rest/rest/conversations/unknown/events", b"", 404, "not_found", method="GET"),
    Case("/api/rest/rest/conversations/%00/events", b"", 404, "not_found", method="GET"),
]


async def authorization(served: Served, path: str) -> dict[str, str]:  # noqa: F811
    if path.startswith("/api/widget"):
        session = await served.session()
        return {"Authorization": f"Bearer {session['token']}"}
    return {"Authorization": f"Bearer {API_KEY}", "X-Telegram-Bot-Api-Secret-Token": WEBHOOK_SECRET}


async def stored(served: Served) -> int:  # noqa: F811
    async with served.database.read() as session:
        counts = [
            await session.scalar(select(func.count()).select_from(model))
            for model in (Event, Conversation, Contact)
        ]
    return sum(count or 0 for count in counts)


async def test_bad_input_is_refused_and_stores_nothing(served: Served) -> None:  # noqa: F811
    failed = []
    for case in CASES:
        headers = await authorization(served, case.path) | {"Content-Type": "application/json"}
        response = await served.http.request(case.method, case.path, content=case.body, headers=headers)
        error = response.json().get("error", {})
        if (response.status_code, error.get("code")) != (case.status, case.code) or not error.get("message"):
            failed.append((case.method, case.path, case.body[:60], response.status_code, response.text[:200]))
    assert failed == []
    assert await stored(served) == 0


async def test_an_error_never_repeats_what_the_customer_wrote(served: Served) -> None:  # noqa: F811
    secret = "my card is 4111 1111 1111 1111"
    for path in (REST, WIDGET, SESSION, HOOK, LOGIN):
        body = {
            "text": [secret],
            "client_id": [secret],
            "token": [secret],
            "email": [secret],
            "update_id": secret,
        }
        response = await served.http.post(path, json=body, headers=await authorization(served, path))
        assert response.status_code == 400
        assert "4111" not in response.text


async def test_a_body_without_a_length_is_cut_off_while_it_is_read(served: Served) -> None:  # noqa: F811
    read = 0

    async def endless():  # noqa: ANN202
        nonlocal read
        while True:
            read += 1
            yield b"x" * 10_000

    headers = await authorization(served, REST)
    response = await served.http.post(REST, content=endless(), headers=headers)

    assert response.status_code == 413
    assert response.json()["error"]["code"] == "too_large"
    assert read < 100


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"exp": now() - timedelta(seconds=1)}, None),
        ({"inbox": "web2"}, None),
        ({"aud": "something-else"}, None),
        ({"conversation": None}, None),
        ({}, b"another key that is just as long as 32"),
    ],
    ids=["expired", "of another inbox", "for something else", "of no conversation", "signed by another"],
)
async def test_a_token_that_is_not_ours_is_refused(
    served: Served,  # noqa: F811
    changes: dict[str, Any],
    key: bytes | None,
) -> None:
    claims = {
        "aud": AUDIENCE,
        "exp": now() + timedelta(days=1),
        "inbox": "web",
        "sub": "visitor:1",
        "conversation": "c1",
    } | changes
    claims = {name: value for name, value in claims.items() if value is not None}
    token = jwt.encode(claims, key or token_key(served.gateway), algorithm="HS256")
    headers = {"Authorization": f"Bearer {token}"}

    reading = await served.http.get("/api/widget/web/events", headers=headers)
    writing = await served.http.post(WIDGET, json={"text": "hi", "client_id": "c"}, headers=headers)

    assert (reading.status_code, writing.status_code) == (401, 401)
    assert reading.json()["error"]["code"] == "expired_token"
    assert await stored(served) == 0


async def test_an_unsigned_token_is_refused(served: Served) -> None:  # noqa: F811
    claims = {"aud": AUDIENCE, "exp": 4_000_000_000, "inbox": "web", "sub": "x", "conversation": "c1"}
    token = jwt.encode(claims, None, algorithm="none")

    response = await served.http.get("/api/widget/web/events", headers={"Authorization": f"Bearer {token}"})

    assert response.status_code == 401
