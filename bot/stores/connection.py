"""One way to reach Redis for both stores: with timeouts, and without waiting for ever."""

from __future__ import annotations

import os

from redis.asyncio import Redis

TIMEOUT_S = 5.0


def connect(
    host: str | None = None,
    port: int | str | None = None,
    password: str | None = None,
    db: int | str = 0,
) -> Redis:
    """Connects lazily. What is not given comes from `PARLEY_REDIS_HOST`, `_PORT` and `_PASSWORD`."""
    return Redis(
        host=host or os.environ["PARLEY_REDIS_HOST"],
        port=int(port or os.environ["PARLEY_REDIS_PORT"]),
        password=password or os.environ.get("PARLEY_REDIS_PASSWORD"),
        db=int(db),
        socket_timeout=TIMEOUT_S,
        socket_connect_timeout=TIMEOUT_S,
        health_check_interval=30,
        decode_responses=True,
    )
