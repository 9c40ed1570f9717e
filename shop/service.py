"""What the shop decides: who may see an order, and what may be returned."""

from __future__ import annotations

import hmac
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from shop.models import Order, Reason, Return, State

RETURN_DAYS = 30
REFUND_WORKING_DAYS = (5, 7)
TIMEZONE = ZoneInfo("Europe/Brussels")
WEEKDAY_HOURS = (time(9), time(18))
SATURDAY_HOURS = (time(10), time(14))


class OrderNotFound(Exception):
    """No such order, or not with this e-mail address: nobody learns which."""


class NotReturnable(Exception):
    """`code`: not_delivered, cancelled or too_late."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def today() -> date:
    return datetime.now(TIMEZONE).date()


def find_order(session: Session, number: str, email: str) -> Order:
    """Does the same work, in the same time, whether the number or the address is wrong."""
    order = session.get(Order, number.strip().upper())
    owner = order.customer.email if order else ""
    matches = hmac.compare_digest(owner.lower().encode(), email.strip().lower().encode())
    if order is None or not matches:
        raise OrderNotFound("There is no order with this number and e-mail address.")
    return order


def why_not_returnable(order: Order) -> NotReturnable | None:
    if order.state is State.CANCELLED:
        return NotReturnable("cancelled", f"Order {order.number} was cancelled.")
    if order.delivered_on is None:
        return NotReturnable("not_delivered", f"Order {order.number} has not been delivered.")
    if today() > order.delivered_on + timedelta(days=RETURN_DAYS):
        return NotReturnable("too_late", f"The {RETURN_DAYS} days for order {order.number} are over.")
    return None


def return_number(order_number: str) -> str:
    """One return an order, so its number follows: R-10470 for P-10470."""
    return order_number.replace("P-", "R-", 1)


def create_return(session: Session, order: Order, reason: Reason, comment: str | None) -> tuple[Return, bool]:
    """The order's return and whether it is new. A second call changes nothing."""
    if order.returned is not None:
        return order.returned, False
    refusal = why_not_returnable(order)
    if refusal is not None:
        raise refusal
    created = Return(
        number=return_number(order.number),
        order=order,
        reason=reason,
        comment=comment,
        created_on=today(),
    )
    order.state = State.RETURNED
    session.add(created)
    session.flush()
    return created, True


def is_open(now: datetime) -> bool:
    local = now.astimezone(TIMEZONE)
    if local.weekday() == 6:
        return False
    opens, closes = SATURDAY_HOURS if local.weekday() == 5 else WEEKDAY_HOURS
    return opens <= local.time() < closes
