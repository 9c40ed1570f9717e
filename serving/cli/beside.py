"""Runs a module of the platform beside the running one, in its environment: what commands wrap."""

from __future__ import annotations

import os
import subprocess

from serving.cli.environment import ModelChoice, Ports, Secrets, Surroundings, inherited
from serving.cli.layout import DataDirectory
from serving.cli.processes import SERVING_PYTHON
from serving.cli.status import require_running
from serving.config import PROJECT_ROOT


def run_beside(data: DataDirectory, module: str, *arguments: str, stdin: str | None = None) -> int:
    """The module's exit status; it shows what it does itself."""
    note, _ = require_running(data)
    around = Surroundings(
        data,
        host=note.host,
        ports=Ports(note.port),
        model=ModelChoice.from_environment(os.environ),
        secrets=Secrets.load_or_create(data),
    )
    return subprocess.run(
        (str(SERVING_PYTHON), "-m", module, *arguments),
        cwd=PROJECT_ROOT,
        env={**inherited(), **around.platform()},
        input=stdin,
        text=True,
        check=False,
    ).returncode
