"""What README and docs tell people to type is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main

from serving.cli.app import cli
from serving.config import PROJECT_ROOT

TYPED = re.compile(r"\./parley((?: +(?:--?)?[\w./=:-]+)+)")


def documented() -> Iterator[str]:
    pages = [PROJECT_ROOT / "README.md", *PROJECT_ROOT.glob("docs/*.md"), *PROJECT_ROOT.glob("models/*/*.md")]
    for page in pages:
        for found in TYPED.finditer(page.read_text(encoding="utf-8")):
            yield found[1].strip()


@pytest.mark.parametrize("line", sorted(set(documented())))
def test_a_documented_command_and_its_options_exist(line: str) -> None:
    command: Any = typer.main.get_command(cli)
    words = line.split()
    while hasattr(command, "commands") and words and not words[0].startswith("-"):
        assert words[0] in command.commands, f"{words[0]} is none of {', '.join(command.commands)}"
        command = command.commands[words.pop(0)]
    if command.ignore_unknown_options:
        return
    known = {option for parameter in command.params for option in parameter.opts}
    for word in words:
        if word.startswith("--"):
            assert word.partition("=")[0] in known | {"--help"}
