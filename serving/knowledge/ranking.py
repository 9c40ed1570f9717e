"""How well passages and their sentences match a question. Decision 0036 says where the weights come from."""

from __future__ import annotations

import re

from serving.knowledge.words import Overlap, QueryWords, stems

# A passage: the cosines of its best window and its best sentence, plus these shares of the question's words.
_WORDS = 0.25
_PHRASES = 0.3
# A sentence: its own cosine plus the passage's score, words and phrases, and what the question asks for.
PASSAGE_SHARE = 0.6
_SENTENCE_WORDS = 0.35
_SENTENCE_PHRASES = 0.1
_ASKED_FOR = 0.15

_ASKS_NUMBER = re.compile(
    r"\b(how (many|much|long|old|far|big|large|tall|high|wide|heavy|fast|often|soon|quick\w*|late|early)"
    # Not "if I am out when the parcel comes".
    r"|when('s| (is|are|was|were|will|do|does|did|can|could|should|must|has|have|had))"
    r"|what (year|date|day|time|percent\w*|number|price|amount)|which (year|date|day)|until when"
    r"|postage|price|cost|fee|deadline)\b",
    re.IGNORECASE,
)
_HAS_NUMBER = re.compile(
    r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|[mb]illion|once|twice"
    r"|half|third|double|(janu|febru)ary|march|april|may|june|july|august|(septem|octo|novem|decem)ber"
    r"|(mon|tues|wednes|thurs|fri|satur|sun)days?|free|no charge)\b",
    re.IGNORECASE,
)
_ASKS_NAME = re.compile(
    # Not "a person who is", "the place where".
    r"(^|[^\w\s] ?|\band )(who|whom|whose|where)\b"
    r"|\b(what|which) (country|city|company|person|team|river|name)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z]\w+")


def passage_score(*, window_cosine: float, sentence_cosine: float, overlap: Overlap) -> float:
    """0 to about 3."""
    words = _WORDS * (overlap.bm25 + overlap.covered)
    return window_cosine + sentence_cosine + words + _PHRASES * overlap.phrases


def sentence_score(
    question: str, words: QueryWords, sentence: str, *, source: str, cosine: float, passage_score: float
) -> float:
    """`source`: the title and heading that the sentence stands under."""
    own = stems(sentence)
    return (
        cosine
        + PASSAGE_SHARE * passage_score
        + _SENTENCE_WORDS * words.covered((*own, *stems(source)))
        + _SENTENCE_PHRASES * words.phrases(own)
        + _ASKED_FOR * has_what_is_asked_for(question, sentence)
    )


def has_what_is_asked_for(question: str, sentence: str) -> bool:
    """A number or a day for "how long", a name that the question does not hold for "who"."""
    if _ASKS_NUMBER.search(question) and _HAS_NUMBER.search(sentence):
        return True
    if not _ASKS_NAME.search(question):
        return False
    asked = question.lower()
    return any(name.lower() not in asked for name in _NAME.findall(sentence))
