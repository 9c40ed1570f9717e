"""What becomes of a message after the provider took it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from serving.channels import reports
from serving.channels.base import Capabilities, Delivery, DeliveryDeferred, Report, State
from serving.channels.models import EarlyReport, Outgoing, SentPart
from serving.conversations import service
from serving.conversations.models import Kind
from serving.db import now
from serving.errors import Conflict, NotFound
from serving.turns.deliver import Deliverer
from tests.turns.support import Stage
from tests.turns.test_deliver import Postman, time_passes

SENT, DELIVERED, READ, FAILED = State.SENT, State.DELIVERED, State.READ, State.FAILED


async def sent(stage: Stage, text: str = "hello", postman: Postman | None = None) -> tuple[str, Outgoing]:
    """A message that the provider took."""
    conversation_id = await stage.answer(text, inbox="chat", address="chat-7")
    await Deliverer(stage.database, postman or Postman(), stage.settings).deliver_due()
    return conversation_id, await outgoing(stage)


async def outgoing(stage: Stage) -> Outgoing:
    async with stage.database.read() as session:
        found = await session.scalars(select(Outgoing).order_by(Outgoing.id.desc()))
        return found.first()  # type: ignore[return-value]


async def report(stage: Stage, state: State, provider_id: str | None = None, **more: object) -> None:
    message = Report(inbox_id="chat", state=state, provider_id=provider_id, **more)  # type: ignore[arg-type]
    await reports.record(stage.database, message)


async def told(stage: Stage, conversation_id: str) -> list[str]:
    return [event.payload["state"] for event in await stage.events(conversation_id, Kind.DELIVERY)]


@pytest.mark.parametrize(
    ("reported", "shown"),
    [
        ([SENT, DELIVERED, READ], ["sent", "delivered", "read"]),
        ([READ, DELIVERED, SENT], ["sent", "read"]),
        ([DELIVERED, DELIVERED, READ, READ], ["sent", "delivered", "read"]),
        ([FAILED, FAILED], ["sent", "failed"]),
        ([DELIVERED, FAILED], ["sent", "delivered"]),
        ([FAILED, DELIVERED], ["sent", "failed", "delivered"]),
    ],
    ids=lambda states: "-".join(states),
)
async def test_reports_in_any_order_and_number_end_in_the_right_state(
    stage: Stage, reported: list[State], shown: list[str]
) -> None:
    conversation_id, message = await sent(stage)
    for state in reported:
        await report(stage, state, message.provider_id)

    assert await told(stage, conversation_id) == shown
    assert (await outgoing(stage)).state == shown[-1]


@given(reported=st.lists(st.sampled_from([SENT, DELIVERED, READ, FAILED]), max_size=8))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_state_is_the_furthest_one_reported(reported: list[State]) -> None:
    part = SentPart(outbox_id=1, part=0, inbox_id="chat", state="sent")
    for state in reported:
        reports.raise_state(part, state, None)
    assert part.state == max([SENT, *reported], key=lambda state: state.rank)


async def test_a_report_that_comes_before_the_id_is_written_down_is_not_lost(stage: Stage) -> None:
    conversation_id = await stage.answer("hello", inbox="chat", address="chat-7")
    waiting = await outgoing(stage)
    await report(stage, DELIVERED, f"provider-{waiting.event_id}")
    assert await told(stage, conversation_id) == []

    await Deliverer(stage.database, Postman(), stage.settings).deliver_due()

    assert await told(stage, conversation_id) == ["delivered"]
    async with stage.database.read() as session:
        assert list(await session.scalars(select(EarlyReport))) == []


async def test_a_report_with_our_reference_proves_that_a_dead_workers_message_left(stage: Stage) -> None:
    """The worker was killed between the provider's answer and our transaction."""
    conversation_id = await stage.answer("hello", inbox="chat", address="chat-7")
    waiting = await outgoing(stage)
    await report(stage, DELIVERED, "wamid.1", reference=reports.reference(waiting, 0))

    postman = Postman()
    await Deliverer(stage.database, postman, stage.settings).deliver_due()

    assert postman.delivered == []
    assert await told(stage, conversation_id) == ["delivered"]
    assert (await outgoing(stage)).state == "delivered"


