"""Products, colours and sizes in a customer's words, with spelling noise where a word is long enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.locales import PIVOT, evened, folded, language, pattern
from bot.patterns import Found

# A message longer than this names its product early, or it is no order matter.
MAX_WORDS = 80
LONGEST_PHRASE = 4

_WORD = re.compile(r"[\w'-]+")
_MEASURE = re.compile(
    r"\b(\d{2,3})\s?(?:cm\s?|سم\s?)?[x×*]\s?(\d{2,3})\s?(?:cm|سم)?\b|\b(\d{2,3})\s?(?:cm|سم)\b",
    re.IGNORECASE,
)
# As far before a word as a judgement of it may begin.
_JUDGEMENT_LENGTH = 16


@lru_cache(maxsize=16)
def _phrases(locale: str) -> dict[str, str]:
    """What a customer may say to the product's name in the shop. English names are understood in every
    language; where both have a word, the customer's own decides."""
    said: dict[str, str] = {}
    for tongue in (locale, PIVOT):
        for name, synonyms in language(tongue)["products"].items():
            for phrase in (name, *synonyms):
                said.setdefault(folded(phrase, locale), name)
    return said


@lru_cache(maxsize=16)
def _by_first_letter(locale: str) -> dict[str, list[str]]:
    """Nobody mistypes the first letter, and it spares most of the comparing."""
    letters: dict[str, list[str]] = {}
    for phrase in _phrases(locale):
        letters.setdefault(phrase[0], []).append(phrase)
    return letters


@lru_cache(maxsize=32)
def _choices(kind: str, locale: str) -> tuple[re.Pattern[str], dict[str, str]]:
    values: dict[str, str] = {}
    for tongue in (locale, PIVOT):
        for name, synonyms in language(tongue)[kind].items():
            for said in (*synonyms, *([name] if tongue == PIVOT else [])):
                values.setdefault(evened(said), name)
                values.setdefault(folded(said, tongue), name)
    longest_first = sorted(values, key=len, reverse=True)
    # A grandmother is not "grand".
    return re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b(?!-\w)", re.IGNORECASE), values


def find_products(text: str, locale: str = PIVOT) -> Iterator[Found]:
    words = list(_WORD.finditer(text))[:MAX_WORDS]
    taken: set[int] = set()
    for length in range(min(LONGEST_PHRASE, len(words)), 0, -1):
        for first in range(len(words) - length + 1):
            window = range(first, first + length)
            if taken.isdisjoint(window):
                span = words[first].start(), words[first + length - 1].end()
                name = _product(text[slice(*span)], locale)
                if name is not None:
                    taken.update(window)
                    yield "product", name, span


def _product(said: str, locale: str) -> str | None:
    phrase = " ".join(folded(said, locale).split())
    tried = (phrase, phrase.removesuffix("s"))
    return next((name for one in tried if (name := _nearest(one, locale))), None)


def _nearest(phrase: str, locale: str) -> str | None:
    phrases = _phrases(locale)
    if phrase in phrases:
        return phrases[phrase]
    # In Arabic one other letter is soon another word: battery and blanket.
    if locale == "ar" or not _typing_errors(phrase):
        return None
    similar = _by_first_letter(locale).get(phrase[0], ())
    best = process.extractOne(phrase, similar, scorer=OSA.distance, score_cutoff=_typing_errors(phrase))
    return phrases[best[0]] if best is not None and _is_mistyped(phrase, best[0], best[1]) else None


def _is_mistyped(said: str, phrase: str, errors: int) -> bool:
    """All errors in one short word make it another word."""
    pairs = zip(said.split(), phrase.split(), strict=False)
    each_word_close = all(OSA.distance(one, other) <= max(1, _typing_errors(other)) for one, other in pairs)
    return errors <= _typing_errors(phrase) and each_word_close


def _typing_errors(phrase: str) -> int:
    """How many are forgiven. A short word is soon another word: couch, coach, touch."""
    return 0 if len(phrase) < 6 else 1 if len(phrase) < 10 else 2


def find_colours(text: str, locale: str = PIVOT) -> Iterator[Found]:
    for kind, value, span in _find_choices("colour", "colours", text, locale):
        before = folded(text[max(0, span[0] - _JUDGEMENT_LENGTH) : span[0]], locale)
        if "no_colour_after" not in language(locale) or not pattern(locale, "no_colour_after").search(before):
            yield kind, value, span


def find_sizes(text: str, locale: str = PIVOT) -> Iterator[Found]:
    for match in _MEASURE.finditer(text):
        value = f"{match[3]} cm" if match[3] else f"{match[1]} x {match[2]} cm"
        yield "size", value, match.span()
    for kind, value, span in _find_choices("size", "sizes", text, locale):
        if not _is_judged(text, span, locale):
            yield kind, value, span


def _is_judged(text: str, span: tuple[int, int], locale: str) -> bool:
    """ "It is too small" asks for no small one."""
    before = folded(text[max(0, span[0] - _JUDGEMENT_LENGTH) : span[0]], locale)
    if pattern(locale, "judged").search(before):
        return True
    after = folded(text[span[1] : span[1] + _JUDGEMENT_LENGTH], locale)
    return "judged_after" in language(locale) and bool(pattern(locale, "judged_after").search(after))


def _find_choices(entity: str, kind: str, text: str, locale: str) -> Iterator[Found]:
    known, values = _choices(kind, locale)
    return ((entity, values[m[0]], m.span()) for m in known.finditer(evened(text)))


def best_match(said: str, names: Sequence[str]) -> int | None:
    """Which of these names the words mean, if they mean one of them and no other."""
    words = {word.lower().removesuffix("s") for word in _WORD.findall(said)}
    scores = [len(words & {w.lower().removesuffix("s") for w in _WORD.findall(name)}) for name in names]
    best = max(scores, default=0)
    return scores.index(best) if best and scores.count(best) == 1 else None
