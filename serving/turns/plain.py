"""What a customer wrote, with the characters that a machine looks for: the number of an order pasted from
right-to-left text carries invisible marks, and an Arabic keyboard has digits of its own."""

from __future__ import annotations

import re
import unicodedata

MARKS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")


def plain(text: str) -> str:
    unmarked = MARKS.sub("", text)
    return FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), unmarked)
