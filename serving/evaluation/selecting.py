"""Fits the weights of `serving/knowledge/selection.py`: which sentence answers, by what is known of it.

`python -m serving.evaluation.selecting ENCODER_FOLDER XQUAD_FOLDER` prints each rule's, with and without the
reader, and what each threshold would do. Logistic regression: for articles in sections on the companies that
the reader has not learnt from and the questions to choose on over our articles, for documents with expected
questions on the same - of each sentence's questions all but one expected - and on the phrasings of training
over our articles; for prose on the even paragraphs of XQuAD, each with its paragraph and without. No question
that is reported stands in them.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from serving.evaluation.answers import (
    ARTICLES,
    CHOOSING,
    HELD_OUT,
    MORE_COMPANIES,
    Replied,
    company_library,
    questions_of,
    read_phrasings,
    read_questions,
    read_samples,
    retrieved,
    xquad_library,
)
from serving.evaluation.companies import Company, expecting_all_but_one, read_company
from serving.evaluation.library import opened_library
from serving.knowledge.encoder import Encoder, load_encoder
from serving.knowledge.reader import Reader, load_reader
from serving.knowledge.retrieval import FoundSentence
from serving.knowledge.selection import Evidence, Rule, evidence, quoted

_RIDGE = 0.1
# What the table shows: from which logit on a sentence is quoted.
THRESHOLDS = tuple(round(-2.4 + 0.1 * step, 1) for step in range(25))
Knots = Mapping[str, Sequence[float]]
# Where the weight of a piece of evidence may change: about the middle, the top fifth and the top twentieth.
KNOTS: Knots = {
    "cosine": (0.2, 0.3, 0.45),
    "expected": (0.25, 0.4, 0.55),
    "read": (-5.0, -2.0, 2.0),
    "alike": (-4.5, -0.5, 3.5),
}
_ROUNDS = 60
# Of a company's questions each is asked once while the others are expected.
FOLDS = 3

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weighed:
    """One question's sentences: `evidence` and whether each answers it; `answerable`: something answers."""

    evidence: list[Evidence]
    answers: list[bool]
    answerable: bool


async def gathered(encoder: Encoder, reader: Reader, xquad: Path) -> dict[str, dict[str, list[Replied]]]:
    """By rule, and then by where the questions are from."""
    async with opened_library(ARTICLES, encoder, reader=reader, expecting=False) as library:
        headed = {"to choose on": await retrieved(library, read_samples(CHOOSING))}
    async with opened_library(ARTICLES, encoder, reader=reader) as library:
        expecting = {
            "to choose on": await retrieved(library, read_samples(CHOOSING)),
            "phrasings": await retrieved(library, read_phrasings("train")),
        }
    for name, folder in {"held out": HELD_OUT, "more companies": MORE_COMPANIES}.items():
        headed[name], expecting[name] = await companies(folder, encoder, reader)
    async with xquad_library(xquad, encoder) as library:
        prose = {"XQuAD": await retrieved(library, read_questions(xquad, every=4, parity=0))}
    return {"headed": headed, "expecting": expecting, "prose": prose}


async def companies(folder: Path, encoder: Encoder, reader: Reader) -> tuple[list[Replied], list[Replied]]:
    """Of all companies' questions: with nothing expected, and with the other questions expected."""
    bare: list[Replied] = []
    expecting: list[Replied] = []
    for company in _read_all(folder):
        async with company_library(company, encoder, reader=reader, expecting=False) as library:
            bare += await retrieved(library, questions_of(company))
        for fold in range(FOLDS):
            rest = expecting_all_but_one(company, fold)
            async with company_library(rest, encoder, reader=reader) as library:
                expecting += await retrieved(library, questions_of(rest))
    return bare, expecting


def _read_all(folder: Path) -> list[Company]:
    return [read_company(file) for file in sorted(folder.glob("*.txt"))]


def unread(replied: Sequence[Replied]) -> list[Replied]:
    return [
        replace(one, shown=[replace(sentence, read=None, alike=None) for sentence in one.shown])
        for one in replied
    ]


