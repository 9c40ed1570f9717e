"""What words, and in what order, a question and a passage share.

Both databases find passages by words; how much a find is worth is weighed here, the same for both
(decision 0036). Rare words weigh more (BM25's inverse document frequency).
"""

from __future__ import annotations

import math
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import Stemmer

MAX_QUERY_WORDS = 48
# BM25's usual values.
_SATURATION = 1.2
_LENGTH_SHARE = 0.75
# Passages whose words stay in memory: about 8 kB each.
_REMEMBERED = 4096

_WORD = re.compile(r"\w+")
_THREAD = threading.local()  # a stemmer serves one thread

# With them, a passage full of "you do have to" outranks the one about mattresses.
STOP_WORDS = frozenset({
    "a", "an", "and", "any", "are", "as", "at", "be", "by", "can", "could", "did", "do", "does", "for",
    "from", "get", "got", "had", "has", "have", "how", "i", "if", "in", "is", "it", "its", "may", "me",
    "my", "no", "not", "of", "on", "or", "our", "please", "shall", "should", "so", "some", "than", "that",
    "the", "their", "them", "then", "there", "these", "they", "this", "to", "us", "was", "we", "were",
    "what", "when", "where", "which", "who", "whom", "why", "will", "with", "would", "you", "your",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frequencies:
    """In how many of all `passages` each word stands; None for a word that the database does not index."""

    passages: int
    containing: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Shares of the question's weight, 0 to about 2: `bm25` counts repetition and length, `covered` does
    not, `phrases` is of neighbouring words."""

    bm25: float
    covered: float
    phrases: float


class QueryWords:
    """The question's stems with their weights. `unknown`: the share of words that stand nowhere."""

    def __init__(self, query: str, frequencies: Frequencies) -> None:
        unseen = _rarity(0, frequencies.passages)
        self._weights: dict[str, float] = {}
        for word, count in frequencies.containing.items():
            if count is not None:
                weight = _rarity(count, frequencies.passages)
                for stem in stems(word):
                    self._weights[stem] = min(weight, self._weights.get(stem, unseen))
        self._total = sum(self._weights.values())
        unknown = {
            stem for word, count in frequencies.containing.items() if count == 0 for stem in stems(word)
        }
        self.unknown = sum(self._weights[stem] for stem in unknown) / self._total if self._total else 0.0
        pairs = {
            pair: self._weights.get(pair[0], 0.0) + self._weights.get(pair[1], 0.0)
            for pair in pairwise(stems(query))
        }
        self._pairs = {pair: weight for pair, weight in pairs.items() if weight}
        self._pairs_total = sum(self._pairs.values())

    def overlap(self, words: Sequence[str], *, usual_length: float) -> Overlap:
        """`words`: a passage's stems."""
        if not self._total:
            return Overlap(0.0, 0.0, 0.0)
        length = 1 - _LENGTH_SHARE + _LENGTH_SHARE * len(words) / usual_length
        bm25 = covered = 0.0
        for word, count in Counter(word for word in words if word in self._weights).items():
            covered += self._weights[word]
            bm25 += self._weights[word] * count * (_SATURATION + 1) / (count + _SATURATION * length)
        return Overlap(bm25 / self._total, covered / self._total, self.phrases(words))

    def covered(self, words: Sequence[str]) -> float:
        if not self._total:
            return 0.0
        return sum(self._weights.get(word, 0.0) for word in set(words)) / self._total

    def phrases(self, words: Sequence[str]) -> float:
        if not self._pairs_total:
            return 0.0
        return sum(self._pairs.get(pair, 0.0) for pair in set(pairwise(words))) / self._pairs_total


def all_words(text: str) -> list[str]:
    """Lower case; letters and digits of any script, nothing else."""
    return _WORD.findall(text.lower())


def query_words(query: str) -> list[str]:
    """The words that say something, each once."""
    words = all_words(query)
    telling = [word for word in words if word not in STOP_WORDS]
    return list(dict.fromkeys(telling or words))[:MAX_QUERY_WORDS]


@lru_cache(maxsize=_REMEMBERED)
def stems(text: str) -> tuple[str, ...]:
    """English stems, without accents, as both databases index them."""
    return tuple(_stemmer().stemWords(all_words(unaccented(text))))


def unaccented(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _stemmer() -> Stemmer.Stemmer:
    if not hasattr(_THREAD, "stemmer"):
        _THREAD.stemmer = Stemmer.Stemmer("english")
    stemmer: Stemmer.Stemmer = _THREAD.stemmer
    return stemmer


def _rarity(containing: int, passages: int) -> float:
    containing = min(containing, passages)
    return math.log(1 + (passages - containing + 0.5) / (containing + 0.5))
