"""What a translation must not be: each check names what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from serving.translation.base import language
from serving.translation.language import detect
from serving.translation.protected import find_spans
from serving.translation.words import GREETINGS

# Characters of the translation to those of the source; Chinese and Japanese say it in fewer.
LEAST_RATIO, MOST_RATIO = 0.35, 2.8
DENSE = frozenset({"zh", "ja", "ko"})
DENSE_FACTOR = 3.0
# Below, a ratio says nothing.
LEAST_CHARACTERS = 12
MOST_REPEATS = 3
LEAST_LETTERS_TO_COMPARE = 12
SURE_OF_THE_LANGUAGE = 0.9
LEAST_LETTERS_TO_DETECT = 24

_LINK = re.compile(r"\[[^\[\]\n]+\]\([^()\s]+\)")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPT_OF = {
    "ar": "ARABIC", "fa": "ARABIC", "ur": "ARABIC", "ru": "CYRILLIC", "uk": "CYRILLIC", "bg": "CYRILLIC",
    "zh": "CJK", "ja": "CJK", "ko": "HANGUL", "el": "GREEK", "he": "HEBREW", "th": "THAI", "hi": "DEVANAGARI",
}  # fmt: skip
_LEAST_OF_SCRIPT = 0.6


def problems(source: str, translation: str, *, source_locale: str, target_locale: str) -> list[str]:
    """Of: empty, length, repetition, numbers, markdown, script, copy, language. [] is a pass."""
    if not translation.strip():
        return ["empty"]
    of_source, of_translation = _words(source), _words(translation)
    checks = {
        "length": _odd_length(of_source, of_translation, language(source_locale), language(target_locale)),
        "repetition": _repeats(translation, source),
        "numbers": _numbers(source) != _numbers(translation),
        "markdown": _markdown(source) != _markdown(translation),
        "script": not _in_script(of_translation, language(target_locale)),
        "copy": _is_copy(of_source, of_translation),
        "language": _other_language(of_translation, source_locale, target_locale),
    }
    return [name for name, failed in checks.items() if failed]


def length_penalty(source: str, translation: str, *, source_locale: str, target_locale: str) -> float:
    """1 where the lengths are usual; less, the odder they are."""
    of_source, of_translation = _words(source), _words(translation)
    if len(of_source) < LEAST_CHARACTERS:
        return 1.0
    ratio = _ratio(of_source, of_translation, language(source_locale), language(target_locale))
    odd = max(ratio, 1 / ratio) if ratio else MOST_RATIO
    return 1.0 if odd <= 1.6 else max(0.5, 1.6 / odd)


def _words(text: str) -> str:
    """The text without what must not change."""
    pieces: list[str] = []
    begin = 0
    for span in find_spans(text):
        pieces.append(text[begin : span.start])
        begin = span.end
    return " ".join(" ".join([*pieces, text[begin:]]).split())


def _ratio(source: str, translation: str, source_language: str, target_language: str) -> float:
    ratio = len(translation) / max(1, len(source))
    ratio *= DENSE_FACTOR if target_language in DENSE else 1
    return ratio / (DENSE_FACTOR if source_language in DENSE else 1)


def _odd_length(source: str, translation: str, source_language: str, target_language: str) -> bool:
    if len(source) < LEAST_CHARACTERS:
        return len(translation) > 5 * LEAST_CHARACTERS
    return not LEAST_RATIO <= _ratio(source, translation, source_language, target_language) <= MOST_RATIO


def _repeats(translation: str, source: str) -> bool:
    return _most_repeated(translation) > max(MOST_REPEATS, _most_repeated(source) + 1)


def _most_repeated(text: str) -> int:
    """How often one, two or three words come in a row at most."""
    words = text.casefold().split()
    most = 1
    for size in (1, 2, 3):
        same = 0
        for index in range(size, len(words) - size + 1):
            again = words[index : index + size] == words[index - size : index]
            same = same + 1 if again else 0
            # n times in a row agree with what stands `size` words before at (n - 2) * size + 1 places.
            most = max(most, (same + size - 1) // size + 1 if same else 1)
    return most


def _numbers(text: str) -> Counter[str]:
    """Numbers outside protected values, whatever digits they are written in."""
    found = _DIGITS.findall(_words(text))
    return Counter("".join(str(unicodedata.digit(digit)) for digit in number) for number in found)


def _markdown(text: str) -> tuple[int, int, int]:
    return len(_LINK.findall(text)), text.count("**"), text.count("`")


def _in_script(text: str, target: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    if len(letters) < 4:
        return True
    wanted = _SCRIPT_OF.get(target, "LATIN")
    written = sum(wanted in unicodedata.name(letter, "") for letter in letters)
    if target == "ja":
        written += sum(
            "HIRAGANA" in (name := unicodedata.name(one, "")) or "KATAKANA" in name for one in letters
        )
    return written >= _LEAST_OF_SCRIPT * len(letters)


def _is_copy(source: str, translation: str) -> bool:
    mine, theirs = _WORD.findall(source.casefold()), _WORD.findall(translation.casefold())
    return len(mine) >= 3 and sum(map(len, mine)) >= LEAST_LETTERS_TO_COMPARE and mine == theirs


def _other_language(text: str, source_locale: str, target_locale: str) -> bool:
    candidates = (source_locale, target_locale, *GREETINGS)
    found = detect(text, candidates)
    return (
        found is not None
        and found.letters >= LEAST_LETTERS_TO_DETECT
        and found.confidence >= SURE_OF_THE_LANGUAGE
        and found.locale != language(target_locale)
    )
