"""`./parley ingest PATH...`: documents into the knowledge of the running platform."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from serving.cli.environment import ModelChoice, Ports, Secrets, Surroundings, inherited
from serving.cli.layout import DataDirectory
from serving.cli.processes import SERVING_PYTHON
from serving.cli.refusal import Refusal
from serving.cli.status import require_running
from serving.config import PROJECT_ROOT


def ingest(data: DataDirectory, paths: Sequence[Path]) -> int:
    """The exit status of `python -m serving.knowledge.ingest`, which shows what it does itself."""
    note, _ = require_running(data)
    for path in paths:
        if not path.exists():
            raise Refusal(f"{path} does not exist: name Markdown files or folders of them.")
    around = Surroundings(
        data,
        host=note.host,
        ports=Ports(note.port),
        model=ModelChoice.from_environment(os.environ),
        secrets=Secrets.load_or_create(data),
    )
    command = [
        str(SERVING_PYTHON),
        "-m",
        "serving.knowledge.ingest",
        *(str(path.resolve()) for path in paths),
    ]
    environment = {**inherited(), **around.platform()}
    return subprocess.run(command, cwd=PROJECT_ROOT, env=environment, check=False).returncode
