"""A Redis that restarts costs no turn; one that is away fails it."""

import asyncio

import pytest
import redis
from rasa.utils.endpoints import EndpointConfig

from bot.stores.connection import LiveConnection
from bot.stores.lock import RedisWakingLockStore
from bot.stores.tracker import RedisEventTrackerStore
from tests.bot.stores.test_tracker import DOMAIN, say, session_start, texts, turn

POOLED = 5


@pytest.fixture
async def tracker_store(redis_client, redis_port):
    made = RedisEventTrackerStore(DOMAIN, "127.0.0.1", port=redis_port)
    yield made
    await made.redis.close(close_connection_pool=True)


@pytest.fixture
async def lock_store(redis_client, redis_port):
    made = RedisWakingLockStore(EndpointConfig("127.0.0.1", port=redis_port))
    yield made
    await made.redis.close(close_connection_pool=True)


async def warm(client):
    """Fills the pool."""
    await asyncio.gather(*(client.blpop("nothing", timeout=0.05) for _ in range(POOLED)))
    assert len(client.connection_pool._available_connections) >= POOLED


async def test_no_pooled_connection_fails_a_command_after_a_restart(tracker_store, lock_store, redis_server):
    await say(tracker_store, "c", session_start() + turn("before"))
    await warm(tracker_store.redis)
    await warm(lock_store.redis)
    redis_server.stop()
    redis_server.start()
    for number in range(2 * POOLED):
        async with lock_store.lock("c"):
            await say(tracker_store, "c", turn(f"after {number}"))
    expected = ["before", *(f"after {number}" for number in range(2 * POOLED))]
    assert texts(await tracker_store.retrieve_full_tracker("c")) == expected


async def test_a_connection_that_the_server_closed_is_not_used(lock_store, redis_server):
    await warm(lock_store.redis)
    await asyncio.to_thread(redis_server.stop)
    await asyncio.to_thread(redis_server.start)
    assert await asyncio.gather(*(lock_store.redis.ping() for _ in range(POOLED))) == [True] * POOLED


async def test_a_turn_waits_while_redis_restarts(tracker_store, lock_store, redis_server):
    async with lock_store.lock("c"):
        tracker = await say(tracker_store, "c", session_start() + turn("before"))
        redis_server.stop()
        for event in turn("meanwhile"):
            tracker.update(event)
        saving = asyncio.create_task(tracker_store.save(tracker))
        await asyncio.sleep(0)
        await asyncio.to_thread(redis_server.start)
        await saving
    assert texts(await tracker_store.retrieve("c")) == ["before", "meanwhile"]


class BreakingConnection(LiveConnection):
    """Breaks when the answer to a command should be read that Redis has carried out."""

    breaks = 0

    async def read_response(self, *args, **kwargs):
        response = await super().read_response(*args, **kwargs)
        if BreakingConnection.breaks:
            BreakingConnection.breaks -= 1
            await self.disconnect(nowait=True)
            raise redis.ConnectionError("broke after the command was carried out")
        return response


@pytest.fixture
def break_next(tracker_store, lock_store, monkeypatch):
    for store in (tracker_store, lock_store):
        monkeypatch.setattr(store.redis.connection_pool, "connection_class", BreakingConnection)
    monkeypatch.setattr(BreakingConnection, "breaks", 0)

    def break_(count=1):
        BreakingConnection.breaks = count

    return break_


async def test_events_that_were_saved_before_the_connection_broke_are_saved_once(tracker_store, break_next):
    tracker = await say(tracker_store, "c", session_start() + turn("one"))
    for event in turn("two"):
        tracker.update(event)
    break_next(3)
    await tracker_store.save(tracker)
    assert texts(await tracker_store.retrieve_full_tracker("c")) == ["one", "two"]


async def test_a_lock_taken_before_the_connection_broke_is_ones_own(lock_store, break_next):
    async with lock_store.lock("warm"):
        pass
    break_next()
    async with lock_store.lock("c", lock_lifetime=10):
        break_next()
    async with lock_store.lock("c", lock_lifetime=10):
        pass


async def test_what_redis_lost_during_a_turn_is_written_again(tracker_store, redis_client):
    tracker = await say(tracker_store, "c", session_start() + turn("one"))
    redis_client.flushall()
    for event in turn("two"):
        tracker.update(event)
    await tracker_store.save(tracker)
    assert texts(await tracker_store.retrieve("c")) == ["one", "two"]


async def test_a_base_without_events_is_forgotten(tracker_store, redis_client):
    await say(tracker_store, "c", session_start() + turn("first"))
    await say(tracker_store, "c", session_start() + turn("second"))
    redis_client.delete("parley:tracker:c:events")
    assert redis_client.exists("parley:tracker:c:base")
    await say(tracker_store, "c", session_start() + turn("third"))
    assert texts(await tracker_store.retrieve("c")) == ["third"]


async def test_redis_that_is_away_is_an_error_that_says_so(redis_client):
    away = RedisWakingLockStore(EndpointConfig("127.0.0.1", port=1))
    with pytest.raises(redis.ConnectionError, match="127.0.0.1:1"):
        async with away.lock("c"):
            pass
