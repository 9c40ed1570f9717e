"""Fits the weights of `serving/knowledge/selection.py`: which sentence answers, by what retrieval knows.

`python -m serving.evaluation.selecting XQUAD_FOLDER ENCODER_FOLDER MODEL_URL` prints them, with and without
the embedded model's choice, and what each threshold would do: logistic regression, for articles in sections
on the questions to choose on over our articles and another company's, for prose on the even paragraphs of
XQuAD, each with its paragraph and without; for documents with expected questions on those to choose on
and the phrasings of training over our articles. No question that is reported stands in them.
`python -m serving.evaluation.selecting expecting ENCODER_FOLDER` fits the last alone.

`python -m serving.evaluation.selecting reading ENCODER_FOLDER` fits the rules for where the reader read: in
sections on the companies that its training held out and the questions to choose on, expected questions as
above.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import astuple, fields
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt

from serving.evaluation.answers import (
    ARTICLES,
    CHOOSING,
    HELD_OUT,
    NURSERY,
    Replied,
    company_library,
    outcome,
    read_company_questions,
    read_phrasings,
    read_questions,
    read_samples,
    replies,
    retrieved,
    xquad_library,
)
from serving.evaluation.library import opened_library
from serving.knowledge.encoder import Encoder, load_encoder
from serving.knowledge.reader import load_reader
from serving.knowledge.retrieval import FoundSentence
from serving.knowledge.selection import Evidence, Rule, Rules, evidence, select
from serving.llm.base import LanguageModel
from serving.llm.vllm import VllmModel

_RIDGE = 0.1
# What the table shows: from which logit on a sentence is quoted, and joined by others.
THRESHOLDS = tuple(round(-2.4 + 0.1 * step, 1) for step in range(25))
ADD_FROM = -3.0
ALONE_FROM = 1.5
_ROUNDS = 60

Floats = npt.NDArray[np.float64]


async def examples(xquad: Path, encoder: Encoder, model: LanguageModel) -> dict[str, list[Replied]]:
    async with opened_library(ARTICLES, encoder, expecting=False) as library:
        ours = await replies(library, read_samples(CHOOSING), model)
    async with company_library(NURSERY, encoder, expecting=False) as library:
        other = await replies(library, read_company_questions(NURSERY), model)
    async with xquad_library(xquad, encoder) as library:
        public = await replies(library, read_questions(xquad, every=4, parity=0), model)
    return {"our articles": ours, "another company": other, "XQuAD": public}


async def expecting_examples(encoder: Encoder) -> dict[str, list[Replied]]:
    async with opened_library(ARTICLES, encoder) as library:
        return {
            "to choose on": await retrieved(library, read_samples(CHOOSING)),
            "phrasings": await retrieved(library, read_phrasings("train")),
        }


async def reading_examples(encoder: Path) -> dict[str, dict[str, list[Replied]]]:
    """By rule."""
    minilm, reader = load_encoder(encoder), load_reader(encoder)
    headed: dict[str, list[Replied]] = {}
    async with opened_library(ARTICLES, minilm, reader=reader, expecting=False) as library:
        headed["to choose on"] = await retrieved(library, read_samples(CHOOSING))
    for file in sorted(HELD_OUT.glob("*.txt")):
        async with company_library(file, minilm, reader=reader) as library:
            headed[file.stem] = await retrieved(library, read_company_questions(file))
    async with opened_library(ARTICLES, minilm, reader=reader) as library:
        expecting = {
            "to choose on": await retrieved(library, read_samples(CHOOSING)),
            "phrasings": await retrieved(library, read_phrasings("train")),
        }
    return {"headed": headed, "expecting": expecting}


def halves(replied: Sequence[Replied]) -> list[list[Replied]]:
    return [[one for one in replied if bool(one.asked.says) is says] for says in (True, False)]


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
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    spread[spread < 1e-6] = np.inf  # one that never differs says nothing
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
    kinds = {"headed": ("our articles", "another company"), "prose": ("XQuAD",)}
    for kind, with_model in product(kinds, (False, True)):
        _show(kind, {name: sets[name] for name in kinds[kind]}, with_model=with_model)


def _show(kind: str, chosen: Mapping[str, Sequence[Replied]], *, with_model: bool = False) -> None:
    weights, bias = fit([half for one in chosen.values() for half in halves(one)], with_model=with_model)
    sys.stdout.write(f"{kind}, with_model={with_model} {json.dumps(weights)} bias={bias}\n")
    for answer_from in THRESHOLDS:
        rule = Rule(Evidence(**weights), bias, answer_from, add_from=ADD_FROM, alone_from=ALONE_FROM)
        shares = [f"{name}: {_shares(rule, one, with_model=with_model)}" for name, one in chosen.items()]
        sys.stdout.write(f"  from {answer_from}: {'; '.join(shares)}\n")


def _shares(rule: Rule, replied: Sequence[Replied], *, with_model: bool) -> str:
    def choose(shown: Sequence[FoundSentence], picked: Sequence[int]) -> Sequence[FoundSentence]:
        return select(Rules(rule, rule, rule), shown, picked=picked if with_model else ())

    by = outcome("", choose, replied)
    return f"right {by.right:.1%}, wrong {by.wrong:.1%}, refused {by.refused:.1%}, {by.sentences} sentences"


if __name__ == "__main__":
    if sys.argv[1] == "reading":
        for kind, sets in asyncio.run(reading_examples(Path(sys.argv[2]))).items():
            _show(kind, sets)
    elif sys.argv[1] == "expecting":
        _show("expecting", asyncio.run(expecting_examples(load_encoder(Path(sys.argv[2])))))
    else:
        asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]))
