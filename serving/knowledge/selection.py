"""Which of the sentences found are quoted where no model is there whose word alone would do.

A logistic regression over what retrieval and the reader know, and without the reader over the embedded
model's choice: decisions 0045 and 0101 have the figures, `python -m serving.evaluation.selecting` fits the
weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace

from serving.knowledge.base import Weighed
from serving.knowledge.ranking import PASSAGE_SHARE
from serving.knowledge.retrieval import FoundSentence, expected_share

MAX_QUOTED = 3
_TRACED = 4
# Of the best sentences, those among which a passage may have company.
_FOREMOST = 8
# From which cosine of an expected question on a sentence may answer what it shares no word with.
WORDLESS_FROM = 0.7
# About the cosine of two questions that have nothing to do with each other.
_UNEXPECTED = 0.2


@dataclass(frozen=True, slots=True)
class Evidence:
    """For one sentence. `window`: the cosine of its passage's nearest window; `words`: what its words and
    phrases add to its score; `behind`: its score less the best one's, `behind_cosine`: so of the cosines;
    `lead`: the best sentence's before the next; `passage_lead`: its passage's score before that of the best
    other passage; `company`: the share of the foremost sentences that its passage has; `picked`: 1 if the
    model chose it. Of expected questions (0 in other rules): `expected`: the cosine of the nearest that the
    sentence answers; `expected_behind`: that less the best one's; `expected_lead`: the best one's before the
    best of another sentence; `known`, `unknown`: as in `FoundSentence`. Of the reader (0 in other rules):
    `read`: its logit; `read_behind`: that less the best one's; `read_lead`: the best one's before the
    next."""

    cosine: float
    window: float
    passage: float
    words: float
    behind: float
    behind_cosine: float
    lead: float
    passage_lead: float
    company: float
    picked: float = 0.0
    expected: float = 0.0
    expected_behind: float = 0.0
    expected_lead: float = 0.0
    known: float = 0.0
    unknown: float = 0.0
    read: float = 0.0
    read_behind: float = 0.0
    read_lead: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """`weights` and `bias` give the logit that a sentence answers. The likeliest is quoted from `answer_from`
    on; below `alone_from` it is joined by the next ones that are likely enough themselves (`add_from`)."""

    weights: Evidence
    bias: float
    answer_from: float
    add_from: float
    alone_from: float

    def logit(self, evidence: Evidence) -> float:
        pairs = zip(astuple(self.weights), astuple(evidence), strict=True)
        return self.bias + float(sum(weight * value for weight, value in pairs))


@dataclass(frozen=True, slots=True)
class Rules:
    """`headed`: for articles in sections under headings, as help centres have them; `prose`: for running
    text, whose paragraphs share so many words that more must speak for one of them; `expecting`: for
    documents with expected questions; `reading`: all three for what the reader read."""

    headed: Rule
    prose: Rule
    expecting: Rule
    reading: Rules | None = None

    def of(self, shown: Sequence[FoundSentence]) -> Rule:
        headed = sum(one.passage.heading is not None for one in shown)
        return self.headed if 2 * headed >= len(shown) else self.prose


_ADD_FROM = -3.0
_ALONE_FROM = 1.5
_HEADED = Rule(
    Evidence(
        cosine=5.65, window=0.78, passage=-0.88, words=-0.76, behind=0.74, behind_cosine=2.59,
        lead=4.27, passage_lead=0.66, company=1.89, picked=0.0,
    ),
    bias=-4.78,
    answer_from=-1.2,
    add_from=_ADD_FROM,
    alone_from=_ALONE_FROM,
)  # fmt: skip
_HEADED_AND_PICKED = Rule(
    Evidence(
        cosine=5.54, window=0.76, passage=-0.88, words=-0.75, behind=0.73, behind_cosine=2.62,
        lead=3.9, passage_lead=0.64, company=1.89, picked=0.2,
    ),
    bias=-4.75,
    answer_from=-1.2,
    add_from=_ADD_FROM,
    alone_from=_ALONE_FROM,
)  # fmt: skip
_PROSE = Rule(
    Evidence(
        cosine=2.95, window=-0.77, passage=0.84, words=2.85, behind=-0.15, behind_cosine=-1.32,
        lead=8.59, passage_lead=0.21, company=0.6, picked=0.0,
    ),
    bias=-6.04,
    answer_from=-1.6,
    add_from=_ADD_FROM,
    alone_from=_ALONE_FROM,
)  # fmt: skip
_PROSE_AND_PICKED = Rule(
    Evidence(
        cosine=2.58, window=-0.87, passage=0.92, words=2.7, behind=-0.19, behind_cosine=-1.41,
        lead=6.73, passage_lead=0.21, company=0.5, picked=0.86,
    ),
    bias=-6.01,
    answer_from=-1.3,
    add_from=_ADD_FROM,
    alone_from=_ALONE_FROM,
)  # fmt: skip

_EXPECTING = Rule(
    Evidence(
        cosine=2.56, window=0.77, passage=-0.47, words=-4.09, behind=0.19, behind_cosine=-0.14,
        lead=4.0, passage_lead=0.21, company=1.71,
        expected=2.14, expected_behind=1.33, expected_lead=13.54, known=2.62, unknown=-1.58,
    ),
    bias=-5.8,
    answer_from=-0.9,
    add_from=-2.75,
    alone_from=_ALONE_FROM,
)  # fmt: skip
_HEADED_AND_READ = Rule(
    Evidence(
        cosine=-3.67, window=1.38, passage=-0.82, words=2.53, behind=0.71, behind_cosine=2.37,
        lead=0.59, passage_lead=0.66, company=1.18,
        known=-1.81, unknown=0.37,
        read=0.41, read_behind=0.11, read_lead=0.31,
    ),
    bias=-1.07,
    answer_from=-1.0,
    add_from=_ADD_FROM,
    alone_from=_ALONE_FROM,
)  # fmt: skip
_EXPECTING_AND_READ = Rule(
    Evidence(
        cosine=-0.67, window=0.43, passage=-0.22, words=-3.92, behind=0.08, behind_cosine=-1.15,
        lead=2.67, passage_lead=0.04, company=1.18,
        expected=1.72, expected_behind=1.08, expected_lead=12.99,
        known=2.36, unknown=-1.01,
        read=0.22, read_behind=0.01, read_lead=0.56,
    ),
    bias=-4.55,
    answer_from=-1.2,
    add_from=-2.75,
    alone_from=_ALONE_FROM,
)  # fmt: skip

# For prose reading brought nothing.
READING = Rules(headed=_HEADED_AND_READ, prose=_PROSE, expecting=_EXPECTING_AND_READ)
WITHOUT_MODEL = Rules(headed=_HEADED, prose=_PROSE, expecting=_EXPECTING, reading=READING)
WITH_EMBEDDED_MODEL = Rules(
    headed=_HEADED_AND_PICKED, prose=_PROSE_AND_PICKED, expecting=_EXPECTING, reading=READING
)


def select(
    rules: Rules, shown: Sequence[FoundSentence], *, picked: Sequence[int] = ()
) -> list[FoundSentence]:
    """`shown`: best first; `picked`: the indexes that the model chose, which has no voice where the reader
    read. [] where nothing answers."""
    if rules.reading is not None and was_read(shown):
        rules, picked = rules.reading, ()
    if any(one.passage.expects for one in shown):
        chosen = _likeliest(rules.expecting, shown)
        if chosen and (chosen[0].known or _expected(chosen[0]) >= WORDLESS_FROM):
            return chosen
        # Documents of which no question is expected have a rule without them.
        kept = [index for index, one in enumerate(shown) if not one.passage.expects]
        picked = [position for position, index in enumerate(kept) if index in picked]
        shown = [shown[index] for index in kept]
    return _likeliest(rules.of(shown), shown, picked=picked)


def likeliest_first(shown: Sequence[FoundSentence]) -> list[FoundSentence]:
    """`shown`: best first, and so it stays where the reader did not read."""
    return [sentence for sentence, _ in _by_logit(shown)] if was_read(shown) else list(shown)


def weighed(shown: Sequence[FoundSentence]) -> list[Weighed]:
    """The likeliest, where the reader read them."""
    found = _by_logit(shown)[:_TRACED] if was_read(shown) else []
    return [Weighed(one.text, round(logit, 2), round(_read(one), 2)) for one, logit in found]


def was_read(shown: Sequence[FoundSentence]) -> bool:
    return bool(shown) and all(one.read is not None for one in shown)


def _by_logit(shown: Sequence[FoundSentence]) -> list[tuple[FoundSentence, float]]:
    rule = READING.expecting if any(one.passage.expects for one in shown) else READING.of(shown)
    logits = [rule.logit(one) for one in evidence(shown)]
    return sorted(zip(shown, logits, strict=True), key=lambda pair: -pair[1])


def _likeliest(
    rule: Rule, shown: Sequence[FoundSentence], *, picked: Sequence[int] = ()
) -> list[FoundSentence]:
    logits = [rule.logit(one) for one in evidence(shown, picked=picked)]
    order = sorted(range(len(shown)), key=lambda index: (-logits[index], index))
    if not order or logits[order[0]] < rule.answer_from:
        return []
    best, *others = order
    unsure = logits[best] < rule.alone_from
    added = [index for index in others if unsure and logits[index] >= rule.add_from][: MAX_QUOTED - 1]
    return [shown[index] for index in (best, *added)]


def evidence(shown: Sequence[FoundSentence], *, picked: Sequence[int] = ()) -> list[Evidence]:
    """`shown`: best first."""
    nearest = max((sentence.cosine for sentence in shown), default=0.0)
    foremost = max(map(_expected, shown), default=0.0)
    likeliest = max(map(_read, shown), default=0.0)
    found = [
        replace(
            _evidence(sentence, shown, nearest=nearest, foremost=foremost, picked=index in picked),
            read_behind=_read(sentence) - likeliest,
        )
        for index, sentence in enumerate(shown)
    ]
    if len(shown) > 1:
        found[0] = replace(found[0], lead=shown[0].score - shown[1].score)
        best, lead = _leader([one.expected for one in found])
        found[best] = replace(found[best], expected_lead=lead)
        best, lead = _leader([one.read for one in found])
        found[best] = replace(found[best], read_lead=lead)
    return found


def _leader(values: Sequence[float]) -> tuple[int, float]:
    """The index of the greatest, and by how much it leads."""
    best, second = sorted(range(len(values)), key=lambda index: -values[index])[:2]
    return best, values[best] - values[second]


def _evidence(
    sentence: FoundSentence,
    shown: Sequence[FoundSentence],
    *,
    nearest: float,
    foremost: float,
    picked: bool,
) -> Evidence:
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
        picked=float(picked),
        expected=_expected(sentence),
        expected_behind=_expected(sentence) - foremost,
        known=sentence.known,
        unknown=sentence.unknown,
        read=_read(sentence),
    )


def _read(sentence: FoundSentence) -> float:
    return 0.0 if sentence.read is None else sentence.read


def _expected(sentence: FoundSentence) -> float:
    return max(_UNEXPECTED, sentence.expected.cosine) if sentence.expected is not None else _UNEXPECTED
