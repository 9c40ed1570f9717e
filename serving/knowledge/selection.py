"""Which of the sentences found are quoted where no model is there whose word alone would do.

A logistic regression over what retrieval knows, and over the embedded model's choice where there is one:
decision 0036 has the figures, `python -m serving.evaluation.selecting` fits the weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace

from serving.knowledge.ranking import PASSAGE_SHARE
from serving.knowledge.retrieval import FoundSentence

MAX_QUOTED = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """For one sentence. `words`: what its words and phrases add to its score; `behind`: its score less the
    best one's; `lead`: the best sentence's before the next; `passage_lead`: its passage's score before that
    of the best other passage; `picked`: 1 if the model chose it."""

    cosine: float
    passage: float
    words: float
    behind: float
    lead: float
    passage_lead: float
    picked: float


@dataclass(frozen=True, slots=True)
class Rule:
    """`weights` and `bias` give the logit that a sentence answers. The likeliest is quoted from `answer_from`
    on; below `alone_from` it is joined by the next one, if that is likely enough itself (`add_from`)."""

    weights: Evidence
    bias: float
    answer_from: float
    add_from: float = -2.2
    alone_from: float = 1.0

    def logit(self, evidence: Evidence) -> float:
        pairs = zip(astuple(self.weights), astuple(evidence), strict=True)
        return self.bias + float(sum(weight * value for weight, value in pairs))


WITHOUT_MODEL = Rule(
    Evidence(cosine=3.65, passage=1.01, words=1.68, behind=1.41, lead=7.89, passage_lead=0.55, picked=0.0),
    bias=-6.14,
    answer_from=-1.2,
)
WITH_EMBEDDED_MODEL = Rule(
    Evidence(cosine=2.73, passage=1.06, words=1.79, behind=0.98, lead=5.91, passage_lead=0.5, picked=1.05),
    bias=-6.03,
    answer_from=-0.9,
)


def select(rule: Rule, shown: Sequence[FoundSentence], *, picked: Sequence[int] = ()) -> list[FoundSentence]:
    """`shown`: best first; `picked`: the indexes that the model chose. [] where nothing answers."""
    logits = [rule.logit(one) for one in evidence(shown, picked=picked)]
    order = sorted(range(len(shown)), key=lambda index: (-logits[index], index))
    if not order or logits[order[0]] < rule.answer_from:
        return []
    best, *others = order
    unsure = logits[best] < rule.alone_from
    added = [index for index in others[: MAX_QUOTED - 1] if unsure and logits[index] >= rule.add_from]
    return [shown[index] for index in (best, *added)]


def evidence(shown: Sequence[FoundSentence], *, picked: Sequence[int] = ()) -> list[Evidence]:
    found = [_evidence(sentence, shown, picked=index in picked) for index, sentence in enumerate(shown)]
    if len(shown) > 1:
        found[0] = replace(found[0], lead=shown[0].score - shown[1].score)
    return found


def _evidence(sentence: FoundSentence, shown: Sequence[FoundSentence], *, picked: bool) -> Evidence:
    passage = sentence.passage
    others = [one.passage.score for one in shown if one.passage.passage_id != passage.passage_id]
    return Evidence(
        cosine=sentence.cosine,
        passage=passage.score,
        words=sentence.score - sentence.cosine - PASSAGE_SHARE * passage.score,
        behind=sentence.score - shown[0].score,
        lead=0.0,
        passage_lead=passage.score - max(others, default=0.0),
        picked=float(picked),
    )
