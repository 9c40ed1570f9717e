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

# French and Italian write the article against the word.
_WORD = re.compile(r"[ld]['’](?=\w)|[\w'-]+", re.IGNORECASE)
# Arabic writes and, with, for and the against the word.
_WRITTEN_TOGETHER = {"ar": "[وف]?(?:لل|[بلك]?(?:ال)?)"}
_ARABIC_ARTICLE = re.compile(r"^[وف]?(?:لل|[بك]?ال)(?=\w{2})")
_ARABIC_PREPOSITION = re.compile(r"^[وفبلك](?=\w{2})")
_ARABIC_ENDINGS = (("تين", "ه"), ("تان", "ه"), ("تها", "ه"), ("ها", ""), ("ات", "ه"), ("تي", "ه"), ("ا", ""))
_SHORTEST_WITHOUT_ENDING = 3
_MEASURE = re.compile(
    r"\b(\d{2,3})\s?(?:cm\s?|سم\s?)?[x×*]\s?(\d{2,3})\s?(?:cm|سم)?\b|\b(\d{2,3})\s?(?:cm|سم)\b",
    re.IGNORECASE,
)
# As far before a word as a judgement of it may begin.
_JUDGEMENT_LENGTH = 16


@lru_cache(maxsize=16)
def _phrases(locale: str) -> dict[str, str | None]:
    """What a customer may say to the product's name in the shop; None where it sounds like a product and is
    none. English names are understood in every language; where both have a word, the customer's own
    decides."""
    said: dict[str, str | None] = {}
    for tongue in (locale, PIVOT):
        for phrase in language(tongue)["no_products"]:
            said.setdefault(_written(phrase, locale), None)
        for name, synonyms in language(tongue)["products"].items():
            for phrase in (name, *synonyms):
                said.setdefault(_written(phrase, locale), name)
    return said


def _written(phrase: str, locale: str) -> str:
    """As it is compared: in Arabic without what is written against the word."""
    words = folded(phrase, locale).split()
    return " ".join(map(_bare, words) if locale == "ar" else words)


def _bare(word: str) -> str:
    """Without the article, and the singular of a dual, of "my" and of the accusative."""
    word = _ARABIC_ARTICLE.sub("", word)
    for ending, singular in _ARABIC_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_WITHOUT_ENDING:
            return word.removesuffix(ending) + singular
    return word


@lru_cache(maxsize=16)
def _by_first_letter(locale: str) -> dict[str, list[str]]:
    """Nobody mistypes the first letter, and it spares most of the comparing."""
    letters: dict[str, list[str]] = {}
    for phrase, name in _phrases(locale).items():
        if name is not None:
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
    longest_first = "|".join(re.escape(said) for said in sorted(values, key=len, reverse=True))
    before = _WRITTEN_TOGETHER.get(locale, "")
    # A grandmother is not "grand".
    return re.compile(rf"\b{before}({longest_first})\b(?!-\w)", re.IGNORECASE), values


def find_products(text: str, locale: str = PIVOT) -> Iterator[Found]:
    words = list(_WORD.finditer(text))[:MAX_WORDS]
    taken: set[int] = set()
    for length in range(min(LONGEST_PHRASE, len(words)), 0, -1):
        for first in range(len(words) - length + 1):
            window = range(first, first + length)
            if taken.isdisjoint(window):
                span = words[first].start(), words[first + length - 1].end()
                said = _written(text[slice(*span)], locale)
                name = _product(said, locale)
                if name is not None:
                    yield "product", name, span
                if name is not None or said in _phrases(locale):
                    taken.update(window)


def _product(said: str, locale: str) -> str | None:
    phrases = _phrases(locale)
    if said in phrases:
        return phrases[said]
    if locale == "ar":
        # In Arabic one other letter is soon another word: battery and blanket.
        return phrases.get(_ARABIC_PREPOSITION.sub("", said))
    singular = said.removesuffix("s")
    return phrases.get(singular) or _nearest(said, locale) or _nearest(singular, locale)


def _nearest(phrase: str, locale: str) -> str | None:
    phrases = _phrases(locale)
    if not _typing_errors(phrase):
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
        before, after = _around(text, span, locale)
        if not (_reads(before, locale, "no_colour_after") or _reads(after, locale, "no_colour_before")):
            yield kind, value, span


def find_sizes(text: str, locale: str = PIVOT) -> Iterator[Found]:
    for match in _MEASURE.finditer(text):
        value = f"{match[3]} cm" if match[3] else f"{match[1]} x {match[2]} cm"
        yield "size", value, match.span()
    for kind, value, span in _find_choices("size", "sizes", text, locale):
        if text[slice(*span)].lower() not in language(locale).get("no_sizes", ()) and not _is_judged(
            text, span, locale
        ):
            yield kind, value, span


def _is_judged(text: str, span: tuple[int, int], locale: str) -> bool:
    """ "It is too small" and "a big scratch" ask for no small and no large one."""
    before, after = _around(text, span, locale)
    return _reads(before, locale, "judged") or _reads(after, locale, "judged_after")


def _around(text: str, span: tuple[int, int], locale: str) -> tuple[str, str]:
    before, after = text[max(0, span[0] - _JUDGEMENT_LENGTH) : span[0]], text[span[1] :][:_JUDGEMENT_LENGTH]
    return folded(before, locale), folded(after, locale)


def _reads(words: str, locale: str, name: str) -> bool:
    return name in language(locale) and pattern(locale, name).search(words) is not None


def _find_choices(entity: str, kind: str, text: str, locale: str) -> Iterator[Found]:
    known, values = _choices(kind, locale)
    return ((entity, values[m[1]], m.span()) for m in known.finditer(evened(text)))


def best_match(said: str, names: Sequence[str]) -> int | None:
    """Which of these names the words mean, if they mean one of them and no other."""
    words = {word.lower().removesuffix("s") for word in _WORD.findall(said)}
    scores = [len(words & {w.lower().removesuffix("s") for w in _WORD.findall(name)}) for name in names]
    best = max(scores, default=0)
    return scores.index(best) if best and scores.count(best) == 1 else None
