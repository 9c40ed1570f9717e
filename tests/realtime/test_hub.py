"""The fan-out below the sockets: order, loss and swapped messages, readers that come and go."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from typing import Any

import pytest
from redis.asyncio import Redis

from serving.channels.models import Inbox
from serving.contacts.models import Contact
from serving.conversations import timeline
from serving.conversations.models import Author, Conversation, Event, Kind
from serving.db import Database
from serving.operators.directory import OperatorNames
from serving.realtime import messages
from serving.realtime.hub import Hub
from serving.realtime.publisher import Publisher
from serving.realtime.subscription import QUEUE_LENGTH, ConversationSubscription
from tests.gateway import Served, until
from tests.services import RedisServer

CHANNEL = messages.conversation_channel("c1")


@pytest.fixture
async def hub(served: Served) -> Hub:
    async with served.database.write() as session:
        session.add(Contact(id="k1", attributes={}))
        await session.flush()
        session.add(Conversation(id="c1", inbox_id="web", contact_id="k1", last_seq=0))
    return served.gateway.hub


async def append_unheard(database: Database, count: int, *, kind: Kind = Kind.MESSAGE) -> list[Event]:
    """Appends without anybody being told: as if Redis had lost the news."""
    silent = Database(database.engine)
    async with silent.write() as session:
        conversation = await timeline.lock_conversation(session, "c1")
        return [
            await timeline.append(session, conversation, kind=kind, author=Author.BOT, text=f"{number}")
            for number in range(count)
        ]


async def publish(redis: Redis, event: Event) -> None:
    message = messages.event_message(event, {}, public=True)
    await redis.publish(CHANNEL, messages.encode(message))


async def seqs(subscription: ConversationSubscription, count: int) -> list[int]:
    found: list[int] = []
    async with asyncio.timeout(30):
        async for message in subscription.stream():
            if message["type"] == "event":
                found.append(message["event"]["seq"])
            if len(found) == count:
                break
    return found


async def test_what_pubsub_swaps_is_put_in_order(served: Served, hub: Hub, redis_client: Redis) -> None:
    async with hub.conversation("c1", after=0) as subscription:
        reading = asyncio.create_task(seqs(subscription, 3))
        one, two, three = await append_unheard(served.database, 3)
        for event in (three, one, two, three):
            await publish(redis_client, event)

        assert await reading == [1, 2, 3]


async def test_what_pubsub_lost_comes_with_the_next_message(
    served: Served, hub: Hub, redis_client: Redis
) -> None:
    async with hub.conversation("c1", after=0) as subscription:
        reading = asyncio.create_task(seqs(subscription, 3))
        *_, last = await append_unheard(served.database, 3)
        await publish(redis_client, last)

        assert await reading == [1, 2, 3]


async def test_what_pubsub_lost_at_the_end_is_found_by_looking(served: Served, hub: Hub) -> None:
    async with hub.conversation("c1", after=0) as subscription:
        reading = asyncio.create_task(seqs(subscription, 2))
        await append_unheard(served.database, 2)
        await hub.look()

        assert await reading == [1, 2]


async def test_a_private_event_nudges_who_looks_for_it(served: Served, hub: Hub) -> None:
    async with hub.nudges("c1", after=0) as nudge, asyncio.timeout(60):
        await served.append("c1", kind=Kind.TURN, payload={"answers": [1]})
        await nudge.changed()


async def test_a_nudge_that_pubsub_lost_comes_by_looking(served: Served, hub: Hub) -> None:
    async with hub.nudges("c1", after=0) as nudge, asyncio.timeout(60):
        await append_unheard(served.database, 1)
        await hub.look()
        await nudge.changed()


async def test_a_long_timeline_is_replayed_whole(served: Served, hub: Hub) -> None:
    await append_unheard(served.database, 450)
    async with hub.conversation("c1", after=0) as subscription:
        assert await seqs(subscription, 450) == list(range(1, 451))


async def test_redis_is_asked_for_a_conversation_only_while_somebody_reads_it(
    served: Served, hub: Hub, redis_client: Redis
) -> None:
    async def listeners() -> int:
        [(_, count)] = await redis_client.pubsub_numsub(CHANNEL)
        return int(count)

    async with hub.conversation("c1", after=0):
        async with hub.conversation("c1", after=0):
            assert await listeners() == 1
        assert await listeners() == 1
        # Leaving and coming back at once must not end with nobody listening.
        async with hub.conversation("c1", after=0) as subscription:
            reading = asyncio.create_task(seqs(subscription, 1))
            await served.append("c1", "hello")
            assert await reading == [1]

    async def nobody_listens() -> bool:
        return await listeners() == 0

    await until(nobody_listens)


async def test_readers_may_come_and_go_all_at_once(served: Served, hub: Hub) -> None:
    async def read_one() -> list[int]:
        async with hub.conversation("c1", after=0) as subscription:
            return await seqs(subscription, 1)

    reading = [asyncio.create_task(read_one()) for _ in range(50)]
    await served.append("c1", "hello")

    assert await asyncio.gather(*reading) == [[1]] * 50
    assert hub.reader_count == 0


async def test_consoles_get_what_pubsub_lost_once(served: Served, hub: Hub) -> None:
    async with hub.consoles() as subscription:
        await served.append("c1", "heard")
        await append_unheard(served.database, 300)
        await hub.look()
        await hub.look()
        found: list[str] = []
        async with asyncio.timeout(60):
            async for message in subscription.stream():
                found.append(message["event"]["text"])
                if len(found) == 301:
                    break
        await served.append("c1", "after")
        async with asyncio.timeout(60):
            assert (await anext(subscription.stream()))["event"]["text"] == "after"

    assert found == ["heard", *(str(number) for number in range(300))]


async def test_a_reader_that_takes_nothing_overflows_and_others_do_not(served: Served, hub: Hub) -> None:
    async with (
        hub.conversation("c1", after=0) as stuck,
        hub.conversation("c1", after=0) as reader,
    ):
        most = QUEUE_LENGTH * 4
        reading = asyncio.create_task(seqs(reader, most))
        # More than fit, because Redis may lose a burst; a reader who reads takes one in before the next.
        for last in range(50, most, 50):
            if stuck.overflowed:
                break
            async with served.database.write() as session:
                conversation = await timeline.lock_conversation(session, "c1")
                for _ in range(50):
                    await timeline.append(
                        session, conversation, kind=Kind.MESSAGE, author=Author.BOT, text="x"
                    )
            await until(lambda last=last: reader.cursor == last)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)

        assert stuck.overflowed
        assert not reader.overflowed


async def test_previews_of_a_fast_model_do_not_flood(served: Served, hub: Hub) -> None:
    publisher = served.gateway.publisher
    async with hub.conversation("c1", after=0) as subscription:
        for number in range(200):
            await publisher.preview("c1", turn="t1", text="x" * number)
        await publisher.dropped("c1", turn="t1")
        previews = 0
        async with asyncio.timeout(60):
            async for message in subscription.stream():
                if message["type"] == "dropped":
                    break
                previews += 1

    assert 1 <= previews < 100


async def test_a_publisher_without_redis_only_says_so(
    served: Served, hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    away = Publisher(Redis.from_url("redis://127.0.0.1:1"))
    event = await served.append("c1", "my card is 4111")
    with caplog.at_level("WARNING"):
        await away.publish_events([event])
        await away.preview("c1", turn="t1", text="x")
        await away.typing("c1")

    assert [record.message for record in caplog.records if "Redis" in record.message]
    assert "4111" not in caplog.text


async def test_a_conversation_hears_nothing_of_another(served: Served, hub: Hub) -> None:
    async with served.database.write() as session:
        session.add(Inbox(id="other", name="O", channel="widget", settings={}))
        await session.flush()
        session.add(Conversation(id="c2", inbox_id="other", contact_id="k1", last_seq=0))
    async with hub.conversation("c1", after=0) as subscription:
        await served.append("c2", "for somebody else")
        await served.append("c1", "for you")
        async with asyncio.timeout(60):
            first: dict[str, Any] = await anext(subscription.stream())

    assert json.dumps(first).count("for somebody else") == 0
    assert first["event"]["text"] == "for you"


async def test_a_message_that_is_not_ours_does_not_end_the_fan_out(
    served: Served, hub: Hub, redis_client: Redis
) -> None:
    async with hub.conversation("c1", after=0) as subscription:
        reading = asyncio.create_task(seqs(subscription, 2))
        await served.append("c1", "before")
        await redis_client.publish(CHANNEL, "{not ours")
        await until(lambda: hub.platform_state == "degraded")
        await served.append("c1", "after")

        assert await reading == [1, 2]


async def test_the_hub_closes_at_any_moment_of_connecting(
    database: Database, redis_server: RedisServer
) -> None:
    for steps in range(60):
        hub = Hub(database, redis_server.url, operators=OperatorNames(database))
        starting = asyncio.create_task(hub.start())
        for _ in range(steps):
            await asyncio.sleep(0)
        async with asyncio.timeout(60):
            await hub.close()
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)


async def listeners(redis: Redis) -> int:
    [(_, count)] = await redis.pubsub_numsub(messages.CONSOLE_CHANNEL)
    return int(count)


async def test_what_consoles_see_is_heard_only_while_one_is_open(hub: Hub, redis_client: Redis) -> None:
    async with hub.consoles():
        assert await listeners(redis_client) == 1
        async with hub.consoles():
            assert await listeners(redis_client) == 1
        assert await listeners(redis_client) == 1

    async def nobody_listens() -> bool:
        return await listeners(redis_client) == 0

    await until(nobody_listens)


async def test_a_console_that_comes_while_another_one_leaves_is_heard(hub: Hub, redis_client: Redis) -> None:
    for order in (1, -1):
        leaving = AsyncExitStack()
        await leaving.enter_async_context(hub.consoles())
        async with AsyncExitStack() as coming:
            steps = [coming.enter_async_context(hub.consoles()), leaving.aclose()][::order]
            await asyncio.gather(*steps)
            assert await listeners(redis_client) == 1
