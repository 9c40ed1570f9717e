"""Products, colours and sizes in a customer's words, with spelling noise where a word is long enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.patterns import Found

LISTS_FILE = Path(__file__).with_name("lists.yml")
# A message longer than this names its product early, or it is no order matter.
MAX_WORDS = 80
LONGEST_PHRASE = 4

_WORD = re.compile(r"[\w'-]+")
_MEASURE = re.compile(
    r"\b(\d{2,3})\s?(?:cm\s?)?[x×]\s?(\d{2,3})\s?(?:cm)?\b|\b(\d{2,3})\s?cm\b", re.IGNORECASE
)
# "It is too small" asks for no small one.
_JUDGEMENT = re.compile(r"\b(?:too|so|very|a bit|a little|how|not) $", re.IGNORECASE)


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, Any]:
    lists: Mapping[str, Any] = yaml.safe_load(LISTS_FILE.read_text(encoding="utf-8"))
    return lists


@lru_cache(maxsize=1)
def _phrases() -> dict[str, str]:
    """What a customer may say to the product's name in the shop."""
    products = _lists()["products"]
    return {said.lower(): name for name, synonyms in products.items() for said in (name, *synonyms)}


@lru_cache(maxsize=1)
def _by_first_letter() -> dict[str, list[str]]:
    """Nobody mistypes the first letter, and it spares most of the comparing."""
    letters: dict[str, list[str]] = {}
    for phrase in _phrases():
        letters.setdefault(phrase[0], []).append(phrase)
    return letters


@lru_cache(maxsize=2)
def _choices(kind: str) -> tuple[re.Pattern[str], dict[str, str]]:
    values = {said: name for name, synonyms in _lists()[kind].items() for said in (name, *synonyms)}
    longest_first = sorted(values, key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE), values


def find_products(text: str) -> Iterator[Found]:
    words = list(_WORD.finditer(text))[:MAX_WORDS]
    taken: set[int] = set()
    for length in range(min(LONGEST_PHRASE, len(words)), 0, -1):
        for first in range(len(words) - length + 1):
            window = range(first, first + length)
            if taken.isdisjoint(window):
                span = words[first].start(), words[first + length - 1].end()
                name = _product(text[slice(*span)])
                if name is not None:
                    taken.update(window)
                    yield "product", name, span


def _product(said: str) -> str | None:
    phrase = " ".join(said.lower().split())
    return next((name for tried in (phrase, phrase.removesuffix("s")) if (name := _nearest(tried))), None)


def _nearest(phrase: str) -> str | None:
    phrases = _phrases()
    if phrase in phrases:
        return phrases[phrase]
    if not _typing_errors(phrase):
        return None
    similar = _by_first_letter().get(phrase[0], ())
    best = process.extractOne(phrase, similar, scorer=OSA.distance, score_cutoff=_typing_errors(phrase))
    return phrases[best[0]] if best is not None and best[1] <= _typing_errors(best[0]) else None


def _typing_errors(phrase: str) -> int:
    """How many are forgiven. A short word is soon another word: couch, coach, touch."""
    return 0 if len(phrase) < 6 else 1 if len(phrase) < 10 else 2


def find_colours(text: str) -> Iterator[Found]:
    return _find_choices("colour", "colours", text)


def find_sizes(text: str) -> Iterator[Found]:
    for match in _MEASURE.finditer(text):
        value = f"{match[3]} cm" if match[3] else f"{match[1]} x {match[2]} cm"
        yield "size", value, match.span()
    for kind, value, span in _find_choices("size", "sizes", text):
        if not _JUDGEMENT.search(text, max(0, span[0] - 12), span[0]):
            yield kind, value, span


def _find_choices(entity: str, kind: str, text: str) -> Iterator[Found]:
    pattern, values = _choices(kind)
    return ((entity, values[m[0].lower()], m.span()) for m in pattern.finditer(text))


def best_match(said: str, names: Sequence[str]) -> int | None:
    """Which of these names the words mean, if they mean one of them and no other."""
    words = {word.lower().removesuffix("s") for word in _WORD.findall(said)}
    scores = [len(words & {w.lower().removesuffix("s") for w in _WORD.findall(name)}) for name in names]
    best = max(scores, default=0)
    return scores.index(best) if best and scores.count(best) == 1 else None
