"""Who may see an order, what may be returned, and when the shop is open."""

from __future__ import annotations

import hmac
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from shop.models import Order, OrderLine, Reason, Refund, RefundState, Return, State

RETURN_DAYS = 30
REFUND_WORKING_DAYS = (5, 7)
TIMEZONE = ZoneInfo("Europe/Brussels")
WEEKDAY_HOURS = (time(9), time(18))
SATURDAY_HOURS = (time(10), time(14))


class OrderNotFound(Exception):
    """No such order, or not with this e-mail address: nobody learns which."""


class Refused(Exception):
    """The shop does not do this. `code` is for programs: not_delivered, cancelled, too_late, ..."""

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


def find_line(order: Order, position: int) -> OrderLine:
    """`position`: 1 is the order's first line."""
    if not 1 <= position <= len(order.lines):
        raise Refused("no_such_item", f"Order {order.number} has {len(order.lines)} items, not {position}.")
    return order.lines[position - 1]


def is_returned(order: Order, line: OrderLine) -> bool:
    return line.returned is not None or any(back.line_id is None for back in order.returns)


def why_not_returnable(order: Order) -> Refused | None:
    if order.state is State.CANCELLED:
        return Refused("cancelled", f"Order {order.number} was cancelled.")
    if order.delivered_on is None:
        return Refused("not_delivered", f"Order {order.number} has not been delivered.")
    if today() > order.delivered_on + timedelta(days=RETURN_DAYS):
        return Refused("too_late", f"The {RETURN_DAYS} days for order {order.number} are over.")
    return None


def return_number(order_number: str, position: int | None = None) -> str:
    """Follows from what comes back: R-10470 for P-10470, R-10470-2 for its second item alone."""
    whole = order_number.replace("P-", "R-", 1)
    return whole if position is None else f"{whole}-{position}"


def create_return(
    session: Session, order: Order, *, position: int | None, reason: Reason, comment: str | None
) -> tuple[Return, int, bool]:
    """The return, what is paid back in cents, and whether it is new. A second call changes nothing."""
    line = None if position is None else find_line(order, position)
    lines = order.lines if line is None else [line]
    refund = sum(each.total_cents for each in lines)
    existing = _return_of(order, line)
    if existing is not None:
        return existing, refund, False
    refusal = why_not_returnable(order)
    if refusal is not None:
        raise refusal
    if line is None and order.returns:
        raise Refused("partly_returned", f"A part of order {order.number} is on its way back already.")
    created = Return(
        number=return_number(order.number, position),
        reason=reason,
        comment=comment,
        created_on=today(),
    )
    order.returns.append(created)
    if line is not None:
        line.returned = created
    order.refunds.append(Refund(amount_cents=refund, state=RefundState.AWAITING_PARCEL))
    session.flush()
    if all(is_returned(order, each) for each in order.lines):
        order.state = State.RETURNED
    return created, refund, True


def _return_of(order: Order, line: OrderLine | None) -> Return | None:
    whole = next((back for back in order.returns if back.line_id is None), None)
    return whole or (line.returned if line else None)


def is_open(now: datetime) -> bool:
    local = now.astimezone(TIMEZONE)
    if local.weekday() == 6:
        return False
    opens, closes = SATURDAY_HOURS if local.weekday() == 5 else WEEKDAY_HOURS
    return opens <= local.time() < closes
