"""How the figures of `./parley eval stories` are shown."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

COLUMNS = ("stories", "messages", "passed")


def show_stories(report: dict[str, Any], console: Console) -> None:
    """One row a flow, then what failed, as `rasa test` writes it down."""
    table = Table(title="Stories", title_justify="left", box=box.SIMPLE, show_footer=True)
    flows = report["flows"]
    table.add_column("flow", footer="all")
    for name in COLUMNS:
        table.add_column(name, justify="right", footer=str(sum(flow[name] for flow in flows)))
    for flow in flows:
        table.add_row(flow["flow"], *(str(flow[name]) for name in COLUMNS))
    console.print(table)
    for failed in failures(report):
        console.print(failed, highlight=False, markup=False)


def failures(report: dict[str, Any]) -> list[str]:
    return [flow["failed"] for flow in report["flows"] if flow["failed"]]
