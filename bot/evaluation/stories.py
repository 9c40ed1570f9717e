"""`./parley eval stories`: the conversations of tests/stories, tested by `rasa test`'s own code.

Each customer's message is understood anew and each action predicted by the policies; actions are not
run, so neither the shop nor Redis is needed. Run as `python -m bot.evaluation.stories`. Stock Rasa says
the same of all files at once: `rasa test core --e2e --stories tests/stories`. Nobody tells the language
there, so the words do (bot/locales.py).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import tempfile
from pathlib import Path
from typing import Any

import yaml
from rasa.core.agent import Agent
from rasa.core.test import test
from rasa.utils.log_utils import configure_structlog


def main() -> None:
    arguments = _arguments()
    # Otherwise Rasa writes down every message that it parses.
    configure_structlog(logging.WARNING)
    agent = Agent.load(str(arguments.model))
    # Rasa takes no other name for a file of test stories.
    files = sorted(arguments.stories.rglob("test_*.yml"))
    report = {"flows": [asyncio.run(_test(agent, file, arguments.stories)) for file in files]}
    arguments.report.write_text(json.dumps(report, indent=2, ensure_ascii=False), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--stories", type=Path, required=True, help="A folder of test stories.")
    parser.add_argument("--report", type=Path, required=True)
    return parser.parse_args()


async def _test(agent: Agent, file: Path, folder_of_all: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        await test(str(file), agent, out_directory=folder, e2e=True, disable_plotting=True)
        counted = json.loads((out / "story_report.json").read_text(encoding="utf-8"))
        failed = (out / "failed_test_stories.yml").read_text(encoding="utf-8")
    conversations = counted["conversation_accuracy"]
    return {
        "flow": _name(file.relative_to(folder_of_all)),
        "stories": conversations["total"],
        "passed": conversations["correct"],
        "messages": _messages(file),
        "failed": failed if conversations["correct"] < conversations["total"] else "",
    }


def _name(file: Path) -> str:
    """es/flows for es/test_flows.yml."""
    return (file.parent / file.stem.removeprefix("test_")).as_posix()


def _messages(file: Path) -> int:
    stories = yaml.safe_load(file.read_text(encoding="utf-8"))["stories"]
    return sum("intent" in step for story in stories for step in story["steps"])


if __name__ == "__main__":
    main()
