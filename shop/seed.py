"""The sample shop's people, products and orders. Every date is a number of days from today.

Names are invented; every address is at example.com, which belongs to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from shop import service
from shop.models import Customer, Order, OrderLine, Product, Reason, Return, Seeding, State

CUSTOMERS = [
    ("Anna Keller", "anna.keller@example.com"),
    ("Ben Okafor", "ben.okafor@example.com"),
    ("Carla Rossi", "carla.rossi@example.com"),
    ("Diego Fernández", "diego.fernandez@example.com"),
    ("Elif Yılmaz", "elif.yilmaz@example.com"),
    ("Farid Haddad", "farid.haddad@example.com"),
    ("Greta Olsen", "greta.olsen@example.com"),
    ("Hugo Lefèvre", "hugo.lefevre@example.com"),
    ("Ines Sousa", "ines.sousa@example.com"),
    ("Jonas Weber", "jonas.weber@example.com"),
    ("Katarzyna Nowak", "katarzyna.nowak@example.com"),
    ("Liam Murphy", "liam.murphy@example.com"),
]

PRODUCTS = [
    ("LMP-AUR", "Aurora floor lamp", 12900),
    ("LMP-DOT", "Dot table lamp", 4990),
    ("LMP-HAL", "Halo pendant light", 8990),
    ("LMP-NOD", "Nod desk lamp", 5990),
    ("LMP-PIP", "Pip night light", 1990),
    ("FUR-ALM", "Alma oak dining table", 64900),
    ("FUR-FJO", "Fjord two-seat sofa", 89900),
    ("FUR-KAI", "Kai oak chair", 14900),
    ("FUR-NOR", "Nora bookshelf", 21900),
    ("HOM-LIN", "Linen cushion cover", 1990),
    ("HOM-MER", "Merino throw", 7990),
    ("HOM-RUG", "Tide wool rug", 17900),
    ("HOM-VAS", "Stone vase", 3490),
    ("HOM-MIR", "Luna round mirror", 9990),
]


@dataclass(frozen=True)
class Sample:
    """`placed`, `eta`, `delivered`, `cancelled`, `returned`: days from today."""

    number: str
    customer: int
    state: State
    lines: tuple[tuple[str, int], ...]
    placed: int
    eta: int | None = None
    delivered: int | None = None
    cancelled: int | None = None
    carrier: str | None = None
    tracking: str | None = None
    returned: int | None = None
    reason: Reason | None = None


P, S, L, D, C, R = (
    State.PROCESSING,
    State.SHIPPED,
    State.DELAYED,
    State.DELIVERED,
    State.CANCELLED,
    State.RETURNED,
)
DHL, BPOST, GLS, HEAVY = "DHL", "bpost", "GLS", "Nordhaul furniture delivery"

SAMPLES = [
    Sample("P-10450", 4, D, (("FUR-NOR", 1),), -62, delivered=-47, carrier=HEAVY),
    Sample("P-10451", 1, D, (("HOM-VAS", 2),), -51, delivered=-46, carrier=GLS, tracking="GLS-71120458823"),
    Sample("P-10452", 2, D, (("LMP-DOT", 1),), -45, delivered=-41, carrier=DHL, tracking="JD0146000084512"),
    Sample("P-10453", 6, D, (("HOM-RUG", 1),), -38, delivered=-33, carrier=GLS, tracking="GLS-71120460011"),
    Sample(
        "P-10454", 3, R, (("LMP-HAL", 1),), -34, delivered=-29, carrier=BPOST, tracking="CD100482214BE",
        returned=-20, reason=Reason.NOT_AS_DESCRIBED,
    ),
    Sample("P-10455", 8, D, (("HOM-MIR", 1),), -33, delivered=-28, carrier=DHL, tracking="JD0146000084920"),
    Sample("P-10456", 7, C, (("FUR-KAI", 4),), -30, cancelled=-29),
    Sample("P-10457", 5, D, (("LMP-NOD", 2),), -27, delivered=-22, carrier=GLS, tracking="GLS-71120461874"),
    Sample("P-10458", 9, D, (("FUR-ALM", 1), ("FUR-KAI", 2)), -26, delivered=-12, carrier=HEAVY),
    Sample(
        "P-10459", 10, R, (("HOM-MER", 1),), -24, delivered=-20, carrier=DHL, tracking="JD0146000085177",
        returned=-11, reason=Reason.CHANGED_MIND,
    ),
    Sample("P-10460", 11, D, (("LMP-AUR", 1),), -22, delivered=-18, carrier=DHL, tracking="JD0146000085233"),
    Sample("P-10461", 1, D, (("LMP-PIP", 3),), -20, delivered=-16, carrier=BPOST, tracking="CD100482391BE"),
    Sample("P-10462", 0, D, (("HOM-LIN", 4),), -19, delivered=-15, carrier=BPOST, tracking="CD100482400BE"),
    Sample("P-10463", 2, D, (("FUR-KAI", 1),), -17, delivered=-13, carrier=GLS, tracking="GLS-71120464402"),
    Sample("P-10464", 3, C, (("HOM-MIR", 1), ("HOM-VAS", 1)), -16, cancelled=-14),
    Sample("P-10465", 4, L, (("FUR-FJO", 1),), -16, eta=6),
    Sample("P-10466", 5, D, (("HOM-RUG", 1),), -14, delivered=-9, carrier=GLS, tracking="GLS-71120465120"),
    Sample("P-10467", 6, D, (("LMP-DOT", 2),), -13, delivered=-9, carrier=DHL, tracking="JD0146000086001"),
    Sample("P-10468", 7, S, (("FUR-ALM", 1),), -11, eta=2, carrier=HEAVY, tracking="NH-2200417"),
    Sample("P-10469", 8, D, (("LMP-NOD", 1),), -11, delivered=-7, carrier=BPOST, tracking="CD100482877BE"),
    Sample(
        "P-10470", 9, D, (("LMP-AUR", 1), ("LMP-PIP", 1)), -10, delivered=-5,
        carrier=DHL, tracking="JD0146000086342",
    ),
    Sample("P-10471", 10, L, (("HOM-MER", 2),), -9, eta=3, carrier=GLS, tracking="GLS-71120466808"),
    Sample("P-10473", 11, S, (("LMP-HAL", 2),), -8, eta=1, carrier=DHL, tracking="JD0146000086610"),
    Sample("P-10475", 1, D, (("HOM-MIR", 1),), -8, delivered=-3, carrier=GLS, tracking="GLS-71120467233"),
    Sample(
        "P-10477", 0, D, (("LMP-AUR", 1), ("HOM-LIN", 1)), -10, delivered=-6,
        carrier=DHL, tracking="JD0146000086388",
    ),
    Sample("P-10479", 2, S, (("LMP-DOT", 1),), -4, eta=1, carrier=BPOST, tracking="CD100483104BE"),
    Sample(
        "P-10482", 0, S, (("LMP-HAL", 1), ("LMP-PIP", 2)), -4, eta=2,
        carrier=DHL, tracking="JD0146000087019",
    ),
    Sample("P-10484", 3, P, (("FUR-NOR", 1),), -2, eta=9),
    Sample("P-10486", 5, S, (("HOM-VAS", 1),), -3, eta=1, carrier=GLS, tracking="GLS-71120468516"),
    Sample("P-10488", 6, P, (("LMP-AUR", 2),), -1, eta=4),
    Sample("P-10490", 8, P, (("HOM-MER", 1), ("HOM-LIN", 2)), -1, eta=4),
    Sample("P-10491", 11, P, (("FUR-FJO", 1),), 0, eta=14),
]  # fmt: skip


def seed(session: Session, today: date) -> None:
    """Fills an empty shop; moves the sample dates of a filled one on to today."""
    seeding = session.scalar(select(Seeding))
    if seeding is None:
        _fill(session, today)
    elif seeding.day < today:
        _move(session, today - seeding.day)
        seeding.day = today


def _fill(session: Session, today: date) -> None:
    session.add(Seeding(day=today))
    session.add_all(
        Customer(id=index, name=name, email=email) for index, (name, email) in enumerate(CUSTOMERS, start=1)
    )
    prices = {sku: price for sku, _, price in PRODUCTS}
    session.add_all(Product(sku=sku, name=name, price_cents=price) for sku, name, price in PRODUCTS)
    session.flush()
    for sample in SAMPLES:
        session.add(_order(sample, prices, today))
        if sample.returned is not None and sample.reason is not None:
            session.add(
                Return(
                    number=service.return_number(sample.number),
                    order_number=sample.number,
                    reason=sample.reason,
                    created_on=today + timedelta(days=sample.returned),
                )
            )


def _order(sample: Sample, prices: dict[str, int], today: date) -> Order:
    def day(offset: int | None) -> date | None:
        return None if offset is None else today + timedelta(days=offset)

    return Order(
        number=sample.number,
        customer_id=sample.customer + 1,
        state=sample.state,
        placed_on=today + timedelta(days=sample.placed),
        eta=day(sample.eta),
        delivered_on=day(sample.delivered),
        cancelled_on=day(sample.cancelled),
        carrier=sample.carrier,
        tracking_number=sample.tracking,
        lines=[
            OrderLine(product_sku=sku, quantity=quantity, unit_price_cents=prices[sku])
            for sku, quantity in sample.lines
        ],
    )


def _move(session: Session, by: timedelta) -> None:
    """Every order is a sample: a "delivered six days ago" stays six days ago."""
    for order in session.scalars(select(Order)):
        order.placed_on += by
        for column in ("eta", "delivered_on", "cancelled_on"):
            value = getattr(order, column)
            if value is not None:
                setattr(order, column, value + by)
        if order.returned is not None:
            order.returned.created_on += by
