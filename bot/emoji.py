"""What a message of nothing but emoji says, for those with one plain meaning."""

from __future__ import annotations

import re

_MEANINGS = {
    "yes": "👍👌✅✔☑🆗",
    "no": "👎❌🚫🙅",
    "thanks": "🙏❤💙💚💛🧡💜😍🥰😘",
    "hello": "👋",
}
_ENGLISH = {emoji: english for english, listed in _MEANINGS.items() for emoji in listed}
_WORD = re.compile(r"[^\W_]")


def in_words(text: str) -> str:
    """English words, in the order of the emoji; "" where none has a meaning, or where words speak."""
    if _WORD.search(text):
        return ""
    return " ".join(dict.fromkeys(_ENGLISH[character] for character in text if character in _ENGLISH))
