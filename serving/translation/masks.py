"""Stands in for what must not change: a model that knows a style carries it through, and it is proven."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from serving.translation.protected import Span, find_spans

RAW = "raw"


@dataclass(frozen=True, slots=True)
class Style:
    """How the n-th value is written, and how it is found again, spaces and letter case aside."""

    form: str
    pattern: re.Pattern[str]

    def mask(self, number: int) -> str:
        return self.form.format(number)


_QUOTE = r"\s*[\"“”«»']?\s*"
STYLES: Mapping[str, Style] = {
    "tag": Style('<x id="{}"/>', re.compile(rf"<\s*x\s+id\s*=\s*{_QUOTE}(\d+){_QUOTE}/?\s*>", re.IGNORECASE)),
    "short-tag": Style("<x{}>", re.compile(r"<\s*x\s*(\d+)\s*/?\s*>", re.IGNORECASE)),
    "brackets": Style("[[{}]]", re.compile(r"\[\s*\[\s*(\d+)\s*\]\s*\]")),
    "braces": Style("{{{}}}", re.compile(r"\{\s*(\d+)\s*\}")),
    "white-brackets": Style("⟦{}⟧", re.compile(r"⟦\s*(\d+)\s*⟧")),
    "underscores": Style("__{}__", re.compile(r"_\s*_\s*(\d+)\s*_\s*_")),
    "word": Style("XQ{}X", re.compile(r"\bXQ\s?(\d+)\s?X\b", re.IGNORECASE)),
    "number": Style("#{}#", re.compile(r"#\s*(\d+)\s*#")),
}  # fmt: skip
# Where nobody has probed the model.
DEFAULT_ORDER: Sequence[str] = ("tag", "brackets", "word", RAW)


@dataclass(frozen=True, slots=True)
class Masked:
    """`spans`: what the masks stand for, by number. Raw: nothing is masked, and they are expected back."""

    text: str
    style: str
    spans: Sequence[Span]


def mask(text: str, spans: Sequence[Span], style: str) -> Masked | None:
    """None where the text itself holds what looks like a mask of this style."""
    if style == RAW or not spans:
        replaced = any(span.replacement != span.value for span in spans)
        return None if replaced else Masked(text, RAW, spans)
    if STYLES[style].pattern.search(text):
        return None
    pieces: list[str] = []
    begin = 0
    for number, span in enumerate(spans):
        pieces += [text[begin : span.start], STYLES[style].mask(number)]
        begin = span.end
    return Masked("".join([*pieces, text[begin:]]), style, spans)


def unmask(masked: Masked, translation: str, *, spaced: bool) -> str | None:
    """The translation with the values in place; None unless each came back exactly once and no other did.

    `spaced`: the language puts spaces between words, so none may be lost beside a value.
    """
    if masked.style == RAW:
        return translation if _same_values(masked, translation) else None
    pattern = STYLES[masked.style].pattern
    found = [int(match.group(1)) for match in pattern.finditer(translation)]
    if sorted(found) != list(range(len(masked.spans))):
        return None
    pieces: list[str] = []
    begin = 0
    for match in pattern.finditer(translation):
        pieces += [translation[begin : match.start()], masked.spans[int(match.group(1))].replacement]
        begin = match.end()
    pieces.append(translation[begin:])
    # What is left between the values was written by the model: it may not bring values of its own.
    if any(span.kind != "number" for piece in pieces[::2] for span in find_spans(piece)):
        return None
    text = _joined(pieces) if spaced else "".join(pieces)
    return text if _all_found(masked.spans, text) else None


def _joined(pieces: Sequence[str]) -> str:
    text = ""
    for piece in pieces:
        glued = text[-1:].isalnum() and piece[:1].isalnum()
        text += (" " if glued else "") + piece
    return text


def _same_values(masked: Masked, translation: str) -> bool:
    mine = Counter(span.value for span in find_spans(translation))
    expected = Counter(span.value for span in find_spans(masked.text))
    return mine == expected and _all_found(masked.spans, translation)


def _all_found(spans: Sequence[Span], text: str) -> bool:
    """Each value as often as it was, and a protected one as a value of its own, not within another."""
    counts = Counter(span.replacement for span in spans)
    seen = Counter(span.value for span in find_spans(text))
    kinds = {span.replacement: span.kind for span in spans}
    return all(
        text.count(value) >= count if kinds[value] in ("name", "term") else seen[value] == count
        for value, count in counts.items()
    )
