"""The gateway as a process: `python -m serving.gateway --host 127.0.0.1 --port 8000`."""

from __future__ import annotations

import argparse
import resource
from typing import Any

import uvicorn

from serving.realtime.protocol import LeanWebSockets

# The widgets' sockets (`serving/app.py:MAX_SOCKETS`), and as much again for everything else.
FILES = 32_768

OPTIONS: dict[str, Any] = {
    # The platform logs what it does itself, without paths that carry ids.
    "log_level": "warning",
    "access_log": False,
    "server_header": False,
    # An open event stream must not hold up a stop.
    "timeout_graceful_shutdown": 3,
    "ws": LeanWebSockets,
    # No frame of a widget is larger.
    "ws_max_size": 131_072,
    # Compressing short frames costs each socket its buffers and each message its time (docs/channels.md).
    "ws_per_message_deflate": False,
    # Who does not answer is gone. Browsers answer by themselves, in hidden pages too.
    "ws_ping_interval": 60.0,
    "ws_ping_timeout": 60.0,
}


def _allow_files() -> None:
    """A socket is a file, and most systems allow a process 1,024 unless it asks. Not for all there is: some
    say "unlimited" and refuse it."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    _allow_files()
    uvicorn.run("serving.app:create_app", factory=True, host=options.host, port=options.port, **OPTIONS)


if __name__ == "__main__":
    main()
