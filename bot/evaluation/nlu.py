"""`./parley eval nlu`: trains each pipeline by Rasa itself on public data and measures what it understands.

Every message goes through Rasa's own parsing, one at a time. Run as `python -m bot.evaluation.nlu`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from rasa.utils.log_utils import configure_structlog

from bot.evaluation.datasets import OUT_OF_SCOPE, Dataset, Example, load, with_typos
from bot.evaluation.pipelines import pipeline

THRESHOLDS = [step / 100 for step in range(100)]
THRESHOLD_COSTS = 0.02
FALLBACK = "nlu_fallback"


@dataclass(frozen=True)
class Parsed:
    """`best_known`: the best intent but for out-of-scope, with its `confidence`."""

    wanted: str
    best: str
    best_known: str
    confidence: float
    seconds: float

    def given(self, threshold: float | None) -> str:
        """The intent, or out-of-scope: by the best intent, or by a threshold for the best known one."""
        if threshold is None:
            return self.best
        return self.best_known if self.confidence >= threshold else OUT_OF_SCOPE


def main() -> None:
    arguments = _arguments()
    # Otherwise Rasa writes down every message that it parses.
    configure_structlog(logging.WARNING)
    runs = []
    for name in arguments.datasets:
        dataset = load(arguments.data_folder, name)
        for which in arguments.pipelines:
            runs.append(_run(dataset, which, arguments.peer_epochs))
            report = {"runs": runs, "remarks": _remarks(runs, arguments.peer_epochs)}
            arguments.report.write_text(json.dumps(report, indent=2), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data-folder", type=Path, required=True)
    parser.add_argument("--datasets", nargs="+", required=True)
    parser.add_argument("--pipelines", nargs="+", required=True)
    parser.add_argument("--peer-epochs", type=int)
    parser.add_argument("--report", type=Path, required=True)
    return parser.parse_args()


def _run(dataset: Dataset, which: str, peer_epochs: int | None) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="parley-nlu-") as folder:
        _say(f"{dataset.name}, {which}: training on {len(dataset.train)} messages")
        began = time.process_time()
        model = _train(dataset.train, which, peer_epochs, Path(folder))
        training_s = time.process_time() - began
        _say(f"{dataset.name}, {which}: trained in {training_s:.0f} s of CPU time")
        agent = Agent.load(str(model))
        parsed = {
            part: asyncio.run(_parse_all(agent, examples))
            for part, examples in (
                ("validation", dataset.validation),
                ("test", dataset.test),
                ("typos", with_typos(dataset.test)),
            )
        }
        return {
            "dataset": dataset.name,
            "pipeline": which,
            "training_s": round(training_s, 1),
            "model_mb": round(model.stat().st_size / 1e6, 2),
            **figures(parsed["validation"], parsed["test"], parsed["typos"]),
        }


def _train(examples: Sequence[Example], which: str, peer_epochs: int | None, folder: Path) -> Path:
    config, data = folder / "config.yml", folder / "nlu.json"
    config.write_text(yaml.safe_dump(pipeline(which, peer_epochs=peer_epochs)), encoding="utf-8")
    data.write_text(json.dumps(_training_data(examples)), encoding="utf-8")
    path = train_nlu(str(config), str(data), str(folder), fixed_model_name="measured")
    if path is None:
        raise SystemExit(f"Rasa trained nothing of {which}: see the lines above.")
    return Path(path)


def _training_data(examples: Sequence[Example]) -> dict[str, Any]:
    """JSON: nothing in a message is taken for an annotation, as it might be in Rasa's Markdown."""
    common = []
    for example in examples:
        entities = []
        if example.entity:
            kind, value, start, end = example.entity
            entities.append({"entity": kind, "value": value, "start": start, "end": end})
        common.append({"text": example.text, "intent": example.intent, "entities": entities})
    return {"rasa_nlu_data": {"common_examples": common}}


async def _parse_all(agent: Agent, examples: Sequence[Example]) -> list[Parsed]:
    return [await _parse(agent, example) for example in examples]


async def _parse(agent: Agent, example: Example) -> Parsed:
    began = time.process_time()
    found = await agent.parse_message(example.text)
    seconds = time.process_time() - began
    # The fallback is a threshold's doing, and thresholds are measured apart.
    ranking = [item for item in found["intent_ranking"] if item["name"] != FALLBACK]
    known = next(item for item in ranking if item["name"] != OUT_OF_SCOPE)
    return Parsed(
        wanted=example.intent,
        best=ranking[0]["name"],
        best_known=known["name"],
        confidence=float(known["confidence"]),
        seconds=seconds,
    )


def figures(validation: Sequence[Parsed], test: Sequence[Parsed], typos: Sequence[Parsed]) -> dict[str, Any]:
    measured: dict[str, Any] = {
        "in_scope": in_scope(test),
        "out_of_scope": out_of_scope(test),
        "with_typos": in_scope(typos),
        "message_ms": round(1000 * statistics.median(one.seconds for one in test), 2),
    }
    if measured["out_of_scope"] is not None:
        threshold = highest_threshold(validation)
        measured["at_threshold"] = {
            "threshold": threshold,
            "in_scope": in_scope(test, threshold),
            "out_of_scope": out_of_scope(test, threshold),
        }
    return measured


def highest_threshold(validation: Sequence[Parsed]) -> float:
    """The highest one that takes at most `THRESHOLD_COSTS` of what is understood without it."""
    floor = in_scope(validation) - THRESHOLD_COSTS
    return max((t for t in THRESHOLDS if in_scope(validation, t) >= floor), default=0.0)


def in_scope(parsed: Sequence[Parsed], threshold: float | None = None) -> float:
    """Of the messages that have an intent, those that got it."""
    of_ours = [one for one in parsed if one.wanted != OUT_OF_SCOPE]
    return sum(one.given(threshold) == one.wanted for one in of_ours) / len(of_ours)


def out_of_scope(parsed: Sequence[Parsed], threshold: float | None = None) -> float | None:
    """Of the messages that have none, those that were given none. None: the set has no such messages."""
    others = [one for one in parsed if one.wanted == OUT_OF_SCOPE]
    if not others:
        return None
    return sum(one.given(threshold) == OUT_OF_SCOPE for one in others) / len(others)


def _remarks(runs: Sequence[dict[str, Any]], peer_epochs: int | None) -> list[str]:
    remarks = [
        "in scope: share of the messages with an intent that got it; out of scope: share of the others that "
        "got none; first by the best intent, then by a threshold for the best one that is not out of scope",
        f"the threshold is the highest that costs at most {THRESHOLD_COSTS:.0%} in scope on the validation "
        "messages",
        "with typos: in scope by the best intent, one slip of the fingers in each test message",
        "training and a message (the median of Rasa's own parsing) are CPU time: what else runs is left out",
    ]
    if peer_epochs and any(run["pipeline"] == "peer" for run in runs):
        remarks.append(f"peer: trained for {peer_epochs} epochs instead of its own number")
    return remarks


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
