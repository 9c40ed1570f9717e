from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from serving.channels.base import Buttons, Capabilities, Delivery, DeliveryDeferred, DeliveryFailed
from serving.channels.models import Outgoing
from serving.conversations import service
from serving.conversations.models import Author, Event, Kind
from serving.db import now
from serving.tasks import cancel_and_wait
from serving.turns.deliver import MAX_BACK_OFF_S, Deliverer, back_off
from tests.turns.support import Stage, until

BUTTONS = Buttons(most=3, title_characters=20, payload_bytes=64)


@dataclass
class Postman:
    """A channel that remembers what it delivered, and first raises what it was told to."""

    name: str = "telegram"
    capabilities: Capabilities = field(default_factory=lambda: Capabilities(4096, buttons=BUTTONS))
    troubles: list[Exception] = field(default_factory=list)
    delivered: list[tuple[str, str]] = field(default_factory=list)

    async def deliver(self, delivery: Delivery) -> str | None:
        if self.troubles:
            raise self.troubles.pop(0)
        self.delivered.append((delivery.address, delivery.part.text))
        return f"provider-{delivery.event.id}"

    async def close(self) -> None:
        """It holds nothing."""

    def get(self, channel: str) -> Postman:
        return self

    def names(self) -> list[str]:
        return [self.name]


async def _outbox(stage: Stage) -> list[Outgoing]:
    async with stage.database.read() as session:
        return list(await session.scalars(select(Outgoing).order_by(Outgoing.id)))


async def time_passes(stage: Stage) -> None:
    async with stage.database.write() as session:
        await session.execute(update(Outgoing).values(next_attempt_at=now() - timedelta(seconds=1)))


async def test_a_reply_leaves_through_its_channel_and_the_timeline_says_so(stage: Stage) -> None:
    postman = Postman()
    conversation_id = await stage.answer("hello", inbox="chat", address="chat-7")
    assert await Deliverer(stage.database, postman, stage.settings).deliver_due() == 1
    assert postman.delivered == [("chat-7", "You said: hello")]
    [outgoing] = await _outbox(stage)
    assert (outgoing.state, outgoing.provider_id) == ("sent", f"provider-{outgoing.event_id}")
    [delivery] = await stage.events(conversation_id, Kind.DELIVERY)
    assert delivery.payload == {"event_id": outgoing.event_id, "state": "sent", "error": None}


async def test_what_the_customer_pulls_needs_no_delivery(stage: Stage) -> None:
    await stage.answer("hello", inbox="web")
    assert await _outbox(stage) == []


async def test_an_operators_reply_is_delivered_too(stage: Stage) -> None:
    postman = Postman()
    conversation_id = await stage.answer("hello", inbox="chat", address="chat-7")
    async with stage.database.write() as session:
        await service.reply(session, conversation_id, await stage.operator(), text="Ana here", client_id="e1")
    deliverer = Deliverer(stage.database, postman, stage.settings)
    await deliverer.deliver_due()
    await deliverer.deliver_due()
    assert [text for _, text in postman.delivered] == ["You said: hello", "Ana here"]


async def test_a_provider_that_is_away_is_tried_again_later_and_nothing_overtakes(stage: Stage) -> None:
    postman = Postman(troubles=[DeliveryDeferred("busy", retry_after_s=30)])
    await stage.answer("one", inbox="chat")
    await stage.answer("two", inbox="chat")
    deliverer = Deliverer(stage.database, postman, stage.settings)
    assert await deliverer.deliver_due() == 1
    [first, second] = await _outbox(stage)
    assert (first.state, first.last_error, second.attempts) == ("pending", "busy", 0)
    assert first.next_attempt_at > now() + timedelta(seconds=25)
    assert await deliverer.deliver_due() == 0
    await time_passes(stage)
    await deliverer.deliver_due()
    await deliverer.deliver_due()
    assert [text for _, text in postman.delivered] == ["You said: one", "You said: two"]


async def test_a_refusal_for_good_fails_at_once_and_the_next_message_goes_out(stage: Stage) -> None:
    postman = Postman(troubles=[DeliveryFailed("the customer blocked the bot")])
    conversation_id = await stage.answer("one", inbox="chat")
    await stage.answer("two", inbox="chat")
    deliverer = Deliverer(stage.database, postman, stage.settings)
    await deliverer.deliver_due()
    await deliverer.deliver_due()
    assert [outgoing.state for outgoing in await _outbox(stage)] == ["failed", "sent"]
    failed, _ = await stage.events(conversation_id, Kind.DELIVERY)
    assert failed.payload["error"] == "the customer blocked the bot"


async def test_after_too_many_tries_it_has_failed(stage: Stage) -> None:
    tries = stage.settings.outbox_attempts
    postman = Postman(troubles=[OSError("broken pipe")] * tries)
    conversation_id = await stage.answer("one", inbox="chat")
    deliverer = Deliverer(stage.database, postman, stage.settings)
    for _ in range(tries):
        await time_passes(stage)
        await deliverer.deliver_due()
    waits, failed = await stage.events(conversation_id, Kind.DELIVERY)
    assert (waits.payload["state"], waits.payload["error"]) == ("pending", "OSError")
    assert (failed.payload["state"], failed.payload["error"]) == ("failed", "OSError")
    assert postman.delivered == []


async def test_several_workers_send_each_message_once(stage: Stage) -> None:
    for customer in range(10):
        await stage.answer("hello", inbox="chat", address=f"chat-{customer}")
    postman = Postman()
    workers = [Deliverer(stage.database, postman, stage.settings) for _ in range(4)]
    await asyncio.gather(*(worker.deliver_due() for worker in workers))
    assert sorted(address for address, _ in postman.delivered) == sorted(f"chat-{n}" for n in range(10))


async def test_a_message_of_this_process_leaves_without_waiting_for_the_poll(stage: Stage) -> None:
    stage.settings.outbox_poll_s = 3600
    postman = Postman()
    running = asyncio.create_task(Deliverer(stage.database, postman, stage.settings).run())
    await stage.answer("hello", inbox="chat")
    await until(lambda: postman.delivered)
    await cancel_and_wait([running])


@given(attempts=st.integers(1, 40))
def test_back_off_grows_and_has_a_bound(attempts: int) -> None:
    wait_s = back_off(attempts)
    assert 1.0 <= wait_s <= MAX_BACK_OFF_S
    if attempts > 12:
        assert wait_s >= MAX_BACK_OFF_S / 2


async def test_only_what_a_provider_delivers_is_said_to_leave(stage: Stage) -> None:
    committed: list[Event] = []

    async def listen(events: Sequence[Event]) -> None:
        committed.extend(events)

    stage.database.on_commit(listen)
    await stage.answer("hello", inbox="web")
    assert committed
    assert not any(map(service.leaves, committed))
    await stage.answer("hello", inbox="chat")
    assert [event.author for event in committed if service.leaves(event)] == [Author.BOT]
