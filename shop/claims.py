"""Delivery problems, invoices and forgotten passwords: what the shop takes in and mails out."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shop.models import Claim, Customer, Mail, MailKind, Order, Problem, State
from shop.service import Refused, find_line, today

# How long after the delivery a problem may be reported.
REPORT_DAYS = {
    Problem.NOT_ARRIVED: 7,
    Problem.LATE: 14,
    Problem.DAMAGED: 14,
    Problem.INCOMPLETE: 7,
    Problem.WRONG_ITEM: 14,
}
ANSWER_WORKING_DAYS = {
    Problem.NOT_ARRIVED: 5,
    Problem.LATE: 1,
    Problem.DAMAGED: 1,
    Problem.INCOMPLETE: 2,
    Problem.WRONG_ITEM: 1,
}
RESETS_A_DAY = 3

_INITIALS = {
    Problem.NOT_ARRIVED: "N",
    Problem.LATE: "L",
    Problem.DAMAGED: "D",
    Problem.INCOMPLETE: "I",
    Problem.WRONG_ITEM: "W",
}


def why_no_claim(order: Order, kind: Problem) -> Refused | None:
    if order.state is State.CANCELLED:
        return Refused("cancelled", f"Order {order.number} was cancelled.")
    if order.delivered_on is not None:
        if today() > order.delivered_on + timedelta(days=REPORT_DAYS[kind]):
            return Refused("too_late", f"The {REPORT_DAYS[kind]} days to report this are over.")
        return None
    if kind not in (Problem.NOT_ARRIVED, Problem.LATE):
        return Refused("not_delivered", f"Order {order.number} has not been delivered.")
    if order.eta is not None and order.eta >= today():
        return Refused("not_due", f"Order {order.number} should arrive by {order.eta}.")
    return None


def open_claim(session: Session, order: Order, *, kind: Problem, position: int | None) -> tuple[Claim, bool]:
    """The claim and whether it is new. A second call for the same problem changes nothing."""
    existing = next((claim for claim in order.claims if claim.kind is kind), None)
    if existing is not None:
        return existing, False
    refusal = why_no_claim(order, kind)
    if refusal is not None:
        raise refusal
    claim = Claim(
        number=f"{order.number.replace('P-', 'C-', 1)}-{_INITIALS[kind]}",
        kind=kind,
        item=None if position is None else find_line(order, position).product.name,
        created_on=today(),
    )
    order.claims.append(claim)
    session.flush()
    return claim, True


def why_no_invoice(order: Order) -> Refused | None:
    if order.state is State.CANCELLED:
        return Refused("cancelled", f"Order {order.number} was cancelled: nothing was charged.")
    if order.state in (State.PROCESSING, State.DELAYED) and order.tracking_number is None:
        return Refused("not_shipped", f"The invoice of order {order.number} is made when it is shipped.")
    return None


def send_invoice(session: Session, order: Order) -> str:
    """To the address on file, whoever asks. Answers with the invoice's number."""
    refusal = why_no_invoice(order)
    if refusal is not None:
        raise refusal
    number = order.number.replace("P-", "INV-", 1)
    session.add(
        Mail(kind=MailKind.INVOICE, recipient=order.customer.email, reference=number, sent_on=today())
    )
    return number


def request_password_reset(session: Session, email: str) -> None:
    """Says nothing about the account: who asks learns neither that there is one nor how often."""
    address = email.strip().lower()
    owner = session.scalar(select(Customer).where(func.lower(Customer.email) == address))
    sent = session.scalar(
        select(func.count())
        .select_from(Mail)
        .where(Mail.kind == MailKind.PASSWORD_RESET, Mail.recipient == address, Mail.sent_on == today())
    )
    if owner is not None and (sent or 0) < RESETS_A_DAY:
        session.add(Mail(kind=MailKind.PASSWORD_RESET, recipient=address, sent_on=today()))
