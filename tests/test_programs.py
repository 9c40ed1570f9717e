from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from serving.programs import end_program, start_program

PIPES = {"stdin": asyncio.subprocess.PIPE, "stdout": asyncio.subprocess.PIPE}


async def _eventually(held: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not held():  # noqa: ASYNC110 - another program's end, which no event of ours tells
            await asyncio.sleep(0.01)


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("rounds", range(6))
async def test_who_is_cancelled_while_a_program_starts_leaves_none_behind(
    rounds: int, tmp_path: Path
) -> None:
    note = tmp_path / "pid"
    starting = asyncio.create_task(start_program("sh", "-c", f"echo $$ > {note}; exec sleep 600", **PIPES))
    for _ in range(rounds):
        await asyncio.sleep(0)
    starting.cancel()
    async with asyncio.timeout(60):
        await asyncio.wait([starting])
    if starting.cancelled():
        await _eventually(lambda: not note.exists() or not note.read_text() or _gone(int(note.read_text())))
    else:
        await end_program(starting.result(), patience_s=0.0)


async def test_a_program_ends_with_all_that_it_started(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    process = await start_program("sh", "-c", f"sleep 600 & echo $! > {note}; wait", **PIPES)
    await _eventually(lambda: note.exists() and note.read_text().endswith("\n"))
    await end_program(process)
    await _eventually(lambda: _gone(int(note.read_text())))
    assert process.returncode == -signal.SIGTERM


async def test_a_program_that_does_not_listen_is_made_to_end(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    process = await start_program(
        "sh", "-c", f"trap '' TERM; touch {ready}; while :; do sleep 1; done", **PIPES
    )
    await _eventually(ready.exists)
    await end_program(process, patience_s=0.0)
    assert process.returncode == -signal.SIGKILL


async def test_a_program_that_is_not_there_is_an_error_of_the_system() -> None:
    with pytest.raises(FileNotFoundError):
        await start_program("no-such-program-of-ours")
