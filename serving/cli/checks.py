"""What is checked before anything starts: each refusal names the value and the remedy."""

from __future__ import annotations

import errno
import fcntl
import shutil
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from serving.cli.environment import MOST_RASA_SERVERS
from serving.cli.layout import DataDirectory
from serving.cli.refusal import Refusal
from serving.cli.supervisor import running

GIB = 1 << 30
HIGHEST_BASE_PORT = 65_535 - 5 - MOST_RASA_SERVERS
# Measured: 4.3 GiB with the embedded model, 3.2 of them vLLM's; training the dialogue manager takes another
# GiB for a minute, while vLLM is still loading.
MEMORY_WITH_MODEL = 5 * GIB
MEMORY_WITHOUT_MODEL = 3 * GIB
MEMORY_A_RASA_SERVER = 700 << 20  # each one after the first
# The three environments take 6 GiB; what uv keeps in its cache are mostly the same files, linked.
DISK_FOR_SETUP = 8 * GIB
DISK_TO_RUN = 1 * GIB


def refuse_second_platform(data: DataDirectory) -> None:
    found = running(data)
    if found is None:
        return
    note, _ = found
    raise Refusal(
        f"Parley is already running from {data.root} on port {note.port} (supervisor process "
        f"{note.supervisor_pid}): `./parley status` shows it, `./parley down` stops it, and another one "
        "needs another --data and --port."
    )


@contextmanager
def only_starter(data: DataDirectory) -> Iterator[None]:
    """Held while a platform is being set up and started; the kernel lets go of it when we die."""
    with (data.run / "up.lock").open("w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refusal(
                f"another `./parley up` is starting a platform in {data.root} right now: wait for it, or use "
                "another --data and --port."
            ) from error
        yield


def refuse_bad_port(port: int) -> None:
    if not 1 <= port <= HIGHEST_BASE_PORT:
        raise Refusal(
            f"--port {port} leaves no room for the other ports after it: use 1024 to {HIGHEST_BASE_PORT}."
        )


def refuse_taken_ports(ports: Mapping[str, int], *, host: str, base_port: int) -> None:
    for name, port in ports.items():
        address = host if name == "gateway" else "127.0.0.1"
        reason = _why_not(address, port)
        if reason == errno.EADDRINUSE:
            raise Refusal(
                f"port {port} (for {name}) is taken by {_listener(port)}: stop that, or start Parley on "
                f"other ports, for example with --port {base_port + 100}."
            )
        if reason == errno.EACCES:
            raise Refusal(f"port {port} (for {name}) needs root: choose a --port of 1024 or more.")
        if reason is not None:
            raise Refusal(f"--host {address} is not an address of this machine: use 127.0.0.1 or 0.0.0.0.")


def _why_not(address: str, port: int) -> int | None:
    try:
        family, kind, _, _, target = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        return errno.EADDRNOTAVAIL
    with socket.socket(family, kind) as probe:
        # As the servers do: a connection that is fading away does not hold the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(target)
            probe.listen(1)
        except OSError as error:
            return error.errno
    return None


def _listener(port: int) -> str:
    """Only root sees the processes of other users."""
    try:
        for connection in psutil.net_connections(kind="tcp"):
            listens = connection.status == psutil.CONN_LISTEN and connection.pid is not None
            if listens and getattr(connection.laddr, "port", None) == port:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        pass
    return "another program"


def refuse_little_memory(*, with_model: bool, rasa_servers: int = 1, available: int | None = None) -> None:
    needed = MEMORY_WITH_MODEL if with_model else MEMORY_WITHOUT_MODEL
    needed += (rasa_servers - 1) * MEMORY_A_RASA_SERVER
    free = available_memory() if available is None else available
    if free >= needed:
        return
    remedy = "stop other programs"
    if with_model:
        remedy += ", or set PARLEY_LLM_URL and PARLEY_LLM_MODEL to a model server elsewhere"
    raise Refusal(
        f"{free / GIB:.1f} GiB of memory are available and the platform needs about "
        f"{needed / GIB:.0f} GiB: {remedy}."
    )


def available_memory() -> int:
    """What this machine, or the container around us, still has."""
    free = int(psutil.virtual_memory().available)
    group = Path("/sys/fs/cgroup")
    try:
        limit = (group / "memory.max").read_text(encoding="ascii").strip()
        used = int((group / "memory.current").read_text(encoding="ascii"))
    except OSError:
        return free
    return free if limit == "max" else min(free, int(limit) - used)


def refuse_little_disk(folder: Path, *, for_setup: bool, available: int | None = None) -> None:
    needed = DISK_FOR_SETUP if for_setup else DISK_TO_RUN
    free = shutil.disk_usage(folder).free if available is None else available
    if free < needed:
        what = "the first start" if for_setup else "running"
        raise Refusal(
            f"{free / GIB:.1f} GiB of disk are free at {folder} and {what} "
            f"needs about {needed / GIB:.0f} GiB: make room, or move the project or --data to a larger disk."
        )
