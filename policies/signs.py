"""What the words alone say, language by language: policies/languages/."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.locales import PIVOT, compiled, folded

LANGUAGES_FOLDER = Path(__file__).with_name("languages")

# Not ":)", which says something.
_WORDLESS = re.compile(r"\s*[.,;!?¡¿؟،؛…–—-][\s.,;!?¡¿؟،؛…–—-]*")


@lru_cache(maxsize=16)
def words_of(locale: str) -> Mapping[str, Any]:
    words: Mapping[str, Any] = yaml.safe_load(
        (LANGUAGES_FOLDER / f"{locale}.yml").read_text(encoding="utf-8")
    )
    return words


@lru_cache(maxsize=16)
def _signs(locale: str) -> dict[str, Sequence[re.Pattern[str]]]:
    signs = words_of(locale)["signs"]
    return {sign: [compiled(source, locale) for source in sources] for sign, sources in signs.items()}


@lru_cache(maxsize=16)
def _not_answered(locale: str) -> Sequence[re.Pattern[str]]:
    return [compiled(source, locale) for source in words_of(locale)["not_answered"]]


@lru_cache(maxsize=16)
def _question(locale: str) -> re.Pattern[str]:
    return compiled(rf"[?؟]|{words_of(locale)['question']}", locale)


def sign(text: str, locale: str) -> str | None:
    """What calls for a person. English swear words and the like are met in every language."""
    for tongue in dict.fromkeys((locale, PIVOT)):
        plain = folded(text, tongue)
        for name, patterns in _signs(tongue).items():
            if any(pattern.search(plain) for pattern in patterns):
                return name
    return None


def says_not_answered(text: str, locale: str) -> bool:
    plain = folded(text, locale)
    return any(pattern.search(plain) for pattern in _not_answered(locale))


def is_question(text: str, locale: str) -> bool:
    return _question(locale).search(folded(text, locale)) is not None


def is_wordless(text: str) -> bool:
    """Nothing but marks, as in "??": not empty, for a file may come without a text."""
    return _WORDLESS.fullmatch(text) is not None
