"""The console's API for inboxes."""

from __future__ import annotations

from typing import Any

import pytest

from serving.operators.models import Operator
from serving.operators.roles import Role
from tests.gateway import API_KEY, Served, add_team, password_hash


@pytest.fixture
async def admin(served: Served) -> dict[str, str]:
    await add_team(served.database)
    async with served.database.write() as session:
        session.add(
            Operator(id="Ada", email="ada@example.com", name="Ada", role=Role.ADMIN.value,
                     password_hash=password_hash())
        )  # fmt: skip
    return await served.sign_in("ada@example.com")


async def test_an_admin_makes_changes_checks_and_removes_an_inbox(
    served: Served, admin: dict[str, str]
) -> None:
    body = {
        "channel": "widget",
        "id": "shop",
        "name": "Shop",
        "fields": {"title": "Ask us", "identity_key": "k" * 32, "allowed_origins": ["https://shop.example"]},
    }
    made = await served.http.post("/console/api/inboxes", json=body, headers=admin)
    assert made.status_code == 201, made.text
    assert "kkkk" not in made.text
    assert 'data-inbox="shop"' in made.json()["steps"][0]

    change = {"fields": {"title": "Write to us"}}
    changed = await served.http.post("/console/api/inboxes/shop", json=change, headers=admin)
    assert changed.json()["inbox"]["settings"]["title"] == "Write to us"
    assert changed.json()["inbox"]["settings"]["allowed_origins"] == ["https://shop.example"]

    checked = await served.http.post("/console/api/inboxes/shop/check", headers=admin)
    assert [finding["part"] for finding in checked.json()["findings"]] == ["origins", "address"]

    assert (await served.http.post("/console/api/inboxes/shop/remove", headers=admin)).status_code == 204
    listed = (await served.http.get("/console/api/inboxes")).json()
    assert "shop" not in [inbox["id"] for inbox in listed["inboxes"]]
    session = await served.http.post("/api/widget/shop/session", json={})
    assert session.status_code == 404


async def test_the_list_says_what_each_channel_asks_for_and_no_secret(
    served: Served, admin: dict[str, str]
) -> None:
    answer = await served.http.get("/console/api/inboxes")
    channels: dict[str, Any] = {channel["channel"]: channel for channel in answer.json()["channels"]}
    assert {"widget", "rest", "email", "slack", "telegram", "twilio_sms", "twilio_whatsapp"} <= set(channels)
    kinds = {field["name"]: field["kind"] for field in channels["slack"]["fields"]}
    assert kinds["bot_token"] == "secret"
    assert "hook-secret" not in answer.text


async def test_keys_are_made_shown_once_listed_and_revoked(served: Served, admin: dict[str, str]) -> None:
    made = await served.http.post("/console/api/inboxes/rest/keys", json={"name": "the shop"}, headers=admin)
    key = made.json()["api_key"]
    auth = {"Authorization": f"Bearer {key}"}
    assert (
        await served.http.post("/api/rest/rest/messages", json={"text": "hi"}, headers=auth)
    ).status_code == 202
    assert (
        await served.http.post("/api/rest/rest2/messages", json={"text": "hi"}, headers=auth)
    ).status_code == 401

    listed = await served.http.get("/console/api/inboxes/rest/keys")
    names = {item["name"]: item for item in listed.json()["keys"]}
    assert names["the shop"]["hint"] == key[-4:]
    assert key not in listed.text

    path = f"/console/api/inboxes/rest/keys/{names['the shop']['id']}/revoke"
    assert (await served.http.post(path, headers=admin)).status_code == 204
    assert (
        await served.http.post("/api/rest/rest/messages", json={"text": "hi"}, headers=auth)
    ).status_code == 401
    other = {"Authorization": f"Bearer {API_KEY}"}
    assert (
        await served.http.post("/api/rest/rest/messages", json={"text": "hi"}, headers=other)
    ).status_code == 202


@pytest.mark.parametrize("email", ["ana@example.com", "vera@example.com"])
async def test_only_admins_see_and_change_inboxes(served: Served, admin: dict[str, str], email: str) -> None:
    headers = await served.sign_in(email)
    assert (await served.http.get("/console/api/inboxes")).status_code == 403
    assert (await served.http.get("/console/api/inboxes/rest/keys")).status_code == 403
    body = {"channel": "widget", "id": "x", "name": "X"}
    assert (await served.http.post("/console/api/inboxes", json=body, headers=headers)).status_code == 403
    assert (await served.http.post("/console/api/inboxes/web/remove", headers=headers)).status_code == 403


async def test_a_change_needs_the_proof_that_the_page_asked_for_it(
    served: Served, admin: dict[str, str]
) -> None:
    body = {"channel": "widget", "id": "x", "name": "X"}
    assert (await served.http.post("/console/api/inboxes", json=body)).status_code == 403


async def test_what_is_wrong_is_named(served: Served, admin: dict[str, str]) -> None:
    body = {"channel": "fax", "id": "x", "name": "X"}
    answer = await served.http.post("/console/api/inboxes", json=body, headers=admin)
    assert answer.status_code == 404
    assert "there are widget" in answer.json()["error"]["message"]
