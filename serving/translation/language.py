"""In which language a customer is served, and in which one a message is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from serving.translation.base import language
from serving.translation.words import AROUND_A_WISH, GREETINGS, NAMES

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LEAST_LETTERS = 10
LEAST_CONFIDENCE = 0.5
# A message of so many letters may switch the language alone.
LONG_LETTERS = 40
MOST_WORDS_OF_A_WISH = 12
MOST_CHARACTERS = 2000
# How far back one looks for the message that makes two.
LOOK_BACK = 4

OPERATOR, CUSTOMER, CHANNEL = "operator", "customer", "channel"
DETECTED, SWITCHED, CONVERSATION, DEFAULT = "detected", "switched", "conversation", "default"

_NOISE = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|`[^`]*`|<[^>]*>|\{[^}]*\}|\b\w*\d\w*(?:[-_/]\w*\d\w*)*|[#@]\w+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Scripts that only one of the enabled languages is written in need no statistics.
_SCRIPTS: Sequence[tuple[str, re.Pattern[str], frozenset[str]]] = (
    ("ar", re.compile(r"[\u0600-\u06ff\u0750-\u077f]"), frozenset({"ar", "fa", "ur", "ps", "ug", "ku"})),
    ("ru", re.compile(r"[\u0400-\u04ff]"), frozenset({"ru", "uk", "bg", "be", "mk", "sr", "kk", "mn", "ky"})),
    ("zh", re.compile(r"[\u4e00-\u9fff]"), frozenset({"zh", "ja"})),
    ("el", re.compile(r"[\u0370-\u03ff]"), frozenset({"el"})),
    ("he", re.compile(r"[\u0590-\u05ff]"), frozenset({"he"})),
    ("ko", re.compile(r"[\uac00-\ud7af]"), frozenset({"ko"})),
    ("th", re.compile(r"[\u0e00-\u0e7f]"), frozenset({"th"})),
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_NAMES = [name for names in NAMES.values() for name in names if _HAN.search(name)]
_LEAST_OF_A_SCRIPT = 2
_SHARE_OF_A_SCRIPT = 0.6


@dataclass(frozen=True, slots=True)
class Detection:
    """`letters`: how many it rests on."""

    locale: str
    confidence: float
    letters: int


@dataclass(frozen=True, slots=True)
class Situation:
    """`messages` are to be answered, `earlier` came before, both oldest first and by the customer.

    `channel`: the locale that the channel says with the latest message, `channel_before` with the one before
    these. `chosen`: the customer picked it from the channel's own list. `known` and `known_reason`: what the
    conversation is in, and why.
    """

    messages: Sequence[str]
    earlier: Sequence[str] = ()
    channel: str | None = None
    channel_before: str | None = None
    chosen: bool = False
    known: str | None = None
    known_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """`locale`: what the customer reads; `text_locale`: what the messages are written in."""

    locale: str
    reason: str
    text_locale: str
    detection: Detection | None = None


def decide(situation: Situation, *, enabled: Sequence[str], default: str) -> Choice:
    """The customer's own choice, the channel's locale, the conversation's, detection; an operator's stays.

    What the customer plainly writes goes before what the channel merely assumes
    (docs/decisions/0083-what-the-customer-writes.md).
    """
    candidates = [*enabled, *(one for one in (situation.channel, situation.known, default) if one)]
    found = detect("\n".join(situation.messages), candidates)
    locale, reason = _locale(situation, found, candidates, default)
    text_locale = locale if found is None or found.locale == language(locale) else found.locale
    return Choice(locale, reason, text_locale, found)


def _locale(
    situation: Situation, found: Detection | None, candidates: Sequence[str], default: str
) -> tuple[str, str]:
    known, channel = situation.known, situation.channel
    if known is not None and situation.known_reason == OPERATOR:
        return known, OPERATOR
    wish = wished_for(situation.messages, candidates)
    if wish is not None:
        return wish, CUSTOMER
    news = channel is not None and (known is None or channel != situation.channel_before)
    if channel is not None and news and situation.chosen:
        return channel, CUSTOMER
    if known is not None and situation.known_reason == CUSTOMER:
        return known, CUSTOMER
    if channel is not None and news:
        assumed, reason = channel, CHANNEL
    elif known is not None:
        assumed, reason = known, CONVERSATION
    else:
        assumed, reason = default, DEFAULT
    if found is None or found.locale == language(assumed):
        return assumed, reason
    if not _settled(situation, assumed, candidates):
        return found.locale, DETECTED
    if found.letters >= LONG_LETTERS or _said_before(situation, found.locale, candidates):
        return found.locale, SWITCHED
    return assumed, reason


def _settled(situation: Situation, assumed: str, candidates: Sequence[str]) -> bool:
    """Has the customer written in the assumed language before?"""
    if situation.known_reason in (DETECTED, SWITCHED) and situation.known == assumed:
        return True
    return any(
        earlier is not None and earlier.locale == language(assumed)
        for earlier in (detect(text, candidates) for text in situation.earlier[-LOOK_BACK:])
    )


def _said_before(situation: Situation, locale: str, candidates: Sequence[str]) -> bool:
    """Did the last message that says anything about its language, before the latest, say this one too?"""
    for text in reversed([*situation.earlier[-LOOK_BACK:], *situation.messages[:-1]]):
        detection = detect(text, candidates)
        if detection is not None:
            return detection.locale == locale
    return False


def detect(text: str, candidates: Iterable[str]) -> Detection | None:
    """None where the text does not tell: too short, too mixed, or no words at all."""
    languages = frozenset(map(language, candidates))
    stripped = _NOISE.sub(" ", unicodedata.normalize("NFC", text[:MOST_CHARACTERS])).casefold()
    words = _WORD.findall(stripped)
    letters = sum(map(len, words))
    by_script = _by_script("".join(words), letters, languages)
    if by_script is not None:
        return by_script
    greeting = _greeting(words, languages) if len(words) <= 2 else None
    if greeting is not None:
        return Detection(greeting, 1.0, letters)
    if letters < LEAST_LETTERS:
        return None
    found, confidence = _most_likely(" ".join(words), languages)
    return Detection(found, round(confidence, 3), letters) if confidence >= LEAST_CONFIDENCE else None


def _by_script(text: str, letters: int, languages: frozenset[str]) -> Detection | None:
    for _, pattern, users in _SCRIPTS:
        written = len(pattern.findall(text))
        if written < _LEAST_OF_A_SCRIPT or written < _SHARE_OF_A_SCRIPT * letters:
            continue
        possible = users & languages
        if len(possible) == 1:
            return Detection(next(iter(possible)), 1.0, letters)
    return None


def _greeting(words: Sequence[str], languages: frozenset[str]) -> str | None:
    for said in (" ".join(words), *words):
        speakers = [name for name, known in GREETINGS.items() if said in known and name in languages]
        if len(speakers) == 1:
            return speakers[0]
    return None


def _most_likely(text: str, languages: frozenset[str]) -> tuple[str, float]:
    """The likeliest of these languages, and its share of what they have of the probability together."""
    ranked = [(name, float(share)) for name, share in _identifier().rank(text) if name in languages]
    together = sum(share for _, share in ranked)
    if not ranked or together <= 0:
        return "", 0.0
    name, share = max(ranked, key=lambda pair: pair[1])
    return name, share / together


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """Takes about a second to load: a worker does it before its first turn (`warm_up`)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def warm_up() -> None:
    _identifier()


def wished_for(messages: Sequence[str], candidates: Iterable[str]) -> str | None:
    """The language that the customer asks for: its name, and nothing but words of such a wish around it."""
    languages = frozenset(map(language, candidates))
    for message in reversed(messages):
        words = _apart(_WORD.findall(unicodedata.normalize("NFC", message).casefold()))
        if not words or len(words) > MOST_WORDS_OF_A_WISH:
            continue
        named = {name for word in words for name, called in NAMES.items() if word in called}
        others = [word for word in words if not any(word in called for called in NAMES.values())]
        if len(named) == 1 and named <= languages and all(word in AROUND_A_WISH for word in others):
            return next(iter(named))
    return None


def _apart(words: Sequence[str]) -> list[str]:
    """Chinese has no spaces: names of languages are taken out of a run, the rest falls into characters."""
    apart: list[str] = []
    for word in words:
        if not _HAN.search(word):
            apart.append(word)
            continue
        for name in _HAN_NAMES:
            if name in word:
                apart.append(name)
                word = word.replace(name, "")
        apart += word
    return apart
