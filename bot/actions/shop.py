"""The shop's HTTP interface, as the actions need it. Another business system means another adapter here."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

import httpx

TIMEOUT = httpx.Timeout(5.0, connect=2.0)


class ShopUnavailable(Exception):
    """The shop did not answer, or answered with an error that trying again may cure."""


class OrderNotFound(Exception):
    """No order with this number and e-mail address."""


class NotReturnable(Exception):
    """`code`: not_delivered, cancelled or too_late."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Shop:
    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def look_up(self, order_number: str, email: str) -> dict[str, Any]:
        return await self._call("POST", "/api/orders/lookup", {"order_number": order_number, "email": email})

    async def start_return(
        self, order_number: str, email: str, *, reason: str, comment: str | None
    ) -> dict[str, Any]:
        """Starting the same return again answers with the first one."""
        body = {"order_number": order_number, "email": email, "reason": reason, "comment": comment}
        return await self._call("POST", "/api/returns", body)

    async def opening_hours(self) -> dict[str, Any]:
        return await self._call("GET", "/api/hours")

    async def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            response = await self._client.request(method, path, json=body)
        except httpx.HTTPError as error:
            raise ShopUnavailable(f"{method} {path}: {type(error).__name__}") from error
        if response.status_code == 404:
            raise OrderNotFound
        if response.status_code == 409:
            raise NotReturnable(response.json()["error"]["code"])
        if response.is_error:
            raise ShopUnavailable(f"{method} {path}: status {response.status_code}")
        return response.json()


@lru_cache(maxsize=1)
def get_shop() -> Shop:
    """Made at the first call, in the action server's event loop."""
    return Shop(
        httpx.AsyncClient(
            base_url=os.environ["PARLEY_SHOP_URL"],
            headers={"X-API-Key": os.environ["PARLEY_SHOP_KEY"]},
            timeout=TIMEOUT,
        )
    )
