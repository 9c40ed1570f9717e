"""The conversations of tests/stories by `rasa test`'s own code, and what they cover."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from policies.decisions import Topics
from tests.bot.platform import ROOT, environment

STORIES = ROOT / "tests/stories"


def test_every_story_is_understood_and_predicted(trained_model: Path, tmp_path: Path):
    report = tmp_path / "report.json"
    command = ["bot.evaluation.stories", "--model", str(trained_model), "--stories", str(STORIES)]
    done = subprocess.run(
        [sys.executable, "-m", *command, "--report", str(report)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    flows = json.loads(report.read_text(encoding="utf-8"))["flows"]
    assert [flow["failed"] for flow in flows if flow["failed"]] == []
    assert sum(flow["stories"] for flow in flows) >= 110
    assert all(flow["passed"] == flow["stories"] for flow in flows)


@pytest.mark.parametrize(
    ("locale", "at_least"), [("en", 3), ("es", 2), ("ar", 2), ("de", 1), ("fr", 1)], ids=lambda v: str(v)
)
def test_every_flow_has_stories_in_each_language(locale, at_least):
    forms = set(Topics.load().flows.values())
    begun: dict[str, int] = dict.fromkeys(forms, 0)
    folder = STORIES if locale == "en" else STORIES / locale
    for file in folder.glob("test_*.yml"):
        for story in yaml.safe_load(file.read_text(encoding="utf-8"))["stories"]:
            for form in {step.get("active_loop") for step in story["steps"]} & forms:
                begun[form] += 1
    assert {form: times for form, times in begun.items() if times < at_least} == {}
