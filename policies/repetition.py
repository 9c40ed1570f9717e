"""Is it the same question again? By its words: what is asked, not how politely.

Outside the pivot its words in English count too (bot/gloss.py): they are the same in whichever form of the
customer's language a thing is said again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.gloss import gloss
from bot.locales import PIVOT, compiled, folded
from policies.signs import words_of

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
# What is left of a word without its ending.
_SHORTEST_STEM = 3


def asked_before(text: str, earlier: Iterable[str], *, at_least: float, locale: str = PIVOT) -> bool:
    """`at_least`: the share of all words of the two questions that they have in common."""
    return any(
        likeness(text, other, locale) >= at_least
        or (locale != PIVOT and likeness(gloss(text, locale), gloss(other, locale)) >= at_least)
        for other in earlier
    )


def likeness(one: str, other: str, locale: str = PIVOT) -> float:
    """0 to 1: the words in common by all words. Questions of nothing but filling words are compared as
    they are."""
    words, others = _told(one, locale), _told(other, locale)
    if not words or not others:
        return float(_words(one, locale) == _words(other, locale) != [])
    return len(words & others) / len(words | others)


def _told(text: str, locale: str) -> set[str]:
    filling = _filling(locale)
    return {_stem(word, locale) for word in _words(text, locale) if word not in filling}


def _stem(word: str, locale: str) -> str:
    beginning = _affix(locale, "beginnings")
    if beginning is not None:
        word = beginning.sub("", word)
    ending = _affix(locale, "endings")
    return word[:_SHORTEST_STEM] + ending.sub("", word[_SHORTEST_STEM:]) if ending is not None else word


@lru_cache(maxsize=32)
def _affix(locale: str, which: str) -> re.Pattern[str] | None:
    source = words_of(locale).get(which)
    return compiled(source, locale) if source else None


@lru_cache(maxsize=16)
def _filling(locale: str) -> frozenset[str]:
    return frozenset(_words(words_of(locale)["filling"], locale))


def _words(text: str, locale: str) -> list[str]:
    return _WORD.findall(folded(text, locale))
