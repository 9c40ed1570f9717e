"""What the user sees while something takes long: live lines on a terminal, plain lines elsewhere."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from rich.console import Console, Group
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text


@dataclass
class Entry:
    title: str
    began: float
    ended: float | None = None
    remark: str = ""
    failed: bool = False

    @property
    def elapsed_s(self) -> float:
        return (self.ended or time.monotonic()) - self.began


class Progress(Protocol):
    entries: dict[str, Entry]

    def begin(self, name: str, title: str) -> None: ...
    def note(self, name: str, remark: str) -> None: ...
    def end(self, name: str, remark: str) -> None: ...
    def fail(self, name: str, remark: str) -> None: ...


@dataclass
class PlainProgress:
    """One line when a step begins to matter and one when it is done."""

    console: Console
    entries: dict[str, Entry] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    def begin(self, name: str, title: str) -> None:
        self.entries[name] = Entry(title, time.monotonic())
        self._line(f"{title} ...")

    def note(self, name: str, remark: str) -> None:
        """Notes change too often for a log."""

    def end(self, name: str, remark: str) -> None:
        entry = self.entries[name]
        entry.ended, entry.remark = time.monotonic(), remark
        self._line(f"{entry.title}: {remark} ({entry.elapsed_s:.1f} s)")

    def fail(self, name: str, remark: str) -> None:
        entry = self.entries[name]
        entry.ended, entry.failed = time.monotonic(), True
        self._line(f"{entry.title}: {remark}")

    def _line(self, text: str) -> None:
        at = time.monotonic() - self.began
        self.console.print(f"[{at:6.1f} s] {text}", markup=False, highlight=False, soft_wrap=True)


class LiveProgress:
    """A line a step, with a spinner and the seconds so far; drawn again a few times a second."""

    def __init__(self, console: Console) -> None:
        self.entries: dict[str, Entry] = {}
        self._console = console
        self._spinner = Spinner("dots")
        self._lock = threading.Lock()

    def begin(self, name: str, title: str) -> None:
        with self._lock:
            self.entries[name] = Entry(title, time.monotonic())

    def note(self, name: str, remark: str) -> None:
        self.entries[name].remark = remark

    def end(self, name: str, remark: str) -> None:
        entry = self.entries[name]
        entry.ended, entry.remark = time.monotonic(), remark

    def fail(self, name: str, remark: str) -> None:
        entry = self.entries[name]
        entry.ended, entry.remark, entry.failed = time.monotonic(), remark, True

    def __rich__(self) -> Group:
        # The last column takes what is left, however long a remark is: else the others would give way to it.
        table = Table.grid(padding=(0, 1), expand=True)
        for column in (1, 34, 8):
            table.add_column(width=column, justify="right" if column == 8 else "left")
        table.add_column(overflow="ellipsis", no_wrap=True, ratio=1)
        with self._lock:
            for entry in self.entries.values():
                table.add_row(
                    self._mark(entry), entry.title, f"{entry.elapsed_s:.1f} s", Text(entry.remark, "dim")
                )
        return Group(table)

    def _mark(self, entry: Entry) -> Text | Spinner:
        if entry.ended is None:
            return self._spinner
        return Text("✗", "red") if entry.failed else Text("✓", "green")


@contextmanager
def shown(console: Console) -> Iterator[Progress]:
    if not console.is_terminal:
        yield PlainProgress(console)
        return
    progress = LiveProgress(console)
    with Live(progress, console=console, refresh_per_second=8):
        yield progress


def time_spent(progress: Progress, *, total_s: float) -> Group:
    """Steps run side by side, so they add up to more than the wall time."""
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    for entry in sorted(progress.entries.values(), key=lambda entry: -entry.elapsed_s):
        if entry.elapsed_s >= 0.1:
            table.add_row(f"{entry.elapsed_s:.1f} s", entry.title)
    return Group(f"{total_s:.1f} s, spent on", table)
