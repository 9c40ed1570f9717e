"""How the figures of `./parley eval nlu` and `./parley eval routing` are shown."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

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
    _remarks(report, console)


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


def show_routing(report: dict[str, Any], console: Console) -> None:
    console.print(_summary(report["halves"]))
    for half in report["halves"]:
        console.print(_confusion(half))
    for half in report["halves"]:
        console.print(f"Errors of the {half['name']} half:", style="bold")
        for error in half["errors"]:
            where = f" ({error['where']})" if error["where"] else ""
            line = f"  {error['wanted']} -> {error['given']}: {error['text']!r}{where}: {error['reason']}"
            console.print(line, highlight=False, markup=False)
    _remarks(report, console)


def _summary(halves: list[dict[str, Any]]) -> Table:
    table = Table(title="Routing", title_justify="left", box=box.SIMPLE)
    table.add_column("half")
    columns = ("messages", "right", "for a person", "missed handoffs", "wrong handoffs", "other reason")
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True)
    for half in halves:
        table.add_row(
            half["name"],
            str(half["messages"]),
            f"{half['right']} ({half['right'] / half['messages']:.1%})",
            *(str(half[name.replace(" ", "_")]) for name in columns[2:]),
        )
    return table


def _confusion(half: dict[str, Any]) -> Table:
    """Rows are what was wanted, columns what was given, by the row's number."""
    times = {(cell["wanted"], cell["given"]): cell["times"] for cell in half["confusion"]}
    routes = sorted({route for pair in times for route in pair})
    table = Table(title=f"Wanted and given, {half['name']}", title_justify="left", box=box.SIMPLE)
    table.add_column("wanted", no_wrap=True)
    for number in range(1, len(routes) + 1):
        table.add_column(str(number), justify="right", min_width=2, no_wrap=True)
    for number, wanted in enumerate(routes, start=1):
        cells = [_cell(times.get((wanted, given), 0), right=wanted == given) for given in routes]
        table.add_row(f"{number:2} {wanted}", *cells)
    return table


def _cell(times: int, *, right: bool) -> Text:
    if not times:
        return Text("·", "dim")
    return Text(str(times), "" if right else "bold red")


def _remarks(report: dict[str, Any], console: Console) -> None:
    for remark in report.get("remarks", ()):
        console.print(f"- {remark}", highlight=False, markup=False)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"
