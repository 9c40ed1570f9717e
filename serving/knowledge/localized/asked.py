"""A question as it is compared with passages: its words, their parts and rarity, its meaning in English."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from serving.knowledge.localized.languages import Language
from serving.knowledge.localized.words import grams
from serving.knowledge.models import FloatArray
from serving.knowledge.words import QueryWords

# BM25's usual values.
_SATURATION = 1.2
_LENGTH_SHARE = 0.75


class Asked:
    """`by_word`: the stem of each telling word; of this language's `passages` so many are `containing` it."""

    def __init__(
        self,
        query: str,
        language: Language,
        by_word: Mapping[str, str],
        passages: int,
        containing: Mapping[str, int],
        *,
        english: str,
        english_words: QueryWords,
        vector: FloatArray,
        english_vector: FloatArray,
    ) -> None:
        self.query = query
        self.language = language
        self.english = english
        self.english_words = english_words
        self.vector = vector
        self.english_vector = english_vector
        self._weights: dict[str, float] = {}
        self._parts: list[tuple[frozenset[str], float]] = []
        for word, stem in by_word.items():
            weight = _rarity(containing[stem], passages)
            self._weights[stem] = weight
            self._parts.append((grams(word, language.gram), weight))
        self._total = sum(self._weights.values()) or 1.0
        self._parts_total = sum(weight for _, weight in self._parts) or 1.0

    def covered(self, found: Sequence[str]) -> float:
        """`found`: stems."""
        return sum(self._weights.get(stem, 0.0) for stem in set(found)) / self._total

    def bm25(self, found: Sequence[str], *, usual_length: float) -> float:
        length = 1 - _LENGTH_SHARE + _LENGTH_SHARE * len(found) / usual_length
        counts = Counter(stem for stem in found if stem in self._weights)
        weighed = (
            self._weights[stem] * count * (_SATURATION + 1) / (count + _SATURATION * length)
            for stem, count in counts.items()
        )
        return sum(weighed) / self._total

    def parts(self, found: frozenset[str]) -> float:
        """`found`: parts of words."""
        shared = (weight * len(parts & found) / len(parts) for parts, weight in self._parts)
        return sum(shared) / self._parts_total

    def asked_for(self, sentence: str) -> float:
        asks, has = self.language.asks_number, self.language.has_number
        if asks is None or has is None:
            return 0.0
        return float(bool(asks.search(self.query) and has.search(sentence)))


def _rarity(containing: int, passages: int) -> float:
    containing = min(containing, passages)
    return math.log(1 + (passages - containing + 0.5) / (containing + 0.5))
