"""`./parley train`: trains with what operators corrected, puts the model to work, says what changed."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from serving.cli.environment import DEFAULT_PORT, ModelChoice, Ports, Secrets, Surroundings, rasa_servers
from serving.cli.layout import DataDirectory
from serving.cli.processes import BOT_PYTHON, SERVING_PYTHON
from serving.cli.progress import shown
from serving.cli.refusal import Failure
from serving.cli.steps import Note, Step, run_answering, run_logged, run_steps
from serving.cli.supervisor import running
from serving.cli.training import dialogue_model, ensure_dialogue_model, ensure_encoder
from serving.cli.virtualenvs import ensure_bot

COMMAND = (str(SERVING_PYTHON), "-m", "serving.reviews.command")
LOADING_TIMEOUT_S = 180.0


@dataclass
class Run:
    """One training."""

    around: Surroundings
    folder: Path
    exported: dict[str, int]
    outcome: dict[str, int]

    @property
    def texts(self) -> Path:
        return self.folder / "texts.json"

    @property
    def kept(self) -> Path:
        """The model of the last outcome: the training removes it where it lies, and one that is cut short is
        compared with it at the next try."""
        return self.around.data.training / "before.tar.gz"

    def steps(self) -> list[Step]:
        data = self.around.data
        train = partial(ensure_dialogue_model, self.around)
        return [
            Step("bot", "Rasa's Python environment", partial(ensure_bot, data)),
            Step("encoder", "Sentence encoder", partial(ensure_encoder, data)),
            Step("reviews", "Corrections of the operators", self._export),
            Step("model", "Dialogue manager's training", train, needs=("bot", "encoder", "reviews")),
            Step("swap", "The new model at work", self._swap, needs=("model",)),
            Step("compare", "What changed", self._compare, needs=("swap",)),
        ]

    async def _export(self, _note: Note) -> str:
        data = self.around.data
        models = sorted(data.dialogue_models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
        if models and not self.kept.exists():
            data.training.mkdir(exist_ok=True)
            await asyncio.to_thread(shutil.copyfile, models[-1], self.kept)
        said = await run_answering(
            (*COMMAND, "export", "--folder", str(data.training), "--texts", str(self.texts)),
            log=data.log("reviews"),
            what="Writing down the corrections",
            environment=self.around.platform(),
        )
        self.exported = json.loads(said)
        return f"{self.exported['examples']} examples, {self.exported['tests']} tests"

    async def _swap(self, note: Note) -> str:
        if running(self.around.data) is None:
            return "the platform is not running: it takes the model at its next start"
        model = str(dialogue_model(self.around.data))
        for port in self.around.ports.rasa:
            note(f"loading it into Rasa at port {port}")
            await _load(port, model, token=self.around.secrets.rasa_token)
        return "loaded"

    async def _compare(self, note: Note) -> str:
        data, report = self.around.data, self.folder / "report.json"
        command = [str(BOT_PYTHON), "-m", "bot.evaluation.reviews", "--model", str(dialogue_model(data))]
        command += ["--texts", str(self.texts), "--report", str(report)]
        command += ["--before", str(self.kept)] if self.kept.exists() else []
        command += ["--tests", str(data.review_tests)] if data.review_tests.exists() else []
        await run_logged(
            command,
            log=data.log("reviews-compare"),
            what="Comparing the models",
            note=note,
            environment=self.around.bot(),
        )
        name = dialogue_model(data).name.removesuffix(".tar.gz")
        said = await run_answering(
            (*COMMAND, "record", "--report", str(report), "--model", name),
            log=data.log("reviews"),
            what="Recording what changed",
            environment=self.around.platform(),
        )
        self.outcome = json.loads(said)
        self.kept.unlink(missing_ok=True)
        return "compared"


def train(data: DataDirectory, *, as_json: bool, console: Console) -> int:
    """1 when a regression test of the reviews fails with the new model."""
    data.create()
    found = running(data)
    port = found[0].port if found else DEFAULT_PORT
    around = Surroundings(
        data,
        host="127.0.0.1",
        ports=Ports(port, rasa_servers(os.environ)),
        model=ModelChoice.from_environment(os.environ),
        secrets=Secrets.load_or_create(data),
    )
    with tempfile.TemporaryDirectory(prefix="train-", dir=data.run) as folder:
        run = Run(around, Path(folder), exported={}, outcome={})
        with shown(Console(stderr=True, soft_wrap=True)) as progress:
            asyncio.run(run_steps(run.steps(), progress))
    if as_json:
        console.print_json(data={**run.exported, **run.outcome})
    else:
        _tell(run, console)
    return 1 if run.outcome["failed"] else 0


def _tell(run: Run, console: Console) -> None:
    told: dict[str, Any] = {**run.exported, **run.outcome}
    for line in (
        f"{told['examples']} training examples and {told['tests']} tests come from reviews.",
        f"Corrected messages: {told['fixed']} of {told['corrected']} are right now.",
        f"Confirmed messages: {told['broken']} are wrong now.",
        f"Other messages of customers: {told['changed']} of {told['compared']} are understood differently.",
        f"Tests of reviews: {told['failed']} of {told['tests']} fail.",
    ):
        console.print(line, highlight=False)


async def _load(port: int, model: str, *, token: str) -> None:
    """Rasa keeps on answering with the old model until the new one is there."""
    async with httpx.AsyncClient(timeout=LOADING_TIMEOUT_S) as client:
        try:
            answer = await client.put(
                f"http://127.0.0.1:{port}/model", params={"token": token}, json={"model_file": model}
            )
        except httpx.HTTPError as error:
            raise Failure(f"Rasa at port {port} did not take the model ({type(error).__name__}).") from error
    if answer.is_error:
        raise Failure(f"Rasa at port {port} refused the model with status {answer.status_code}.")
