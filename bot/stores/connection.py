"""One way to reach Redis for both stores: with timeouts, and over a restart of Redis."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from redis.asyncio import ConnectionPool, Redis
from redis.asyncio.connection import Connection
from redis.exceptions import ConnectionError as RedisConnectionError

TIMEOUT_S = 5.0
# A Redis that restarts is waited for as long as these pauses together; then it is away, the turn fails.
PAUSES_S = (0.0, 0.1, 0.2, 0.4, 0.8)

T = TypeVar("T")


class LiveConnection(Connection):
    """Notices before it is used that the server has closed it: after a restart all pooled ones are.

    redis-py 4.6 notices at the first command, which then fails.
    """

    async def connect(self) -> None:
        if self.is_connected and (self._reader.at_eof() or self._reader.exception() is not None):
            await self.disconnect(nowait=True)
        await super().connect()


def connect(
    host: str | None = None,
    port: int | str | None = None,
    password: str | None = None,
    db: int | str = 0,
) -> Redis:
    """Connects lazily. What is not given comes from `PARLEY_REDIS_HOST`, `_PORT` and `_PASSWORD`."""
    pool = ConnectionPool(
        connection_class=LiveConnection,
        host=host or os.environ["PARLEY_REDIS_HOST"],
        port=int(port or os.environ["PARLEY_REDIS_PORT"]),
        password=password or os.environ.get("PARLEY_REDIS_PASSWORD"),
        db=int(db),
        socket_timeout=TIMEOUT_S,
        socket_connect_timeout=TIMEOUT_S,
        health_check_interval=30,
        decode_responses=True,
    )
    return Redis(connection_pool=pool)


async def over_a_restart(command: Callable[..., Awaitable[T]], *arguments: Any, **named: Any) -> T:
    """Sends a command again when its connection broke, or Redis is still loading its data.

    Whether it was carried out before the connection broke is not known: it must bear being sent twice.
    """
    for pause_s in PAUSES_S:
        try:
            return await command(*arguments, **named)
        except RedisConnectionError:
            await asyncio.sleep(pause_s)
    return await command(*arguments, **named)
