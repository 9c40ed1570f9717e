"""What a customer may change: cancel an order, send it elsewhere, exchange an item."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from shop.models import Exchange, Order, OrderLine, Refund, RefundState, State, Variant
from shop.service import Refused, find_line, is_returned, today, why_not_returnable

CANCELLATION_REFUND_WORKING_DAYS = 3


def why_not_changeable(order: Order) -> Refused | None:
    """Until the carrier has it, an order may be cancelled or sent to another address."""
    if order.state is State.CANCELLED:
        return Refused("cancelled", f"Order {order.number} was cancelled.")
    if order.state in (State.DELIVERED, State.RETURNED):
        return Refused("delivered", f"Order {order.number} was delivered.")
    if order.tracking_number is not None:
        return Refused("shipped", f"Order {order.number} is with the carrier.")
    return None


def cancel(order: Order) -> None:
    """A second call changes nothing."""
    if order.state is State.CANCELLED:
        return
    refusal = why_not_changeable(order)
    if refusal is not None:
        raise refusal
    order.state = State.CANCELLED
    order.cancelled_on = today()
    order.eta = None
    # Working days, not calendar days: a weekend may lie between.
    due = today() + timedelta(days=CANCELLATION_REFUND_WORKING_DAYS + 2)
    order.refunds.append(Refund(amount_cents=order.total_cents, state=RefundState.PROCESSING, due_on=due))


def change_address(order: Order, *, street: str, postcode: str, city: str) -> None:
    """Within the country of the order: what is charged for the delivery depends on it."""
    refusal = why_not_changeable(order)
    if refusal is not None:
        raise refusal
    order.street, order.postcode, order.city = street, postcode, city


def exchange_options(order: Order, line: OrderLine) -> list[Variant]:
    """The other colours and sizes that the shop has enough of."""
    if is_returned(order, line) or line.exchanged is not None:
        return []
    return [
        variant
        for variant in line.product.variants
        if variant.sku != line.variant_sku and variant.stock >= line.quantity
    ]


def exchange(session: Session, order: Order, *, position: int, variant_sku: str) -> tuple[Exchange, bool]:
    """The exchange and whether it is new. A second call for the item changes nothing."""
    line = find_line(order, position)
    if line.exchanged is not None:
        return line.exchanged, False
    refusal = why_not_returnable(order)
    if refusal is not None:
        raise refusal
    wanted = next((v for v in exchange_options(order, line) if v.sku == variant_sku), None)
    if wanted is None:
        raise Refused("out_of_stock", f"{line.product.name} {variant_sku} is not in stock.")
    wanted.stock -= line.quantity
    number = f"{order.number.replace('P-', 'X-', 1)}-{position}"
    line.exchanged = Exchange(number=number, variant=wanted, created_on=today())
    session.flush()
    return line.exchanged, True
