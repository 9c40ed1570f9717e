"""Cancelling, another address, and exchanging, through the shop's HTTP interface."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select

from shop.models import Order, Variant

ANNA = "anna.keller@example.com"
GRETA = "greta.olsen@example.com"
ADDRESS = {"street": "Lindenweg 5", "postcode": "50667", "city": "Köln"}


def call(shop: TestClient, path: str, number: str, email: str = ANNA, **body: Any) -> Response:
    return shop.post(f"/api/{path}", json={"order_number": number, "email": email, **body})


def test_an_order_is_cancelled_once_and_its_refund_begins(shop):
    first = call(shop, "cancellations", "P-10488", GRETA)
    assert first.status_code == 200
    assert first.json()["refund"] == {"amount": 258.0, "currency": "EUR"}
    assert call(shop, "cancellations", "P-10488", GRETA).json() == first.json()
    order = call(shop, "orders/lookup", "P-10488", GRETA).json()
    assert (order["state"], order["eta"], order["refund"]["state"]) == ("cancelled", None, "processing")


@pytest.mark.parametrize(
    ("number", "email", "code"),
    [
        ("P-10482", ANNA, "shipped"),
        ("P-10477", ANNA, "delivered"),
        ("P-10471", "katarzyna.nowak@example.com", "shipped"),
        ("P-10454", "diego.fernandez@example.com", "delivered"),
    ],
)
def test_what_the_carrier_has_is_neither_cancelled_nor_sent_elsewhere(shop, number, email, code):
    assert call(shop, "orders/lookup", number, email).json()["not_changeable_because"] == code
    assert call(shop, "cancellations", number, email).json()["error"]["code"] == code
    refused = call(shop, "addresses", number, email, **ADDRESS)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, code)


def test_an_address_is_changed_within_the_country(shop):
    changed = call(shop, "addresses", "P-10484", "diego.fernandez@example.com", **ADDRESS)
    assert changed.json() == {"order_number": "P-10484", **ADDRESS}
    with shop.app.state.sessions() as session:
        order = session.get(Order, "P-10484")
        assert (order.street, order.country) == ("Lindenweg 5", "ES")


@pytest.mark.parametrize("postcode", ["", "abc", "1", "12345678901", "10115; drop"])
def test_what_is_no_postcode_is_refused(shop, postcode):
    wanted = {**ADDRESS, "postcode": postcode}
    assert call(shop, "addresses", "P-10488", GRETA, **wanted).status_code == 422


@pytest.mark.parametrize(
    "postcode", ["1000", "10115", "SW1A 1AA", "D02 X285", "1012 AB", "00-950", "1100-053"]
)
def test_the_postcodes_of_europe_are_taken(shop, postcode):
    wanted = {**ADDRESS, "postcode": postcode}
    assert call(shop, "addresses", "P-10488", GRETA, **wanted).json()["postcode"] == postcode


def test_only_what_is_in_stock_and_different_is_offered_in_exchange(shop):
    lamp, cover = call(shop, "orders/lookup", "P-10477").json()["items"]
    assert (lamp["colour"], [option["colour"] for option in lamp["options"]]) == ("black", ["brass"])
    assert [option["colour"] for option in cover["options"]] == ["blue", "sand"]


def test_an_exchange_takes_the_piece_from_the_stock_once(shop):
    first = call(shop, "exchanges", "P-10477", item=2, variant="HOM-LIN-BLU")
    assert (first.status_code, first.json()["number"]) == (201, "X-10477-2")
    assert (first.json()["item"], first.json()["colour"]) == ("Linen cushion cover", "blue")
    again = call(shop, "exchanges", "P-10477", item=2, variant="HOM-LIN-SND")
    assert (again.status_code, again.json()) == (200, first.json())
    with shop.app.state.sessions() as session:
        stock = session.scalar(select(Variant.stock).where(Variant.sku == "HOM-LIN-BLU"))
    assert stock == 39
    item = call(shop, "orders/lookup", "P-10477").json()["items"][1]
    assert (item["exchange_number"], item["options"]) == ("X-10477-2", [])


@pytest.mark.parametrize("variant", ["HOM-LIN-RED", "HOM-LIN-GRY", "LMP-DOT-RED", "nothing"])
def test_what_is_sold_out_the_same_or_another_product_is_refused(shop, variant):
    refused = call(shop, "exchanges", "P-10477", item=2, variant=variant)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "out_of_stock")


@pytest.mark.parametrize(
    ("number", "email", "code"),
    [
        ("P-10482", ANNA, "not_delivered"),
        ("P-10451", "ben.okafor@example.com", "too_late"),
        ("P-10456", "hugo.lefevre@example.com", "cancelled"),
    ],
)
def test_what_cannot_be_returned_cannot_be_exchanged(shop, number, email, code):
    refused = call(shop, "exchanges", number, email, item=1, variant="HOM-LIN-BLU")
    assert refused.json()["error"]["code"] == code


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("cancellations", {}),
        ("addresses", ADDRESS),
        ("exchanges", {"item": 1, "variant": "x"}),
        ("claims", {"kind": "damaged"}),
        ("invoices", {}),
    ],
)
def test_a_stranger_learns_nothing_from_any_of_it(shop, path, body):
    wrong_email = call(shop, path, "P-10488", "mallory@example.com", **body)
    wrong_number = call(shop, path, "P-99999", GRETA, **body)
    assert wrong_email.status_code == wrong_number.status_code == 404
    assert wrong_email.content == wrong_number.content
