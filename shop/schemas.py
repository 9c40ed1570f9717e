"""The shapes of the shop's HTTP interface. Lookups carry the address in the body, never in the path."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from shop import changes, claims, service
from shop.models import CURRENCY, Order, OrderLine, Problem, Reason, Refund, RefundState, State

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=120)]
Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")]
# Europe's postcodes: 1000, 10115, 1012 AB, SW1A 1AA, 00-950, D02 X285.
Postcode = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z]{0,2}-?\d[A-Za-z\d -]{1,8}$")
]


class Money(BaseModel):
    amount: float
    currency: str = CURRENCY

    @classmethod
    def of(cls, cents: int) -> Money:
        return cls(amount=cents / 100)


class Lookup(BaseModel):
    order_number: str = Field(min_length=1, max_length=16)
    email: Email


class ReturnIn(Lookup):
    """`item`: the position in the order, 1 is the first; without it all of the order goes back."""

    reason: Reason
    item: int | None = None
    comment: str | None = Field(default=None, max_length=1000)


class ExchangeIn(Lookup):
    item: int
    variant: str = Field(max_length=32)


class AddressIn(Lookup):
    street: Line
    postcode: Postcode
    city: Line


class ClaimIn(Lookup):
    kind: Problem
    item: int | None = None


class PasswordResetIn(BaseModel):
    email: Email


class Option(BaseModel):
    variant: str
    colour: str | None
    size: str | None


class Item(BaseModel):
    """`options`: the other colours and sizes that are in stock."""

    name: str
    colour: str | None
    size: str | None
    quantity: int
    unit_price: Money
    returned: bool
    exchange_number: str | None
    options: list[Option]

    @classmethod
    def of(cls, order: Order, line: OrderLine) -> Item:
        return cls(
            name=line.product.name,
            colour=line.variant.colour if line.variant else None,
            size=line.variant.size if line.variant else None,
            quantity=line.quantity,
            unit_price=Money.of(line.unit_price_cents),
            returned=service.is_returned(order, line),
            exchange_number=line.exchanged.number if line.exchanged else None,
            options=[
                Option(variant=option.sku, colour=option.colour, size=option.size)
                for option in changes.exchange_options(order, line)
            ],
        )


class RefundOut(BaseModel):
    state: RefundState
    amount: Money
    due_on: date | None
    paid_on: date | None

    @classmethod
    def of(cls, refund: Refund) -> RefundOut:
        return cls(
            state=refund.state,
            amount=Money.of(refund.amount_cents),
            due_on=refund.due_on,
            paid_on=refund.paid_on,
        )


class OrderOut(BaseModel):
    """`not_..._because`: the shop's code; null where it would do it. By kind of problem: `claims`, the
    numbers of those that are open, and `no_claim_because`."""

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
    not_changeable_because: str | None
    no_invoice_because: str | None
    refund: RefundOut | None
    claims: dict[Problem, str]
    no_claim_because: dict[Problem, str]

    @classmethod
    def of(cls, order: Order) -> OrderOut:
        not_returnable = _code(service.why_not_returnable(order))
        all_returned = all(service.is_returned(order, line) for line in order.lines)
        refusals = {kind: _code(claims.why_no_claim(order, kind)) for kind in Problem}
        return cls(
            number=order.number,
            state=order.state,
            placed_on=order.placed_on,
            eta=order.eta,
            delivered_on=order.delivered_on,
            cancelled_on=order.cancelled_on,
            carrier=order.carrier,
            tracking_number=order.tracking_number,
            items=[Item.of(order, line) for line in order.lines],
            total=Money.of(order.total_cents),
            return_number=order.returns[-1].number if order.returns else None,
            returnable=not_returnable is None and not all_returned,
            not_returnable_because=not_returnable,
            not_changeable_because=_code(changes.why_not_changeable(order)),
            no_invoice_because=_code(claims.why_no_invoice(order)),
            refund=RefundOut.of(order.refunds[-1]) if order.refunds else None,
            claims={claim.kind: claim.number for claim in order.claims},
            no_claim_because={kind: code for kind, code in refusals.items() if code},
        )


def _code(refusal: service.Refused | None) -> str | None:
    return refusal.code if refusal else None


class ReturnOut(BaseModel):
    number: str
    order_number: str
    reason: Reason
    created_on: date
    refund: Money
    refund_working_days: tuple[int, int] = service.REFUND_WORKING_DAYS


class ExchangeOut(BaseModel):
    number: str
    order_number: str
    item: str
    colour: str | None
    size: str | None


class CancellationOut(BaseModel):
    order_number: str
    cancelled_on: date | None
    refund: Money
    refund_working_days: int = changes.CANCELLATION_REFUND_WORKING_DAYS


class AddressOut(BaseModel):
    order_number: str
    street: str
    postcode: str
    city: str


class ClaimOut(BaseModel):
    number: str
    order_number: str
    kind: Problem
    answer_working_days: int


class InvoiceOut(BaseModel):
    number: str
    order_number: str


class Hours(BaseModel):
    timezone: str
    weekday_opens: str
    weekday_closes: str
    saturday_opens: str
    saturday_closes: str
    open_now: bool
