"""The shop's HTTP interface. Lookups are POSTs: an e-mail address does not belong in an access log."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException, Request, Response
from sqlalchemy.orm import Session

from shop import changes, claims, schemas, service


def authorize(
    request: Request,
    x_api_key: Annotated[str | None, Header()] = None,
    authorization: Annotated[str | None, Header()] = None,
) -> None:
    scheme, _, bearer = (authorization or "").partition(" ")
    given = x_api_key or (bearer if scheme.lower() == "bearer" else "")
    if not hmac.compare_digest(given.encode(), request.app.state.key.encode()):
        raise HTTPException(
            401, {"code": "unauthorized", "message": "The shop's API key is missing or wrong."}
        )


def transaction(request: Request) -> Iterator[Session]:
    with request.app.state.sessions.begin() as session:
        yield session


Transaction = Annotated[Session, Depends(transaction)]
router = APIRouter(prefix="/api", dependencies=[Depends(authorize)])


@router.post("/orders/lookup")
def look_up_order(lookup: schemas.Lookup, session: Transaction) -> schemas.OrderOut:
    return schemas.OrderOut.of(service.find_order(session, lookup.order_number, lookup.email))


@router.post("/returns", status_code=201)
def start_return(wanted: schemas.ReturnIn, session: Transaction, response: Response) -> schemas.ReturnOut:
    order = service.find_order(session, wanted.order_number, wanted.email)
    created, refund, is_new = service.create_return(
        session, order, position=wanted.item, reason=wanted.reason, comment=wanted.comment
    )
    if not is_new:
        response.status_code = 200
    return schemas.ReturnOut(
        number=created.number,
        order_number=order.number,
        reason=created.reason,
        created_on=created.created_on,
        refund=schemas.Money.of(refund),
    )


@router.post("/exchanges", status_code=201)
def start_exchange(
    wanted: schemas.ExchangeIn, session: Transaction, response: Response
) -> schemas.ExchangeOut:
    order = service.find_order(session, wanted.order_number, wanted.email)
    created, is_new = changes.exchange(session, order, position=wanted.item, variant_sku=wanted.variant)
    if not is_new:
        response.status_code = 200
    return schemas.ExchangeOut(
        number=created.number,
        order_number=order.number,
        item=created.line.product.name,
        colour=created.variant.colour,
        size=created.variant.size,
    )


@router.post("/cancellations")
def cancel_order(lookup: schemas.Lookup, session: Transaction) -> schemas.CancellationOut:
    order = service.find_order(session, lookup.order_number, lookup.email)
    changes.cancel(order)
    return schemas.CancellationOut(
        order_number=order.number,
        cancelled_on=order.cancelled_on,
        refund=schemas.Money.of(order.total_cents),
    )


@router.post("/addresses")
def change_address(wanted: schemas.AddressIn, session: Transaction) -> schemas.AddressOut:
    order = service.find_order(session, wanted.order_number, wanted.email)
    changes.change_address(order, street=wanted.street, postcode=wanted.postcode, city=wanted.city)
    return schemas.AddressOut(
        order_number=order.number, street=order.street, postcode=order.postcode, city=order.city
    )


@router.post("/claims", status_code=201)
def open_claim(wanted: schemas.ClaimIn, session: Transaction, response: Response) -> schemas.ClaimOut:
    order = service.find_order(session, wanted.order_number, wanted.email)
    claim, is_new = claims.open_claim(session, order, kind=wanted.kind, position=wanted.item)
    if not is_new:
        response.status_code = 200
    return schemas.ClaimOut(
        number=claim.number,
        order_number=order.number,
        kind=claim.kind,
        answer_working_days=claims.ANSWER_WORKING_DAYS[claim.kind],
    )


@router.post("/invoices", status_code=202)
def request_invoice(lookup: schemas.Lookup, session: Transaction) -> schemas.InvoiceOut:
    order = service.find_order(session, lookup.order_number, lookup.email)
    return schemas.InvoiceOut(number=claims.send_invoice(session, order), order_number=order.number)


@router.post("/password-resets", status_code=202)
def reset_password(wanted: schemas.PasswordResetIn, session: Transaction) -> dict[str, str]:
    claims.request_password_reset(session, wanted.email)
    return {"status": "accepted"}


@router.get("/hours")
def opening_hours() -> schemas.Hours:
    return schemas.Hours(
        timezone="CET",
        weekday_opens=f"{service.WEEKDAY_HOURS[0]:%H:%M}",
        weekday_closes=f"{service.WEEKDAY_HOURS[1]:%H:%M}",
        saturday_opens=f"{service.SATURDAY_HOURS[0]:%H:%M}",
        saturday_closes=f"{service.SATURDAY_HOURS[1]:%H:%M}",
        open_now=service.is_open(datetime.now(UTC)),
    )
