"""What the trained model makes of messages that operators reviewed: regression tests, and before and after.

Run as `python -m bot.evaluation.reviews`; `./parley train`, `./parley test` and `./parley eval reviews` do.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog

from bot.evaluation.routing import ROUTES, Case, is_handoff, outcome_of
from policies.decisions import KNOWLEDGE


def main() -> None:
    arguments = _arguments()
    # Otherwise Rasa writes down every message that it parses.
    configure_structlog(logging.WARNING)
    texts = json.loads(arguments.texts.read_text(encoding="utf-8")) if arguments.texts else []
    tests = read_tests(arguments.tests) if arguments.tests else []
    agent = Agent.load(str(arguments.model))
    after = asyncio.run(understand(agent, texts))
    tested = asyncio.run(understand(agent, tests))
    report: dict[str, Any] = {"after": after, "tests": judged(tests, tested)}
    if arguments.before:
        report["before"] = asyncio.run(understand(Agent.load(str(arguments.before)), texts))
    arguments.report.write_text(json.dumps(report, indent=2, ensure_ascii=False), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--before", type=Path, help="the model that was in use until now")
    parser.add_argument("--texts", type=Path, help="a JSON list of messages: text and locale")
    parser.add_argument("--tests", type=Path, help="what the reviews want (serving/reviews/files.py)")
    parser.add_argument("--report", type=Path, required=True)
    return parser.parse_args()


def read_tests(file: Path) -> list[dict[str, Any]]:
    return list((yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("tests", []))


async def understand(agent: Agent, messages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each as the first message of a conversation."""
    return [await _understand(agent, message["text"], message["locale"]) for message in messages]


async def _understand(agent: Agent, text: str, locale: str) -> dict[str, Any]:
    outcome = await outcome_of(agent, Case("reviews", text, (), locale=locale))
    intent, confidence = outcome.ranking[0]
    route = platform_route(outcome.given)
    return {"text": text, "locale": locale, "intent": intent, "confidence": confidence, "route": route}


def platform_route(given: str) -> str:
    """As the platform names it (serving/dialogue/base.py:Route)."""
    if is_handoff(given):
        return "handoff"
    return "knowledge" if given == ROUTES[KNOWLEDGE] else "script"


def judged(
    tests: Sequence[Mapping[str, Any]], understood: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """A test wants an intent, a route, or both."""
    return [
        {
            **given,
            "wanted": test["intent"],
            "wanted_route": test["route"],
            "right": test["intent"] in (None, given["intent"]) and test["route"] in (None, given["route"]),
        }
        for test, given in zip(tests, understood, strict=True)
    ]


if __name__ == "__main__":
    main()
