"""What `./parley up` says while it stays in the foreground: which process went away and came back."""

from __future__ import annotations

import asyncio

from rich.console import Console

from serving.cli.layout import DataDirectory
from serving.cli.refusal import Failure
from serving.cli.supervisor import ProcessState, Supervisor, running

LOOK_EVERY_S = 2.0


async def watch(data: DataDirectory, supervisor: Supervisor, console: Console) -> None:
    """Returns when somebody else stopped the platform."""
    before = {state.name: state for state in await asyncio.to_thread(supervisor.states)}
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        if running(data) is None:
            break
        try:
            now = {state.name: state for state in await asyncio.to_thread(supervisor.states)}
        except OSError:
            # Busy ending, or gone: the next look tells.
            continue
        for name, state in now.items():
            said = _change(before[name], state)
            if said:
                console.print(f"{name} {said}: ./parley logs {name}", highlight=False)
        before = now
    if data.platform_file.exists():
        raise Failure("supervisord was killed: `./parley down` ends what it left behind")
    console.print("Stopped by ./parley down.")


def _change(before: ProcessState, now: ProcessState) -> str:
    if now.state == "FATAL" and before.state != "FATAL":
        return "keeps crashing and is given up"
    if now.state == "BACKOFF" and before.state != "BACKOFF":
        return "crashed while starting and is tried again after a pause"
    if now.pid is not None and now.pid != before.pid:
        return "was started again"
    return ""
