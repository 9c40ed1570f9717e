"""Emoji that say something by themselves."""

from __future__ import annotations

import pytest

from bot.emoji import in_words


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("👍", "yes"),
        ("👍🏿", "yes"),
        ("✔️ 👌!", "yes"),
        ("👎", "no"),
        ("👍🙏", "yes thanks"),
        ("👋", "hello"),
        ("🙂", ""),
        ("??", ""),
        ("", ""),
    ],
)
def test_emoji_alone_are_read_as_words(text, english):
    assert in_words(text) == english


@pytest.mark.parametrize("text", ["no 👍", "👍 10482", "نعم 👎"])
def test_words_beside_emoji_speak_for_themselves(text):
    assert in_words(text) == ""
