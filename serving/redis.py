"""One Redis client for a process: text in, text out, every call with a timeout."""

from __future__ import annotations

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

# What a caller sees when Redis is away, as opposed to a command that was wrong.
AWAY = (RedisConnectionError, RedisTimeoutError, OSError)

__all__ = ["AWAY", "Redis", "RedisError", "connect"]


def connect(url: str, *, timeout_s: float, max_connections: int = 256) -> Redis:
    """Does not connect yet: the first command does.

    One retry, at once and only for a broken connection: after a restart of Redis every pooled
    connection is dead. Beyond that, who calls knows whether to wait, to go on without or to give up.
    """
    client: Redis = Redis.from_url(
        url,
        decode_responses=True,
        protocol=3,
        socket_timeout=timeout_s,
        socket_connect_timeout=timeout_s,
        socket_keepalive=True,
        health_check_interval=0,
        max_connections=max_connections,
        retry=Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,)),
    )
    return client
