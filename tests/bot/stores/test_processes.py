"""Several Rasa processes share one Redis: turns of one conversation follow one another, none is lost."""

from __future__ import annotations

import asyncio
import sys

from rasa.shared.core.events import UserUttered

from bot.stores.tracker import RedisEventTrackerStore
from tests.bot.stores.conftest import PROJECT_ROOT
from tests.bot.stores.test_tracker import DOMAIN, say, session_start, texts

TURNS = 60  # of each; together far more than the tail that is read
NAMES = ("one", "two")


async def test_two_processes_lose_no_turn_of_one_conversation_and_mix_none(redis_client, redis_port):
    store = RedisEventTrackerStore(DOMAIN, "127.0.0.1", port=redis_port)
    await say(store, "c", session_start())
    processes = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bot.stores.two_processes", str(redis_port), name, str(TURNS)),
            cwd=PROJECT_ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for name in NAMES
    ]
    for process in processes:
        assert await process.stdout.readline() == b"ready\n"
    for process in processes:
        process.stdin.write(b"go\n")
        await process.stdin.drain()
    assert [await process.wait() for process in processes] == [0, 0]

    whole = await store.retrieve_full_tracker("c")
    said = texts(whole)
    assert sorted(said) == sorted(f"{name} {number}" for name in NAMES for number in range(TURNS))
    # Each turn counted on from the one before it: none was taken from an older state.
    assert whole.get_slot("tries") == (await store.retrieve("c")).get_slot("tries") == 2 * TURNS
    events = list(whole.events)
    starts = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    ends = [*starts[1:], len(events)]
    assert {end - start for start, end in zip(starts, ends, strict=True)} == {5}, (
        "events of two turns are mixed"
    )
    await store.redis.close(close_connection_pool=True)
