"""What each command of `./parley eval` needs: the data, the encoder, the model, and word of how far it is."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Console

from serving.cli.environment import DEFAULT_PORT, ModelChoice, Ports, Secrets, Surroundings, inherited
from serving.cli.layout import DataDirectory
from serving.cli.processes import BOT_PYTHON
from serving.cli.progress import shown
from serving.cli.refusal import Failure, Refusal
from serving.cli.status import require_running
from serving.cli.steps import Note, Step, run_steps
from serving.cli.training import ensure_dialogue_model, ensure_encoder
from serving.cli.virtualenvs import ensure_bot
from serving.config import PROJECT_ROOT

if TYPE_CHECKING:
    from serving.config import Settings
    from serving.knowledge.encoder import Encoder
    from serving.knowledge.reader import Reader
    from serving.llm.vllm import VllmModel
    from serving.translation.base import TranslationEngine

progress_console = Console(stderr=True, soft_wrap=True)
Figures = TypeVar("Figures")


def watched(title: str, work: Callable[[Note], Awaitable[Figures]]) -> Figures:
    """What `work` finds. Meanwhile a line says how far it is: `work` gets a function for such remarks."""
    found: list[Figures] = []

    async def find(note: Note) -> str:
        found.append(await work(note))
        return "done"

    with shown(progress_console) as progress:
        asyncio.run(run_steps([Step("measure", title, find)], progress))
    return found[0]


@asynccontextmanager
async def opened_model(around: Surroundings, *, timeout_s: float = 120) -> AsyncIterator[VllmModel]:
    """The platform's. One that does not answer is no figure: everything would be measured without it."""
    from serving.llm.vllm import VllmModel

    url = around.model.external_url or _own_model_server(around)
    model = VllmModel(url, around.model.name, api_key=around.llm_key, timeout_s=timeout_s)
    try:
        if not await model.health():
            raise Failure(
                f"The model server at {url} does not answer for the model {around.model.name!r}: start the "
                "platform with its model, or name a server with PARLEY_LLM_URL, PARLEY_LLM_MODEL and "
                "PARLEY_LLM_API_KEY."
            )
        yield model
    finally:
        await model.close()


@asynccontextmanager
async def opened_engines(around: Surroundings) -> AsyncIterator[tuple[Settings, Sequence[TranslationEngine]]]:
    """The platform's settings, and the translation engines that they give it."""
    from serving.config import Settings
    from serving.translation.registry import build_engines

    os.environ.update(around.platform())
    settings = Settings()  # type: ignore[call-arg]  # pydantic-settings reads the environment
    engines = build_engines(settings)
    try:
        yield settings, engines
    finally:
        for engine in engines:
            await engine.close()


def _own_model_server(around: Surroundings) -> str:
    note, _ = require_running(around.data)
    return f"http://127.0.0.1:{Ports(note.port).llm}/v1"


def require_data(folder: Path, name: str) -> Path:
    """The folder of one public set; where it is absent, the remedy."""
    if not (folder / name).is_dir():
        raise Refusal(
            f"{folder / name} is not there: put the public set {name} into a folder and name that folder's "
            "parent with --data-folder."
        )
    return folder / name


def surroundings(data: Path | None) -> Surroundings:
    directory = DataDirectory.at(data)
    directory.create()
    return Surroundings(
        directory,
        host="127.0.0.1",
        ports=Ports(DEFAULT_PORT),
        model=ModelChoice.from_environment(os.environ),
        secrets=Secrets.load_or_create(directory),
    )


def prepare(around: Surroundings, *, trained: bool = False) -> None:
    steps = [
        Step("bot", "Rasa's Python environment", partial(ensure_bot, around.data)),
        Step("encoder", "Sentence encoder", partial(ensure_encoder, around.data)),
    ]
    if trained:
        train = partial(ensure_dialogue_model, around)
        steps.append(Step("dialogue-model", "Dialogue manager's training", train, needs=("bot", "encoder")))
    with shown(progress_console) as progress:
        asyncio.run(run_steps(steps, progress))


def loaded_encoders(around: Surroundings) -> tuple[Encoder, Reader]:
    """The sentence encoder and the reader, made where they are not there yet."""
    from serving.knowledge.encoder import load_encoder
    from serving.knowledge.reader import load_reader

    with shown(progress_console) as progress:
        step = Step("encoder", "Sentence encoder", partial(ensure_encoder, around.data))
        asyncio.run(run_steps([step], progress))
    return load_encoder(around.data.encoder), load_reader(around.data.encoder)


def write_figures(figures: dict[str, Any], file: Path | None) -> None:
    if file is not None:
        file.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def measured(what: str, arguments: list[str], *, around: Surroundings, keep: Path | None) -> dict[str, Any]:
    """Runs `bot.evaluation.<what>` in Rasa's environment; its notes go to stderr, its figures to a file."""
    with tempfile.TemporaryDirectory(prefix="evaluation-", dir=around.data.run) as folder:
        report = Path(folder) / "report.json"
        command = (str(BOT_PYTHON), "-m", f"bot.evaluation.{what}", *arguments, "--report", str(report))
        environment = {**inherited(), **around.bot()}
        status = subprocess.run(command, cwd=PROJECT_ROOT, env=environment, check=False).returncode
        if status != 0:
            raise Failure(f"the evaluation of {what} ended with status {status}: see the lines above.")
        text = report.read_text(encoding="utf-8")
    if keep is not None:
        keep.write_text(text, encoding="utf-8")
    figures: dict[str, Any] = json.loads(text)
    return figures
