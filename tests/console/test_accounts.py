"""Accounts: who is let in, as what, from where, and what is written down of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from serving.audit.models import AuditEntry
from serving.db import now
from serving.operators.models import ApiToken, Invitation, Operator
from tests.gateway import PASSWORD, Served, add_team, password_hash

API = "/console/api"
NEW_PASSWORD = "a new and longer password"


@pytest.fixture
async def team(served: Served) -> Served:
    await add_team(served.database)
    async with served.database.write() as session:
        session.add(
            Operator(
                id="Root", email="root@example.com", name="Root", role="admin", password_hash=password_hash()
            )
        )
    return served


async def _admin(team: Served) -> dict[str, str]:
    return await team.sign_in("root@example.com")


async def _post(team: Served, path: str, headers: dict[str, str], **body: Any) -> httpx.Response:
    return await team.http.post(f"{API}/{path}", json=body, headers=headers)


async def _log(team: Served) -> list[AuditEntry]:
    async with team.database.read() as session:
        return list(await session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


async def _invite(team: Served, **body: Any) -> str:
    headers = await _admin(team)
    wanted = {"email": "zoe@example.com", "name": "Zoe", "role": "agent"} | body
    answer = await _post(team, "team/invitations", headers, **wanted)
    assert answer.status_code == 200, answer.text
    link: str = answer.json()["link"]
    assert link.startswith("http://127.0.0.1:8000/console/invitation#")
    return link.partition("#")[2]


async def test_an_invitation_makes_one_account_once(team: Served) -> None:
    token = await _invite(team)
    team.http.cookies.clear()
    looked = await _post(team, "invitation", {}, token=token)
    assert looked.json() == {"email": "zoe@example.com", "name": "Zoe", "role": "agent"}
    body = {"token": token, "name": "Zoë", "password": NEW_PASSWORD}
    accepted = await _post(team, "invitation/accept", {}, **body)
    assert accepted.json()["operator"]["name"] == "Zoë"
    assert (await team.http.get(f"{API}/me")).json()["operator"]["role"] == "agent"
    assert (await _post(team, "invitation/accept", {}, **body)).status_code == 401


async def test_many_who_use_one_invitation_at_once_make_one_account(team: Served) -> None:
    token = await _invite(team)
    body = {"token": token, "name": "Zoe", "password": NEW_PASSWORD}
    answers = await asyncio.gather(*(_post(team, "invitation/accept", {}, **body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]


async def test_an_old_or_withdrawn_invitation_lets_nobody_in(team: Served) -> None:
    token = await _invite(team)
    newer = await _invite(team)
    assert (await _post(team, "invitation", {}, token=token)).status_code == 401
    async with team.database.write() as session:
        await session.execute(update(Invitation).values(expires_at=now() - timedelta(seconds=1)))
    assert (await _post(team, "invitation", {}, token=newer)).status_code == 401
    third = await _invite(team)
    headers = await _admin(team)
    [invitation] = (await team.http.get(f"{API}/team")).json()["invitations"]
    withdrawn = await _post(team, f"team/invitations/{invitation['id']}/withdraw", headers)
    assert withdrawn.status_code == 204
    assert (await _post(team, "invitation", {}, token=third)).status_code == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"email": "ana@example.com"}, 409),
        ({"email": "nothing"}, 400),
        ({"name": " "}, 400),
        ({"role": "owner"}, 400),
    ],
)
async def test_an_invitation_that_makes_no_sense_is_refused(
    team: Served, body: dict[str, str], status: int
) -> None:
    headers = await _admin(team)
    wanted = {"email": "zoe@example.com", "name": "Zoe", "role": "agent"} | body
    assert (await _post(team, "team/invitations", headers, **wanted)).status_code == status


@pytest.mark.parametrize(
    "path", ["team/invitations", "team/Ben/role", "team/Ben/disable", "team/Ben/sign-out"]
)
async def test_only_admins_manage_accounts(team: Served, path: str) -> None:
    headers = await team.sign_in("ana@example.com")
    body = {"email": "x@y", "name": "X", "role": "admin"}
    assert (await _post(team, path, headers, **body)).status_code == 403


async def test_whoever_is_disabled_is_out_at_once_and_may_come_back(team: Served) -> None:
    await team.sign_in("ben@example.com")
    ben = dict(team.http.cookies)
    headers = await _admin(team)
    assert (await _post(team, "team/Ben/disable", headers)).json()["operator"]["disabled"] is True
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(team.app), base_url="http://parley.test", cookies=ben
    ) as other:
        assert (await other.get(f"{API}/me")).status_code == 401
    await _post(team, "team/Ben/enable", headers)
    await team.sign_in("ben@example.com")


async def test_the_last_admin_stays_one(team: Served) -> None:
    headers = await _admin(team)
    assert (await _post(team, "team/Root/role", headers, role="agent")).status_code == 409
    assert (await _post(team, "team/Root/disable", headers)).status_code == 409
    assert (await _post(team, "team/Ana/role", headers, role="admin")).status_code == 200
    assert (await _post(team, "team/Root/role", headers, role="agent")).status_code == 200


async def test_a_new_password_ends_the_other_sessions(team: Served) -> None:
    await team.sign_in()
    other = dict(team.http.cookies)
    team.http.cookies.clear()
    headers = await team.sign_in()
    wrong = await _post(team, "me/password", headers, old="nonsense", new=NEW_PASSWORD)
    assert wrong.status_code == 400
    short = await _post(team, "me/password", headers, old=PASSWORD, new="short")
    assert short.status_code == 400
    assert (await _post(team, "me/password", headers, old=PASSWORD, new=NEW_PASSWORD)).status_code == 204
    assert (await team.http.get(f"{API}/me")).status_code == 200
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(team.app), base_url="http://parley.test", cookies=other
    ) as old:
        assert (await old.get(f"{API}/me")).status_code == 401
    right = {"email": "ana@example.com", "password": NEW_PASSWORD}
    assert (await team.http.post(f"{API}/login", json=right)).status_code == 200


async def test_sessions_are_listed_and_ended_one_by_one(team: Served) -> None:
    await team.sign_in()
    team.http.cookies.clear()
    headers = await team.sign_in()
    listed = (await team.http.get(f"{API}/me/sessions")).json()["sessions"]
    assert [one["current"] for one in listed] == [True, False]
    assert listed[0]["browser"].startswith("python-httpx")
    ended = await _post(team, f"me/sessions/{listed[1]['id']}/end", headers)
    assert ended.status_code == 204
    assert len((await team.http.get(f"{API}/me/sessions")).json()["sessions"]) == 1
    assert (await _post(team, "me/sessions/others/end", headers)).status_code == 204
    assert (await team.http.get(f"{API}/me")).status_code == 200


async def _token(team: Served, email: str, **body: Any) -> httpx.Response:
    headers = await team.sign_in(email)
    answer = await _post(team, "me/tokens", headers, **({"name": "script", "scopes": ["read"]} | body))
    team.http.cookies.clear()
    return answer


async def test_an_api_token_may_do_what_its_scopes_say(team: Served) -> None:
    made = (await _token(team, "ana@example.com")).json()
    bearer = {"Authorization": f"Bearer {made['token']}"}
    assert (await team.http.get(f"{API}/conversations", headers=bearer)).status_code == 200
    refused = await _post(team, "views", bearer, name="x", query="")
    assert refused.status_code == 403
    assert "'write'" in refused.json()["error"]["message"]
    assert (await team.http.get(f"{API}/export", headers=bearer)).status_code == 403
    writing = (await _token(team, "ana@example.com", scopes=["read", "write", "export"])).json()
    bearer = {"Authorization": f"Bearer {writing['token']}"}
    assert (await _post(team, "views", bearer, name="x", query="")).status_code == 200
    assert (await team.http.get(f"{API}/export", headers=bearer)).status_code == 200
    assert (await _post(team, "me/password", bearer, old=PASSWORD, new=NEW_PASSWORD)).status_code == 403
    async with team.database.read() as session:
        assert made["token"] not in [one.token_hash for one in await session.scalars(select(ApiToken))]


async def test_a_token_never_has_more_rights_than_its_owner(team: Served) -> None:
    assert (await _token(team, "ana@example.com", scopes=["admin"])).status_code == 400
    made = (await _token(team, "vera@example.com", scopes=["read", "write", "export"])).json()
    bearer = {"Authorization": f"Bearer {made['token']}"}
    assert (await team.http.get(f"{API}/export", headers=bearer)).status_code == 403


async def test_a_revoked_or_expired_token_is_refused(team: Served) -> None:
    made = (await _token(team, "ana@example.com", days=1)).json()
    bearer = {"Authorization": f"Bearer {made['token']}"}
    async with team.database.write() as session:
        await session.execute(update(ApiToken).values(expires_at=now() - timedelta(seconds=1)))
    assert (await team.http.get(f"{API}/me", headers=bearer)).status_code == 401
    made = (await _token(team, "ana@example.com")).json()
    headers = await team.sign_in()
    assert (await _post(team, f"me/tokens/{made['record']['id']}/revoke", headers)).status_code == 204
    team.http.cookies.clear()
    bearer = {"Authorization": f"Bearer {made['token']}"}
    assert (await team.http.get(f"{API}/me", headers=bearer)).status_code == 401


async def test_every_change_and_every_export_is_written_down(team: Served) -> None:
    session = await team.session()
    await team.http.post(
        "/api/widget/web/messages",
        json={"text": "a secret", "client_id": "c1"},
        headers={"Authorization": f"Bearer {session['token']}"},
    )
    headers = await _admin(team)
    conversation = session["conversation"]
    await _post(team, f"conversations/{conversation}/take-over", headers)
    await _post(team, f"conversations/{conversation}/reply", headers, text="words of mine")
    await _post(team, "conversations/nothing/take-over", headers)
    await team.http.get(f"{API}/conversations?q=secret")
    await team.http.get(f"{API}/export?format=jsonl&status=open")
    await _post(team, "team/Ben/role", headers, role="viewer")
    await _post(team, "logout", headers)

    written = [(entry.action, entry.subject, entry.details) for entry in await _log(team)]

    assert written == [
        ("login", None, {}),
        ("conversations.take-over", conversation, {}),
        ("conversations.reply", conversation, {}),
        ("export", None, {"format": "jsonl", "filter": {"status": "open"}}),
        ("team.role", "Ben", {"role": "viewer"}),
        ("logout", None, {}),
    ]
    assert all(entry.operator_id == "Root" for entry in await _log(team))


async def test_a_failed_sign_in_is_written_down_without_the_password(team: Served) -> None:
    await team.http.post(f"{API}/login", json={"email": "ana@example.com", "password": "guess"})
    [entry] = await _log(team)
    assert (entry.action, entry.operator_id, entry.details) == ("login.failed", "Ana", {})


async def test_admins_read_and_filter_the_log_and_others_do_not(team: Served) -> None:
    headers = await _admin(team)
    for role in ("viewer", "agent", "viewer"):
        await _post(team, "team/Ben/role", headers, role=role)
    page = (await team.http.get(f"{API}/audit?action=team.&limit=2")).json()
    assert [entry["details"]["role"] for entry in page["entries"]] == ["viewer", "agent"]
    rest = (await team.http.get(f"{API}/audit?action=team.&before={page['next']}")).json()
    assert [entry["details"]["role"] for entry in rest["entries"]] == ["viewer"]
    assert {"login", "team.role"} <= set(page["actions"])
    exported = await team.http.get(f"{API}/audit/export")
    assert exported.text.splitlines()[0] == "id,at,operator,token,address,action,subject,details"
    assert len(exported.text.splitlines()) == 6
    assert ",audit.export," in exported.text
    await team.sign_in("ana@example.com")
    assert (await team.http.get(f"{API}/audit")).status_code == 403
