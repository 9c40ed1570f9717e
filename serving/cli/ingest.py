"""`./parley ingest PATH...`: documents into the knowledge of the running platform."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from serving.cli.beside import run_beside
from serving.cli.layout import DataDirectory
from serving.cli.refusal import Refusal
from serving.cli.status import require_running


def ingest(data: DataDirectory, paths: Sequence[Path]) -> int:
    """The first bad exit status of `python -m serving.knowledge.ingest`."""
    require_running(data)
    for path in paths:
        if not path.is_dir():
            raise Refusal(f"{path} is not a folder: name folders of Markdown articles.")
    statuses = (run_beside(data, "serving.knowledge.ingest", str(path.resolve())) for path in paths)
    return next((status for status in statuses if status != 0), 0)
