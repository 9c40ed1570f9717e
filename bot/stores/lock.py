"""Rasa's conversation lock in Redis: taken and released atomically, waiters woken without polling.

Rasa's own RedisLockStore reads, changes and writes a list of tickets in separate steps, and asks again
once a second. Here the lock is one key that holds its owner's token; a release pushes a wake-up that
exactly one waiter pops.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

from bot.stores.connection import TIMEOUT_S, connect

# One round of waiting stays below the connection's own timeout.
WAIT_S = TIMEOUT_S - 1

# KEYS: lock, wake-ups. ARGV: the owner's token, for how long a wake-up is kept (ms).
RELEASE = """
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('del', KEYS[1], KEYS[2])
redis.call('lpush', KEYS[2], '1')
redis.call('pexpire', KEYS[2], ARGV[2])
return 1
"""


class RedisWakingLockStore(LockStore):
    """A lock's owner that dies keeps others waiting for at most the lock's lifetime (seconds)."""

    def __init__(self, endpoint_config: EndpointConfig | None = None) -> None:
        super().__init__()
        options = dict(endpoint_config.kwargs) if endpoint_config else {}
        self.key_prefix = options.pop("key_prefix", "parley:rasa-lock:")
        self.redis = connect(
            endpoint_config.url if endpoint_config else None,
            options.get("port"),
            options.get("password"),
            options.get("db", 0),
        )
        self._release = self.redis.register_script(RELEASE)

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = WAIT_S,
    ) -> AsyncGenerator[TicketLock, None]:
        """Raises LockError when the lock stays taken for twice its lifetime."""
        key = f"{self.key_prefix}{conversation_id}"
        wake_key, token = f"{key}:wake", uuid.uuid4().hex
        await self._acquire(key, wake_key, token, lock_lifetime)
        try:
            yield self.create_lock(conversation_id)
        finally:
            await self._release(keys=[key, wake_key], args=[token, int(lock_lifetime * 1000)])

    async def _acquire(self, key: str, wake_key: str, token: str, lifetime_s: float) -> None:
        deadline = time.monotonic() + 2 * lifetime_s
        while not await self.redis.set(key, token, nx=True, px=int(lifetime_s * 1000)):
            remaining_s = deadline - time.monotonic()
            if remaining_s <= 0:
                raise LockError(
                    f"The lock {key!r} was not released within {2 * lifetime_s:.0f} s. A turn of this "
                    "conversation is stuck; raise TICKET_LOCK_LIFETIME if turns really take this long."
                )
            # The lock may also expire without a wake-up, when its owner died.
            expires_s = max(await self.redis.pttl(key), 0) / 1000
            await self.redis.blpop(wake_key, timeout=max(min(WAIT_S, remaining_s, expires_s), 0.01))
