"""Fitting a reply into what Telegram takes: 4096 characters a message, 64 bytes a button."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

MAX_CHARACTERS = 4096
MAX_CALLBACK_BYTES = 64
_PIECES = re.compile(r"[^\n.!?؟。]*[\n.!?؟。]+\s*|[^\n.!?؟。]+$")


def length(text: str) -> int:
    """In UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def split(text: str, limit: int = MAX_CHARACTERS) -> list[str]:
    """Parts of at most `limit`, cut between sentences where there are any, else between words."""
    if length(text) <= limit:
        return [text]
    parts: list[str] = []
    current = ""
    for piece in _pieces(text, limit):
        if length(current + piece) > limit:
            parts.append(current.strip())
            current = ""
        current += piece
    parts.append(current.strip())
    return [part for part in parts if part]


def _pieces(text: str, limit: int) -> Iterator[str]:
    for sentence in _PIECES.findall(text):
        if length(sentence) <= limit:
            yield sentence
            continue
        for word in re.findall(r"\S+\s*|\s+", sentence):
            # Two code units a character at most.
            step = len(word) if length(word) <= limit else limit // 2
            yield from (word[start : start + step] for start in range(0, len(word), step))


def with_sources(text: str, sources: Sequence[dict[str, Any]]) -> str:
    lines = [" ".join(filter(None, (source.get("title"), source.get("url")))) for source in sources]
    shown = dict.fromkeys(line for line in lines if line)
    return "\n\n".join([text, "\n".join(f"• {line}" for line in shown)]) if shown else text


def keyboard(buttons: Sequence[dict[str, str]]) -> InlineKeyboardMarkup | None:
    """None when a payload is longer than Telegram carries: `numbered` says the choices in words then."""
    if not buttons or any(len(button["payload"].encode()) > MAX_CALLBACK_BYTES for button in buttons):
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button["title"], callback_data=button["payload"])] for button in buttons]
    )


def numbered(text: str, buttons: Sequence[dict[str, str]]) -> str:
    return "\n".join([text, *(f"{number}. {button['title']}" for number, button in enumerate(buttons, 1))])
