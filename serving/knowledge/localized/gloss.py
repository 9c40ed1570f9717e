"""Puts a question into English word by word, so that its meaning can be compared with English sentences.

That is no translation and nobody reads it: the sentence encoder knows English, and what it makes of a few
English words lies near the sentences about them. The words are in dictionary.csv.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from serving.knowledge.localized.languages import Language, folded, language_for
from serving.knowledge.localized.words import stem, words_of

DICTIONARY = Path(__file__).with_name("dictionary.csv")
_LONGEST = 4  # words of an entry
_LEAST_PART = 4  # letters of a part of a compound
_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9&.'-]*")
_COMPOUNDING = frozenset({"german"})
_LINKS = ("", "s", "n", "en", "es")

Entries = Mapping[tuple[str, ...], str]


def gloss(question: str, locale: str) -> str:
    """English words, or nothing where none is known."""
    language = language_for(locale)
    entries, stemmed = _entries(locale)
    if language is None or not entries:
        return ""
    words = words_of(question)
    plain = [folded(word) for word in words]
    stems = [stem(word, language.algorithm) for word in words]
    names = _names(question, locale)
    found: list[str] = []
    begin = 0
    while begin < len(words):
        # As it is written before any of its other forms: stems of two words may be one.
        length, english = max(
            _longest(plain, begin, entries), _longest(stems, begin, stemmed), key=lambda one: one[0]
        )
        if english is None:
            english = _compound(words[begin], language, stemmed) or names.get(words[begin])
        if english is not None and (not found or found[-1] != english):
            found.append(english)
        begin += max(1, length)
    return " ".join(found)


def _longest(stems: list[str], begin: int, entries: Entries) -> tuple[int, str | None]:
    for length in range(min(_LONGEST, len(stems) - begin), 0, -1):
        english = entries.get(tuple(stems[begin : begin + length]))
        if english is not None:
            return length, english
    return 0, None


def _compound(word: str, language: Language, entries: Entries) -> str | None:
    if language.algorithm not in _COMPOUNDING:
        return None
    for cut in range(len(word) - _LEAST_PART, _LEAST_PART - 1, -1):
        last = entries.get((stem(word[cut:], language.algorithm),))
        if last is None:
            continue
        for link in _LINKS:
            if word[:cut].endswith(link):
                first = entries.get((stem(word[: cut - len(link)], language.algorithm),))
                if first is not None:
                    return f"{first} {last}"
    return None


def _names(question: str, locale: str) -> dict[str, str]:
    """Words that are written alike everywhere: in other letters, or with a capital where none is due."""
    words = _LATIN.findall(question)
    if locale == "ar":
        return {word.lower(): word for word in words}
    capitals = [word for word in words[1:] if word[0].isupper() and (locale != "de" or word.isupper())]
    return {word.lower(): word for word in (*capitals, *(word for word in words if word[0].isdigit()))}


@lru_cache(maxsize=16)
def _entries(locale: str) -> tuple[Entries, Entries]:
    """By the words as they are written, and by their stems."""
    language = language_for(locale)
    plain: dict[tuple[str, ...], str] = {}
    stemmed: dict[tuple[str, ...], str] = {}
    if language is None:
        return plain, stemmed
    with DICTIONARY.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for form in filter(None, map(str.strip, (row.get(locale) or "").split(";"))):
                words = words_of(form)
                plain.setdefault(tuple(folded(word) for word in words), row["en"])
                stemmed.setdefault(tuple(stem(word, language.algorithm) for word in words), row["en"])
    return plain, stemmed
