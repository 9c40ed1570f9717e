"""How the figures of `./parley eval reviews` are shown."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table


def show_reviews(report: dict[str, Any], console: Console) -> None:
    """The count, then each test that fails."""
    tests = report["tests"]
    console.print(f"Tests of reviews: {len(tests) - len(failed(report))} of {len(tests)} pass.")
    if not failed(report):
        return
    table = Table(box=box.SIMPLE)
    for name in ("message", "wanted", "understood as", "confidence", "wanted route", "route"):
        table.add_column(name)
    for test in failed(report):
        understood = (test["intent"], f"{test['confidence']:.2f}")
        table.add_row(
            test["text"], test["wanted"] or "-", *understood, test["wanted_route"] or "-", test["route"]
        )
    console.print(table)


def failed(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [test for test in report["tests"] if not test["right"]]
