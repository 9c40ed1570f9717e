"""Which topics are answered in the model's own words: `style` in policies/topics.yml, the one place."""

from __future__ import annotations

from pathlib import Path

import yaml

from serving.config import PROJECT_ROOT
from serving.errors import BadInput

TOPICS_FILE = PROJECT_ROOT / "policies" / "topics.yml"
STYLES = ("quoted", "composed")


def composed_topics(file: Path = TOPICS_FILE) -> frozenset[str]:
    """The others are quoted."""
    topics = yaml.safe_load(file.read_text(encoding="utf-8"))["topics"]
    for name, settings in topics.items():
        style = settings.get("style", "quoted")
        if style not in STYLES:
            raise BadInput(f"{file.name}: the style of {name!r} is {style!r}: write {' or '.join(STYLES)}.")
        if style == "composed" and settings["mode"] != "grounded":
            raise BadInput(f"{file.name}: {name!r} has a style, but its mode is not grounded.")
    return frozenset(name for name, settings in topics.items() if settings.get("style") == "composed")
