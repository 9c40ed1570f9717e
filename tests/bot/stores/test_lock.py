import asyncio
import signal
import sys

import pytest
from rasa.core.lock_store import LockError
from rasa.utils.endpoints import EndpointConfig

from bot.stores.lock import RedisWakingLockStore


@pytest.fixture
async def stores(redis_client, redis_port):
    made = [RedisWakingLockStore(EndpointConfig("127.0.0.1", port=redis_port)) for _ in range(3)]
    yield made
    # uvloop, which Rasa installs, may hang when a loop closes with open connections.
    for store in made:
        await store.redis.close(close_connection_pool=True)


async def test_one_owner_at_a_time_across_processes(stores):
    inside = 0

    async def turn(store):
        nonlocal inside
        async with store.lock("c", lock_lifetime=10):
            inside += 1
            assert inside == 1
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(turn(store) for store in stores * 20))
    assert inside == 0


async def test_conversations_do_not_wait_for_each_other(stores):
    async with stores[0].lock("a"), stores[1].lock("b"):
        pass


async def test_a_waiter_is_woken_and_never_sleeps_as_rasas_own_would(stores, monkeypatch):
    async def sleep(_seconds):
        raise AssertionError("the waiter sleeps")

    entered = asyncio.Event()

    async def wait():
        async with stores[1].lock("c", lock_lifetime=10):
            entered.set()

    async with stores[0].lock("c", lock_lifetime=10):
        monkeypatch.setattr(asyncio, "sleep", sleep)
        waiter = asyncio.create_task(wait())
        while not any(client["cmd"] == "blpop" for client in await stores[2].redis.client_list()):
            assert not waiter.done(), waiter.exception()
        monkeypatch.undo()
        assert not entered.is_set()
    await asyncio.wait_for(waiter, 60)


async def test_the_lock_of_a_dead_owner_expires(stores):
    dead = stores[0].lock("c", lock_lifetime=0.2)
    await dead.__aenter__()
    async with stores[1].lock("c", lock_lifetime=0.2):
        pass
    await dead.__aexit__(None, None, None)


async def test_a_lease_is_renewed_while_the_turn_runs(redis_client, redis_port):
    store = RedisWakingLockStore(EndpointConfig("127.0.0.1", port=redis_port, lease_s=0.15))
    async with store.lock("c", lock_lifetime=10):
        left_ms = redis_client.pttl("parley:rasa-lock:c")
        while (now_ms := redis_client.pttl("parley:rasa-lock:c")) <= left_ms:
            assert now_ms > 0, "the lease ran out"
            left_ms = now_ms
            await asyncio.sleep(0)  # lets the store renew it
    assert not redis_client.exists("parley:rasa-lock:c")
    await store.redis.close(close_connection_pool=True)


async def test_a_killed_process_keeps_others_waiting_for_its_lease_alone(redis_client, redis_port):
    code = """
import asyncio, os, signal, sys
from rasa.utils.endpoints import EndpointConfig
from bot.stores.lock import RedisWakingLockStore
async def main():
    store = RedisWakingLockStore(EndpointConfig("127.0.0.1", port=int(sys.argv[1]), lease_s=0.5))
    async with store.lock("c", lock_lifetime=600):
        os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(main())
"""
    killed = await asyncio.create_subprocess_exec(sys.executable, "-c", code, str(redis_port))
    assert await killed.wait() == -signal.SIGKILL
    assert 0 < redis_client.pttl("parley:rasa-lock:c") <= 500
    store = RedisWakingLockStore(EndpointConfig("127.0.0.1", port=redis_port))
    async with store.lock("c", lock_lifetime=600):
        pass
    await store.redis.close(close_connection_pool=True)


async def test_a_late_owner_does_not_release_its_successors_lock(stores):
    late = stores[0].lock("c", lock_lifetime=0.05)
    await late.__aenter__()
    async with stores[1].lock("c", lock_lifetime=10):
        await late.__aexit__(None, None, None)
        assert await stores[2].redis.exists("parley:rasa-lock:c")


async def test_a_stuck_lock_is_an_error_that_names_it(stores, redis_client):
    redis_client.set("parley:rasa-lock:c", "somebody", px=60_000)
    with pytest.raises(LockError, match="parley:rasa-lock:c"):
        async with stores[0].lock("c", lock_lifetime=0.05):
            pass
