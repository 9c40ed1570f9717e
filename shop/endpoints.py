"""The shop's HTTP interface. Lookups are POSTs: an e-mail address does not belong in an access log."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from shop import service
from shop.models import CURRENCY, Order, Reason, State


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


class Money(BaseModel):
    amount: float
    currency: str = CURRENCY


class Item(BaseModel):
    name: str
    quantity: int
    unit_price: Money


class OrderOut(BaseModel):
    number: str
    state: State
    placed_on: date
    eta: date | None
    delivered_on: date | None
    cancelled_on: date | None
    carrier: str | None
    tracking_number: str | None
    items: list[Item]
    total: Money
    return_number: str | None
    returnable: bool
    not_returnable_because: str | None
    return_days: int = service.RETURN_DAYS


class Lookup(BaseModel):
    order_number: str = Field(min_length=1, max_length=16)
    email: str = Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")


class ReturnIn(Lookup):
    reason: Reason
    comment: str | None = Field(default=None, max_length=1000)


class ReturnOut(BaseModel):
    number: str
    order_number: str
    reason: Reason
    created_on: date
    refund: Money
    refund_working_days: tuple[int, int] = service.REFUND_WORKING_DAYS


class Hours(BaseModel):
    timezone: str
    weekday_opens: str
    weekday_closes: str
    saturday_opens: str
    saturday_closes: str
    open_now: bool


@router.post("/orders/lookup")
def look_up_order(lookup: Lookup, session: Transaction) -> OrderOut:
    return _order_out(_find(session, lookup))


@router.post("/returns", status_code=201)
def start_return(wanted: ReturnIn, session: Transaction, response: Response) -> ReturnOut:
    order = _find(session, wanted)
    try:
        created, is_new = service.create_return(session, order, wanted.reason, wanted.comment)
    except service.NotReturnable as refusal:
        raise HTTPException(409, {"code": refusal.code, "message": refusal.message}) from refusal
    if not is_new:
        response.status_code = 200
    return ReturnOut(
        number=created.number,
        order_number=order.number,
        reason=created.reason,
        created_on=created.created_on,
        refund=_money(order.total_cents),
    )


@router.get("/hours")
def opening_hours() -> Hours:
    return Hours(
        timezone="CET",
        weekday_opens=f"{service.WEEKDAY_HOURS[0]:%H:%M}",
        weekday_closes=f"{service.WEEKDAY_HOURS[1]:%H:%M}",
        saturday_opens=f"{service.SATURDAY_HOURS[0]:%H:%M}",
        saturday_closes=f"{service.SATURDAY_HOURS[1]:%H:%M}",
        open_now=service.is_open(datetime.now(UTC)),
    )


def _find(session: Session, lookup: Lookup) -> Order:
    try:
        return service.find_order(session, lookup.order_number, lookup.email)
    except service.OrderNotFound as error:
        raise HTTPException(404, {"code": "not_found", "message": str(error)}) from error


def _order_out(order: Order) -> OrderOut:
    refusal = service.why_not_returnable(order)
    return OrderOut(
        number=order.number,
        state=order.state,
        placed_on=order.placed_on,
        eta=order.eta,
        delivered_on=order.delivered_on,
        cancelled_on=order.cancelled_on,
        carrier=order.carrier,
        tracking_number=order.tracking_number,
        items=[
            Item(name=line.product.name, quantity=line.quantity, unit_price=_money(line.unit_price_cents))
            for line in order.lines
        ],
        total=_money(order.total_cents),
        return_number=order.returned.number if order.returned else None,
        returnable=refusal is None and order.returned is None,
        not_returnable_because=refusal.code if refusal else None,
    )


def _money(cents: int) -> Money:
    return Money(amount=cents / 100)
