"""The words of the bot: valid Fluent, and enough of them for every example of the seam."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser, ast

HERE = Path(__file__).parent
FTL = Path(__file__).resolve().parents[3] / "serving/translation/catalogue/en/bot.ftl"
EXAMPLES = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(HERE.glob("*.json"))]
SCRIPTS = [
    message
    for example in EXAMPLES
    for message in example["response"].get("messages", ())
    if message["route"] == "script"
]


@pytest.fixture(scope="module")
def bundle() -> FluentBundle:
    bundle = FluentBundle(["en"], use_isolating=False)
    bundle.add_resource(FluentResource(FTL.read_text(encoding="utf-8")))
    return bundle


def plain(value: Any) -> Any:
    return f"{value['currency']} {value['amount']:.2f}" if isinstance(value, dict) else value


def test_the_catalogue_has_no_syntax_error():
    entries = FluentParser().parse(FTL.read_text(encoding="utf-8")).body
    assert [entry.content for entry in entries if isinstance(entry, ast.Junk)] == []


@pytest.mark.parametrize("message", SCRIPTS, ids=[message["key"] for message in SCRIPTS])
def test_every_scripted_example_can_be_said(bundle, message):
    args = {name: plain(value) for name, value in message["args"].items()}
    words, errors = bundle.format_pattern(bundle.get_message(message["key"].replace("_", "-")).value, args)
    assert not errors
    assert words
    for button in message["buttons"]:
        assert bundle.has_message(button["key"].replace("_", "-"))


@pytest.mark.parametrize(("tries_left", "ending"), [(1, "before I call a colleague"), (2, "try again.")])
def test_counts_choose_their_words(bundle, tries_left, ending):
    pattern = bundle.get_message("utter-order-not-found").value
    assert ending in bundle.format_pattern(pattern, {"tries_left": tries_left})[0]