def weigh(replied: Sequence[Replied]) -> list[Weighed]:
    return [
        Weighed(
            evidence=evidence(one.shown),
            answers=[says_one_of(shown, one.asked.says) for shown in one.shown],
            answerable=bool(one.asked.says),
        )
        for one in replied
    ]


def says_one_of(shown: FoundSentence, says: Sequence[str]) -> bool:
    return any(one.lower() in shown.text.lower() for one in says)


def plain(weighed: Sequence[Weighed]) -> list[Weighed]:
    """Without what prose has no weights for: reading brought nothing there, the others were not tried."""
    unweighed = dict.fromkeys(("known", "unknown", "wordless"), 0.0)
    return [replace(one, evidence=[replace(found, **unweighed) for found in one.evidence]) for one in weighed]


def fit(sets: Sequence[Sequence[Weighed]], knots: Knots = KNOTS) -> Rule:
    """Without a threshold. In each set those that something answers weigh as much as the others."""
    rows, labels, shares = [], [], []
    for half in (half for one in sets for half in _halves(one)):
        for one in half:
            rows += [[*astuple(found), *_bent(found, knots)] for found in one.evidence]
            labels += one.answers
            shares += [1 / len(half)] * len(one.answers)
    found, bias = logistic(np.array(rows), np.array(labels, dtype=np.float64), np.array(shares))
    weights = [round(float(weight), 2) for weight in found]
    bends = iter(weights[len(fields(Evidence)) :])
    return Rule(
        Evidence(*weights[: len(fields(Evidence))]),
        round(bias, 2),
        answer_from=0.0,
        bends={name: {knot: next(bends) for knot in of} for name, of in knots.items()},
    )


def _halves(weighed: Sequence[Weighed]) -> Iterator[list[Weighed]]:
    for answerable in (True, False):
        yield [one for one in weighed if one.answerable is answerable]


def _bent(found: Evidence, knots: Knots) -> list[float]:
    return [max(0.0, getattr(found, name) - knot) for name, of in knots.items() for knot in of]


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


def shares(rule: Rule, weighed: Sequence[Weighed]) -> dict[float, str]:
    """By threshold: of those that something answers how many rightly and wrongly, of the others how many
    refused."""
    logits = [[rule.logit(found) for found in one.evidence] for one in weighed]
    answerable = sum(one.answerable for one in weighed)
    table = {}
    for threshold in THRESHOLDS:
        at = replace(rule, answer_from=threshold)
        right = wrong = refused = 0
        for one, likely in zip(weighed, logits, strict=True):
            chosen = quoted(at, likely)
            right += one.answerable and any(one.answers[index] for index in chosen)
            wrong += one.answerable and bool(chosen) and not any(one.answers[index] for index in chosen)
            refused += not one.answerable and not chosen
        others = max(1, len(weighed) - answerable)
        table[threshold] = f"{right / answerable:.1%}/{wrong / answerable:.1%}/{refused / others:.1%}"
    return table


def _show(kind: str, weighed: Mapping[str, Sequence[Weighed]], knots: Knots = KNOTS) -> None:
    rule = fit(list(weighed.values()), knots)
    weights = {name: weight for name, weight in zip(_names(), astuple(rule.weights), strict=True) if weight}
    sys.stdout.write(f"{kind} {json.dumps(weights)} bias={rule.bias} bends={json.dumps(rule.bends)}\n")
    tables = {name: shares(rule, one) for name, one in weighed.items()}
    for threshold in THRESHOLDS:
        row = "; ".join(f"{name} {table[threshold]}" for name, table in tables.items())
        sys.stdout.write(f"  from {threshold}: {row}\n")
    sys.stdout.flush()


def _names() -> list[str]:
    return [one.name for one in fields(Evidence)]


def main(encoder: Path, xquad: Path) -> None:
    examples = asyncio.run(gathered(load_encoder(encoder), load_reader(encoder), xquad))
    sys.stdout.write("rule, and by threshold: right/wrong of what is answered/refused of the rest\n")
    _show("prose", {name: plain(weigh(one)) for name, one in examples.pop("prose").items()}, knots={})
    for kind, sets in examples.items():
        _show(kind, {name: weigh(unread(one)) for name, one in sets.items()})
        _show(f"{kind} and read", {name: weigh(one) for name, one in sets.items()})


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
