"""Light stand-ins for the platform's processes under the real supervisord."""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from serving.cli.down import stop
from serving.cli.layout import DataDirectory
from serving.cli.processes import Process
from serving.cli.ready import start_and_wait
from serving.cli.supervisor import Supervisor, launch

SERVE = (
    "import http.server, sys; "
    "http.server.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), http.server.SimpleHTTPRequestHandler)"
    ".serve_forever()"
)
CRASH = "print('no luck'); raise SystemExit(3)"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def web(name: str = "web", *, port: int | None = None) -> Process:
    port = port or free_port()
    return Process(
        name=name,
        command=(sys.executable, "-c", SERVE, str(port)),
        environment={"PARLEY_QUOTED": 'it\'s "50 %" $HOME'},
        port=port,
        health_url=f"http://127.0.0.1:{port}/",
        settle_s=2,
    )


def crashing(name: str = "crash") -> Process:
    return Process(name=name, command=(sys.executable, "-c", CRASH), settle_s=3)


def eventually(condition: Callable[[], bool], *, within_s: float = 60) -> None:
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, "the condition never came true"
        time.sleep(0.05)


def gone(pid: int) -> bool:
    """Ended; where nothing collects orphans, their zombies stay."""
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def begin(supervisor: Supervisor, process: Process, data: DataDirectory) -> str:
    waiting = start_and_wait(supervisor, process, data=data, note=lambda _: None, redis_password="")
    return asyncio.run(waiting)


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataDirectory]:
    directory = DataDirectory.at(tmp_path / "data")
    directory.create()
    yield directory
    stop(directory)


@pytest.fixture
def platform(data: DataDirectory) -> Callable[..., Supervisor]:
    def start(*table: Process) -> Supervisor:
        port = next((process.port for process in table if process.port), 1)
        return launch(data, table, host="127.0.0.1", port=port, public_url=f"http://127.0.0.1:{port}")

    return start