async def test_a_reference_of_another_inbox_proves_nothing(stage: Stage) -> None:
    await stage.answer("hello", inbox="chat", address="chat-7")
    waiting = await outgoing(stage)
    await reports.record(
        stage.database,
        Report(inbox_id="web", state=SENT, provider_id="x", reference=reports.reference(waiting, 0)),
    )
    postman = Postman()
    await Deliverer(stage.database, postman, stage.settings).deliver_due()

    assert len(postman.delivered) == 1


async def test_a_watermark_counts_for_what_was_sent_until_then(stage: Stage) -> None:
    conversation_id, _ = await sent(stage, "one")
    between = now()
    await sent(stage, "two")
    await report(stage, READ, address="chat-7", up_to=between)

    assert await told(stage, conversation_id) == ["sent", "sent", "read"]
    await report(stage, READ, address="somebody else", up_to=now() + timedelta(hours=1))
    assert await told(stage, conversation_id) == ["sent", "sent", "read"]


async def test_a_message_in_parts_is_delivered_when_each_part_is(stage: Stage) -> None:
    short = Postman(capabilities=Capabilities(max_characters=24))
    conversation_id, message = await sent(stage, "This is one. And this is two.", short)
    async with stage.database.read() as session:
        parts = list(await session.scalars(select(SentPart).order_by(SentPart.part)))
        for number, part in enumerate(parts):
            async with stage.database.write() as writing:
                (await writing.get_one(SentPart, part.id)).provider_id = f"part-{number}"
    assert len(parts) == 2

    await report(stage, READ, "part-1")
    assert (await outgoing(stage)).state == "sent"
    await report(stage, DELIVERED, "part-0")
    assert (await outgoing(stage)).state == "delivered"
    assert await told(stage, conversation_id) == ["sent", "delivered"]


async def test_a_failed_message_is_sent_again_when_somebody_asks(stage: Stage) -> None:
    conversation_id, message = await sent(stage)
    await report(stage, FAILED, message.provider_id, error="131026 Message undeliverable")
    ana = await stage.operator()
    async with stage.database.write() as session:
        await reports.resend(session, conversation_id, message.event_id, ana)

    postman = Postman()
    await Deliverer(stage.database, postman, stage.settings).deliver_due()
    # What the provider says of the first attempt counts no more.
    await report(stage, FAILED, "late", reference=reports.reference(message, 0))

    assert [text for _, text in postman.delivered] == ["You said: hello"]
    assert await told(stage, conversation_id) == ["sent", "failed", "pending", "sent"]
    assert (await outgoing(stage)).state == "sent"


async def test_only_a_failed_message_is_sent_again_and_only_by_who_may(stage: Stage) -> None:
    conversation_id, message = await sent(stage)
    ana, ben = await stage.operator("ana"), await stage.operator("ben")
    with pytest.raises(Conflict, match="only a failed one"):
        async with stage.database.write() as session:
            await reports.resend(session, conversation_id, message.event_id, ana)
    with pytest.raises(NotFound):
        async with stage.database.write() as session:
            await reports.resend(session, conversation_id, 10_000, ana)
    async with stage.database.write() as session:
        await service.take_over(session, conversation_id, ben)
    with pytest.raises(Conflict, match="Ben"):
        async with stage.database.write() as session:
            await reports.resend(session, conversation_id, message.event_id, ana)


async def test_a_deferred_message_in_parts_goes_on_where_it_stopped(stage: Stage) -> None:
    class Stumbling(Postman):
        stumbled = False

        async def deliver(self, delivery: Delivery) -> str | None:
            if len(self.delivered) == 1 and not self.stumbled:
                self.stumbled = True
                raise DeliveryDeferred("busy")
            return await super().deliver(delivery)

    postman = Stumbling(capabilities=Capabilities(max_characters=24))
    await stage.answer("This is one. And this is two.", inbox="chat", address="chat-7")
    deliverer = Deliverer(stage.database, postman, stage.settings)
    await deliverer.deliver_due()
    await time_passes(stage)
    await deliverer.deliver_due()

    assert [text for _, text in postman.delivered] == ["You said: This is one.", "And this is two."]
