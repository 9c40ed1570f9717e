"""A message word for word in English, for an encoder of sentences that reads only English.

No translation: no grammar, nothing that a customer ever sees. It carries the sense of the single words
over, so that what English examples teach holds for the other languages too:
docs/decisions/0080-one-pipeline-for-five-languages.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.locales import LEXICON_FOLDER, PIVOT, folded, stem, words_of

LONGEST_PHRASE = 4
SHORTEST_PART = 4
SHORTEST_MISTYPED = 5

# What Arabic writes together with the word: and, so, with, for, like, will, the...
_PREFIXES = ("وال", "بال", "فال", "كال", "عال", "هال", "ولل", "لل", "ال", "و", "ف", "ب", "ل", "ك", "س", "ه", "ح", "ع", "ي", "ت", "ن", "ا", "م")  # fmt: skip # noqa: E501
_SHORTEST_WITHOUT_PREFIX = 3

Stems = tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """`phrases`: stems to English. `by_letter`: the single words, as they are written, by their first
    letter, for those that are mistyped."""

    locale: str
    phrases: dict[Stems, str]
    by_letter: dict[str, dict[str, str]]


@lru_cache(maxsize=8)
def lexicon(locale: str) -> Lexicon:
    listed = yaml.safe_load((LEXICON_FOLDER / f"{locale}.yml").read_text(encoding="utf-8"))
    phrases: dict[Stems, str] = {}
    by_letter: dict[str, dict[str, str]] = {}
    for english, said in listed.items():
        for phrase in said.split(", "):
            words = words_of(phrase)
            for key in _keys(words, locale):
                phrases.setdefault(key, english)
            if len(words) == 1:
                word = folded(words[0], locale)
                by_letter.setdefault(word[0], {}).setdefault(word, english)
    return Lexicon(locale, phrases, by_letter)


def _keys(words: Sequence[str], locale: str) -> Iterator[Stems]:
    """From the exact to the vague: "où" is no "ou", unless somebody writes without accents."""
    yield tuple(f"={word.lower()}" for word in words)
    yield tuple(f"~{folded(word, locale)}" for word in words)
    yield tuple(stem(word, locale) for word in words)


def gloss(text: str, locale: str) -> str:
    """`text` itself in the pivot. What the lexicon lacks stays as it is: names, English, numbers."""
    if locale == PIVOT:
        return text
    return " ".join(_glossed(words_of(text), lexicon(locale)))


def _glossed(words: Sequence[str], known: Lexicon) -> Iterator[str]:
    levels = list(_keys(words, known.locale))
    at = 0
    while at < len(words):
        for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
            found = (known.phrases.get(level[at : at + length]) for level in levels)
            english = next((english for english in found if english is not None), None)
            if english is not None:
                yield english
                at += length
                break
        else:
            yield _single(words[at], known)
            at += 1


def _known(word: str, known: Lexicon) -> str | None:
    found = (known.phrases.get(key) for key in _keys([word], known.locale))
    return next((english for english in found if english is not None), None)


def _single(word: str, known: Lexicon) -> str:
    found = (
        _without_prefix(word, known)
        if known.locale == "ar"
        else _compound(folded(word, known.locale), known)
        if known.locale == "de"
        else None
    )
    return found or _mistyped(folded(word, known.locale), known) or word


def _without_prefix(word: str, known: Lexicon) -> str | None:
    word = folded(word, known.locale)
    for _ in range(2):
        shorter = [
            word[len(prefix) :]
            for prefix in _PREFIXES
            if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_WITHOUT_PREFIX
        ]
        for tried in shorter:
            english = _known(tried, known)
            if english is not None:
                return english
        if not shorter:
            return None
        word = shorter[0]
    return None


def _compound(word: str, known: Lexicon) -> str | None:
    """Lampenkabel: lamp, cable. The longest first part, with or without the s between."""
    for end in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        first = _known(word[:end], known)
        if first is None and word[end - 1] in "sn":
            first = _known(word[: end - 1], known)
        rest = _known(word[end:], known)
        if first is not None and rest is not None:
            return f"{first} {rest}"
    return None


def _mistyped(word: str, known: Lexicon) -> str | None:
    if len(word) < SHORTEST_MISTYPED or not word.isalpha():
        return None
    similar = known.by_letter.get(word[0], {})
    best = process.extractOne(
        word, similar.keys(), scorer=OSA.distance, score_cutoff=1 if len(word) < 9 else 2
    )
    return similar[best[0]] if best is not None else None
