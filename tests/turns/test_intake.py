"""What comes together shares a transaction, and nobody's message depends on another's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event, func, select

from serving.channels import incoming, reports
from serving.channels.base import IncomingMessage, Received, Report, State
from serving.channels.models import EarlyReport, Receipt
from serving.conversations.models import Conversation, Event
from serving.errors import NotFound, TooLarge, Unavailable
from serving.turns import intake as intake_module
from serving.turns.intake import Intake
from tests.turns.support import Stage

_ids = count(1)


@pytest.fixture
async def intake(stage: Stage) -> AsyncIterator[Intake]:
    made = Intake(stage.database, stage.redis, stage.settings)
    yield made
    await made.close()


def message(text: str, *, address: str = "a", inbox: str = "chat", **more: Any) -> IncomingMessage:
    provider_id = more.pop("provider_id", None) or f"i{next(_ids)}"
    return IncomingMessage(inbox_id=inbox, provider_id=provider_id, address=address, text=text, **more)


async def take(intake: Intake, *messages: IncomingMessage) -> list[Received | BaseException]:
    return await asyncio.gather(*map(intake.receive, messages), return_exceptions=True)


@contextmanager
def commits(stage: Stage) -> Iterator[list[object]]:
    seen: list[object] = []

    def count_one(connection: object) -> None:
        seen.append(connection)

    engine = stage.database.engine.sync_engine
    event.listen(engine, "commit", count_one)
    yield seen
    event.remove(engine, "commit", count_one)


async def test_thirty_messages_at_once_are_one_commit(stage: Stage, intake: Intake) -> None:
    with commits(stage) as seen:
        outcomes = await take(intake, *(message(f"hello {n}", address=f"a{n}") for n in range(30)))
    assert all(isinstance(one, Received) and one.queued and not one.duplicate for one in outcomes)
    assert len(seen) == 1
    for number, one in enumerate(outcomes):
        assert isinstance(one, Received)
        async with stage.database.read() as session:
            stored = await session.get_one(Event, one.event.id)
        assert (stored.text, stored.conversation_id) == (f"hello {number}", one.event.conversation_id)
    async with stage.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Conversation)) == 30
        assert await session.scalar(select(func.count()).select_from(Receipt)) == 30


async def test_one_customers_messages_keep_their_order(stage: Stage, intake: Intake) -> None:
    outcomes = await take(intake, *(message(f"{n}", address=f"a{n % 3}") for n in range(12)))
    events = [one.event for one in outcomes if isinstance(one, Received)]
    for conversation_id in {one.conversation_id for one in events}:
        said = [one for one in events if one.conversation_id == conversation_id]
        assert [one.seq for one in said] == [1, 2, 3, 4]


async def test_a_message_that_comes_twice_at_once_is_stored_once(stage: Stage, intake: Intake) -> None:
    twice = message("hello", provider_id="p1")
    one, two = await take(intake, twice, twice)
    assert isinstance(one, Received)
    assert isinstance(two, Received)
    assert (one.duplicate, two.duplicate) == (False, True)
    assert one.event.id == two.event.id


async def test_what_is_refused_keeps_no_other_out(stage: Stage, intake: Intake) -> None:
    outcomes = await take(
        intake,
        message("x" * 20_000),
        message("fine"),
        message("hello", inbox="nowhere"),
        message("hello", conversation_id="unknown"),
    )
    assert [type(one) for one in outcomes] == [TooLarge, Received, NotFound, NotFound]


async def test_a_message_that_breaks_the_transaction_breaks_only_itself(
    stage: Stage, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    payload_of = incoming.payload_of

    def breaking(one: IncomingMessage) -> dict[str, Any]:
        if one.text == "odd":
            raise RuntimeError("nobody thought of this")
        return payload_of(one)

    monkeypatch.setattr(incoming, "payload_of", breaking)
    outcomes = await take(intake, message("one"), message("odd"), message("two"))
    assert [type(one) for one in outcomes] == [Received, RuntimeError, Received]
    async with stage.database.read() as session:
        texts = await session.scalars(select(Event.text).order_by(Event.id))
        assert list(texts) == ["one", "two"]


async def test_a_new_message_to_a_thread_begins_a_conversation_of_its_own(
    stage: Stage, intake: Intake
) -> None:
    first = await take(intake, message("a", thread="t1"), message("b", thread="t2"), message("c"))
    again = await take(intake, message("d", thread="t1"), message("e", thread="t2"), message("f"))
    homes = [one.event.conversation_id for one in first if isinstance(one, Received)]
    assert len(set(homes)) == 3
    assert [one.event.conversation_id for one in again if isinstance(one, Received)] == homes


async def test_more_than_may_wait_is_sent_away_and_what_was_taken_is_stored(
    stage: Stage, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "MOST_WAITING", 2)
    outcomes = await take(intake, *(message("hello", address=f"a{n}") for n in range(4)))
    assert [type(one) for one in outcomes] == [Received, Received, Unavailable, Unavailable]
    assert isinstance(await intake.receive(message("later")), Received)


async def test_nobody_is_taken_while_others_wait_too_long(
    stage: Stage, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "LONGEST_WAIT_S", -1.0)
    outcomes = await take(intake, message("first"), message("second", address="b"))
    assert [type(one) for one in outcomes] == [Received, Unavailable]
    assert isinstance(await intake.receive(message("later")), Received)


async def test_reports_share_a_transaction_and_a_broken_one_breaks_only_itself(
    stage: Stage, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply = reports.apply

    async def breaking(session: Any, report: Report) -> None:
        if report.provider_id == "odd":
            raise RuntimeError("nobody thought of this")
        await apply(session, report)

    def told(provider_id: str) -> Report:
        return Report(inbox_id="chat", state=State.READ, provider_id=provider_id)

    with commits(stage) as seen:
        await asyncio.gather(*(intake.record(told(f"r{n}")) for n in range(10)))
    assert len(seen) == 1
    monkeypatch.setattr(reports, "apply", breaking)
    outcomes = await asyncio.gather(
        *(intake.record(told(one)) for one in ("r10", "odd", "r11")), return_exceptions=True
    )
    assert [type(one) for one in outcomes] == [type(None), RuntimeError, type(None)]
    async with stage.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(EarlyReport)) == 12
