"""The sample shop's people, products and orders. Every date is a number of days from today.

Names are invented; every address is at example.com, which belongs to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from shop import service
from shop.models import (
    Customer,
    Exchange,
    Order,
    OrderLine,
    Product,
    Reason,
    Refund,
    RefundState,
    Return,
    Seeding,
    State,
    Variant,
)

# Name, e-mail, street, postcode, city, country.
CUSTOMERS = [
    ("Anna Keller", "anna.keller@example.com", "Lindenweg 4", "50667", "Köln", "DE"),
    ("Ben Okafor", "ben.okafor@example.com", "Groenplaats 21", "2000", "Antwerpen", "BE"),
    ("Carla Rossi", "carla.rossi@example.com", "Via Larga 8", "20122", "Milano", "IT"),
    ("Diego Fernández", "diego.fernandez@example.com", "Calle Mayor 31", "28013", "Madrid", "ES"),
    ("Elif Yılmaz", "elif.yilmaz@example.com", "Gartenstraße 17", "60594", "Frankfurt am Main", "DE"),
    ("Farid Haddad", "farid.haddad@example.com", "Rue Haute 112", "1000", "Bruxelles", "BE"),
    ("Greta Olsen", "greta.olsen@example.com", "Vestergade 5", "1456", "København", "DK"),
    ("Hugo Lefèvre", "hugo.lefevre@example.com", "12 rue des Lilas", "75019", "Paris", "FR"),
    ("Ines Sousa", "ines.sousa@example.com", "Rua Augusta 40", "1100-053", "Lisboa", "PT"),
    ("Jonas Weber", "jonas.weber@example.com", "Bahnhofstraße 9", "80335", "München", "DE"),
    ("Katarzyna Nowak", "katarzyna.nowak@example.com", "Mokotowska 14", "00-561", "Warszawa", "PL"),
    ("Liam Murphy", "liam.murphy@example.com", "7 Harbour Road", "D02 X285", "Dublin", "IE"),
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

# Product, variant, colour, size, pieces in stock. Furniture but the chair comes in one finish.
VARIANTS = [
    ("LMP-AUR", "LMP-AUR-BLK", "black", None, 9),
    ("LMP-AUR", "LMP-AUR-BRS", "brass", None, 6),
    ("LMP-AUR", "LMP-AUR-WHT", "white", None, 0),
    ("LMP-DOT", "LMP-DOT-RED", "red", None, 12),
    ("LMP-DOT", "LMP-DOT-BLU", "blue", None, 8),
    ("LMP-DOT", "LMP-DOT-GRN", "green", None, 5),
    ("LMP-HAL", "LMP-HAL-BLK", "black", None, 7),
    ("LMP-HAL", "LMP-HAL-WHT", "white", None, 7),
    ("LMP-NOD", "LMP-NOD-BLK", "black", None, 14),
    ("LMP-NOD", "LMP-NOD-YLW", "yellow", None, 11),
    ("LMP-PIP", "LMP-PIP-WHT", "white", None, 20),
    ("LMP-PIP", "LMP-PIP-PNK", "pink", None, 20),
    ("FUR-KAI", "FUR-KAI-NAT", "natural", None, 30),
    ("FUR-KAI", "FUR-KAI-BLK", "black", None, 18),
    ("HOM-LIN", "HOM-LIN-GRY", "grey", None, 40),
    ("HOM-LIN", "HOM-LIN-BLU", "blue", None, 40),
    ("HOM-LIN", "HOM-LIN-SND", "sand", None, 40),
    ("HOM-LIN", "HOM-LIN-RED", "red", None, 0),
    ("HOM-MER", "HOM-MER-GRY", "grey", None, 15),
    ("HOM-MER", "HOM-MER-SND", "sand", None, 15),
    ("HOM-RUG", "HOM-RUG-BLU-S", "blue", "small", 6),
    ("HOM-RUG", "HOM-RUG-BLU-L", "blue", "large", 4),
    ("HOM-RUG", "HOM-RUG-GRY-S", "grey", "small", 6),
    ("HOM-RUG", "HOM-RUG-GRY-L", "grey", "large", 0),
    ("HOM-VAS", "HOM-VAS-S", None, "small", 10),
    ("HOM-VAS", "HOM-VAS-L", None, "large", 10),
    ("HOM-MIR", "HOM-MIR-S", None, "small", 5),
    ("HOM-MIR", "HOM-MIR-L", None, "large", 5),
]


@dataclass(frozen=True)
class Sample:
    """`lines`: a product (in its first variant) or a variant, and how many. `placed`, `eta`, `delivered`,
    `cancelled`, `returned`, `refund_due`, `refunded`: days from today."""

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
    refund_due: int | None = None
    refunded: int | None = None


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
        returned=-20, reason=Reason.NOT_AS_DESCRIBED, refunded=-9,
    ),
    Sample("P-10455", 8, D, (("HOM-MIR", 1),), -33, delivered=-28, carrier=DHL, tracking="JD0146000084920"),
    Sample("P-10456", 7, C, (("FUR-KAI", 4),), -30, cancelled=-29, refunded=-26),
    Sample("P-10457", 5, D, (("LMP-NOD", 2),), -27, delivered=-22, carrier=GLS, tracking="GLS-71120461874"),
    Sample("P-10458", 9, D, (("FUR-ALM", 1), ("FUR-KAI", 2)), -26, delivered=-12, carrier=HEAVY),
    Sample(
        "P-10459", 10, R, (("HOM-MER", 1),), -24, delivered=-20, carrier=DHL, tracking="JD0146000085177",
        returned=-11, reason=Reason.CHANGED_MIND, refund_due=3,
    ),
    Sample("P-10460", 11, D, (("LMP-AUR", 1),), -22, delivered=-18, carrier=DHL, tracking="JD0146000085233"),
    Sample("P-10461", 1, D, (("LMP-PIP", 3),), -20, delivered=-16, carrier=BPOST, tracking="CD100482391BE"),
    Sample("P-10462", 0, D, (("HOM-LIN", 4),), -19, delivered=-15, carrier=BPOST, tracking="CD100482400BE"),
    Sample("P-10463", 2, D, (("FUR-KAI", 1),), -17, delivered=-13, carrier=GLS, tracking="GLS-71120464402"),
    Sample("P-10464", 3, C, (("HOM-MIR", 1), ("HOM-VAS", 1)), -16, cancelled=-14, refunded=-11),
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
    # Overdue: the carrier has lost it.
    Sample("P-10472", 3, S, (("HOM-RUG-BLU-L", 1),), -12, eta=-4, carrier=GLS, tracking="GLS-71120466951"),
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
        Customer(id=index, name=name, email=email)
        for index, (name, email, *_) in enumerate(CUSTOMERS, start=1)
    )
    session.add_all(Product(sku=sku, name=name, price_cents=price) for sku, name, price in PRODUCTS)
    session.flush()
    session.add_all(
        Variant(sku=sku, product_sku=product, colour=colour, size=size, stock=stock)
        for product, sku, colour, size, stock in VARIANTS
    )
    session.flush()
    for sample in SAMPLES:
        session.add(_order(sample, today))


def _order(sample: Sample, today: date) -> Order:
    def day(offset: int | None) -> date | None:
        return None if offset is None else today + timedelta(days=offset)

    _, _, street, postcode, city, country = CUSTOMERS[sample.customer]
    order = Order(
        number=sample.number,
        customer_id=sample.customer + 1,
        state=sample.state,
        placed_on=today + timedelta(days=sample.placed),
        eta=day(sample.eta),
        delivered_on=day(sample.delivered),
        cancelled_on=day(sample.cancelled),
        carrier=sample.carrier,
        tracking_number=sample.tracking,
        street=street,
        postcode=postcode,
        city=city,
        country=country,
        lines=[_line(sku, quantity) for sku, quantity in sample.lines],
    )
    if sample.returned is not None and sample.reason is not None:
        number, created_on = service.return_number(sample.number), today + timedelta(days=sample.returned)
        order.returns = [Return(number=number, reason=sample.reason, created_on=created_on)]
    if sample.refund_due is not None or sample.refunded is not None:
        order.refunds = [
            Refund(
                amount_cents=order.total_cents,
                state=RefundState.PROCESSING if sample.refunded is None else RefundState.PAID,
                due_on=day(sample.refund_due),
                paid_on=day(sample.refunded),
            )
        ]
    return order


def _line(sku: str, quantity: int) -> OrderLine:
    """`sku`: a variant's, or a product's for its first variant."""
    fitting = (row for row in VARIANTS if sku in row[:2])
    product, variant, *_ = next(fitting, (sku, None))
    price = next(price for known, _, price in PRODUCTS if known == product)
    return OrderLine(product_sku=product, variant_sku=variant, quantity=quantity, unit_price_cents=price)


def _move(session: Session, by: timedelta) -> None:
    """Every order is a sample: a "delivered six days ago" stays six days ago."""
    for order in session.scalars(select(Order)):
        order.placed_on += by
        _shift(order, by, "eta", "delivered_on", "cancelled_on")
        for returned in order.returns:
            returned.created_on += by
        for refund in order.refunds:
            _shift(refund, by, "due_on", "paid_on")
        for claim in order.claims:
            claim.created_on += by
    for exchange in session.scalars(select(Exchange)):
        exchange.created_on += by


def _shift(row: Order | Refund, by: timedelta, *columns: str) -> None:
    for column in columns:
        value = getattr(row, column)
        if value is not None:
            setattr(row, column, value + by)
