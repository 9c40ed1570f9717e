from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from serving.cli.progress import LiveProgress, PlainProgress, shown, time_spent
from serving.cli.refusal import Failure
from serving.cli.steps import Note, Step, run_answering, run_logged, run_steps
from tests.cli.conftest import eventually, gone


def quiet() -> PlainProgress:
    return PlainProgress(Console(file=StringIO()))


def recording(order: list[str], name: str) -> Callable[[Note], Awaitable[str]]:
    async def work(_note: Note) -> str:
        order.append(f"{name} begins")
        await asyncio.sleep(0)
        order.append(f"{name} ends")
        return "done"

    return work


async def test_a_step_waits_for_what_it_needs_and_for_nothing_else() -> None:
    order: list[str] = []
    steps = [
        Step("last", "Last", recording(order, "last"), needs=("first", "other")),
        Step("first", "First", recording(order, "first")),
        Step("other", "Other", recording(order, "other")),
    ]
    await run_steps(steps, quiet())
    assert order[:2] == ["first begins", "other begins"]
    assert order[-2:] == ["last begins", "last ends"]


async def test_the_first_failure_stops_the_others() -> None:
    stopped = asyncio.Event()

    async def endless(_note: Note) -> str:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        return ""

    async def failing(_note: Note) -> str:
        raise Failure("it broke")

    never: list[str] = []
    steps = [
        Step("endless", "Endless", endless),
        Step("failing", "Failing", failing),
        Step("after", "After", recording(never, "after"), needs=("failing",)),
    ]
    with pytest.raises(Failure, match="it broke"):
        await run_steps(steps, quiet())
    assert stopped.is_set()
    assert never == []


async def test_a_commands_output_goes_to_its_log_and_its_lines_are_told(tmp_path: Path) -> None:
    told: list[str] = []
    command = (sys.executable, "-c", "import sys; print('one'); print('two', file=sys.stderr)")
    await run_logged(command, log=tmp_path / "x.log", what="It", note=told.append)
    assert sorted((tmp_path / "x.log").read_text(encoding="utf-8").split()) == ["one", "two"]
    assert sorted(told) == ["one", "two"]


async def test_a_failed_command_is_named_with_its_log_and_last_lines(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "print('because'); raise SystemExit(4)")
    with pytest.raises(Failure, match=r"Baking failed with exit status 4 .*bake\.log(?s:.*)because"):
        await run_logged(command, log=tmp_path / "bake.log", what="Baking", note=lambda _: None)


async def test_an_answer_with_a_password_is_in_no_log(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "import sys; print('why', file=sys.stderr); print('{\"password\": 1}')")
    answer = await run_answering(command, log=tmp_path / "x.log", what="It")
    assert answer == '{"password": 1}'
    assert (tmp_path / "x.log").read_text(encoding="utf-8") == "why\n"


async def test_a_cancelled_command_ends_with_all_that_it_started(tmp_path: Path) -> None:
    child = "import time; time.sleep(600)"
    parent = (
        f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {child!r}]); "
        "print(p.pid, flush=True); p.wait()"
    )
    started: asyncio.Queue[int] = asyncio.Queue()
    command = (sys.executable, "-c", parent)
    running = run_logged(
        command, log=tmp_path / "x.log", what="It", note=lambda line: started.put_nowait(int(line))
    )
    task = asyncio.create_task(running)
    grandchild = await asyncio.wait_for(started.get(), timeout=60)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.to_thread(eventually, lambda: gone(grandchild))


async def test_progress_without_a_terminal_is_plain_lines_with_times() -> None:
    output = StringIO()
    with shown(Console(file=output)) as progress:
        await run_steps([Step("only", "The only step", recording([], "only"))], progress)
    first, second = output.getvalue().splitlines()
    assert first.endswith("s] The only step ...")
    assert "The only step: done (0.0 s)" in second


async def test_progress_on_a_terminal_shows_each_step() -> None:
    console = Console(file=StringIO(), force_terminal=True, width=100)
    with console.capture() as captured, shown(console) as progress:
        await run_steps([Step("only", "The only step", recording([], "only"))], progress)
    assert "The only step" in captured.get()
    assert "✓" in captured.get()


async def test_what_the_time_went_to_is_listed_longest_first() -> None:
    progress = quiet()
    for name, took in (("short", 1.0), ("long", 9.0)):
        progress.begin(name, name)
        progress.end(name, "done")
        progress.entries[name].ended = progress.entries[name].began + took
    console = Console(file=StringIO(), width=80)
    with console.capture() as captured:
        console.print(time_spent(progress, total_s=9.5))
    lines = [line.split() for line in captured.get().splitlines()]
    assert lines[1:] == [["9.0", "s", "long"], ["1.0", "s", "short"]]


def test_a_long_remark_takes_no_room_from_the_other_columns() -> None:
    console = Console(file=StringIO(), width=80)
    progress = LiveProgress(console)
    progress.begin("train", "Dialogue manager's training")
    progress.note("train", "matplotlib/fontconfig_pattern.py:127: PyparsingDeprecationWarning " * 5)
    console.print(progress)
    [line] = console.file.getvalue().splitlines()
    assert "Dialogue manager's training" in line
    assert " 0.0 s " in line
    assert line.rstrip().endswith("…")
