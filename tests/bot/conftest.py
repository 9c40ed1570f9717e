"""The bot's tests run in its own environment; the platform's has no Rasa and skips this folder."""

from __future__ import annotations

import importlib.util

if importlib.util.find_spec("rasa") is None:
    collect_ignore_glob = ["*"]
else:
    from tests.bot.platform import line, trained_model  # noqa: F401
