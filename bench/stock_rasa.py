"""The peer of bench/turns.py: `rasa run` as its documentation sets it up, on the same training data.

Default pipeline and policies, RedisTrackerStore, RedisLockStore, REST channel. Added is only what the
assistant's forms could not do without: order numbers and e-mail addresses by regular expression, a rule
that falls back, and words for what the bot says. The actions are the platform's own, in an
action server, and the shop is the platform's.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import yaml

from serving.cli.processes import BOT_PYTHON
from serving.config import PROJECT_ROOT
from serving.translation.catalogue import CATALOGUE

DEFAULT_CONFIG = "rasa/engine/recipes/config_files/default_config.yml"
PATTERNS = {"order_number": r"\b[Pp]-?\d{5}\b", "email": r"\b[\w.+-]+@[\w-]+\.[\w.-]+\b"}
START_TIMEOUT_S = 300
STOP_TIMEOUT_S = 15


def _utterances() -> list[str]:
    """Every key that the bot may say: its words would only make the peer's answers longer."""
    words = (CATALOGUE / "en" / "bot.ftl").read_text(encoding="utf-8")
    return [name.replace("-", "_") for name in re.findall(r"^(utter-[\w-]+) =", words, re.MULTILINE)]


class StockRasa:
    """A project folder with a trained model, and `rasa run` on it. The folder may be used again."""

    def __init__(
        self, folder: Path, *, port: int, redis: tuple[str, int, str], shop: tuple[str, str]
    ) -> None:
        """`shop`: its address and its key. The action server takes the next port."""
        self._folder = folder
        self._port = port
        self._redis = redis
        self._shop = shop
        self._processes: list[subprocess.Popen[bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/webhooks/rest/webhook"

    def is_trained(self) -> bool:
        return any((self._folder / "models").glob("*.tar.gz"))

    def prepare(self) -> float:
        """Writes the project and trains it; returns the seconds."""
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(PROJECT_ROOT / "bot" / "data", self._folder / "data")
        shutil.copytree(PROJECT_ROOT / "bot" / "domain", self._folder / "domain")
        self._write("domain/words.yml", {"responses": {key: [{"text": key}] for key in _utterances()}})
        patterns = [{"regex": name, "examples": f"- {regex}\n"} for name, regex in PATTERNS.items()]
        self._write("data/patterns.yml", {"nlu": patterns})
        self._write("config.yml", self._configuration())
        self._write("credentials.yml", {"rest": None})
        began = time.monotonic()
        self._run("train", "--config", "config.yml", "--domain", "domain", "--data", "data")
        return time.monotonic() - began

    def _configuration(self) -> dict[str, Any]:
        installed = next(BOT_PYTHON.parent.parent.glob("lib/python*/site-packages")) / DEFAULT_CONFIG
        configuration = yaml.safe_load(installed.read_text(encoding="utf-8"))
        configuration["assistant_id"] = "stock"
        patterns = {"name": "RegexEntityExtractor", "use_word_boundaries": False}
        configuration["pipeline"].insert(-2, patterns)
        return dict(configuration)

    def _endpoints(self) -> dict[str, Any]:
        host, port, password = self._redis
        store = {"type": "redis", "url": host, "port": port, "db": 1, "password": password}
        return {
            "action_endpoint": {"url": f"http://127.0.0.1:{self._port + 1}/webhook"},
            "tracker_store": store,
            "lock_store": {**store, "db": 2},
        }

    def start(self) -> None:
        self._write("endpoints.yml", self._endpoints())
        url, key = self._shop
        actions = ("-m", "rasa_sdk", "--actions", "bot.actions", "--port", str(self._port + 1))
        environment = {"PARLEY_SHOP_URL": url, "PARLEY_SHOP_KEY": key, "SANIC_HOST": "127.0.0.1"}
        self._start("actions", *actions, folder=PROJECT_ROOT, environment=environment)
        rasa = ("-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(self._port))
        self._start("rasa", *rasa, folder=self._folder)
        self._wait_for(f"http://127.0.0.1:{self._port + 1}/health")
        self._wait_for(f"http://127.0.0.1:{self._port}/webhooks/rest/")

    def _start(
        self, name: str, *arguments: str, folder: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        with (self._folder / f"{name}.log").open("wb") as log:
            self._processes.append(
                subprocess.Popen(
                    [str(BOT_PYTHON), *arguments],
                    cwd=folder,
                    env={**self._environment(), **(environment or {})},
                    stdout=log,
                    stderr=log,
                )
            )

    def _wait_for(self, address: str) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline and all(process.poll() is None for process in self._processes):
            try:
                httpx.get(address, timeout=2).raise_for_status()
                return
            except httpx.HTTPError:
                time.sleep(0.5)
        raise RuntimeError(f"the stock Rasa did not come up: see the logs in {self._folder}")

    def stop(self) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            try:
                process.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes = []

    def _run(self, *arguments: str) -> None:
        ended = subprocess.run(
            [str(BOT_PYTHON), "-m", "rasa", *arguments],
            cwd=self._folder,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            raise RuntimeError(f"`rasa {arguments[0]}` failed:\n{(ended.stdout + ended.stderr)[-3000:]}")

    @staticmethod
    def _environment() -> dict[str, str]:
        quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2", "MPLBACKEND": "Agg"}
        return {**os.environ, **quiet, "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}

    def _write(self, name: str, content: dict[str, Any]) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
