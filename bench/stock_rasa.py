"""The peer of bench/turns.py: `rasa run` as its documentation sets it up, on the same training data.

Default pipeline and policies, RedisTrackerStore, RedisLockStore, REST channel. Added is only what the
assistant's forms could not do without: order numbers and e-mail addresses by regular expression, a rule
that falls back, and words for what the bot says. The actions and the shop are the platform's own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
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

    def __init__(self, folder: Path, *, port: int, redis: tuple[str, int, str], actions_url: str) -> None:
        self._folder = folder
        self._port = port
        self._redis = redis
        self._actions_url = actions_url
        self._process: subprocess.Popen[bytes] | None = None

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
        self._write("endpoints.yml", self._endpoints())
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
            "action_endpoint": {"url": self._actions_url},
            "tracker_store": store,
            "lock_store": {**store, "db": 2},
        }

    def start(self) -> None:
        arguments = ("run", "-i", "127.0.0.1", "-p", str(self._port))
        with (self._folder / "rasa.log").open("wb") as log:
            self._process = subprocess.Popen(
                self._command(*arguments), cwd=self._folder, env=self._environment(), stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                httpx.get(f"http://127.0.0.1:{self._port}/webhooks/rest/", timeout=2).raise_for_status()
                return
            except httpx.HTTPError:
                time.sleep(0.5)
        raise RuntimeError(f"the stock Rasa did not come up: see {self._folder / 'rasa.log'}")

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _run(self, *arguments: str) -> None:
        ended = subprocess.run(
            self._command(*arguments),
            cwd=self._folder,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            raise RuntimeError(f"`rasa {arguments[0]}` failed:\n{(ended.stdout + ended.stderr)[-3000:]}")

    @staticmethod
    def _command(*arguments: str) -> list[str]:
        return [str(BOT_PYTHON), "-m", "rasa", *arguments]

    @staticmethod
    def _environment() -> dict[str, str]:
        quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2", "MPLBACKEND": "Agg"}
        return {**os.environ, **quiet, "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}

    def _write(self, name: str, content: dict[str, Any]) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
