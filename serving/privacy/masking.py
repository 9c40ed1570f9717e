"""What identifies a person stays here: a model is shown tags for e-mail addresses and long numbers."""

from __future__ import annotations

import re

from serving.translation.protected import find_spans

TAGS = {"email": "EMAIL", "url": "LINK", "reference": "REFERENCE", "number": "NUMBER"}
# Shorter ones are sizes, years and models ("A4", "2026"), which questions are about.
LEAST_DIGITS = {"reference": 4, "number": 6}


class Masking:
    """Of one request: the same value has the same tag in all of its texts, and comes back by `restore`.

    Names and street addresses are not recognised.
    """

    def __init__(self) -> None:
        self._tags: dict[str, str] = {}

    def hide(self, text: str) -> str:
        parts: list[str] = []
        end = 0
        for span in find_spans(text):
            if span.kind not in TAGS or sum(map(str.isdigit, span.value)) < LEAST_DIGITS.get(span.kind, 0):
                continue
            tag = self._tags.setdefault(span.value, f"{TAGS[span.kind]}_{len(self._tags) + 1}")
            parts += [text[end : span.start], tag]
            end = span.end
        return "".join([*parts, text[end:]])

    def restore(self, text: str) -> str:
        values = {tag: value for value, tag in self._tags.items()}
        return re.sub(rf"(?:{'|'.join(TAGS.values())})_\d+", lambda tag: values.get(tag[0], tag[0]), text)
