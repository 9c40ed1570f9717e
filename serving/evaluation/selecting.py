"""Fits the weights of `serving/knowledge/selection.py`: which sentence answers, by what retrieval knows.

`python -m serving.evaluation.selecting XQUAD_FOLDER ENCODER_FOLDER MODEL_URL` prints them, with and without
the embedded model's choice: logistic regression on the phrasings that the model's training saw (every third)
and on the even paragraphs of XQuAD, each question with its paragraph and without. The four sets weigh alike.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from serving.evaluation.answers import (
    ARTICLES,
    Replied,
    read_phrasings,
    read_questions,
    replies,
    xquad_library,
)
from serving.evaluation.library import opened_library
from serving.knowledge.encoder import Encoder, load_encoder
from serving.knowledge.selection import Evidence, evidence
from serving.llm.base import LanguageModel
from serving.llm.vllm import VllmModel

_RIDGE = 1e-3
_ROUNDS = 60

Floats = npt.NDArray[np.float64]


async def examples(xquad: Path, encoder: Encoder, model: LanguageModel) -> list[list[Replied]]:
    """Four sets: answerable or not, of our articles and of XQuAD."""
    phrasings = read_phrasings("train")
    answerable = [asked for asked in phrasings if asked.says][::3]
    async with opened_library(ARTICLES, encoder) as library:
        ours = await replies(library, [*answerable, *(one for one in phrasings if not one.says)], model)
    async with xquad_library(xquad, encoder) as library:
        public = await replies(library, read_questions(xquad, every=2, parity=0), model)
    return [
        [one for one in replied if bool(one.asked.says) is says]
        for replied in (ours, public)
        for says in (True, False)
    ]


def fit(sets: Sequence[Sequence[Replied]], *, with_model: bool) -> tuple[dict[str, float], float]:
    """Weights by name, and the bias."""
    rows: list[tuple[float, ...]] = []
    labels: list[bool] = []
    shares: list[float] = []
    for replied in sets:
        for one in replied:
            picked = one.picked or () if with_model else ()
            for sentence, found in zip(one.shown, evidence(one.shown, picked=picked), strict=True):
                rows.append(astuple(found))
                labels.append(any(says.lower() in sentence.text.lower() for says in one.asked.says))
                shares.append(1 / len(replied))
    weights, bias = logistic(np.array(rows), np.array(labels, dtype=np.float64), np.array(shares))
    names = [one.name for one in fields(Evidence)]
    return dict(zip(names, (round(float(weight), 2) for weight in weights), strict=True)), round(bias, 2)


def logistic(rows: Floats, labels: Floats, shares: Floats) -> tuple[Floats, float]:
    """Newton's method on standardized columns."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    columns = np.column_stack([(rows - mean) / spread, np.ones(len(rows))])
    ridge = np.eye(columns.shape[1]) * _RIDGE
    solution: Floats = np.zeros(columns.shape[1])
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(columns @ solution, -30, 30)))
        curvature = (columns * (shares * chance * (1 - chance))[:, None]).T @ columns + ridge
        solution = solution - np.linalg.solve(
            curvature, columns.T @ (shares * (chance - labels)) + ridge @ solution
        )
    weights: Floats = solution[:-1] / spread
    return weights, float(solution[-1] - weights @ mean)


async def main(xquad: Path, encoder: Path, url: str) -> None:
    model = VllmModel(url, "parley-embedded", timeout_s=120)
    try:
        sets = await examples(xquad, load_encoder(encoder), model)
    finally:
        await model.close()
    for with_model in (False, True):
        weights, bias = fit(sets, with_model=with_model)
        sys.stdout.write(f"with_model={with_model} {json.dumps(weights)} bias={bias}\n")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]))
