"""What a shop's visitor downloads."""

from __future__ import annotations

import gzip
import re

from serving.app import WIDGET_FILES

MOST_BYTES = 40 * 1024
IMPORT = re.compile(r'from "\./([\w-]+\.js)"')


def modules_from(name: str, seen: set[str]) -> set[str]:
    seen.add(name)
    for imported in IMPORT.findall((WIDGET_FILES / name).read_text(encoding="utf-8")):
        if imported not in seen:
            modules_from(imported, seen)
    return seen


def test_the_widget_is_small() -> None:
    files = {"widget.js", "tokens.css", "widget.css"} | modules_from("main.js", set())
    packed = {name: len(gzip.compress((WIDGET_FILES / name).read_bytes(), 6)) for name in files}
    assert len(files) > 10
    assert sum(packed.values()) <= MOST_BYTES, packed
