"""The bot's tests run in its own environment; the platform's has no Rasa and skips this folder."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

import pytest

if importlib.util.find_spec("rasa") is None:
    collect_ignore_glob = ["*"]
else:
    from tests.bot.platform import Conversation, Line, line, trained_model  # noqa: F401

    @pytest.fixture
    def customer(line: Line) -> Conversation:  # noqa: F811
        return Conversation(line)

    @pytest.fixture
    def shop_is_away(line: Line) -> Iterator[None]:  # noqa: F811
        line.shop.stop()
        yield
        line.shop.start()
