"""`./parley telegram`: connects a Telegram bot to the running platform."""

from __future__ import annotations

import os

import typer

from serving.cli.beside import run_beside
from serving.cli.layout import DataDirectory
from serving.cli.status import require_running


def connect(data: DataDirectory, inbox: str) -> int:
    """Asks for the token when PARLEY_TELEGRAM_TOKEN does not hold it: a command line is no place for it."""
    require_running(data)
    token = os.environ.get("PARLEY_TELEGRAM_TOKEN") or typer.prompt(
        "The token that BotFather gave", hide_input=True
    )
    return run_beside(data, "serving.channels.telegram_setup", inbox, stdin=f"{token}\n")
