from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from shop import service
from shop.app import open_database
from shop.models import Order, Seeding, State
from shop.seed import SAMPLES, seed


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = open_database(tmp_path / "shop.db")
    with Session(engine) as session:
        yield session
    engine.dispose()


def test_about_thirty_orders_in_every_state(session):
    orders = session.scalars(select(Order)).all()
    assert len(orders) == len(SAMPLES) >= 30
    assert set(Counter(order.state for order in orders)) == set(State)


def test_every_order_is_believable(session):
    today = service.today()
    for order in session.scalars(select(Order)):
        assert order.lines, order.number
        assert order.customer.email.endswith("@example.com")
        assert order.placed_on <= (order.delivered_on or order.cancelled_on or order.eta)
        if order.state in (State.PROCESSING, State.SHIPPED, State.DELAYED):
            assert (order.eta > today) == (order.number != "P-10472"), order.number
        if order.state is State.SHIPPED:
            assert order.carrier
            assert order.tracking_number
        assert (order.state is State.RETURNED) == bool(order.returns)


def test_a_second_start_changes_nothing(session):
    before = {order.number: order.placed_on for order in session.scalars(select(Order))}
    seed(session, service.today())
    assert {order.number: order.placed_on for order in session.scalars(select(Order))} == before


def test_the_dates_move_on_with_the_calendar(session):
    later = service.today() + timedelta(days=40)
    before = session.get(Order, "P-10477").delivered_on
    seed(session, later)
    session.flush()
    assert session.get(Order, "P-10477").delivered_on == before + timedelta(days=40)
    assert session.get(Order, "P-10454").returns[0].created_on == later - timedelta(days=20)
    assert session.scalar(select(Seeding.day)) == later


def test_the_tables_of_an_earlier_version_are_made_anew(tmp_path):
    file = tmp_path / "shop.db"
    with sqlite3.connect(file) as earlier:
        earlier.execute("CREATE TABLE orders (number TEXT PRIMARY KEY)")
        earlier.execute("INSERT INTO orders VALUES ('P-1')")
    engine = open_database(file)
    with Session(engine) as session:
        assert session.get(Order, "P-1") is None
        assert session.get(Order, "P-10482").street
    engine.dispose()
