"""How the figures of `./parley eval nlu` are shown."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

NLU_COLUMNS = (
    "set", "pipeline", "in scope", "out of scope", "threshold", "in scope", "out of scope",
    "with typos", "training", "a message", "model",
)  # fmt: skip


def show_nlu(report: dict[str, Any], console: Console) -> None:
    """One row a set and pipeline."""
    table = Table(title="Understanding", title_justify="left", box=box.SIMPLE)
    for name in NLU_COLUMNS:
        table.add_column(name, justify="left" if name in ("set", "pipeline") else "right", no_wrap=True)
    for run in report["runs"]:
        table.add_row(*_nlu_row(run))
    console.print(table)
    show_remarks(report, console)


def _nlu_row(run: dict[str, Any]) -> list[str]:
    at = run.get("at_threshold") or {}
    return [
        run["dataset"],
        run["pipeline"],
        _percent(run["in_scope"]),
        _percent(run.get("out_of_scope")),
        f"{at['threshold']:.2f}" if at else "",
        _percent(at.get("in_scope")),
        _percent(at.get("out_of_scope")),
        _percent(run["with_typos"]),
        f"{run['training_s']:.0f} s",
        f"{run['message_ms']:.1f} ms",
        f"{run['model_mb']:.1f} MB",
    ]


def show_remarks(report: dict[str, Any], console: Console) -> None:
    for remark in report.get("remarks", ()):
        console.print(f"- {remark}", highlight=False, markup=False)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"
