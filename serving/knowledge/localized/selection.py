"""Which sentences answer a question in a language whose words alone are searched.

`serving/evaluation/localized.py` fits the weights; decision 0092 has the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

MAX_QUOTED = 2


@dataclass(frozen=True, slots=True)
class Likeness:
    """Between a question and one sentence; shares of the question's weight, 0 to 1.

    `cosine`: the embedding's, to the sentence in its document's language. `words`, `parts`: whole words and
    parts of words, in the sentence, its title and heading; `own_words`, `own_parts`: in the sentence alone.
    `passage`: how well its passage matches. `asked`: 1 if it holds a number and one is asked for.
    """

    cosine: float
    words: float
    own_words: float
    parts: float
    own_parts: float
    passage: float
    asked: float

    @property
    def score(self) -> float:
        whole = self.cosine + self.words + self.parts + self.passage
        return whole + 0.5 * (self.own_words + self.own_parts) + 0.15 * self.asked


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for quoting a sentence. `behind`, `lead`, `passage_lead`: as in knowledge/selection.py."""

    cosine: float
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
        cosine=1.85,
        words=1.02,
        own_words=-1.88,
        parts=0.8,
        own_parts=2.48,
        passage=1.0,
        asked=0.19,
        behind=1.79,
        lead=2.14,
        passage_lead=0.23,
    ),
    bias=-4.56,
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
