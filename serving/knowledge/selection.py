"""Which of the sentences found are quoted where no model is there whose word alone would do.

A logistic regression over what retrieval and the reader know: decisions 0045, 0101 and 0113 have the
figures, `python -m serving.evaluation.selecting` fits the weights.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from serving.knowledge.base import Weighed
from serving.knowledge.ranking import PASSAGE_SHARE
from serving.knowledge.retrieval import FoundSentence, expected_share

# Sentences with their logits, the likeliest first.
Likely = Sequence[tuple[FoundSentence, float]]

MAX_QUOTED = 3
ASKED_FROM = -3.0
_TRACED = 4
# Of the best sentences, those among which a passage may have company.
_FOREMOST = 8
# About the cosine of two questions that have nothing to do with each other, and the reader's logit of such.
_UNEXPECTED = 0.2
_UNLIKE = -6.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """For one sentence. `window`: the cosine of its passage's nearest window; `words`: what its words and
    phrases add to its score; `behind`: its score less the best one's, `behind_cosine`: so of the cosines;
    `lead`: the best sentence's before the next; `passage_lead`: its passage's score before that of the best
    other passage; `company`: the share of the foremost sentences that its passage has; `known`, `unknown`:
    as in `FoundSentence`; `wordless`: 1 where no word is known. Of expected questions (0 in other rules):
    `expected`: the cosine of the nearest that the sentence answers; `expected_behind`: that less the best
    one's; `expected_lead`: the best one's before the next. Of the reader (0 in other rules): `read`: its
    logit; `read_behind`, `read_lead`: as above; `alike`, `alike_behind`, `alike_lead`: the same of the
    likeliest expected question."""

    cosine: float
    window: float
    passage: float
    words: float
    behind: float
    behind_cosine: float
    lead: float
    passage_lead: float
    company: float
    expected: float = 0.0
    expected_behind: float = 0.0
    expected_lead: float = 0.0
    known: float = 0.0
    unknown: float = 0.0
    wordless: float = 0.0
    read: float = 0.0
    read_behind: float = 0.0
    read_lead: float = 0.0
    alike: float = 0.0
    alike_behind: float = 0.0
    alike_lead: float = 0.0


_PIECES = tuple(piece.name for piece in fields(Evidence))


@dataclass(frozen=True, slots=True)
class Rule:
    """`weights`, `bends` and `bias` give the logit that a sentence answers; a bend is what is added to the
    weight of a piece of evidence above a value. The likeliest is quoted from `answer_from` on; below
    `alone_from` it is joined by the next ones that are likely enough themselves (`add_from`) and less likely
    by `add_within` at most."""

    weights: Evidence
    bias: float
    answer_from: float
    bends: Mapping[str, Mapping[float, float]] = field(default_factory=dict)
    add_from: float = -2.75
    alone_from: float = 1.5
    add_within: float = 2.0

    def logit(self, evidence: Evidence) -> float:
        straight = (getattr(self.weights, name) * getattr(evidence, name) for name in _PIECES)
        bent = (
            weight * max(0.0, getattr(evidence, name) - above)
            for name, bends in self.bends.items()
            for above, weight in bends.items()
        )
        return self.bias + float(sum(straight)) + float(sum(bent))


@dataclass(frozen=True, slots=True)
class Rules:
    """`headed`: for articles in sections under headings, as help centres have them; `prose`: for running
    text, whose paragraphs share so many words that more must speak for one of them; `expecting`: for
    documents with expected questions."""

    headed: Rule
    prose: Rule
    expecting: Rule

    def of(self, shown: Sequence[FoundSentence]) -> Rule:
        headed = sum(one.passage.heading is not None for one in shown)
        return self.headed if 2 * headed >= len(shown) else self.prose


_HEADED = Rule(
    Evidence(
        cosine=3.95, window=1.52, passage=-2.43, words=1.01, behind=1.69, behind_cosine=1.5, lead=4.07,
        passage_lead=0.96, company=2.85, known=-1.62, unknown=-0.47, wordless=0.39,
    ),
    bias=-3.52,
    answer_from=-1.1,
    bends={
        "cosine": {0.2: 4.0, 0.3: -3.2, 0.45: 3.29},
    },
)  # fmt: skip
_PROSE = Rule(
    Evidence(
        cosine=2.95, window=-0.77, passage=0.84, words=2.85, behind=-0.15, behind_cosine=-1.32,
        lead=8.59, passage_lead=0.21, company=0.6,
    ),
    bias=-5.79,
    answer_from=-1.35,
    alone_from=1.75,
    add_within=math.inf,
)  # fmt: skip
_EXPECTING = Rule(
    Evidence(
        cosine=5.34, window=1.07, passage=-1.66, words=-1.91, behind=1.18, behind_cosine=0.18, lead=2.44,
        passage_lead=0.58, company=2.68, expected=0.16, expected_behind=3.24, expected_lead=6.93,
        known=2.83, unknown=0.16, wordless=1.08,
    ),
    bias=-5.0,
    answer_from=-1.1,
    bends={
        "cosine": {0.2: 3.19, 0.3: -4.79, 0.45: -0.6},
        "expected": {0.25: -2.01, 0.4: -1.37, 0.55: 11.16},
    },
)  # fmt: skip
_HEADED_AND_READ = Rule(
    Evidence(
        cosine=-2.4, window=1.16, passage=-1.62, words=1.9, behind=0.67, behind_cosine=1.15, lead=1.83,
        passage_lead=0.56, company=2.04, known=-1.07, unknown=-0.04, wordless=0.24, read=0.16,
        read_behind=0.06, read_lead=0.34,
    ),
    bias=-2.73,
    answer_from=-1.0,
    bends={
        "cosine": {0.2: 0.25, 0.3: -0.35, 0.45: 4.38},
        "read": {-5.0: 0.23, -2.0: 0.06, 2.0: -0.08},
    },
)  # fmt: skip
_EXPECTING_AND_READ = Rule(
    Evidence(
        cosine=0.03, window=0.8, passage=-0.93, words=-1.16, behind=0.82, behind_cosine=0.09, lead=1.18,
        passage_lead=0.24, company=1.72, expected=-2.58, expected_behind=1.88, expected_lead=3.1,
        known=2.11, unknown=0.29, wordless=0.75, read=0.16, read_behind=-0.02, read_lead=0.25, alike=0.02,
        alike_behind=0.08, alike_lead=0.27,
    ),
    bias=-3.09,
    answer_from=-1.1,
    bends={
        "cosine": {0.2: 0.14, 0.3: -2.68, 0.45: 1.07},
        "expected": {0.25: -2.64, 0.4: 0.05, 0.55: 10.26},
        "read": {-5.0: 0.24, -2.0: 0.07, 2.0: -0.23},
        "alike": {-4.5: 0.01, -0.5: -0.02, 3.5: 0.05},
    },
)  # fmt: skip

# All answer from about the same logit on, so that a likelihood means the same to the model that is told it.
UNREAD = Rules(headed=_HEADED, prose=_PROSE, expecting=_EXPECTING)
# For prose reading brought nothing.
READ = Rules(headed=_HEADED_AND_READ, prose=_PROSE, expecting=_EXPECTING_AND_READ)


def select(shown: Sequence[FoundSentence]) -> list[FoundSentence]:
    """`shown`: best first. [] where nothing answers."""
    rules = _rules_for(shown)
    if any(one.passage.expects for one in shown):
        if chosen := _likeliest(rules.expecting, shown):
            return chosen
        shown = _expecting_nothing(shown)
    return _likeliest(rules.of(shown), shown)


def _rules_for(shown: Sequence[FoundSentence]) -> Rules:
    return READ if was_read(shown) else UNREAD


def by_likelihood(shown: Sequence[FoundSentence]) -> Likely:
    """The likeliest first, each with its logit by the rule for its document."""
    rules = _rules_for(shown)
    plain = rules.of(_expecting_nothing(shown))
    logits = [
        (rules.expecting if one.passage.expects else plain).logit(known)
        for one, known in zip(shown, evidence(shown), strict=True)
    ]
    return sorted(zip(shown, logits, strict=True), key=lambda pair: -pair[1])


def worth_asking(likely: Likely) -> bool:
    """Whether a model is asked: not where every sentence is as unlikely as five in a hundred (0114)."""
    return bool(likely) and likely[0][1] >= ASKED_FROM


def chance(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def weighed(likely: Likely) -> list[Weighed]:
    """The first of them; of none is `read` given where there was no reader."""
    return [
        Weighed(one.text, round(logit, 2), None if one.read is None else round(one.read, 2))
        for one, logit in likely[:_TRACED]
    ]


def _expecting_nothing(shown: Sequence[FoundSentence]) -> list[FoundSentence]:
    """Documents of which no question is expected have a rule without them."""
    return [one for one in shown if not one.passage.expects]


def was_read(shown: Sequence[FoundSentence]) -> bool:
    return bool(shown) and all(one.read is not None for one in shown)


def _likeliest(rule: Rule, shown: Sequence[FoundSentence]) -> list[FoundSentence]:
    return [shown[index] for index in quoted(rule, [rule.logit(one) for one in evidence(shown)])]


def quoted(rule: Rule, logits: Sequence[float]) -> list[int]:
    """Which of them, by index, the likeliest first."""
    order = sorted(range(len(logits)), key=lambda index: (-logits[index], index))
    if not order or logits[order[0]] < rule.answer_from:
        return []
    best, *others = order
    least = max(rule.add_from, logits[best] - rule.add_within)
    unsure = logits[best] < rule.alone_from
    return [best, *[index for index in others if unsure and logits[index] >= least][: MAX_QUOTED - 1]]


def evidence(shown: Sequence[FoundSentence]) -> list[Evidence]:
    """`shown`: best first."""
    nearest = max((sentence.cosine for sentence in shown), default=0.0)
    found = [_evidence(sentence, shown, nearest=nearest) for sentence in shown]
    if len(shown) > 1:
        found[0] = replace(found[0], lead=shown[0].score - shown[1].score)
    for name in ("expected", "read", "alike"):
        found = _compared(found, name)
    return found


def _compared(found: Sequence[Evidence], name: str) -> list[Evidence]:
    """With how far each is behind the best one in `name`, and the best one before the next."""
    values = [getattr(one, name) for one in found]
    if len(values) < 2:
        return list(found)
    best, second = sorted(range(len(values)), key=lambda index: -values[index])[:2]
    compared = [
        replace(one, **{f"{name}_behind": value - values[best]})
        for one, value in zip(found, values, strict=True)
    ]
    compared[best] = replace(compared[best], **{f"{name}_lead": values[best] - values[second]})
    return compared


def _evidence(sentence: FoundSentence, shown: Sequence[FoundSentence], *, nearest: float) -> Evidence:
    passage = sentence.passage
    others = [one.passage.score for one in shown if one.passage.passage_id != passage.passage_id]
    beside = [one for one in shown[:_FOREMOST] if one.passage.passage_id == passage.passage_id]
    return Evidence(
        cosine=sentence.cosine,
        window=passage.cosine or 0.0,
        passage=passage.score,
        words=sentence.score - sentence.cosine - PASSAGE_SHARE * passage.score - expected_share(sentence),
        behind=sentence.score - shown[0].score,
        behind_cosine=sentence.cosine - nearest,
        lead=0.0,
        passage_lead=passage.score - max(others, default=0.0),
        company=len(beside) / _FOREMOST,
        expected=_expected(sentence),
        known=sentence.known,
        unknown=sentence.unknown,
        wordless=float(sentence.known == 0),
        read=_read(sentence),
        alike=_alike(sentence),
    )


def _read(sentence: FoundSentence) -> float:
    return 0.0 if sentence.read is None else sentence.read


def _expected(sentence: FoundSentence) -> float:
    return max(_UNEXPECTED, sentence.expected.cosine) if sentence.expected is not None else _UNEXPECTED


def _alike(sentence: FoundSentence) -> float:
    """0 where nothing was read."""
    if sentence.read is None:
        return 0.0
    return _UNLIKE if sentence.alike is None else max(_UNLIKE, sentence.alike)
