"""What a translation model can be trusted with: the masks that it keeps, the score from which it is sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from serving.translation import attempts
from serving.translation.attempts import Task
from serving.translation.base import Audience, TranslationEngine, TranslationRequest
from serving.translation.exchange import Pair
from serving.translation.glossary import Glossary
from serving.translation.masks import RAW, STYLES, mask, unmask
from serving.translation.protected import find_spans
from serving.translation.service import Order
from serving.translation.texts import UNSPACED

PROBES = Path(__file__).with_name("probes.yml")
VALUES = ("P-10482", "EUR 19.90", "help@lumen.example", "https://lumen.example/help")
# A style that is lost more often than this is not worth asking for.
LEAST_KEPT = 0.5
DEADLINE_S = 600.0
NOTHING = Glossary("", (), {})
# In chrF, from 0 to 100: below, a translation is counted as bad; sure ones must be good this often.
GOOD_CHRF = 40.0
PRECISION = 0.9
MOST_REFERENCES = 200
LEAST_REFERENCES = 20
# Where nothing was there to calibrate with.
DEFAULT_THRESHOLD = 0.5
NEVER = 1.01


@dataclass(frozen=True, slots=True)
class Calibration:
    """`sure`: the share of the references that the threshold lets through; `good`: how many of those are."""

    threshold: float
    references: int
    chrf: float | None
    sure: float
    good: float


def probes(source: str) -> Sequence[str]:
    """In a language that nobody wrote any for, the values alone stand between the usual signs."""
    said: Mapping[str, Sequence[str]] = yaml.safe_load(PROBES.read_text(encoding="utf-8"))
    return [probe.format(*VALUES) for probe in said.get(source, ("{0}: {1}.", "{0}?", "{1} - {0}, {2}"))]


async def probe_masks(engine: TranslationEngine, *, source: str, target: str) -> dict[str, tuple[int, int]]:
    """For each style how many of the probes came back with every value, and of how many."""
    kept: dict[str, tuple[int, int]] = {}
    spaced = target not in UNSPACED
    for style in (*STYLES, RAW):
        masked = [one for text in probes(source) if (one := mask(text, find_spans(text), style))]
        requests = [TranslationRequest(one.text, source, target) for one in masked]
        answers = await engine.translate(requests, deadline_s=DEADLINE_S)
        back = [
            unmask(one, answer.text.strip(), spaced=spaced)
            for one, answer in zip(masked, answers, strict=True)
        ]
        kept[style] = (sum(text is not None for text in back), len(masked))
    return kept


def best_styles(kept: Mapping[str, tuple[int, int]]) -> list[str]:
    """Those worth asking for, best first; raw values last, for a model may change them unseen."""
    ranked = sorted((style for style in kept if style != RAW), key=lambda style: kept[style][0], reverse=True)
    return [*(style for style in ranked if kept[style][0] >= LEAST_KEPT * kept[style][1] > 0), RAW]


async def calibrate(
    engine: TranslationEngine, references: Sequence[Pair], *, source: str, target: str
) -> Calibration:
    """The lowest score from which at least nine in ten translations are like what people wrote."""
    from sacrebleu.metrics.chrf import CHRF

    pairs = list(references)[:: max(1, len(references) // MOST_REFERENCES)][:MOST_REFERENCES]
    order = Order(source, target, Audience.OPERATOR)
    tasks = [Task(text, order) for text, _ in pairs]
    outcomes = await attempts.translate(engine, tasks, NOTHING, deadline_s=DEADLINE_S) if tasks else []
    metric = CHRF()
    judged = [
        (attempt.score, metric.sentence_score(attempt.text, [reference]).score)
        for (attempt, _), (_, reference) in zip(outcomes, pairs, strict=True)
        if attempt is not None
    ]
    if len(judged) < LEAST_REFERENCES:
        return Calibration(DEFAULT_THRESHOLD, len(judged), None, 0.0, 0.0)
    judged.sort(reverse=True)
    threshold, sure, good, well = NEVER, 0, 0, 0
    for count, (score, chrf) in enumerate(judged, start=1):
        well += chrf >= GOOD_CHRF
        if count >= LEAST_REFERENCES // 2 and well >= PRECISION * count:
            threshold, sure, good = score, count, well
    mean = sum(chrf for _, chrf in judged) / len(judged)
    return Calibration(
        threshold=round(threshold, 3),
        references=len(pairs),
        chrf=round(mean, 1),
        sure=round(sure / len(pairs), 3),
        good=round(good / sure, 3) if sure else 0.0,
    )
