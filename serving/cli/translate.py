"""`./parley translate`: translation models added, listed and tried."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from babel import Locale, UnknownLocaleError
from rich.console import Console
from rich.table import Table

from serving.cli.environment import DEFAULT_PORT, ModelChoice, Ports, Secrets, Surroundings, inherited
from serving.cli.layout import DataDirectory, PlatformNote
from serving.cli.processes import MODEL_PYTHON, SERVING_PYTHON
from serving.cli.refusal import Failure, Refusal
from serving.config import PROJECT_ROOT

translations = typer.Typer(
    name="translate", help="Add, list and try translation models.", no_args_is_help=True
)
console = Console(soft_wrap=True, width=None if sys.stdout.isatty() else 150)

HUB_NAME = "Helsinki-NLP/opus-mt-{}"
SAMPLES = PROJECT_ROOT / "samples" / "translations"
CONVERSION_TIMEOUT_S = 1800
_PAIR = re.compile(r"[a-z]{2,3}(?:_[A-Za-z]+)?-[a-z]{2,3}(?:_[A-Za-z]+)?")
_TOKEN = re.compile(r">>([A-Za-z]+)(?:_\w+)?<<")

Data = Annotated[
    Path | None,
    typer.Option("--data", help="Where this platform keeps everything (default: .parley in the project)."),
]


@translations.command()
def add(
    model: Annotated[
        str, typer.Argument(help="A pair (en-es), a name on the hub (owner/name), or a model's folder.")
    ],
    data: Data = None,
    source: Annotated[str | None, typer.Option(help="Its source language, where it does not say so.")] = None,
    target: Annotated[str | None, typer.Option(help="Its target language, where it does not say so.")] = None,
    references: Annotated[
        Path | None, typer.Option(help="A CSV (source,target) of people's translations to calibrate with.")
    ] = None,
) -> None:
    """Fetch or take a Marian model, convert it, probe its masks and calibrate its threshold."""
    directory = DataDirectory.at(data)
    directory.create()
    place = Path(model).expanduser()
    wanted = str(place.resolve()) if place.is_dir() else _hub_name(model)
    name = place.resolve().name if place.is_dir() else wanted.rsplit("/", 1)[-1]
    models = directory.root / "models" / "translation"
    models.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=models, prefix=f".{name}."))
    try:
        console.print(f"Converting {wanted} to CTranslate2, int8 ...", highlight=False)
        about = _convert(wanted, fresh)
        asyncio.run(_examine(fresh, name, about, source=source, target=target, references=references))
        fresh.chmod(0o755)
        shutil.rmtree(models / name, ignore_errors=True)
        fresh.rename(models / name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    console.print(f"Added as {models / name}: used from the platform's next start.", highlight=False)


def _hub_name(model: str) -> str:
    if _PAIR.fullmatch(model):
        return HUB_NAME.format(model)
    if model.count("/") == 1 and not model.startswith((".", "/", "~")):
        return model
    raise Refusal(f"{model!r} is no folder, no pair like en-es and no name like owner/name on a hub.")


def _convert(wanted: str, target: Path) -> dict[str, Any]:
    if not MODEL_PYTHON.exists():
        raise Refusal("The model server's environment is not there: run `./parley up` once, it makes it.")
    command = (str(MODEL_PYTHON), "-W", "ignore", "-m", "serving.translation.convert", wanted, str(target))
    done = subprocess.run(
        command,
        cwd=PROJECT_ROOT,
        env={**inherited(), **{key: value for key, value in os.environ.items() if key.startswith("HF_")}},
        capture_output=True,
        text=True,
        timeout=CONVERSION_TIMEOUT_S,
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        raise Failure(f"{wanted} could not be converted: {said[-1] if said else 'it says nothing'}")
    about: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return about


async def _examine(
    folder: Path,
    name: str,
    about: Mapping[str, Any],
    *,
    source: str | None,
    target: str | None,
    references: Path | None,
) -> None:
    from serving.translation.examine import best_styles, calibrate, probe_masks
    from serving.translation.exchange import read_csv
    from serving.translation.marian import Card, MarianEngine

    source, targets = _languages(name, about, source=source, target=target)
    first = next(iter(targets))
    licence = about["licence"] or "not stated by the model"
    card = Card(name, source, targets, licence, masks=(), threshold=0.0, positions=about["positions"])
    card.write(folder)
    engine = MarianEngine(folder, threads=os.cpu_count() or 1)
    try:
        console.print(f"Probing the masks, {source} to {first} ...", highlight=False)
        kept = await probe_masks(engine, source=source, target=first)
        card = replace(card, masks=best_styles(kept), probe=kept)
        card.write(folder)
        await engine.close()
        engine = MarianEngine(folder, threads=os.cpu_count() or 1)
        files = [references] if references else sorted((SAMPLES / first).glob("*.csv"))
        usable = references is not None or source == "en"
        pairs = [
            pair
            for file in (files if usable else [])
            for pair in read_csv(file.read_text(encoding="utf-8"), name=file.name)
        ]
        console.print(f"Calibrating with {len(pairs)} reference translations ...", highlight=False)
        found = await calibrate(engine, pairs, source=source, target=first)
    finally:
        await engine.close()
    card = replace(card, threshold=found.threshold, calibration=asdict(found))
    card.write(folder)
    _show_card(card)


def _languages(
    name: str, about: Mapping[str, Any], *, source: str | None, target: str | None
) -> tuple[str, dict[str, str | None]]:
    """By its own word, else by a name like opus-mt-en-es; a model of many targets has a token for each."""
    named = name.removeprefix("opus-mt-").removeprefix("tc-big-").split("-")
    by_name = (named[0], named[-1]) if len(named) == 2 else (None, None)
    source = source or about["source_lang"] or by_name[0]
    target = target or about["target_lang"] or by_name[1]
    tokens: dict[str, str | None] = {}
    for token in about["targets"]:
        match = _TOKEN.fullmatch(token)
        code = _two_letters(match.group(1)) if match else None
        if code is not None:
            tokens.setdefault(code, token)
    source = _two_letters(source) if source else None
    single = _two_letters(target) if target else None
    targets = tokens or ({single: None} if single else {})
    if source is None or not targets:
        raise Refusal(f"{name} does not say its languages: give --source and --target.")
    return source, targets


def _two_letters(code: str) -> str | None:
    try:
        return Locale.parse(code.split("_")[0].lower()).language
    except (UnknownLocaleError, ValueError):
        return None


def _show_card(card: Any) -> None:
    table = Table(title=f"{card.name}: {card.source} to {', '.join(card.targets)}", title_justify="left")
    table.add_column("mask")
    table.add_column("kept", justify="right")
    table.add_column("")
    for style, (kept, of) in sorted(card.probe.items(), key=lambda item: -item[1][0]):
        place = f"{card.masks.index(style) + 1}." if style in card.masks else "not used"
        table.add_row(style, f"{kept} of {of}", place)
    console.print(table)
    made = card.calibration
    console.print(f"licence: {card.licence}", highlight=False)
    if made["chrf"] is None:
        console.print(
            f"threshold {card.threshold:g}, not calibrated: too few references came through. "
            "Give --references FILE.csv.",
            highlight=False,
        )
        return
    never = card.threshold > 1
    console.print(
        f"{made['references']} references, mean chrF {made['chrf']:g}: "
        + (
            "at no score is it reliable enough to face customers; operators may read it"
            if never
            else f"sure from a score of {card.threshold:g}, which {made['sure']:.0%} reach "
            f"({made['good']:.0%} of those are good)"
        ),
        highlight=False,
    )


@translations.command("list")
def list_engines(data: Data = None) -> None:
    """The engines that are there, in the order in which they are asked."""
    raise typer.Exit(_beside(data, "list"))


@translations.command("test")
def try_text(
    text: Annotated[str, typer.Argument(help="What is to be translated.")],
    to: Annotated[str, typer.Option("--to", help="The language to translate into.")],
    data: Data = None,
    source: Annotated[
        str | None, typer.Option("--from", help="The language it is in; else it is detected.")
    ] = None,
    operator: Annotated[
        bool, typer.Option("--operator", help="As an operator would read it, not as a customer.")
    ] = False,
) -> None:
    """Translate one text with everything that is there, and say how it came about."""
    named = ["--from", source] if source else []
    role = ["--operator"] if operator else []
    raise typer.Exit(_beside(data, "test", *named, *role, "--to", to, "--", text))


def _beside(data: Path | None, *arguments: str) -> int:
    """In the platform's environment, whether it runs or not."""
    directory = DataDirectory.at(data)
    directory.create()
    note = PlatformNote.load(directory)
    around = Surroundings(
        directory,
        host="127.0.0.1",
        ports=Ports(note.port if note is not None else DEFAULT_PORT),
        model=ModelChoice.from_environment(os.environ),
        secrets=Secrets.load_or_create(directory),
    )
    command = (str(SERVING_PYTHON), "-m", "serving.translation.command", *arguments)
    environment = {**inherited(), **around.platform()}
    return subprocess.run(command, cwd=PROJECT_ROOT, env=environment, check=False).returncode
