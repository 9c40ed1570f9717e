"""What the checker of composed answers accepts and rejects, and how its weights are fitted.

`python -m serving.evaluation.checking HALUEVAL_FOLDER ENCODER_FOLDER` prints the weights: logistic regression
on the even rows of HaluEval and of samples/evaluation/composed.yml, over the sentences whose facts are right.
Answers' lengths are no feature: in HaluEval the right ones have 2 words on average and the hallucinated 10,
which alone tells 90 % of them apart and says nothing about composed sentences.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from serving.config import PROJECT_ROOT
from serving.knowledge.checker import WEIGHTS, Checker, Verdict
from serving.knowledge.encoder import Encoder, load_encoder

COMPOSED = PROJECT_ROOT / "samples" / "evaluation" / "composed.yml"
SHORT_WORDS = 4
# Our own sentences are few and like what the checker meets, HaluEval's are many and short.
_OWN_SHARE = 0.7
_RIDGE = 0.02
_ROUNDS = 80

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Claim:
    """`source`: the set it is from. Even rows are for fitting, odd ones are held out."""

    source: str
    row: int
    passage: str
    question: str
    sentence: str
    true: bool


@dataclass(frozen=True, slots=True)
class CheckFigures:
    """`accepted`: of the true claims; `rejected`: of the false ones, and by which reason how many."""

    claims: str
    true: int
    false: int
    accepted: float
    rejected: float
    reasons: Mapping[str, int]


def read_halueval(folder: Path) -> Iterator[Claim]:
    for name in ("one", "multi"):
        lines = (folder / f"qa_{name}_turn.jsonl").read_text(encoding="utf-8").splitlines()
        for row, line in enumerate(lines):
            found = json.loads(line)
            # Its sentences are joined without a space.
            passage = re.sub(r'(?<=[a-z0-9)"\]])([.!?])(?=[A-Z"])', r"\1 ", found["knowledge"])
            for key in ("right_answer", "hallucinated_answer"):
                true = key == "right_answer"
                yield Claim(f"halueval {name} turn", row, passage, found["question"], found[key], true)


def read_composed(file: Path = COMPOSED) -> Iterator[Claim]:
    for row, found in enumerate(yaml.safe_load(file.read_text(encoding="utf-8"))):
        for key in ("right", "wrong"):
            yield Claim("composed", row, found["passage"], found["question"], found[key], key == "right")


async def measure_checking(halueval: Path, encoder: Encoder) -> Sequence[CheckFigures]:
    """On the held-out rows."""
    held_out = [claim for claim in (*read_halueval(halueval), *read_composed()) if claim.row % 2]
    verdicts = await _verdicts(held_out, encoder)
    judged = list(zip(held_out, verdicts, strict=True))
    figures = [
        _figures(source, [one for one in judged if one[0].source == source])
        for source in dict.fromkeys(claim.source for claim in held_out)
    ]
    short = [one for one in judged if one[0].source != "composed" and _is_short(one[0])]
    return [*figures, _figures(f"halueval, answers of up to {SHORT_WORDS} words", short)]


def _is_short(claim: Claim) -> bool:
    return len(claim.sentence.split()) <= SHORT_WORDS


async def _verdicts(claims: Sequence[Claim], encoder: Encoder) -> list[Verdict]:
    checker = Checker(encoder)
    return [await checker.check(claim.sentence, [claim.passage], question=claim.question) for claim in claims]


def _figures(name: str, judged: Sequence[tuple[Claim, Verdict]]) -> CheckFigures:
    true = [verdict for claim, verdict in judged if claim.true]
    false = [verdict for claim, verdict in judged if not claim.true]
    return CheckFigures(
        claims=name,
        true=len(true),
        false=len(false),
        accepted=round(sum(verdict.accepted for verdict in true) / len(true), 3),
        rejected=round(sum(not verdict.accepted for verdict in false) / len(false), 3),
        reasons=dict(Counter(verdict.reason for verdict in false if verdict.reason)),
    )


async def fit_weights(halueval: Path, encoder: Encoder) -> tuple[Mapping[str, float], float]:
    """Weights and bias. Within its share each set's true and false claims weigh the same."""
    claims = [claim for claim in (*read_halueval(halueval), *read_composed()) if claim.row % 2 == 0]
    verdicts = await _verdicts(claims, encoder)
    judged = [
        (claim, verdict.likeness)
        for claim, verdict in zip(claims, verdicts, strict=True)
        if verdict.likeness is not None
    ]
    groups = Counter((claim.source == "composed", claim.true) for claim, _ in judged)
    shares = [
        (_OWN_SHARE if claim.source == "composed" else 1 - _OWN_SHARE)
        / (2 * groups[claim.source == "composed", claim.true])
        for claim, _ in judged
    ]
    features = np.array([[*(getattr(like, name) for name in WEIGHTS), 1.0] for _, like in judged])
    solution = _logistic(
        features, np.array([float(claim.true) for claim, _ in judged]), np.array(shares) * 100
    )
    weights = dict(zip(WEIGHTS, (round(float(weight), 2) for weight in solution), strict=False))
    return weights, round(float(solution[-1]), 2)


def _logistic(features: Floats, labels: Floats, shares: Floats) -> Floats:
    """Newton's method; the last column is the bias, which is not drawn to zero."""
    ridge = np.eye(features.shape[1]) * _RIDGE
    ridge[-1, -1] = 1e-9
    weights: Floats = np.zeros(features.shape[1])
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(features @ weights, -30, 30)))
        curvature = (features * (shares * chance * (1 - chance))[:, None]).T @ features + ridge
        slope = features.T @ (shares * (chance - labels)) + ridge @ weights
        weights = weights - np.linalg.solve(curvature, slope)
    return weights


if __name__ == "__main__":
    fitted, bias = asyncio.run(fit_weights(Path(sys.argv[1]), load_encoder(Path(sys.argv[2]))))
    sys.stdout.write(f"WEIGHTS = {json.dumps(fitted)}\nBIAS = {bias}\n")
