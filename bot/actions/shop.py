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


class Refused(Exception):
    """The shop does not do this. `code` is its own: not_delivered, cancelled, too_late, shipped, ..."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Shop:
    """Calls that change something may be repeated: the shop answers with what it did the first time."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def look_up(self, order_number: str, email: str) -> dict[str, Any]:
        return await self._call("POST", "/api/orders/lookup", {"order_number": order_number, "email": email})

    async def start_return(self, order: dict[str, Any], *, item: int | None, reason: str) -> dict[str, Any]:
        """`item`: the position in the order; None for all of it."""
        return await self._change("returns", order, item=item, reason=reason)

    async def exchange(self, order: dict[str, Any], *, item: int, variant: str) -> dict[str, Any]:
        return await self._change("exchanges", order, item=item, variant=variant)

    async def cancel(self, order: dict[str, Any]) -> dict[str, Any]:
        return await self._change("cancellations", order)

    async def change_address(
        self, order: dict[str, Any], *, street: str, postcode: str, city: str
    ) -> dict[str, Any]:
        return await self._change("addresses", order, street=street, postcode=postcode, city=city)

    async def open_claim(self, order: dict[str, Any], *, kind: str, item: int | None) -> dict[str, Any]:
        return await self._change("claims", order, kind=kind, item=item)

    async def send_invoice(self, order: dict[str, Any]) -> dict[str, Any]:
        """To the address on file."""
        return await self._change("invoices", order)

    async def reset_password(self, email: str) -> None:
        """The answer is the same whether there is such an account or not."""
        await self._call("POST", "/api/password-resets", {"email": email})

    async def opening_hours(self) -> dict[str, Any]:
        return await self._call("GET", "/api/hours")

    async def _change(self, path: str, order: dict[str, Any], **wanted: Any) -> dict[str, Any]:
        proof = {"order_number": order["number"], "email": order["email"]}
        return await self._call("POST", f"/api/{path}", {**proof, **wanted})

    async def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            response = await self._client.request(method, path, json=body)
        except httpx.HTTPError as error:
            raise ShopUnavailable(f"{method} {path}: {type(error).__name__}") from error
        if response.status_code == 404:
            raise OrderNotFound
        if response.status_code == 409:
            raise Refused(response.json()["error"]["code"])
        if response.is_error:
            raise ShopUnavailable(f"{method} {path}: status {response.status_code}")
        return response.json()


@lru_cache(maxsize=1)
def get_shop() -> Shop:
    """Made at the first call, in Rasa's event loop."""
    return Shop(
        httpx.AsyncClient(
            base_url=os.environ["PARLEY_SHOP_URL"],
            headers={"X-API-Key": os.environ["PARLEY_SHOP_KEY"]},
            timeout=TIMEOUT,
        )
    )
