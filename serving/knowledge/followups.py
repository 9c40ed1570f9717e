"""Questions that only make sense after the one before: "and for express?"."""

from __future__ import annotations

from collections.abc import Sequence

from serving.knowledge.words import STOP_WORDS, all_words

_OPENINGS = {("and",), ("or",), ("but",), ("also",), ("what", "about"), ("how", "about")}
_POINTING = {"it", "that", "they", "them", "those", "these", "one"}


def with_context(text: str, history: Sequence[tuple[str, str]]) -> str:
    """The question with the customer's turn before it, where it cannot stand alone.

    `history`: (author, text), oldest first. Decision 0033 has the numbers.
    """
    if not _is_elliptic(text):
        return text
    before = [said for author, said in history if author == "customer" and said != text]
    return f"{before[-1]} {text}" if before else text


def _is_elliptic(text: str) -> bool:
    words = all_words(text)
    telling = [word for word in words if word not in STOP_WORDS]
    opened = any(tuple(words[: len(opening)]) == opening for opening in _OPENINGS)
    return opened or len(telling) <= 1 or (len(telling) <= 3 and not _POINTING.isdisjoint(words))
