"""The gateway under test: the real application, over real databases and a real Redis."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from starlette.applications import Starlette

from serving.app import create_app
from serving.channels import secrets
from serving.channels.models import Inbox
from serving.config import Settings
from serving.conversations import timeline
from serving.conversations.models import Author, Event, Kind
from serving.db import Database
from serving.gateway import OPTIONS
from serving.http import Gateway
from serving.inboxes import keys
from serving.limits import TokenBuckets
from serving.operators.models import Operator
from serving.operators.passwords import hash_password
from serving.operators.roles import Role
from tests.services import free_port

T = TypeVar("T")

API_KEY = "rest-api-key"
WEBHOOK_SECRET = "hook-secret"
IDENTITY_KEY = "the shop's own key for identities, 32+"
PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Served:
    """`http` speaks to the application directly, without a socket in between."""

    app: FastAPI
    http: httpx.AsyncClient
    settings: Settings

    @property
    def gateway(self) -> Gateway:
        gateway: Gateway = self.app.state.gateway
        return gateway

    @property
    def database(self) -> Database:
        return self.gateway.database

    def stop_the_clock(self) -> None:
        """Limits for messages no longer recover while a slow test runs."""
        limits = TokenBuckets(20, refill_s=1.0, clock=lambda: 0.0)
        floods = TokenBuckets(60, refill_s=1.0, clock=lambda: 0.0)
        self.app.state.gateway = replace(self.gateway, message_limits=limits, flood_limits=floods)

    async def session(self, **body: Any) -> dict[str, Any]:
        response = await self.http.post("/api/widget/web/session", json=body)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def sign_in(self, email: str = "ana@example.com") -> dict[str, str]:
        """Signs `http` in and returns the headers that changes need."""
        response = await self.http.post("/console/api/login", json={"email": email, "password": PASSWORD})
        assert response.status_code == 200, response.text
        return {"X-Parley-CSRF": response.json()["csrf"]}

    async def append(
        self,
        conversation_id: str,
        text: str | None = None,
        *,
        kind: Kind = Kind.MESSAGE,
        author: Author = Author.BOT,
        payload: dict[str, Any] | None = None,
    ) -> Event:
        async with self.database.write() as session:
            conversation = await timeline.lock_conversation(session, conversation_id)
            return await timeline.append(
                session, conversation, kind=kind, author=author, text=text, payload=payload
            )


@contextlib.asynccontextmanager
async def serve(settings: Settings) -> AsyncIterator[Served]:
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://parley.test") as http:
            served = Served(app, http, settings)
            await add_inboxes(served.database, settings)
            yield served


async def add_inboxes(database: Database, settings: Settings) -> None:
    def encrypted(**values: str) -> str:
        return secrets.encrypt(values, settings.secret_key)

    async with database.write() as session:
        session.add_all(
            [
                Inbox(id="web", name="Shop", channel="widget", settings={"title": "Shop"},
                      secrets=encrypted(identity_key=IDENTITY_KEY)),
                Inbox(id="web2", name="Other", channel="widget",
                      settings={"allowed_origins": ["https://shop.example"]}),
                Inbox(id="rest", name="API", channel="rest", settings={}),
                Inbox(id="rest2", name="API 2", channel="rest", settings={}),
                Inbox(id="tg", name="Telegram", channel="telegram", settings={},
                      secrets=encrypted(webhook_secret=WEBHOOK_SECRET, bot_token="123:abc")),
            ]
        )  # fmt: skip
    async with database.write() as session:
        await keys.set_key(session, "rest", name="tests", key=API_KEY)
        await keys.set_key(session, "rest2", name="tests", key="another")


async def add_team(database: Database) -> None:
    async with database.write() as session:
        for name, role in (("Ana", Role.AGENT), ("Ben", Role.AGENT), ("Vera", Role.VIEWER)):
            email = f"{name.lower()}@example.com"
            session.add(
                Operator(id=name, email=email, name=name, role=role.value, password_hash=password_hash())
            )


@cache
def password_hash() -> str:
    """Made once: it is slow on purpose."""
    return hash_password(PASSWORD)


@contextlib.asynccontextmanager
async def listening(app: Starlette, **options: Any) -> AsyncIterator[str]:
    """The application behind a real server in this process. Yields `127.0.0.1:port`."""
    port = free_port()
    config = uvicorn.Config(app, port=port, lifespan="off", **(OPTIONS | options))
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


async def until(condition: Callable[[], bool | Awaitable[bool]], *, timeout_s: float = 60.0) -> None:
    async with asyncio.timeout(timeout_s):
        while True:
            held = condition()
            if held if isinstance(held, bool) else await held:
                return
            await asyncio.sleep(0.01)


async def until_not_none(find: Callable[[], Awaitable[T | None]]) -> T:
    found: list[T] = []

    async def look() -> bool:
        value = await find()
        if value is not None:
            found.append(value)
        return bool(found)

    await until(look)
    return found[0]


@pytest.fixture
async def served(settings: Settings) -> AsyncIterator[Served]:
    async with serve(settings) as running:
        yield running
