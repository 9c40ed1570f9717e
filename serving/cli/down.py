"""`./parley down`: stops everything of one data directory, however it was left; again does nothing."""

from __future__ import annotations

from contextlib import suppress

from rich.console import Console

from serving.cli.layout import DataDirectory, PlatformNote
from serving.cli.supervisor import clear, running, wait_until_gone


def down(data: DataDirectory, console: Console) -> None:
    console.print(stop(data), highlight=False)


def stop(data: DataDirectory) -> str:
    found = running(data)
    if found is not None:
        note, supervisor = found
        # A supervisord that does not answer is killed by `wait_until_gone`.
        with suppress(OSError):
            supervisor.shutdown()
        wait_until_gone(note)
        # A process that was killed once may have left children that nobody watches.
        clear(data, note)
        return "Parley is stopped."
    left = PlatformNote.load(data)
    if left is None:
        return f"Parley is not running from {data.root}."
    ended = clear(data, left)
    return f"Parley's supervisor was gone; {ended} processes that it had left behind are stopped."
