from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from shop import service

ANNA = "anna.keller@example.com"


def look_up(shop: TestClient, number: str, email: str = ANNA):
    return shop.post("/api/orders/lookup", json={"order_number": number, "email": email})


def send_back(shop: TestClient, number: str, email: str = ANNA, reason: str = "damaged"):
    return shop.post("/api/returns", json={"order_number": number, "email": email, "reason": reason})


def test_an_order_is_told_to_who_knows_its_number_and_email(shop):
    order = look_up(shop, "p-10482", "Anna.Keller@Example.com").json()
    assert (order["state"], order["carrier"]) == ("shipped", "DHL")
    assert order["total"] == {"amount": 129.7, "currency": "EUR"}
    assert [item["quantity"] for item in order["items"]] == [1, 2]
    assert (order["returnable"], order["not_returnable_because"]) == (False, "not_delivered")


def test_a_wrong_email_and_a_wrong_number_get_the_same_answer(shop):
    wrong_email, wrong_number = look_up(shop, "P-10482", "x@example.com"), look_up(shop, "P-99999")
    assert wrong_email.status_code == wrong_number.status_code == 404
    assert wrong_email.content == wrong_number.content
    assert "10482" not in wrong_email.text


@pytest.mark.parametrize("email", ["", "anna", "@", "a b@example.com"])
def test_what_is_no_email_is_refused(shop, email):
    assert look_up(shop, "P-10482", email).status_code == 422


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"X-API-Key": "wrong"}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Basic a-key-for-the-tests-only"}, 401),
        ({"Authorization": "Bearer a-key-for-the-tests-only"}, 200),
    ],
)
def test_the_key_is_needed_in_one_of_two_headers(shop, headers, status):
    del shop.headers["X-API-Key"]
    assert shop.get("/api/hours", headers=headers).status_code == status


def test_a_return_is_created_once(shop):
    first = send_back(shop, "P-10477")
    assert first.status_code == 201
    assert first.json()["number"] == "R-10477"
    assert first.json()["refund"] == {"amount": 148.9, "currency": "EUR"}
    second = send_back(shop, "P-10477", reason="other")
    assert (second.status_code, second.json()) == (200, first.json())
    assert look_up(shop, "P-10477").json()["return_number"] == "R-10477"


@pytest.mark.parametrize(
    ("number", "email", "code"),
    [
        ("P-10482", ANNA, "not_delivered"),
        ("P-10451", "ben.okafor@example.com", "too_late"),
        ("P-10456", "hugo.lefevre@example.com", "cancelled"),
    ],
)
def test_what_cannot_be_returned_is_refused_with_its_reason(shop, number, email, code):
    response = send_back(shop, number, email)
    assert (response.status_code, response.json()["error"]["code"]) == (409, code)


def test_a_stranger_cannot_return_an_order(shop):
    assert send_back(shop, "P-10477", "x@example.com").status_code == 404


@pytest.mark.parametrize(
    ("when", "is_open"),
    [
        ("2026-11-23T08:00:00", True),  # Monday 9:00 in Brussels
        ("2026-11-23T07:59:00", False),
        ("2026-11-23T17:00:00", False),  # 18:00
        ("2026-11-28T12:59:00", True),  # Saturday 13:59
        ("2026-11-28T13:00:00", False),
        ("2026-11-29T11:00:00", False),  # Sunday
        ("2026-07-06T07:00:00", True),  # summer time: 9:00
    ],
)
def test_opening_hours_follow_the_clock_of_the_shop(when, is_open):
    assert service.is_open(datetime.fromisoformat(when).replace(tzinfo=UTC)) is is_open


def test_the_hours_are_told(shop):
    hours = shop.get("/api/hours").json()
    assert (hours["weekday_opens"], hours["saturday_closes"]) == ("09:00", "14:00")


def test_health_needs_no_key(shop):
    del shop.headers["X-API-Key"]
    assert shop.get("/healthz").json() == {"status": "ok"}


def test_one_item_may_go_back_and_the_other_later(shop):
    first = shop.post(
        "/api/returns", json={"order_number": "P-10477", "email": ANNA, "reason": "other", "item": 2}
    )
    assert (first.status_code, first.json()["number"]) == (201, "R-10477-2")
    assert first.json()["refund"]["amount"] == 19.9
    order = look_up(shop, "P-10477").json()
    assert [item["returned"] for item in order["items"]] == [False, True]
    assert (order["state"], order["returnable"]) == ("delivered", True)
    assert send_back(shop, "P-10477").json()["error"]["code"] == "partly_returned"
    shop.post("/api/returns", json={"order_number": "P-10477", "email": ANNA, "reason": "other", "item": 1})
    order = look_up(shop, "P-10477").json()
    assert (order["state"], order["returnable"]) == ("returned", False)


@pytest.mark.parametrize("item", [0, 3, -1])
def test_an_item_that_the_order_does_not_have_is_refused(shop, item):
    wanted = {"order_number": "P-10477", "email": ANNA, "reason": "other", "item": item}
    assert shop.post("/api/returns", json=wanted).json()["error"]["code"] == "no_such_item"


def test_the_refund_of_an_order_is_told(shop):
    paid = look_up(shop, "P-10454", "diego.fernandez@example.com").json()["refund"]
    assert (paid["state"], paid["due_on"]) == ("paid", None)
    assert look_up(shop, "P-10482").json()["refund"] is None
    send_back(shop, "P-10477")
    assert look_up(shop, "P-10477").json()["refund"]["state"] == "awaiting_parcel"
