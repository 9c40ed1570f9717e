"""What in a sentence can be checked against a text word by word: numbers, dates, names, addresses, negation.

English, as what the model writes is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from serving.knowledge.words import STOP_WORDS, all_words, stems

_COUNTED = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_NUMBER_WORDS = {word: str(number) for number, word in enumerate(_COUNTED)} | {
    "first": "1",
    "second": "2",
    "third": "3",
    "hundred": "100",
}
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_DATE_WORD = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tomorrow|yesterday|tonight|weekends?"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s,;)]*)?", re.I
)
# Inside a sentence; the first word is a name only where it is written like one ("UNiDAYS", "IP44").
_NAME = re.compile(r"(?<!^)(?<![.!?:] )(?<![\"'(“])\b[A-Z][\w'’-]*|^\w*[a-z]?[A-Z]\w*[A-Z]\w*")
_NEGATION = frozenset(
    {"not", "no", "never", "none", "neither", "nor", "cannot", "without", "nobody", "nothing"}
)
_CONTRACTED = re.compile(r"n['’]t\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[.;:,!?]\s|\b(?:and|but|because|if|when|unless|until|while|although|which)\b", re.IGNORECASE
)
_ANSWER_WORD = re.compile(r"^\s*(?:yes|no|sure|of course|sorry|please)\b[,.!: ]*", re.IGNORECASE)
# Words that carry a claim of their own though retrieval leaves them out.
_UNIVERSAL = frozenset({"all", "always", "any", "anything", "every", "everything", "everyone", "completely"})
# Words that say nothing which a passage could confirm.
_LIGHT = STOP_WORDS | {
    "about", "after", "again", "also", "although", "am", "because", "been", "before", "being",
    "between", "both", "but", "cannot", "d", "during", "each", "he", "hello", "her", "here", "hi",
    "him", "his", "however", "into", "just", "let", "ll", "m", "more", "must", "need", "never", "nor",
    "off", "once", "only", "out", "over", "re", "s", "same", "she", "sorry", "still", "t", "thank",
    "thanks", "then", "though", "through", "too", "unless", "until", "up", "upon", "us", "ve", "very",
    "while", "within", "without", "yes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Polarity:
    """Stems: `negated` follow a negation first, `under` stand anywhere after one in its clause."""

    negated: frozenset[str]
    under: frozenset[str]
    affirmed: frozenset[str]


def statement(sentence: str) -> str:
    """Without the "Yes," that it may begin with."""
    return _ANSWER_WORD.sub("", sentence).strip()


def numbers(text: str) -> set[str]:
    """Digits; "two" is 2, "1,200" and "1.200" are 1200."""
    digits = {_THOUSANDS.sub("", found).replace(",", ".") for found in _NUMBER.findall(text)}
    return digits | {_NUMBER_WORDS[word] for word in all_words(text) if word in _NUMBER_WORDS}


def dates(text: str) -> set[str]:
    """Weekdays, months and the like, in the singular. "may" only where a number stands beside it."""
    found = {word.lower().rstrip("s") for word in _DATE_WORD.findall(text)}
    if "may" in found and not re.search(r"\d+\.? may\b|\bmay \d", text, re.IGNORECASE):
        found.discard("may")
    return found


def addresses(text: str) -> set[str]:
    return {found.lower().rstrip(".").removeprefix("https://") for found in _ADDRESS.findall(text)}


def names(text: str) -> set[str]:
    """Words written like names, in lower case."""
    found = (name.rstrip("'’-").removesuffix("'s").removesuffix("’s").lower() for name in _NAME.findall(text))
    return {name for name in found if name not in _LIGHT and name != "i"}


def universals(text: str) -> set[str]:
    return {word for word in all_words(text) if word in _UNIVERSAL}


def telling_stems(text: str) -> list[str]:
    """In order, without the words that say nothing by themselves; number words as digits."""
    words = [_NUMBER_WORDS.get(word, word) for word in all_words(text)]
    return [stem for word in words if word not in _LIGHT for stem in stems(word)]


def clauses(text: str) -> Iterator[str]:
    for clause in _CLAUSE.split(text):
        if clause and clause.strip():
            yield clause


def polarity(text: str) -> Polarity:
    negated: set[str] = set()
    under: set[str] = set()
    affirmed: set[str] = set()
    for clause in clauses(_CONTRACTED.sub(" not", text)):
        words = all_words(clause)
        at = next((place for place, word in enumerate(words) if word in _NEGATION), None)
        before = words if at is None else words[:at]
        affirmed |= _stems_of(before)
        if at is not None:
            after = telling_stems(" ".join(words[at + 1 :]))
            negated |= set(after[:1])
            under |= set(after)
    return Polarity(frozenset(negated), frozenset(under), frozenset(affirmed))


def _stems_of(words: Sequence[str]) -> set[str]:
    return set(telling_stems(" ".join(words)))
