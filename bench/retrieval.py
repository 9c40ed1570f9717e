"""How long a search takes in a large library: ours, and reading every vector for each question.

    .venvs/serving/bin/python -m bench.retrieval

10,000 passages of made-up text with made-up vectors (20,000 windows): what is measured is finding, not
encoding. The plain way reads all vectors from the database and sorts them all; both search by words as well.
CPU time of this process is shown beside the time on the wall, which a busy machine stretches.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import platform
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from serving.config import PROJECT_ROOT
from serving.db import Database
from serving.evaluation.library import INBOX, Library, opened_library
from serving.knowledge.models import FloatArray, Window

RESULTS = PROJECT_ROOT / "bench" / "results"
DIMENSIONS = 384
WORDS = 4000
SENTENCES_A_PASSAGE = 3
PASSAGES_A_DOCUMENT = 20
DEPTH = 20


class MadeUpEncoder:
    """A vector for each text, the same for the same text."""

    fingerprint = "made-up"

    async def encode(self, texts: Sequence[str]) -> FloatArray:
        seeds = (int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little") for text in texts)
        vectors: FloatArray = np.stack(
            [np.random.default_rng(seed).standard_normal(DIMENSIONS, dtype=np.float32) for seed in seeds]
        )
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


def write_library(folder: Path, passages: int, rng: random.Random) -> None:
    for document in range(passages // PASSAGES_A_DOCUMENT):
        sections = [f"## {_words(rng, 3)}\n\n{_passage(rng)}" for _ in range(PASSAGES_A_DOCUMENT)]
        (folder / f"{document:05}.md").write_text(
            f"---\ntitle: {_words(rng, 4)}\nlanguage: en\n---\n" + "\n\n".join(sections) + "\n",
            encoding="utf-8",
        )


def _passage(rng: random.Random) -> str:
    return " ".join(f"{_words(rng, 12).capitalize()}." for _ in range(SENTENCES_A_PASSAGE))


def _words(rng: random.Random, count: int) -> str:
    """Few words are common and most are rare, as in any language."""
    return " ".join(f"word{int(WORDS ** rng.random())}" for _ in range(count))


async def plain(db: Database, library: Library, query: str, vector: FloatArray) -> None:
    async with db.read() as session:
        worded = await library.index.by_words(session, query, inbox_id=INBOX, limit=DEPTH)
        rows = (await session.execute(select(Window.passage_id, Window.embedding))).all()
    cosines = np.stack([row.embedding for row in rows]) @ vector
    order = np.argsort(-cosines)
    best = dict.fromkeys([*worded, *(rows[index].passage_id for index in order)])
    list(best)[:DEPTH]


async def timed(questions: Sequence[str], ask: Callable[[str], Awaitable[object]]) -> dict[str, float]:
    wall, cpu = [], []
    for question in questions:
        began, used = time.perf_counter(), time.process_time()
        await ask(question)
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    return {
        "p50_ms": round(float(np.percentile(wall, 50)), 1),
        "p95_ms": round(float(np.percentile(wall, 95)), 1),
        "cpu_p50_ms": round(float(np.percentile(cpu, 50)), 1),
    }


async def measure(passages: int, questions: int) -> dict[str, dict[str, float]]:
    rng = random.Random(7)
    encoder = MadeUpEncoder()
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        write_library(Path(folder), passages, rng)
        async with opened_library(Path(folder), encoder) as library:
            asked = [_words(rng, 9) for _ in range(questions)]
            vectors = {question: (await encoder.encode([question]))[0] for question in asked}
            await library.retriever.retrieve(asked[0], inbox_id=INBOX)  # reads the vectors into memory
            ours = await timed(asked, lambda one: library.retriever.retrieve(one, inbox_id=INBOX))
            slow = await timed(asked[:5], lambda one: plain(library.db, library, one, vectors[one]))
    return {"Parley": ours, "all vectors read and sorted for each question": slow}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=60)
    arguments = parser.parse_args()
    figures = asyncio.run(measure(arguments.passages, arguments.questions))
    show(figures, arguments.passages)
    keep(figures, arguments.passages)


def show(figures: dict[str, dict[str, float]], passages: int) -> None:
    table = Table(title=f"A search in {passages} passages, SQLite", title_justify="left")
    table.add_column("who")
    for name in ("p50 ms", "p95 ms", "CPU ms", "ratio"):
        table.add_column(name, justify="right")
    best = figures["Parley"]["cpu_p50_ms"]
    for who, found in figures.items():
        ratio = found["cpu_p50_ms"] / best
        table.add_row(who, *(f"{value:.1f}" for value in found.values()), f"{ratio:.1f}")
    Console().print(table)


def keep(figures: dict[str, dict[str, float]], passages: int) -> None:
    cores = len(os.sched_getaffinity(0))
    result = {"device": f"{platform.machine()}, {cores} cores", "passages": passages, "figures": figures}
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"retrieval-{cores}-cores.json"
    file.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
