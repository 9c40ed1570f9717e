"""By what a segment is found again."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from serving.translation.protected import find_spans

# A question and a statement of the same words are two texts.
_PUNCTUATION = re.compile(r"[^\w\x00?؟？]+")
_VALUE = "\x00"
# Not the spaces that do not break: French sets one before its punctuation, and a sum one before its sign.
_SPACES = re.compile(r"[ \t\r\n\f\v]+")


def tidied(text: str) -> str:
    """As it is kept: the form of the characters and runs of plain white space made alike."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def normalized(text: str) -> str:
    """As it is compared: no space differs from another."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def source_key(text: str) -> str:
    return _digest(normalized(text))


def shape_key(text: str) -> str:
    """The same for texts that differ in letter case, punctuation and protected values only.

    Plain numbers belong to the shape: in many languages the words around them change with them.
    """
    text = normalized(text)
    pieces: list[str] = []
    begin = 0
    for span in find_spans(text):
        pieces += [text[begin : span.start], _VALUE]
        begin = span.end
    shape = "".join([*pieces, text[begin:]]).casefold()
    return _digest(_PUNCTUATION.sub(" ", shape).strip())


def with_values_of(text: str, *, source: str, target: str) -> str | None:
    """`target` with the protected values of `text` where those of `source` are; None if that is not clear.

    `text` and `source` have the same shape.
    """
    old = [span.value for span in find_spans(normalized(source))]
    new = [span.value for span in find_spans(normalized(text))]
    spans = find_spans(target)
    instead = dict(zip(old, new, strict=True)) if len(old) == len(new) else {}
    clear = all(instead[was] == now for was, now in zip(old, new, strict=True)) if instead else not old
    if not clear or sorted(normalized(span.value) for span in spans) != sorted(old):
        return None
    pieces: list[str] = []
    begin = 0
    for span in spans:
        pieces += [target[begin : span.start], instead[normalized(span.value)]]
        begin = span.end
    return "".join([*pieces, target[begin:]])


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
