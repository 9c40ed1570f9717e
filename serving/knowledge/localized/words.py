"""What words and what parts of words a question and a passage share, in the language of both."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from functools import lru_cache

import Stemmer

from serving.knowledge.localized.languages import Language, folded
from serving.knowledge.words import MAX_QUERY_WORDS

# No word of a language is longer, and PostgreSQL takes none of thousands of letters.
LONGEST_WORD = 100

# Words of passages and questions whose stems stay in memory.
_REMEMBERED = 32_768
_THREAD = threading.local()  # a stemmer serves one thread

_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def telling_words(text: str, language: Language) -> list[str]:
    """The words of a question that say something, each once."""
    words = [word for word in words_of(text) if len(word) <= LONGEST_WORD]
    telling = [word for word in words if folded(word) not in language.stop_words]
    return list(dict.fromkeys(telling or words))[:MAX_QUERY_WORDS]


@lru_cache(maxsize=_REMEMBERED)
def stem(word: str, algorithm: str) -> str:
    stemmers: dict[str, Stemmer.Stemmer] = _THREAD.__dict__
    if algorithm not in stemmers:
        stemmers[algorithm] = Stemmer.Stemmer(algorithm)
    return folded(stemmers[algorithm].stemWord(word))


def stems(text: str, language: Language) -> list[str]:
    return [stem(word, language.algorithm) for word in words_of(text)]


@lru_cache(maxsize=_REMEMBERED)
def grams(word: str, size: int) -> frozenset[str]:
    """Its parts of `size` letters; the borders of the word are letters. A short word is its own part."""
    framed = f"<{folded(word)}>"
    return frozenset(framed[begin : begin + size] for begin in range(max(1, len(framed) - size + 1)))


def all_grams(words: Sequence[str], size: int) -> frozenset[str]:
    return frozenset().union(*(grams(word, size) for word in words))


def with_context(text: str, history: Sequence[tuple[str, str]], language: Language) -> str:
    """The question with the customer's turn before it, where it cannot stand alone (decision 0033)."""
    if not _leans(text, language):
        return text
    before = [said for author, said in history if author == "customer" and said != text]
    return f"{before[-1]} {text}" if before else text


def _leans(text: str, language: Language) -> bool:
    words = words_of(text)
    telling = [word for word in words if folded(word) not in language.stop_words]
    opened = any(words[: len(opening.split())] == words_of(opening) for opening in language.openings)
    return opened or len(telling) <= 1
