"""Which sentences answer a question in a language that the sentence encoder does not know.

`serving/evaluation/localized.py` fits the weights; decision 0092 has the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

MAX_QUOTED = 2


@dataclass(frozen=True, slots=True)
class Likeness:
    """Between a question and one sentence. Shares of words are of the question's weight, 0 to 1.

    In English, to the sentence as the document has it, from the question put into English word by word:
    `cosine`, and `window` of the nearest two sentences of its passage; `english`: words of it, its title and
    its heading. In the customer's language: `words` and `parts` of words of the sentence, its title and
    heading; `own_words` and `own_parts` of the sentence alone; `passage`: how well its passage matches.
    `asked`: 1 if it holds a number and one is asked for.
    """

    cosine: float
    window: float
    english: float
    words: float
    own_words: float
    parts: float
    own_parts: float
    passage: float
    asked: float

    @property
    def score(self) -> float:
        return float(sum(weight * getattr(self, name) for name, weight in ORDER.items()))


# What sentences are ordered by.
ORDER = {
    "cosine": 2.0,
    "window": 1.0,
    "english": 0.5,
    "words": 0.5,
    "own_words": 0.25,
    "parts": 1.0,
    "own_parts": 0.5,
    "passage": 1.0,
    "asked": 0.15,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for quoting a sentence. `behind`, `lead`, `passage_lead`: as in knowledge/selection.py."""

    cosine: float
    window: float
    english: float
    words: float
    own_words: float
    parts: float
    own_parts: float
    passage: float
    asked: float
    behind: float
    lead: float
    passage_lead: float


_LIKENESS = [one.name for one in fields(Likeness)]
_NAMES = [one.name for one in fields(Evidence)]


@dataclass(frozen=True, slots=True)
class Rule:
    """As in knowledge/selection.py."""

    weights: Evidence
    bias: float
    answer_from: float
    add_from: float
    alone_from: float

    def logit(self, evidence: Evidence) -> float:
        weighed = (getattr(self.weights, name) * getattr(evidence, name) for name in _NAMES)
        return self.bias + float(sum(weighed))


RULE = Rule(
    Evidence(
        cosine=6.07,
        window=0.38,
        english=0.08,
        words=-0.54,
        own_words=-0.22,
        parts=3.25,
        own_parts=-0.14,
        passage=0.34,
        asked=0.13,
        behind=1.93,
        lead=2.62,
        passage_lead=0.34,
    ),
    bias=-6.51,
    answer_from=-0.8,
    add_from=-2.2,
    alone_from=1.0,
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence of a passage, `score` first to last."""

    passage_id: int
    likeness: Likeness

    @property
    def score(self) -> float:
        return self.likeness.score


def choose(ranked: Sequence[Ranked], rule: Rule = RULE) -> list[int]:
    """`ranked`: best first. Indexes of what is quoted, best first; [] where nothing answers."""
    logits = [rule.logit(one) for one in evidence(ranked)]
    order = sorted(range(len(ranked)), key=lambda index: (-logits[index], index))
    if not order or logits[order[0]] < rule.answer_from:
        return []
    best, *others = order
    unsure = logits[best] < rule.alone_from
    added = [index for index in others[: MAX_QUOTED - 1] if unsure and logits[index] >= rule.add_from]
    return [best, *added]


def evidence(ranked: Sequence[Ranked]) -> list[Evidence]:
    return [_evidence(ranked, index) for index in range(len(ranked))]


def _evidence(ranked: Sequence[Ranked], index: int) -> Evidence:
    one = ranked[index]
    others = [other.likeness.passage for other in ranked if other.passage_id != one.passage_id]
    return Evidence(
        **{name: getattr(one.likeness, name) for name in _LIKENESS},
        behind=one.score - ranked[0].score,
        lead=ranked[0].score - ranked[1].score if index == 0 and len(ranked) > 1 else 0.0,
        passage_lead=one.likeness.passage - max(others, default=0.0),
    )
