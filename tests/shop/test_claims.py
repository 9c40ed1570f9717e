"""Delivery problems, invoices and forgotten passwords, through the shop's HTTP interface."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from shop.claims import RESETS_A_DAY
from shop.models import Mail
from tests.shop.test_changes import ANNA, call

DIEGO = "diego.fernandez@example.com"


def mails(shop: TestClient) -> list[tuple[str, str, str | None]]:
    with shop.app.state.sessions() as session:
        return [(mail.kind.value, mail.recipient, mail.reference) for mail in session.scalars(select(Mail))]


def test_a_claim_is_opened_once_a_kind(shop):
    first = call(shop, "claims", "P-10477", kind="damaged", item=2)
    assert (first.status_code, first.json()["number"]) == (201, "C-10477-D")
    assert call(shop, "claims", "P-10477", kind="damaged").status_code == 200
    assert call(shop, "claims", "P-10477", kind="incomplete").json()["number"] == "C-10477-I"
    assert call(shop, "orders/lookup", "P-10477").json()["claims"] == {
        "damaged": "C-10477-D",
        "incomplete": "C-10477-I",
    }


@pytest.mark.parametrize(
    ("number", "email", "kind", "code"),
    [
        ("P-10482", ANNA, "not_arrived", "not_due"),
        ("P-10482", ANNA, "late", "not_due"),
        ("P-10482", ANNA, "damaged", "not_delivered"),
        ("P-10462", ANNA, "damaged", "too_late"),
        ("P-10467", "greta.olsen@example.com", "incomplete", "too_late"),
        ("P-10464", DIEGO, "not_arrived", "cancelled"),
    ],
)
def test_no_claim_is_opened_without_a_cause(shop, number, email, kind, code):
    assert call(shop, "orders/lookup", number, email).json()["no_claim_because"][kind] == code
    assert call(shop, "claims", number, email, kind=kind).json()["error"]["code"] == code


@pytest.mark.parametrize(
    ("number", "email", "kind"),
    [("P-10472", DIEGO, "not_arrived"), ("P-10477", ANNA, "not_arrived"), ("P-10472", DIEGO, "late")],
)
def test_an_overdue_or_lost_parcel_is_a_claim(shop, number, email, kind):
    assert call(shop, "claims", number, email, kind=kind).status_code == 201


def test_the_invoice_goes_to_the_address_on_file(shop):
    sent = call(shop, "invoices", "p-10477", "ANNA.Keller@example.com")
    assert (sent.status_code, sent.json()["number"]) == (202, "INV-10477")
    assert mails(shop) == [("invoice", ANNA, "INV-10477")]


@pytest.mark.parametrize(
    ("number", "email", "code"),
    [("P-10488", "greta.olsen@example.com", "not_shipped"), ("P-10464", DIEGO, "cancelled")],
)
def test_there_is_no_invoice_before_the_parcel_leaves(shop, number, email, code):
    assert call(shop, "invoices", number, email).json()["error"]["code"] == code


def test_a_reset_never_tells_whether_the_account_exists(shop):
    known = shop.post("/api/password-resets", json={"email": ANNA.title()})
    unknown = shop.post("/api/password-resets", json={"email": "mallory@example.com"})
    assert known.status_code == unknown.status_code == 202
    assert known.content == unknown.content
    assert mails(shop) == [("password_reset", ANNA, None)]


def test_resets_are_limited_in_silence(shop):
    answers = {shop.post("/api/password-resets", json={"email": ANNA}).content for _ in range(5)}
    assert len(answers) == 1
    assert len(mails(shop)) == RESETS_A_DAY
