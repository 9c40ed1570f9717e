"""`./parley telegram`: connects a Telegram bot to the running platform."""

from __future__ import annotations

import os
import subprocess

import typer

from serving.cli.environment import ModelChoice, Ports, Secrets, Surroundings, inherited
from serving.cli.layout import DataDirectory
from serving.cli.processes import SERVING_PYTHON
from serving.cli.status import require_running
from serving.config import PROJECT_ROOT


def connect(data: DataDirectory, inbox: str) -> int:
    """Asks for the token when PARLEY_TELEGRAM_TOKEN does not hold it: a command line is no place for it."""
    note, _ = require_running(data)
    token = os.environ.get("PARLEY_TELEGRAM_TOKEN") or typer.prompt(
        "The token that BotFather gave", hide_input=True
    )
    around = Surroundings(
        data,
        host=note.host,
        ports=Ports(note.port),
        model=ModelChoice.from_environment(os.environ),
        secrets=Secrets.load_or_create(data),
    )
    command = (str(SERVING_PYTHON), "-m", "serving.channels.telegram_setup", inbox)
    environment = {**inherited(), **around.platform()}
    return subprocess.run(
        command, cwd=PROJECT_ROOT, env=environment, input=f"{token}\n", text=True, check=False
    ).returncode
