"""Whether a sentence that a model wrote says what the passages that it cites say (decision 0037).

Facts are compared word by word; the meaning is judged by how many of the sentence's telling words stand in
the passages, whether they stand together there, and how near the vectors are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from serving.knowledge import claims, facts
from serving.knowledge.attribution import another_number
from serving.knowledge.encoder import Encoder
from serving.knowledge.quantities import quantities, unsaid
from serving.knowledge.sentences import split_sentences
from serving.knowledge.words import all_words, stems

Reason = Literal[
    "number",
    "date",
    "address",
    "name",
    "negation",
    "claims_more",
    "condition",
    "promise",
    "instructions",
    "meaning",
    "nothing",
]

# Logistic regression over `Likeness`; `python -m serving.evaluation.checking` fits it.
WEIGHTS = {"grounded": 4.12, "covered": 6.74, "together": 3.0, "clause": 2.47, "cosine": 0.65}
BIAS = -14.71

_ACTION = (
    r"refund|reimburse|credit|compensate|waive|replace|cancel|send|ship|deliver|pay|give|offer|change|book|order"
    r"|extend|arrange|upgrade|apply|check|contact|call"
)
_PROMISE = re.compile(
    r"(?<![.\w])I\b(?!\.\w|-\d)(?!['’]?m? (?:sorry|afraid))"
    r"|(?i:\bwe (?:\w+ )?(?:promise|guarantee|assure)\b)"
    r"|(?i:\b(?:promise|assure)\b|\bguarantee (?:you|that)\b)"
    rf"|(?i:\bwe['’]?(?: wi)?ll (?:\w+ )?(?:{_ACTION}))"
    r"|(?i:\bwe(?: have|['’]ve) (?:\w+ )?\w+ed\b)"
)
_ABOUT_ITSELF = re.compile(
    r"\b(?:my|these|the|system|hidden|secret) (?:instructions?|prompt|rules?|system message)\b"
    r"|\b(?:system prompt|language model|as an ai|i was (?:told|instructed)|passages? \[?\d)",
    re.IGNORECASE,
)
_LEAK_WORDS = 7
_COMMON_BEGINNING = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """Each 0 to 1. `grounded`: telling words that stand in the passages; `covered`: or in the question;
    `together`: neighbouring ones that are neighbours there; `clause`: the most of them that one clause holds;
    `cosine`: to the nearest sentence."""

    grounded: float
    covered: float
    together: float
    clause: float
    cosine: float

    @property
    def probability(self) -> float:
        """That the passages say it."""
        logit = BIAS + sum(weight * getattr(self, name) for name, weight in WEIGHTS.items())
        return 1 / (1 + math.exp(-logit))


@dataclass(frozen=True, slots=True)
class Verdict:
    reason: Reason | None = None
    likeness: Likeness | None = None

    @property
    def accepted(self) -> bool:
        return self.reason is None


class Checker:
    """`instructions`: what the model was told and must not repeat."""

    def __init__(self, encoder: Encoder, *, instructions: str = "") -> None:
        self._encoder = encoder
        self._told = _runs(instructions)

    async def check(
        self, sentence: str, passages: Sequence[str], *, titles: Sequence[str] = (), question: str = ""
    ) -> Verdict:
        """`passages`: the texts that the sentence cites, `titles` what stands above each of them.
        `question`: what it may repeat."""
        said, source = facts.statement(sentence), "\n".join([*titles, *passages])
        reason = self._leak(sentence) or _promise(sentence, "\n".join(passages))
        if reason is None and _word_for_word(said, passages):
            return Verdict()
        reason = reason or _false_fact(said, source) or _unknown_first(said, source, question)
        reason = reason or _false_claim(said, passages, titles)
        if reason is not None:
            return Verdict(reason)
        if not facts.telling_stems(said):
            return Verdict("nothing")
        likeness = await self._likeness(said, source, question)
        return Verdict(None if likeness.probability >= 0.5 else "meaning", likeness)

    def _leak(self, sentence: str) -> Reason | None:
        repeated = not self._told.isdisjoint(_runs(sentence))
        return "instructions" if repeated or _ABOUT_ITSELF.search(sentence) else None

    async def _likeness(self, said: str, source: str, question: str) -> Likeness:
        vectors = await self._encoder.encode([said, *(_sentences(source) or [source])])
        return likeness(said, source, question, cosine=float((vectors[1:] @ vectors[0]).max()))


def contradiction(sentence: str, source: str, *, told: str) -> Reason | None:
    """What can be said against a sentence without weighing its meaning; `told`: the instructions."""
    if repeats(sentence, told) or _ABOUT_ITSELF.search(sentence):
        return "instructions"
    # That the customer said "I" allows nobody to promise.
    return _promise(sentence, "") or _false_fact(facts.statement(sentence), source)


def repeats(text: str, instructions: str) -> bool:
    """Whether it says so many words of them in a row that it is no accident."""
    return not _runs(instructions).isdisjoint(_runs(text))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = all_words(text)
    return {tuple(words[at : at + _LEAK_WORDS]) for at in range(len(words) - _LEAK_WORDS + 1)}


def likeness(said: str, source: str, question: str, *, cosine: float) -> Likeness:
    there = facts.telling_stems(source)
    asked = set(facts.telling_stems(question))
    told = [_same_word(word, there) for word in facts.telling_stems(said)]
    held, known = set(there), asked.union(there)
    pairs = [pair for pair in pairwise(told) if not asked.issuperset(pair)]
    neighbours = set(pairwise(there))
    clauses = [set(facts.telling_stems(clause)) for clause in facts.clauses(source)]
    return Likeness(
        grounded=_share([word in held for word in told]),
        covered=_share([word in known for word in told]),
        together=_share([pair in neighbours for pair in pairs]),
        clause=max((_share([word in clause for word in told]) for clause in clauses), default=0.0),
        cosine=max(0.0, cosine),
    )


def _same_word(word: str, there: Sequence[str]) -> str:
    """The passage's form of it: "deliveri" (delivery) is its "deliv" (delivered)."""
    if word in there or len(word) < _COMMON_BEGINNING:
        return word
    longer = (
        other
        for other in there
        if len(other) >= _COMMON_BEGINNING and (other.startswith(word) or word.startswith(other))
    )
    return next(longer, word)


