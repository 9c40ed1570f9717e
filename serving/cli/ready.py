"""Real readiness: a process is up when it answers, not when it was started."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from serving.cli.layout import DataDirectory
from serving.cli.processes import Process
from serving.cli.refusal import Failure
from serving.cli.steps import Note
from serving.cli.supervisor import Supervisor
from serving.cli.web import http_status


async def redis_answers(port: int, password: str) -> bool:
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(2):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(f"AUTH {password}\r\nPING\r\n".encode())
                return await reader.readline() == b"+OK\r\n" and await reader.readline() == b"+PONG\r\n"
            finally:
                writer.close()
    return False


async def start_and_wait(
    supervisor: Supervisor, process: Process, *, data: DataDirectory, note: Note, redis_password: str
) -> str:
    """Starts the process and waits until it answers. One that crashes on its way fails the start."""
    await asyncio.to_thread(supervisor.start, process.name)
    last_line = _last_line(data, process.name)
    try:
        async with asyncio.timeout(process.ready_within_s):
            while not await _is_ready(supervisor, process, redis_password=redis_password):
                await _refuse_crash_loop(supervisor, process, data=data)
                note(last_line())
                await asyncio.sleep(0.2)
    except TimeoutError:
        raise Failure(
            f"{process.name} did not become ready within {process.ready_within_s} s: "
            f"see {data.log(process.name)}"
        ) from None
    return f"ready on port {process.port}" if process.port else "ready"


async def _is_ready(supervisor: Supervisor, process: Process, *, redis_password: str) -> bool:
    if process.health_url is not None:
        return await asyncio.to_thread(http_status, process.health_url) == 200
    if process.port is not None:
        return await redis_answers(process.port, redis_password)
    state = await asyncio.to_thread(supervisor.state, process.name)
    return state.state == "RUNNING"


async def _refuse_crash_loop(supervisor: Supervisor, process: Process, *, data: DataDirectory) -> None:
    state = await asyncio.to_thread(supervisor.state, process.name)
    if state.state in ("FATAL", "EXITED", "BACKOFF"):
        log = data.log(process.name)
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-8:] if log.exists() else []
        shown = "\n".join(f"  | {line}" for line in tail)
        raise Failure(f"{process.name} ended while it was starting (all of its output: {log}):\n{shown}")


def _last_line(data: DataDirectory, name: str) -> Callable[[], str]:
    log = data.log(name)

    def read() -> str:
        with suppress(OSError), log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 512))
            lines = file.read().decode("utf-8", errors="replace").splitlines()
            return lines[-1].strip() if lines else ""
        return ""

    return read
