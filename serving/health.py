"""Which parts of the platform answer right now."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from typing import Any, Literal

import httpx
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from serving.config import Settings
from serving.db import Database
from serving.redis import Redis

PartState = Literal["ok", "away"]

PART_TIMEOUT_S = 2.0


class Health:
    """The customer can be served when the database answers; the rest is told apart, and made up for."""

    def __init__(self, settings: Settings, database: Database, redis: Redis) -> None:
        self._settings = settings
        self._database = database
        self._redis = redis
        self._http = httpx.AsyncClient(timeout=PART_TIMEOUT_S)

    async def close(self) -> None:
        await self._http.aclose()

    async def parts(self) -> dict[str, PartState]:
        checks = {
            "database": self._ask_database(),
            "redis": self._ask_redis(),
            "dialogue": self._any(self._settings.rasa_urls),
            "llm": self._get(
                self._settings.llm_url.rstrip("/") + "/models",
                bearer=self._settings.llm_api_key.get_secret_value(),
            ),
        }
        states = await asyncio.gather(*(_state(check) for check in checks.values()))
        return dict(zip(checks, states, strict=True))

    async def _ask_database(self) -> None:
        async with self._database.read() as session:
            await session.execute(text("SELECT 1"))

    async def _ask_redis(self) -> None:
        await self._redis.get("parley:health")

    async def _any(self, urls: Sequence[str]) -> None:
        """One that answers is enough: the workers use the others for those that are away."""
        *others, last = urls
        for url in others:
            with suppress(httpx.HTTPError):
                await self._get(f"{url}/")
                return
        await self._get(f"{last}/")

    async def _get(self, url: str, *, bearer: str = "") -> None:
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        (await self._http.get(url, headers=headers)).raise_for_status()


async def _state(check: Awaitable[Any]) -> PartState:
    try:
        async with asyncio.timeout(PART_TIMEOUT_S):
            await check
    except (SQLAlchemyError, RedisError, httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError):
        return "away"
    return "ok"