def _share(held: Sequence[bool]) -> float:
    return sum(held) / len(held) if held else 1.0


def _word_for_word(said: str, passages: Sequence[str]) -> bool:
    """A whole sentence of theirs is no other claim than theirs."""
    return bool(facts.telling_stems(said)) and _bare(said) in {
        _bare(sentence) for text in passages for sentence in _sentences(text)
    }


def _sentences(text: str) -> list[str]:
    return [sentence for line in text.split("\n") for sentence in split_sentences(line)]


def _bare(sentence: str) -> str:
    return " ".join(sentence.casefold().split()).rstrip(".!?")


def _false_fact(said: str, source: str) -> Reason | None:
    if unsaid(quantities(said), source):
        return "number"
    if facts.dates(said) - facts.dates(source):
        return "date"
    if facts.addresses(said) - facts.addresses(source):
        return "address"
    known = set(all_words(source)) | set(stems(source))
    if any(not set(stems(name)) <= known for name in facts.names(said)):
        return "name"
    if claims.opposed(said, source):
        return "negation"
    return "claims_more" if facts.universals(said) - facts.universals(source) else None


def _unknown_first(said: str, source: str, question: str) -> Reason | None:
    """Every sentence begins with a capital: a name is what nobody has said before."""
    first = facts.first_name(said)
    if first is None:
        return None
    told = stems(f"{source} {question}")
    return None if all(_same_word(stem, told) in told for stem in stems(first)) else "name"


def _false_claim(said: str, passages: Sequence[str], titles: Sequence[str]) -> Reason | None:
    text = "\n".join(passages)
    above = [*titles, *[""] * (len(passages) - len(titles))]
    if another_number(said, list(zip(above, passages, strict=True))):
        return "number"
    if claims.turned_round(said, text):
        return "condition"
    if claims.unrestricted(said, text):
        return "claims_more"
    return "promise" if claims.done(said, text) else None


def _promise(sentence: str, text: str) -> Reason | None:
    """`text`: of the passages. A title asks in the customer's words ("How do I get a refund?") and excuses
    nothing; only what the company says of itself there may be said again."""
    said = (match.group() for match in _PROMISE.finditer(sentence))
    return None if all(_says_of_itself(phrase, text) for phrase in said) else "promise"


def _says_of_itself(phrase: str, text: str) -> bool:
    ours = phrase.lower().startswith("we")
    return ours and re.search(rf"\b{re.escape(phrase)}\b", text, re.IGNORECASE) is not None
