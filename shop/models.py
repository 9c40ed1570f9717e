"""The shop's tables. Money is in euro cents."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Date, Enum, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

CURRENCY = "EUR"
SCHEMA = 2  # counted up with every change of the tables


class Base(DeclarativeBase):
    pass


class State(StrEnum):
    PROCESSING = "processing"
    SHIPPED = "shipped"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNED = "returned"


class Reason(StrEnum):
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    NOT_AS_DESCRIBED = "not_as_described"
    CHANGED_MIND = "changed_mind"
    OTHER = "other"


class Problem(StrEnum):
    NOT_ARRIVED = "not_arrived"
    LATE = "late"
    DAMAGED = "damaged"
    INCOMPLETE = "incomplete"
    WRONG_ITEM = "wrong_item"


class RefundState(StrEnum):
    AWAITING_PARCEL = "awaiting_parcel"
    PROCESSING = "processing"
    PAID = "paid"


class MailKind(StrEnum):
    INVOICE = "invoice"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a mail


def _choice(of: type[StrEnum]) -> Enum:
    """Stored by its value, in a column wide enough for the next one."""
    return Enum(of, native_enum=False, length=24, values_callable=lambda members: [m.value for m in members])


class Seeding(Base):
    """The day that the sample dates were made for: they move on with the calendar."""

    __tablename__ = "seeding"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date)


class Customer(Base):
    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)


class Product(Base):
    __tablename__ = "products"

    sku: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    price_cents: Mapped[int] = mapped_column(Integer)

    variants: Mapped[list[Variant]] = relationship(lazy="selectin", order_by="Variant.sku")


class Variant(Base):
    """A product in one colour and size. All of a product's variants cost the same."""

    __tablename__ = "variants"

    sku: Mapped[str] = mapped_column(String(32), primary_key=True)
    product_sku: Mapped[str] = mapped_column(ForeignKey("products.sku"))
    colour: Mapped[str | None] = mapped_column(String(32))
    size: Mapped[str | None] = mapped_column(String(32))
    stock: Mapped[int] = mapped_column(Integer)


class Order(Base):
    __tablename__ = "orders"

    number: Mapped[str] = mapped_column(String(16), primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    state: Mapped[State] = mapped_column(_choice(State))
    placed_on: Mapped[date] = mapped_column(Date)
    eta: Mapped[date | None] = mapped_column(Date)
    delivered_on: Mapped[date | None] = mapped_column(Date)
    cancelled_on: Mapped[date | None] = mapped_column(Date)
    carrier: Mapped[str | None] = mapped_column(String(60))
    tracking_number: Mapped[str | None] = mapped_column(String(60))

    street: Mapped[str] = mapped_column(String(120))
    postcode: Mapped[str] = mapped_column(String(16))
    city: Mapped[str] = mapped_column(String(80))
    country: Mapped[str] = mapped_column(String(2))

    customer: Mapped[Customer] = relationship(lazy="joined")
    lines: Mapped[list[OrderLine]] = relationship(lazy="selectin", order_by="OrderLine.id")
    returns: Mapped[list[Return]] = relationship(lazy="selectin", order_by="Return.created_on, Return.number")
    refunds: Mapped[list[Refund]] = relationship(lazy="selectin", order_by="Refund.id")
    claims: Mapped[list[Claim]] = relationship(lazy="selectin", order_by="Claim.number")

    @property
    def total_cents(self) -> int:
        return sum(line.total_cents for line in self.lines)


class OrderLine(Base):
    __tablename__ = "order_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_number: Mapped[str] = mapped_column(ForeignKey("orders.number"))
    product_sku: Mapped[str] = mapped_column(ForeignKey("products.sku"))
    variant_sku: Mapped[str | None] = mapped_column(ForeignKey("variants.sku"))
    quantity: Mapped[int] = mapped_column(Integer)
    unit_price_cents: Mapped[int] = mapped_column(Integer)

    product: Mapped[Product] = relationship(lazy="joined")
    variant: Mapped[Variant | None] = relationship(lazy="joined")
    returned: Mapped[Return | None] = relationship(lazy="joined")
    exchanged: Mapped[Exchange | None] = relationship(lazy="joined", back_populates="line")

    @property
    def total_cents(self) -> int:
        return self.quantity * self.unit_price_cents


class Return(Base):
    """Of one line, or of a whole order (no line)."""

    __tablename__ = "returns"

    number: Mapped[str] = mapped_column(String(16), primary_key=True)
    order_number: Mapped[str] = mapped_column(ForeignKey("orders.number"))
    line_id: Mapped[int | None] = mapped_column(ForeignKey("order_lines.id"), unique=True)
    reason: Mapped[Reason] = mapped_column(_choice(Reason))
    comment: Mapped[str | None] = mapped_column(Text)
    created_on: Mapped[date] = mapped_column(Date)


class Exchange(Base):
    __tablename__ = "exchanges"

    number: Mapped[str] = mapped_column(String(16), primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), unique=True)
    variant_sku: Mapped[str] = mapped_column(ForeignKey("variants.sku"))
    created_on: Mapped[date] = mapped_column(Date)

    line: Mapped[OrderLine] = relationship(back_populates="exchanged")
    variant: Mapped[Variant] = relationship(lazy="joined")


class Refund(Base):
    __tablename__ = "refunds"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_number: Mapped[str] = mapped_column(ForeignKey("orders.number"))
    amount_cents: Mapped[int] = mapped_column(Integer)
    state: Mapped[RefundState] = mapped_column(_choice(RefundState))
    due_on: Mapped[date | None] = mapped_column(Date)
    paid_on: Mapped[date | None] = mapped_column(Date)


class Claim(Base):
    """A delivery problem that the shop's team looks into: one of a kind an order."""

    __tablename__ = "claims"
    __table_args__ = (UniqueConstraint("order_number", "kind"),)

    number: Mapped[str] = mapped_column(String(16), primary_key=True)
    order_number: Mapped[str] = mapped_column(ForeignKey("orders.number"))
    kind: Mapped[Problem] = mapped_column(_choice(Problem))
    item: Mapped[str | None] = mapped_column(String(120))
    created_on: Mapped[date] = mapped_column(Date)


class Mail(Base):
    """What the shop would send. The sample shop only writes it down."""

    __tablename__ = "mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[MailKind] = mapped_column(_choice(MailKind))
    recipient: Mapped[str] = mapped_column(String(254))
    reference: Mapped[str | None] = mapped_column(String(24))
    sent_on: Mapped[date] = mapped_column(Date)
