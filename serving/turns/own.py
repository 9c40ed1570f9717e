"""Step 2: one worker at a time holds a conversation, and reads what there is to answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import LockError

from serving.config import Settings
from serving.redis import AWAY
from serving.tasks import cancel_and_wait

log = logging.getLogger(__name__)

RENEWALS_PER_TTL = 3


@asynccontextmanager
async def own(redis: Redis, settings: Settings, conversation_id: str) -> AsyncIterator[bool]:
    """True inside when this worker holds the conversation; False when another one does.

    The lock keeps two workers from doing the same work. That nothing is answered twice is proved in SQL
    (`check.claim`), so a lock that is lost half-way costs work, never a second answer.
    """
    lock = redis.lock(
        f"parley:lock:{conversation_id}", timeout=settings.lock_ttl_s, blocking=False, thread_local=False
    )
    if not await lock.acquire():
        yield False
        return
    renewing = asyncio.create_task(_renew(lock, settings, conversation_id))
    try:
        yield True
    finally:
        await cancel_and_wait([renewing])
        await _release(lock, conversation_id)


async def _renew(lock: Lock, settings: Settings, conversation_id: str) -> None:
    while True:
        await asyncio.sleep(settings.lock_ttl_s / RENEWALS_PER_TTL)
        try:
            await lock.reacquire()
        except LockError:
            log.warning("the lock was lost during a turn", extra={"conversation": conversation_id})
            return
        except AWAY:
            continue


async def _release(lock: Lock, conversation_id: str) -> None:
    try:
        await lock.release()
    except LockError:
        log.warning("the lock was lost during a turn", extra={"conversation": conversation_id})
    except AWAY:
        # It expires by itself.
        log.warning("Redis is away: the lock runs out by itself", extra={"conversation": conversation_id})
