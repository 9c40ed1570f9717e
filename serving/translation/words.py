"""Words by which a language is told where there are too few letters for statistics: `words.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

_WORDS = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))

GREETINGS: Mapping[str, frozenset[str]] = {
    locale: frozenset(words) for locale, words in _WORDS["greetings"].items()
}
NAMES: Mapping[str, frozenset[str]] = {locale: frozenset(words) for locale, words in _WORDS["names"].items()}
AROUND_A_WISH: frozenset[str] = frozenset(_WORDS["around_a_wish"])
