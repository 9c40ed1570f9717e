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
    """The first bad exit status of `python -m serving.knowledge.ingest`, which shows what it does itself."""
    note, _ = require_running(data)
    for path in paths:
        if not path.is_dir():
            raise Refusal(f"{path} is not a folder: name folders of Markdown articles.")
    around = Surroundings(
        data,
        host=note.host,
        ports=Ports(note.port),
        model=ModelChoice.from_environment(os.environ),
        secrets=Secrets.load_or_create(data),
    )
    environment = {**inherited(), **around.platform()}
    command = (str(SERVING_PYTHON), "-m", "serving.knowledge.ingest")
    for path in paths:
        done = subprocess.run([*command, str(path.resolve())], cwd=PROJECT_ROOT, env=environment, check=False)
        if done.returncode != 0:
            return done.returncode
    return 0
