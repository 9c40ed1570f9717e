"""How the figures of `./parley eval retrieval` and `./parley eval answers` are shown."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from serving.evaluation.retrieval import RANKS, RetrievalFigures


def show_retrieval(figures: RetrievalFigures, console: Console) -> None:
    table = _table(f"Retrieval on {figures.database}, {figures.passages} passages", "asked in", "found by")
    for name in ("questions", *(f"@{rank}" for rank in RANKS)):
        table.add_column(name, justify="right")
    for recall in (*figures.recall, *figures.halves):
        shares = (f"{recall.at[rank]:.1%}" for rank in RANKS)
        table.add_row(recall.language, recall.by, str(recall.questions), *shares)
    console.print(table)
    steps = ", ".join(f"{step} {took:g} ms" for step, took in figures.median_ms.items())
    console.print(f"median: {steps}", highlight=False)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name)
    return table
