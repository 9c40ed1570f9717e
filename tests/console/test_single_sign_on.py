"""OpenID Connect against a real provider, which signs its tokens and checks the code's proof."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from serving.config import Settings
from serving.operators.models import Operator, OperatorSession
from tests.gateway import Served, add_team, serve
from tests.provider import QUIET, configured
from tests.services import RedisServer

pytestmark = QUIET

API = "/console/api"
Begin = Callable[..., Any]


@pytest.fixture
def served_with(
    make_settings: Callable[..., Settings], sqlite_url: str, redis_server: RedisServer, issuer: str
) -> Begin:
    @asynccontextmanager
    async def start(**more: Any) -> AsyncIterator[Served]:
        settings = make_settings(
            database_url=sqlite_url,
            redis_url=redis_server.url,
            public_url="http://parley.test",
            **(configured(issuer) | more),
        )
        async with serve(settings) as served:
            await add_team(served.database)
            yield served

    return start


async def _sign_in(
    served: Served, issuer: str, *, subject: str, email: str | None, **claims: Any
) -> httpx.Response:
    """As a browser does it: to the provider, through its form, and back."""
    async with httpx.AsyncClient() as person:
        known = {"sub": subject, **({"email": email} if email else {}), **claims}
        (await person.put(f"{issuer}/users/{subject}", json=known)).raise_for_status()
        left = await served.http.get(f"{API}/oidc/start")
        assert left.status_code == 303
        back = await person.post(left.headers["location"], data={"sub": subject})
        assert back.status_code == 302, back.text
    return await served.http.get(back.headers["location"])


async def test_the_sign_in_page_offers_the_provider(served_with: Begin) -> None:
    async with served_with(oidc_name="Acme") as served:
        ways = (await served.http.get(f"{API}/sign-in")).json()
    assert ways == {"provider": {"name": "Acme", "href": "/console/api/oidc/start"}}


async def test_without_a_provider_none_is_offered(served: Served) -> None:
    assert (await served.http.get(f"{API}/sign-in")).json() == {"provider": None}
    assert (await served.http.get(f"{API}/oidc/start")).status_code == 403


async def test_whoever_has_an_account_is_let_in_and_known_again(served_with: Begin, issuer: str) -> None:
    async with served_with() as served:
        back = await _sign_in(served, issuer, subject="ana1", email="Ana@example.com")
        assert (back.status_code, back.headers["location"]) == (303, "/console")
        me = (await served.http.get(f"{API}/me")).json()
        assert me["operator"]["id"] == "Ana"
        async with served.database.read() as session:
            kept = (await session.scalars(select(OperatorSession))).one()
        assert kept.method == "oidc"
        # Another address now, the same person.
        await _sign_in(served, issuer, subject="ana1", email="ana@elsewhere.example")
        assert (await served.http.get(f"{API}/me")).json()["operator"]["id"] == "Ana"


@pytest.mark.parametrize(
    "person",
    [
        {"subject": "stranger", "email": "who@example.com"},
        {"subject": "unproven", "email": "ben@example.com", "email_verified": False},
        {"subject": "nameless", "email": None},
    ],
)
async def test_nobody_else_is_let_in(served_with: Begin, issuer: str, person: dict[str, Any]) -> None:
    async with served_with() as served:
        back = await _sign_in(served, issuer, **person)
        assert back.headers["location"] == "/console?sign-in=refused"
        assert (await served.http.get(f"{API}/me")).status_code == 401


async def test_another_subject_does_not_inherit_an_address(served_with: Begin, issuer: str) -> None:
    async with served_with() as served:
        await _sign_in(served, issuer, subject="ben1", email="ben@example.com")
        served.http.cookies.clear()
        back = await _sign_in(served, issuer, subject="ben2", email="ben@example.com")
        assert back.headers["location"] == "/console?sign-in=refused"


async def test_newcomers_become_what_the_settings_say(served_with: Begin, issuer: str) -> None:
    async with served_with(oidc_new_role="viewer") as served:
        await _sign_in(served, issuer, subject="new", email="new@example.com", name="Newton")
        async with served.database.read() as session:
            made = (await session.scalars(select(Operator).where(Operator.email == "new@example.com"))).one()
        assert (made.role, made.name, made.password_hash) == ("viewer", "Newton", "")
        login = {"email": "new@example.com", "password": ""}
        assert (await served.http.post(f"{API}/login", json=login)).status_code == 401


async def test_an_answer_to_somebody_elses_question_is_refused(served_with: Begin, issuer: str) -> None:
    async with served_with() as served:
        async with httpx.AsyncClient() as person:
            await person.put(f"{issuer}/users/ana3", json={"sub": "ana3", "email": "ana@example.com"})
            left = await served.http.get(f"{API}/oidc/start")
            back = await person.post(left.headers["location"], data={"sub": "ana3"})
        await served.http.get(f"{API}/oidc/start")  # the attempt that counts now
        answer = await served.http.get(back.headers["location"])
        assert answer.headers["location"] == "/console?sign-in=refused"


async def test_a_provider_that_is_away_is_said(served_with: Begin) -> None:
    async with served_with(oidc_issuer="http://127.0.0.1:9") as served:
        left = await served.http.get(f"{API}/oidc/start")
    assert left.headers["location"] == "/console?sign-in=away"
