"""The sending half of a provider: signed webhooks, tried again with back-off, repeated and out of order."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

LONGEST_BACK_OFF_S = 2.0


def meta_signature(secret: str, raw: bytes) -> dict[str, str]:
    """https://developers.facebook.com/docs/messenger-platform/webhooks#validate-payloads"""
    digest = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}", "Content-Type": "application/json"}


@dataclass
class Hooks:
    """`repeat`: the share of webhooks that are sent again although they were acknowledged.

    What is not answered with 2xx in `patience_s` is sent again, later each time, until it is.
    `http` None: each request has a client of its own, for one that is given up leaves its place in httpx's
    pool taken (encode/httpcore#1093), and every later one looks through those.
    """

    http: httpx.AsyncClient | None
    url: str
    sign: Callable[[bytes], Mapping[str, str]]
    repeat: float = 0.0
    patience_s: float = 10.0
    first_back_off_s: float = 0.05
    random: random.Random = field(default_factory=lambda: random.Random(7))
    acknowledged: int = 0
    refused: int = 0
    repeated: int = 0

    async def send(self, body: Mapping[str, Any]) -> httpx.Response:
        """Once; for tests that look at the answer."""
        raw = json.dumps(body, ensure_ascii=False).encode()
        async with self._client() as http:
            return await http.post(self.url, content=raw, headers=dict(self.sign(raw)))

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[httpx.AsyncClient]:
        if self.http is not None:
            yield self.http
            return
        async with httpx.AsyncClient(timeout=30, verify=False) as own:  # noqa: S501  # no TLS on 127.0.0.1
            yield own

    async def deliver(self, body: Mapping[str, Any]) -> None:
        """Until it is acknowledged."""
        await self._until_acknowledged(body)
        if self.random.random() < self.repeat:
            self.repeated += 1
            await self._until_acknowledged(body)

    async def _until_acknowledged(self, body: Mapping[str, Any]) -> None:
        wait_s = self.first_back_off_s
        while True:
            try:
                async with asyncio.timeout(self.patience_s):
                    response = await self.send(body)
            except (httpx.TransportError, TimeoutError):
                self.refused += 1
            else:
                if response.is_success:
                    self.acknowledged += 1
                    return
                self.refused += 1
            await asyncio.sleep(self.random.uniform(wait_s / 2, wait_s))
            wait_s = min(LONGEST_BACK_OFF_S, wait_s * 2)
