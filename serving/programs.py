"""Programs that this process starts, each in a session of its own: what it starts itself ends with it."""

from __future__ import annotations

import asyncio
import os
import signal
from asyncio.subprocess import Process
from contextlib import suppress
from typing import Any


async def start_program(*command: str, **options: Any) -> Process:
    """`asyncio.create_subprocess_exec`, whole also where the caller is cancelled meanwhile.

    Cancelled by itself it waits for ever: it closes the pipes that are connected, goes on to connect the
    others, and then waits until all are closed (CPython 3.11's `base_subprocess.py`).
    """
    starting = asyncio.ensure_future(
        asyncio.create_subprocess_exec(*command, start_new_session=True, **options)
    )
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        with suppress(OSError):
            await end_program(await starting, patience_s=0.0)
        raise


async def end_program(process: Process, *, patience_s: float = 10.0) -> None:
    """Asks its whole session to end, and after `patience_s` seconds makes it."""
    for sign, wait_s in ((signal.SIGTERM, patience_s), (signal.SIGKILL, 10.0)):
        if process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await process.wait()
