"""What the trained model makes of messages that operators reviewed: regression tests, and before and after.

Run as `python -m bot.evaluation.reviews`; `./parley train`, `./parley test` and `./parley eval reviews` do.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog


def main() -> None:
    arguments = _arguments()
    # Otherwise Rasa writes down every message that it parses.
    configure_structlog(logging.WARNING)
    texts = json.loads(arguments.texts.read_text(encoding="utf-8")) if arguments.texts else []
    tests = read_tests(arguments.tests) if arguments.tests else []
    agent = Agent.load(str(arguments.model))
    after = asyncio.run(understand(agent, texts))
    tested = asyncio.run(understand(agent, [test["text"] for test in tests]))
    report: dict[str, Any] = {"after": after, "tests": judged(tests, tested)}
    if arguments.before:
        report["before"] = asyncio.run(understand(Agent.load(str(arguments.before)), texts))
    arguments.report.write_text(json.dumps(report, indent=2, ensure_ascii=False), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--before", type=Path, help="the model that was in use until now")
    parser.add_argument("--texts", type=Path, help="a JSON list of messages")
    parser.add_argument("--tests", type=Path, help="what the reviews want (serving/reviews/files.py)")
    parser.add_argument("--report", type=Path, required=True)
    return parser.parse_args()


def read_tests(file: Path) -> list[dict[str, str]]:
    return list((yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("tests", []))


async def understand(agent: Agent, texts: Sequence[str]) -> list[dict[str, Any]]:
    return [_summary(text, await agent.parse_message(text)) for text in texts]


def _summary(text: str, parsed: dict[str, Any]) -> dict[str, Any]:
    intent = parsed["intent"]
    return {"text": text, "intent": intent["name"], "confidence": round(float(intent["confidence"]), 3)}


def judged(tests: Sequence[dict[str, str]], understood: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**given, "wanted": test["intent"], "right": given["intent"] == test["intent"]}
        for test, given in zip(tests, understood, strict=True)
    ]


if __name__ == "__main__":
    main()
