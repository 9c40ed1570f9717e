"""The languages that the assistant speaks natively, and the letters of each brought to one spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import Stemmer
import yaml

PIVOT = "en"
LANGUAGES_FOLDER = Path(__file__).with_name("languages")
LEXICON_FOLDER = Path(__file__).with_name("lexicon")
STEMMERS = {"en": "english", "es": "spanish", "de": "german", "fr": "french", "ar": "arabic"}

_WORD = re.compile(r"[^\W_]+")
_ARABIC_LETTER = re.compile(r"[\u0621-\u064a]")
# Who has no umlauts on the keyboard writes them so.
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
# Hamza, the two forms of final ya and ta marbuta, tatweel: written or left out as one likes.
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None})
_ARABIC_EVEN = {letter: other for letter, other in _ARABIC.items() if other is not None}
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")


def western_digits(text: str) -> str:
    """As long as `text`: ٤٩٫٩٠ is 49.90, and what was found in one stands at the same place in the other."""
    return text.translate(_DIGITS)


@lru_cache(maxsize=1)
def native_locales() -> tuple[str, ...]:
    """Those with a file in bot/languages/, the pivot first."""
    others = sorted(file.stem for file in LANGUAGES_FOLDER.glob("*.yml") if file.stem != PIVOT)
    return (PIVOT, *others)


@lru_cache(maxsize=16)
def language(locale: str) -> Mapping[str, Any]:
    """The words of bot/languages/<locale>.yml."""
    words: Mapping[str, Any] = yaml.safe_load(
        (LANGUAGES_FOLDER / f"{locale}.yml").read_text(encoding="utf-8")
    )
    return words


def spoken(metadata: Mapping[str, Any] | None, text: str) -> str:
    """In which of the native locales a message is to be read: as the platform says; the pivot where that
    is none of them, for then the text was translated. Where nobody says (`rasa shell`, `rasa test`) the
    words tell."""
    locale = (metadata or {}).get("locale")
    if not isinstance(locale, str) or not locale:
        return guessed(text)
    tongue = locale.replace("_", "-").partition("-")[0].lower()
    return tongue if tongue in native_locales() else PIVOT


def guessed(text: str) -> str:
    """The locale that knows most of the words, its commonest ones twice."""
    if _ARABIC_LETTER.search(text) and "ar" in native_locales():
        return "ar"
    words = set(words_of(text.lower()))
    known = {
        locale: 2 * len(words & _common_words(locale)) + len(words & _lexicon_words(locale))
        for locale in native_locales()
    }
    return max(known, key=lambda locale: known[locale])


@lru_cache(maxsize=16)
def _common_words(locale: str) -> frozenset[str]:
    return frozenset(language(locale)["common"].split())


@lru_cache(maxsize=16)
def _lexicon_words(locale: str) -> frozenset[str]:
    """Of the pivot, what the lexicons put the others into."""
    files = LEXICON_FOLDER.glob("*.yml") if locale == PIVOT else [LEXICON_FOLDER / f"{locale}.yml"]
    listed = (yaml.safe_load(file.read_text(encoding="utf-8")) for file in files)
    sides = (side for words in listed for side in (words if locale == PIVOT else words.values()))
    return frozenset(word for side in sides for word in words_of(side.lower()))


def folded(text: str, locale: str) -> str:
    """Lower case without accents; with ae for ä in German, one alef in Arabic."""
    return _even(text.lower(), locale)


def _even(text: str, locale: str) -> str:
    if locale == "de":
        text = text.translate(_GERMAN)
    elif locale == "ar":
        text = text.translate(_ARABIC)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def evened(text: str) -> str:
    """Without case and accents, and as long as `text`: what is found in it stands at the same place there."""
    return "".join(unicodedata.normalize("NFKD", c)[0].lower()[0] for c in text).translate(_ARABIC_EVEN)


def compiled(source: str, locale: str) -> re.Pattern[str]:
    """For text that is `folded`: a pattern may be written with accents, and is met without them."""
    return re.compile(_even(source, locale), re.IGNORECASE)


@lru_cache(maxsize=256)
def pattern(locale: str, *names: str | int) -> re.Pattern[str]:
    """The one under these names in bot/languages/<locale>.yml; a list of them is any of them."""
    source: Any = language(locale)
    for name in names:
        source = source[name]
    return compiled("|".join(source) if isinstance(source, list) else source, locale)


def says(text: str, locale: str, *names: str | int) -> bool:
    return pattern(locale, *names).search(folded(text, locale)) is not None


@lru_cache(maxsize=16)
def _stemmer(locale: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(STEMMERS[locale])


def stem(word: str, locale: str) -> str:
    """Of a word as it is written: the stemmer knows accents, its answer has none."""
    return folded(_stemmer(locale).stemWord(word.lower()), locale)


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)
