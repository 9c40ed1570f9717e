from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pytest
from rich.console import Console

from serving.cli.measures import show_nlu
from serving.cli.measures_routing import show_routing
from serving.cli.measuring import require_data, watched
from serving.cli.refusal import Failure, Refusal
from serving.cli.steps import Note


def shown(show, report) -> str:  # type: ignore[no-untyped-def]
    console = Console(file=io.StringIO(), width=150)
    show(report, console)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_absent_public_data_is_one_sentence_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"clinc150 is not there: put .* --data-folder") as refused:
        require_data(tmp_path, "clinc150")
    assert refused.value.status == 2


def test_a_measure_says_how_far_it_is_and_passes_on_what_it_finds_or_why_it_cannot(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Console(file=io.StringIO(), width=100, force_terminal=True)
    monkeypatch.setattr("serving.cli.measuring.progress_console", terminal)

    async def count(note: Note) -> int:
        note("questions: 3 of 20")
        await asyncio.sleep(0.3)
        return 20

    async def fail(note: Note) -> int:
        raise Failure("no model answers")

    assert watched("Questions asked", count) == 20
    lines = terminal.file.getvalue()  # type: ignore[attr-defined]
    assert "Questions asked" in lines
    assert "questions: 3 of 20" in lines
    with pytest.raises(Failure, match="no model answers"):
        watched("Questions asked", fail)


def test_understanding_is_a_row_a_set_and_pipeline() -> None:
    run = {
        "dataset": "clinc150", "pipeline": "ours", "in_scope": 0.9604, "out_of_scope": 0.732,
        "with_typos": 0.9164, "training_s": 210.4, "message_ms": 8.17, "model_mb": 7.92,
        "at_threshold": {"threshold": 0.53, "in_scope": 0.9411, "out_of_scope": 0.89},
    }  # fmt: skip
    without = {**run, "dataset": "bitext", "out_of_scope": None, "at_threshold": None}
    lines = shown(show_nlu, {"runs": [run, without], "remarks": ["a remark"]}).splitlines()
    [row] = [line.split() for line in lines if "clinc150" in line]
    wanted = ["clinc150", "ours", "96.0%", "73.2%", "0.53", "94.1%", "89.0%", "91.6%"]
    assert row == [*wanted, "210", "s", "8.2", "ms", "7.9", "MB"]
    [row] = [line.split() for line in lines if "bitext" in line]
    assert row[2:4] == ["96.0%", "91.6%"]
    assert "- a remark" in lines


def test_routing_shows_the_matrix_and_every_error() -> None:
    error = {
        "text": "hm [x]",
        "where": "in a form",
        "wanted": "answer",
        "given": "knowledge",
        "reason": "0.61",
    }
    half = {
        "name": "held out", "messages": 4, "right": 3, "for_a_person": 1,
        "missed_handoffs": 0, "wrong_handoffs": 0, "other_reason": 0, "errors": [error],
        "confusion": [
            {"wanted": "answer", "given": "knowledge", "times": 1},
            {"wanted": "knowledge", "given": "knowledge", "times": 3},
        ],
    }  # fmt: skip
    text = shown(show_routing, {"locales": [{"locale": "es", "halves": [half]}], "comparison": None})
    assert "3 (75.0%)" in text
    assert ["1", "answer", "·", "1"] in [line.split() for line in text.splitlines()]
    assert ["2", "knowledge", "·", "3"] in [line.split() for line in text.splitlines()]
    assert "answer -> knowledge: 'hm [x]' (in a form): 0.61" in text


def test_languages_are_compared_message_by_message() -> None:
    half = {
        "name": "held out", "messages": 2, "right": 1, "for_a_person": 0, "missed_handoffs": 0,
        "wrong_handoffs": 0, "other_reason": 0, "errors": [], "confusion": [],
    }  # fmt: skip
    difference = {
        "locale": "es", "half": "held out", "what": "route", "text": "hola [x]", "pivot_text": "hello",
        "given": "clarify", "pivot_given": "smalltalk", "right": False, "pivot_right": True,
        "facts": [], "pivot_facts": [],
    }  # fmt: skip
    counted = [["es", "held out", 2]]
    report = {
        "locales": [{"locale": locale, "halves": [half]} for locale in ("en", "es")],
        "comparison": {"pivot": "en", "counted": counted, "differences": [difference]},
    }
    text = shown(show_routing, report)
    assert ["es", "held", "out", "2", "1", "0", "0"] in [line.split() for line in text.splitlines()]
    told = "es held out, route: clarify (wrong) for 'hola [x]', smalltalk in en for 'hello'"
    assert told in " ".join(text.split())
