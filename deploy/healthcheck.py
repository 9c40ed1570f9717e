"""The health check in the containers: `healthcheck.py URL`, or `healthcheck.py worker`.

Only the standard library for a URL: the bot's image has none of the platform's packages.
"""

from __future__ import annotations

import os
import socket
import sys
import urllib.request
from typing import Any

TIMEOUT_S = 5
# A worker asks its streams every few seconds; one that has not for this long hangs.
LONGEST_SILENCE_MS = 60_000


def answers(url: str) -> bool:
    with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:  # noqa: S310  # our own URLs
        return bool(answer.status == 200)


def worker_reads(redis_url: str, *, host: str, stream: str = "parley:turns:0") -> bool:
    """Redis (from 7.2) knows when each consumer asked last; a worker's name begins with its host's."""
    import redis

    with redis.Redis.from_url(redis_url, socket_timeout=TIMEOUT_S) as client:
        consumers: list[dict[str, Any]] = client.xinfo_consumers(stream, "workers")
    mine = [each for each in consumers if each["name"].decode().startswith(f"{host}-")]
    return any(each["idle"] < LONGEST_SILENCE_MS for each in mine)


def main(what: str) -> int:
    if what == "worker":
        healthy = worker_reads(os.environ["PARLEY_REDIS_URL"], host=socket.gethostname())
    else:
        healthy = answers(what)
    return 0 if healthy else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
