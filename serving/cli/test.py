"""`./parley test`: style, types, and the tests of both Python worlds; the platform's come last."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from rich.console import Console

from serving.cli.environment import (
    DEFAULT_PORT,
    ModelChoice,
    Ports,
    Secrets,
    Surroundings,
    inherited,
)
from serving.cli.layout import DataDirectory
from serving.cli.processes import BOT_PYTHON, SERVING_PYTHON
from serving.cli.progress import shown
from serving.cli.refusal import Refusal
from serving.cli.steps import Note, Step, run_logged, run_steps
from serving.cli.training import additions, dialogue_model, ensure_dialogue_model, ensure_encoder
from serving.cli.virtualenvs import ensure_bot, ensure_model, has_gpu
from serving.config import PROJECT_ROOT

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BOT_TESTS = ("tests/bot", "tests/policies")
NOTHING_COLLECTED = 5  # of pytest


@dataclass(frozen=True)
class Stage:
    title: str
    command: tuple[str, ...]


def run_tests(data: DataDirectory, arguments: Sequence[str], *, console: Console) -> int:
    """The first failure's exit status; every stage runs, so that one run shows everything."""
    data.create()
    model = ModelChoice.from_environment(os.environ)
    secrets = Secrets.load_or_create(data)
    around = Surroundings(data, host="127.0.0.1", ports=Ports(DEFAULT_PORT), model=model, secrets=secrets)
    asyncio.run(_set_up(around, console))
    prepared = {
        "PARLEY_ENCODER_PATH": str(data.encoder),
        "PARLEY_TEST_MODELS": str(data.encoder.parent),
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    if not additions(data):
        # What the bot's tests would train, too.
        prepared["PARLEY_TEST_DIALOGUE_MODEL"] = str(dialogue_model(data))
    environment = {**inherited(), **prepared}
    wanted = [*stages(arguments), *(review_stages(data) if not arguments else [])]
    statuses = [_run(stage, environment, console) for stage in wanted]
    failures = [status for status in statuses if status not in (0, NOTHING_COLLECTED)]
    if not failures and arguments and set(statuses) == {NOTHING_COLLECTED}:
        return NOTHING_COLLECTED
    return failures[0] if failures else 0


def stages(arguments: Sequence[str]) -> list[Stage]:
    """Everything, or with arguments only pytest in the worlds whose paths they name."""
    bot = (str(BOT_PYTHON), "-m", "pytest", "-c", "tests/bot/pytest.ini", "--rootdir", ".")
    others = tuple(f"--ignore={folder}" for folder in BOT_TESTS)
    serving = (str(SERVING_PYTHON), "-m", "pytest", *others)
    if not arguments:
        tool = SERVING_PYTHON.with_name
        return [
            Stage("ruff", (str(tool("ruff")), "check")),
            Stage("ruff format", (str(tool("ruff")), "format", "--check")),
            Stage("mypy", (str(tool("mypy")),)),
            Stage("tests of the bot", (*bot, *BOT_TESTS)),
            Stage("tests of the platform", serving),
        ]
    paths = [argument for argument in arguments if (PROJECT_ROOT / argument.split("::")[0]).exists()]
    for_bot = [path for path in paths if path.startswith(BOT_TESTS)]
    options = [argument for argument in arguments if argument not in paths]
    for_serving = [path for path in paths if path not in for_bot]
    chosen = []
    if for_bot or not paths:
        chosen.append(Stage("tests of the bot", (*bot, *(for_bot or BOT_TESTS), *options)))
    if for_serving or not paths:
        chosen.append(Stage("tests of the platform", (*serving, *for_serving, *options)))
    return chosen


def review_stages(data: DataDirectory) -> list[Stage]:
    """What operators made tests of, where they did."""
    if not data.review_tests.exists():
        return []
    command = (str(SERVING_PYTHON), "-m", "serving.cli", "eval", "reviews", "--data", str(data.root))
    return [Stage("tests of the reviews", command)]


async def _set_up(around: Surroundings, console: Console) -> None:
    data = around.data
    trained = partial(ensure_dialogue_model, around)
    steps = [
        Step("bot", "Rasa's Python environment", partial(ensure_bot, data)),
        Step("encoder", "Sentence encoder", partial(ensure_encoder, data)),
        Step("browser", "Chromium", partial(ensure_browser, data)),
        Step("dialogue-model", "Dialogue manager's training", trained, needs=("bot", "encoder")),
    ]
    if around.model.external_url is None:
        install = partial(ensure_model, data, gpu=has_gpu())
        steps.append(Step("model", "Model server's Python environment", install))
    with shown(console) as progress:
        await run_steps(steps, progress)


async def ensure_browser(data: DataDirectory, note: Note) -> str:
    found = installed_browser()
    if found:
        return found
    command = (str(SERVING_PYTHON), "-m", "playwright", "install", "chromium")
    try:
        await run_logged(command, log=data.log("setup-chromium"), what="Downloading Chromium", note=note)
    except Refusal as error:
        raise Refusal(
            "the end-to-end tests need Chromium, and it could not be downloaded: install it (for example "
            "`apt install chromium`), then run this again."
        ) from error
    return "playwright's own"


def installed_browser() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _run(stage: Stage, environment: Mapping[str, str], console: Console) -> int:
    console.rule(stage.title, style="dim")
    began = time.monotonic()
    status = subprocess.run(stage.command, cwd=PROJECT_ROOT, env=environment, check=False).returncode
    if stage.title != "tests of the platform":
        # pytest's own summary is the last thing that is said.
        console.print(
            f"{stage.title}: exit status {status} after {time.monotonic() - began:.1f} s", highlight=False
        )
    return status
