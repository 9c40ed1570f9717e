from __future__ import annotations

import pytest
from sqlalchemy import select

from serving.db import Database
from serving.errors import BadInput, Forbidden, TooManyRequests
from serving.operators import service
from serving.operators.models import Operator
from serving.operators.roles import Role, require_role
from serving.operators.service import SignInThrottle


async def test_the_first_admin_is_made_once_and_can_sign_in(database: Database) -> None:
    async with database.write() as session:
        password = await service.ensure_first_admin(session)
    async with database.write() as session:
        assert await service.ensure_first_admin(session) is None

    assert password is not None
    async with database.read() as session:
        admin = (await session.scalars(select(Operator))).one()
    assert (admin.email, admin.role) == ("admin@localhost", "admin")
    assert password not in admin.password_hash
    assert await service.authenticate(admin, password) is admin


async def test_a_short_password_is_refused(database: Database) -> None:
    async with database.write() as session:
        with pytest.raises(BadInput):
            service.add_operator(session, "a@b.example", name="A", role=Role.AGENT, password="too short")


@pytest.mark.parametrize(
    ("role", "least", "may"),
    [
        ("viewer", Role.VIEWER, True),
        ("viewer", Role.AGENT, False),
        ("agent", Role.AGENT, True),
        ("agent", Role.ADMIN, False),
        ("admin", Role.ADMIN, True),
    ],
)
def test_a_role_holds_what_the_lesser_ones_hold(role: str, least: Role, may: bool) -> None:
    operator = Operator(id="o", email="a@b.example", name="A", role=role, password_hash="")
    if may:
        require_role(operator, least)
    else:
        with pytest.raises(Forbidden):
            require_role(operator, least)


def test_an_account_under_attack_from_everywhere_is_closed_for_a_while() -> None:
    throttle = SignInThrottle()
    for number in range(100):
        throttle.take(address=f"10.0.0.{number}", email="ana@example.com")

    with pytest.raises(TooManyRequests) as refused:
        throttle.take(address="10.0.1.1", email="ANA@example.com")

    assert refused.value.retry_after_s is not None
    throttle.take(address="10.0.1.1", email="ben@example.com")
