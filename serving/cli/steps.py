"""Steps that wait for each other and otherwise run side by side; commands that they run."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from serving.cli.environment import inherited
from serving.cli.progress import Progress
from serving.cli.refusal import Failure
from serving.config import PROJECT_ROOT
from serving.programs import end_program, start_program

Note = Callable[[str], None]


@dataclass(frozen=True)
class Step:
    """`work` gets a function for remarks on the way and returns the closing one."""

    name: str
    title: str
    work: Callable[[Note], Awaitable[str]]
    needs: tuple[str, ...] = ()


async def run_steps(steps: Sequence[Step], progress: Progress) -> None:
    """Each step as soon as what it needs is done. The first failure cancels the others."""
    done = {step.name: asyncio.Event() for step in steps}
    tasks = [asyncio.create_task(_run(step, done, progress)) for step in steps]
    try:
        await asyncio.gather(*tasks)
    finally:
        await cancel(*tasks)


async def cancel(*tasks: asyncio.Future[Any]) -> None:
    """Until every one has ended; asked again now and then, because Python 3.11 may lose a cancellation."""
    pending = {task for task in tasks if not task.done()}
    while pending:
        for task in pending:
            task.cancel()
        # Longer than ending a command may take: the second request would cut that short.
        _, pending = await asyncio.wait(pending, timeout=30)
    for task in tasks:
        if not task.cancelled():
            # Looked at, so that asyncio does not report it as forgotten.
            task.exception()


async def _run(step: Step, done: Mapping[str, asyncio.Event], progress: Progress) -> None:
    for need in step.needs:
        await done[need].wait()
    progress.begin(step.name, step.title)
    try:
        remark = await step.work(lambda text: progress.note(step.name, text))
    except asyncio.CancelledError:
        progress.fail(step.name, "stopped")
        raise
    except Exception:
        progress.fail(step.name, "failed")
        raise
    progress.end(step.name, remark)
    done[step.name].set()


async def run_logged(
    command: Sequence[str], *, log: Path, what: str, note: Note, environment: Mapping[str, str] | None = None
) -> None:
    """Runs a command to its end with all of its output in `log`."""
    last: deque[str] = deque(maxlen=8)
    with log.open("w", encoding="utf-8") as file:
        async with _process(command, environment=environment, errors=asyncio.subprocess.STDOUT) as process:
            async for line in _lines(process):
                file.write(line + "\n")
                file.flush()
                if line:
                    last.append(line)
                    note(line)
            status = await process.wait()
    if status != 0:
        raise _failure(what, status, log=log, last=last)


async def run_answering(
    command: Sequence[str], *, log: Path, what: str, environment: Mapping[str, str] | None = None
) -> str:
    """The last line of a command's output, kept nowhere (it may hold a password); errors go to `log`."""
    answer = ""
    with log.open("w+", encoding="utf-8") as file:
        async with _process(command, environment=environment, errors=file.fileno()) as process:
            async for line in _lines(process):
                answer = line or answer
            status = await process.wait()
        file.seek(0)
        last = deque(file.read().splitlines(), maxlen=8)
    if status != 0:
        raise _failure(what, status, log=log, last=last)
    return answer


@asynccontextmanager
async def _process(
    command: Sequence[str], *, environment: Mapping[str, str] | None, errors: int
) -> AsyncIterator[asyncio.subprocess.Process]:
    """In a session of its own: Ctrl-C reaches it through the cancellation, with whatever it started."""
    process = await start_program(
        *command,
        cwd=PROJECT_ROOT,
        env={**inherited(), **(environment or {})},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=errors,
        limit=1 << 20,
    )
    try:
        yield process
    except BaseException:
        await end_program(process)
        raise


async def _lines(process: asyncio.subprocess.Process) -> AsyncIterator[str]:
    if process.stdout is not None:
        async for raw in process.stdout:
            yield raw.decode("utf-8", errors="replace").rstrip()


def _failure(what: str, status: int, *, log: Path, last: Iterable[str]) -> Failure:
    shown = "".join(f"\n  | {line}" for line in last)
    return Failure(f"{what} failed with exit status {status} (all of its output: {log}):{shown}")
