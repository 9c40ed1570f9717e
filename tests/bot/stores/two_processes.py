"""A process that takes turns as a Rasa server does: lock, read, add, save. `test_processes` runs two.

python -m tests.bot.stores.two_processes REDIS_PORT NAME TURNS
"""

from __future__ import annotations

import asyncio
import sys

from rasa.shared.core.events import SlotSet
from rasa.utils.endpoints import EndpointConfig

from bot.stores.lock import RedisWakingLockStore
from bot.stores.tracker import RedisEventTrackerStore
from tests.bot.stores.test_tracker import DOMAIN, say, turn


async def main(port: int, name: str, turns: int) -> None:
    store = RedisEventTrackerStore(DOMAIN, "127.0.0.1", port=port)
    locks = RedisWakingLockStore(EndpointConfig("127.0.0.1", port=port))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()

    async def take(number: int) -> None:
        async with locks.lock("c"):
            before = await store.retrieve("c")
            counted = float(before.get_slot("tries") or 0) + 1
            await say(store, "c", turn(f"{name} {number}", SlotSet("tries", counted)))

    for number in range(0, turns, 2):
        await asyncio.gather(take(number), take(number + 1))
    await store.redis.close(close_connection_pool=True)
    await locks.redis.close(close_connection_pool=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
