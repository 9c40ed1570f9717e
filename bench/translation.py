"""Translation: CTranslate2 in int8 next to transformers on the same weights, and what a hit costs.

    .venvs/serving/bin/python -m bench.translation

Both engines write the same number of tokens from one run of `bench/marian_peers.py`; a hit is a sentence that
the catalogue or the memory has. Prints the ratio of the best batch sizes of each.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from serving.cli.processes import MODEL_PYTHON
from serving.config import PROJECT_ROOT
from serving.db import Database
from serving.migrations import upgrade_async
from serving.translation.base import Audience
from serving.translation.catalogue import get_catalogue
from serving.translation.exchange import import_folder
from serving.translation.glossary import Glossaries
from serving.translation.memory import TranslationMemory
from serving.translation.service import Order, Translator

AIM = 4.7
ROUNDS = 2000
SENTENCE = "Standard shipping takes 3 to 5 working days."
console = Console(width=None if sys.stdout.isatty() else 120)


async def hits_us() -> dict[str, Any]:
    """Medians and 99th percentiles in microseconds: a text of the catalogue, a sentence of the memory."""
    catalogue = get_catalogue("en")
    measured = {"catalogue": _timed([lambda: catalogue.format("utter_greet", "es")] * ROUNDS)}
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        url = f"sqlite+aiosqlite:///{folder}/memory.db"
        await upgrade_async(url)
        database = Database.connect(url)
        segments = await import_folder(database, PROJECT_ROOT / "samples" / "translations", source="en")
        translator = Translator(TranslationMemory(database), Glossaries(database), ())
        order = Order("en", "es", Audience.CUSTOMER)
        answer = await translator.translate(SENTENCE, order)
        took: list[float] = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            await translator.translate(SENTENCE, order)
            took.append(time.perf_counter() - begun)
        await database.close()
    return {**measured, "memory": _spread(took), "segments": segments, "status": answer.status.value}


def _timed(calls: Sequence[Any]) -> dict[str, float]:
    took: list[float] = []
    for call in calls:
        begun = time.perf_counter()
        call()
        took.append(time.perf_counter() - begun)
    return _spread(took)


def _spread(took: Sequence[float]) -> dict[str, float]:
    ordered = sorted(took)
    return {
        "p50_us": round(statistics.median(ordered) * 1e6, 1),
        "p99_us": round(ordered[int(len(ordered) * 0.99)] * 1e6, 1),
    }


def peers(cores: int) -> dict[str, Any]:
    command = (str(MODEL_PYTHON), "-W", "ignore", "-m", "bench.marian_peers", str(cores))
    done = subprocess.run(command, cwd=PROJECT_ROOT, stdout=subprocess.PIPE, text=True, check=True)
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    arguments = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    hits = asyncio.run(hits_us())
    measured = peers(cores)
    table = Table(title=f"Tokens a second on {cores} cores, 74 M parameters", title_justify="left")
    for column in ("batch", "CTranslate2 int8", "transformers", "ratio"):
        table.add_column(column, justify="right")
    for batch, ours in measured["ctranslate2"].items():
        theirs = measured["transformers"][batch]
        table.add_row(batch, f"{ours:g}", f"{theirs:g}", f"{ours / theirs:.1f}")
    console.print(table)
    best = max(measured["ctranslate2"].values()) / max(measured["transformers"].values())
    console.print(f"best batch sizes of each: {best:.1f} times (aim: {AIM:g})")
    for name in ("catalogue", "memory"):
        console.print(f"a hit of the {name}: {hits[name]['p50_us']:g} µs, p99 {hits[name]['p99_us']:g} µs")
    figures = {
        "machine": {"cores": cores, "processor": platform.machine()},
        "ratio_of_best": round(best, 2),
        "aim": AIM,
        **measured,
        "hits": hits,
    }
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
