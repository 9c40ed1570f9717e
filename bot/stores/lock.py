"""Rasa's conversation lock in Redis: taken and released atomically, waiters woken without polling.

Rasa's own RedisLockStore reads, changes and writes a list of tickets in separate steps, and asks again
once a second. Here the lock is one key that holds its owner's token; a release pushes a wake-up that
exactly one waiter pops. The key lives for a short lease, which the owner renews: a process that is killed
in a turn keeps nobody waiting for long.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore
from rasa.utils.endpoints import EndpointConfig
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from bot.stores.connection import TIMEOUT_S, connect, over_a_restart

# One round of waiting stays below the connection's own timeout.
WAIT_S = TIMEOUT_S - 1

LEASE_S = 6.0
RENEWALS_PER_LEASE = 3

# Each may be sent twice with the same token: the second time changes nothing.
# KEYS: lock. ARGV: the owner's token, the lease (ms). 0, or for how long (ms) somebody else has it.
ACQUIRE = """
local owner = redis.call('get', KEYS[1])
if owner and owner ~= ARGV[1] then return math.max(redis.call('pttl', KEYS[1]), 1) end
redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
return 0
"""
# KEYS: lock. ARGV: the owner's token, the lease (ms).
RENEW = """
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('pexpire', KEYS[1], ARGV[2])
"""
# KEYS: lock, wake-ups. ARGV: the owner's token, for how long a wake-up is kept (ms).
RELEASE = """
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('del', KEYS[1], KEYS[2])
redis.call('lpush', KEYS[2], '1')
redis.call('pexpire', KEYS[2], ARGV[2])
return 1
"""


class RedisWakingLockStore(LockStore):
    """`lease_s`: for how long an owner that died keeps others waiting at most."""

    def __init__(self, endpoint_config: EndpointConfig | None = None) -> None:
        super().__init__()
        options = dict(endpoint_config.kwargs) if endpoint_config else {}
        self.key_prefix = options.get("key_prefix", "parley:rasa-lock:")
        self.lease_s = float(options.get("lease_s", LEASE_S))
        self.redis = connect(
            endpoint_config.url if endpoint_config else None,
            options.get("port"),
            options.get("password"),
            options.get("db", 0),
        )
        self._acquire_script = self.redis.register_script(ACQUIRE)
        self._renew_script = self.redis.register_script(RENEW)
        self._release_script = self.redis.register_script(RELEASE)

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = WAIT_S,
    ) -> AsyncGenerator[TicketLock, None]:
        """Renewed for `lock_lifetime` (seconds) at most; LockError when it stays taken for twice that."""
        key, token = f"{self.key_prefix}{conversation_id}", uuid.uuid4().hex
        await self._acquire(key, token, lock_lifetime)
        renewing = asyncio.create_task(self._renew(key, token, lock_lifetime))
        try:
            yield self.create_lock(conversation_id)
        finally:
            renewing.cancel()
            await self._release(key, token)

    async def _acquire(self, key: str, token: str, lifetime_s: float) -> None:
        lease_ms = int(min(self.lease_s, lifetime_s) * 1000)
        deadline = time.monotonic() + 2 * lifetime_s
        while True:
            taken_ms = await over_a_restart(self._acquire_script, keys=[key], args=[token, lease_ms])
            if not taken_ms:
                return
            remaining_s = deadline - time.monotonic()
            if remaining_s <= 0:
                raise LockError(
                    f"The lock {key!r} was not released within {2 * lifetime_s:.0f} s. A turn of this "
                    "conversation is stuck; raise TICKET_LOCK_LIFETIME if turns really take this long."
                )
            # The lock may also run out without a wake-up, when its owner died.
            wait_s = max(min(WAIT_S, remaining_s, taken_ms / 1000), 0.01)
            await over_a_restart(self.redis.blpop, _wake_ups(key), timeout=wait_s)

    async def _renew(self, key: str, token: str, lifetime_s: float) -> None:
        lease_s = min(self.lease_s, lifetime_s)
        deadline = time.monotonic() + lifetime_s
        while time.monotonic() + lease_s < deadline:
            await asyncio.sleep(lease_s / RENEWALS_PER_LEASE)
            # When Redis is away, the turn will find out by itself.
            with suppress(RedisConnectionError, RedisTimeoutError):
                await self._renew_script(keys=[key], args=[token, int(lease_s * 1000)])

    async def _release(self, key: str, token: str) -> None:
        kept_ms = int(self.lease_s * 1000)
        keys, args = [key, _wake_ups(key)], [token, kept_ms]
        await over_a_restart(self._release_script, keys=keys, args=args)


def _wake_ups(key: str) -> str:
    return f"{key}:wake"
