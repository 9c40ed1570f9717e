"""The public sets for intents, read as they are published."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.components.typos import slip

OUT_OF_SCOPE = "oos"


@dataclass(frozen=True)
class Example:
    text: str
    intent: str
    entity: tuple[str, str, int, int] | None = None  # type, value, start, end


@dataclass(frozen=True)
class Dataset:
    name: str
    train: Sequence[Example]
    validation: Sequence[Example]
    test: Sequence[Example]


def load(folder: Path, name: str) -> Dataset:
    return {"clinc150": _clinc150, "bitext": _bitext}[name](folder / name)


def _clinc150(folder: Path) -> Dataset:
    raw = json.loads((folder / "data_oos_plus.json").read_text(encoding="utf-8"))

    def part(name: str) -> list[Example]:
        return [Example(text, intent) for key in (name, f"oos_{name}") for text, intent in raw[key]]

    return Dataset("clinc150", part("train"), part("val"), part("test"))


def _bitext(folder: Path) -> Dataset:
    def part(name: str) -> list[Example]:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return [_bitext_example(row) for row in csv.DictReader(file)]

    return Dataset("bitext", part("train"), part("dev"), part("test"))


def _bitext_example(row: dict[str, str]) -> Example:
    entity = None
    if row["entity_type"]:
        start, end = int(row["start_offset"]), int(row["end_offset"])
        entity = (row["entity_type"], row["entity_value"], start, end)
    return Example(row["utterance"], row["intent"], entity)


def with_typos(examples: Sequence[Example], *, seed: int = 3) -> list[Example]:
    """Each message with one slip of the fingers, other ones than the training's."""
    source = random.Random(seed)  # noqa: S311  # the same slips in every run
    return [Example(slip(example.text, source), example.intent) for example in examples]
