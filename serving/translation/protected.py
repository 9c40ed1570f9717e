"""What of a text must come through a translation exactly as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# In order of precedence: what an earlier pattern holds, a later one does not cut.
_PATTERNS: Sequence[tuple[str, re.Pattern[str]]] = (
    ("code", re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)),
    # The address of a Markdown link with what encloses it; its words are translated.
    ("link", re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")),
    ("url", re.compile(r"(?:https?://|www\.)[^\s<>\"'`]*[^\s<>\"'`.,;:!?)\]}،؛؟。，]", re.IGNORECASE)),
    (
        "email",
        re.compile(r"[A-Za-z0-9](?:[\w.%+-]*[\w%+-])?@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"),
    ),
    (
        "placeholder",
        re.compile(r"\{\{?[^{}\n]{0,60}\}?\}|%\(\w+\)[sd]|%[sd]\b|\$\{?\w*[A-Za-z]\w*\}?|<[^<>\n]{1,80}>"),
    ),
    (
        "amount",
        re.compile(
            r"(?:[€$£¥₹]|\b(?:EUR|USD|GBP|CHF|JPY)\b)[ \u00a0\u202f]?\d+(?:[.,'\u00a0\u202f]\d+)*"
            # Not the end of a reference: "P-10482 EUR 80".
            r"|(?<![\w#])(?<![A-Z][-_/])\d+(?:[.,'\u00a0\u202f]\d+)*[ \u00a0\u202f]?"
            r"(?:[€$£¥₹%]|(?:EUR|USD|GBP|CHF|JPY)\b)"
        ),
    ),
    # P-10482, RMA_2024-77, 4711-AB, AB12345, #1234.
    (
        "reference",
        re.compile(
            r"#\d[\w-]*"
            r"|\b(?=[A-Z0-9_/-]*\d)(?=[A-Z0-9_/-]*[A-Z])[A-Z0-9]+(?:[-_/][A-Z0-9]+)*\b"
        ),
    ),
    ("time", re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d{4}-\d{2}-\d{2}\b")),
    ("number", re.compile(r"\+?\d(?:[\d ()/.\u00a0-]{5,}\d)|\d{4,}")),
)


@dataclass(frozen=True, slots=True)
class Span:
    """`replacement`: what stands there in the translation; for all but glossary terms the same."""

    start: int
    end: int
    kind: str
    value: str
    replacement: str


def find_spans(text: str) -> list[Span]:
    """In order, none inside another."""
    return merge(text, (_spans(text)))


def merge(text: str, found: Iterator[Span] | Sequence[Span]) -> list[Span]:
    """Keeps each span that no earlier one of `found` covers in part; in order of the text."""
    taken = bytearray(len(text))
    kept: list[Span] = []
    for span in found:
        if span.start < span.end and not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def _spans(text: str) -> Iterator[Span]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Span(match.start(), match.end(), kind, match.group(), match.group())
        # What was found is out of the way: a later pattern that began in it would miss what follows.
        text = pattern.sub(lambda match: "\n" * len(match.group()), text)


def term_spans(text: str, term: str, replacement: str, kind: str) -> Iterator[Span]:
    """Every whole occurrence of a term. One in capitals only as written, any other in any case."""
    flags = re.NOFLAG if term.isupper() else re.IGNORECASE
    for match in re.finditer(rf"(?<!\w){re.escape(term)}(?!\w)", text, flags):
        kept = match.group() if kind == "name" else replacement
        yield Span(match.start(), match.end(), kind, match.group(), kept)
