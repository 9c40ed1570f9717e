"""A text taken apart into sentences and put together again, its lines and marks as they were."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from serving.knowledge.sentences import split_sentences
from serving.translation.base import language
from serving.translation.protected import find_spans

_LINE = re.compile(r"(\s*(?:[-*+•]\s+|\d{1,3}[.)]\s+|#{1,6}\s+|>\s+)?)(.*?)(\s*)$", re.DOTALL)
_CLAUSE = re.compile(r"(?<=[,;:،؛，；：])\s+|\s+[–—-]\s+")
UNSPACED = frozenset({"zh", "ja", "th"})


@dataclass(frozen=True, slots=True)
class Piece:
    """`words` says whether it is to be translated."""

    text: str
    words: bool


def pieces(text: str, *, locale: str) -> list[Piece]:
    """Sentences, and all that stands between them. Joined, they are the text, runs of spaces aside."""
    found: list[Piece] = []
    inside_code = False
    for line in text.splitlines(keepends=True):
        fence = line.lstrip().startswith("```")
        if fence or inside_code:
            inside_code = inside_code != fence
            found.append(Piece(line, words=False))
        else:
            found += _pieces_of_line(line, locale)
    return found


def _pieces_of_line(line: str, locale: str) -> list[Piece]:
    match = _LINE.match(line)
    assert match is not None  # noqa: S101  # the pattern matches any text
    before, body, after = match.groups()
    found = [Piece(before, words=False)] if before else []
    for index, sentence in enumerate(split_sentences(body, language=language(locale))):
        if index:
            found.append(Piece(" ", words=False))
        found.append(Piece(sentence, words=has_words(sentence)))
    return [*found, Piece(after, words=False)] if after else found


def clauses(sentence: str) -> list[Piece]:
    """What a sentence falls into at commas and the like; values stay whole."""
    spans = find_spans(sentence)
    found: list[Piece] = []
    begin = 0
    for match in _CLAUSE.finditer(sentence):
        if any(span.start < match.end() and match.start() < span.end for span in spans):
            continue
        found.append(Piece(sentence[begin : match.start()], has_words(sentence[begin : match.start()])))
        found.append(Piece(match.group(), words=False))
        begin = match.end()
    rest = sentence[begin:]
    return [*found, Piece(rest, has_words(rest))]


def has_words(text: str) -> bool:
    """Is there anything to translate besides values, signs and numbers?"""
    begin = 0
    for span in find_spans(text):
        if any(character.isalpha() for character in text[begin : span.start]):
            return True
        begin = span.end
    return any(character.isalpha() for character in text[begin:])


def join(parts: Sequence[Piece], *, locale: str) -> str:
    """Between sentences of a language without spaces, none are put."""
    unspaced = language(locale) in UNSPACED
    return "".join("" if unspaced and part.text == " " else part.text for part in parts)
