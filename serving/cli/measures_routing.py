"""How the figures of `./parley eval routing` are shown."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

COLUMNS = ("messages", "right", "for a person", "missed handoffs", "wrong handoffs", "other reason")


def show_routing(report: dict[str, Any], console: Console) -> None:
    """The table of all languages first; matrices and errors only where one language was measured."""
    console.print(_summary(report["locales"]))
    if report["comparison"] is not None:
        _show_comparison(report["comparison"], console)
        return
    for measured in report["locales"]:
        _show_details(measured["halves"], console)


def _show_details(halves: list[dict[str, Any]], console: Console) -> None:
    for half in halves:
        console.print(_confusion(half))
    for half in halves:
        console.print(f"Errors of the {half['name']} half:", style="bold")
        for error in half["errors"]:
            where = f" ({error['where']})" if error["where"] else ""
            line = f"  {error['wanted']} -> {error['given']}: {error['text']!r}{where}: {error['reason']}"
            console.print(line, highlight=False, markup=False)


def _summary(locales: list[dict[str, Any]]) -> Table:
    table = Table(title="Routing", title_justify="left", box=box.SIMPLE)
    table.add_column("language")
    table.add_column("half")
    for name in COLUMNS:
        table.add_column(name, justify="right", no_wrap=True)
    for measured in locales:
        for half in measured["halves"]:
            table.add_row(
                measured["locale"],
                half["name"],
                str(half["messages"]),
                f"{half['right']} ({half['right'] / half['messages']:.1%})",
                *(str(half[name.replace(" ", "_")]) for name in COLUMNS[2:]),
            )
    return table


def _show_comparison(comparison: dict[str, Any], console: Console) -> None:
    """Each difference on a line: what differs, the message and what it got, in both languages."""
    pivot, differences = comparison["pivot"], comparison["differences"]
    table = Table(title=f"Differences from {pivot}", title_justify="left", box=box.SIMPLE)
    for name in ("language", "half", "messages", "other route", "other reply", "other facts"):
        table.add_column(name, justify="left" if name in ("language", "half") else "right", no_wrap=True)
    for locale, half, messages in comparison["counted"]:
        mine = [d["what"] for d in differences if (d["locale"], d["half"]) == (locale, half)]
        counts = (str(mine.count(what)) for what in ("route", "reply", "facts"))
        table.add_row(locale, half, str(messages), *counts)
    console.print(table)
    for found in differences:
        console.print(f"  {_difference(found, pivot)}", highlight=False, markup=False)


def _difference(found: dict[str, Any], pivot: str) -> str:
    facts = found["what"] == "facts"
    given = found["facts"] if facts else found["given"]
    wanted = found["pivot_facts"] if facts else found["pivot_given"]
    right = "" if facts else f" ({'right' if found['right'] else 'wrong'})"
    return (
        f"{found['locale']} {found['half']}, {found['what']}: {given}{right} for {found['text']!r}, "
        f"{wanted} in {pivot} for {found['pivot_text']!r}"
    )


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
