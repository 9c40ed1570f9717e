"""Is it the same question again? By its words: what is asked, not how politely."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
# Words that come and go when a question is put again.
_FILLING = frozenset(
    _WORD.findall(
        """a an and are asked again ask been but can could did do does excuse for had has have hello hey
        hi however i i'd i'm if in is it it's its just know may me mean meant my no not of oh ok okay
        on or please pls question really repeat said say so sorry still tell that that's the then there
        this to u want wanted was well were whether will with would yes you your"""
    )
)
_ENDING = re.compile(r"(?<=[^\W_]{3})(?:ing|ed|es|s|e)$")


def asked_before(text: str, earlier: Iterable[str], *, at_least: float) -> bool:
    """`at_least`: the share of all words of the two questions that they have in common."""
    return any(likeness(text, other) >= at_least for other in earlier)


def likeness(one: str, other: str) -> float:
    """0 to 1: the words in common by all words. Questions of nothing but filling words are compared as
    they are."""
    words, others = _told(one), _told(other)
    if not words or not others:
        return float(_words(one) == _words(other) != [])
    return len(words & others) / len(words | others)


def _told(text: str) -> set[str]:
    return {_ENDING.sub("", word) for word in _words(text) if word not in _FILLING}


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
