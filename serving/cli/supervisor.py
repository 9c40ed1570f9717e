"""supervisord in a session of its own, told over a unix socket what to start and stop."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import xmlrpc.client
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from serving.cli.environment import inherited
from serving.cli.layout import DataDirectory, PlatformNote, boot_id, write_private
from serving.cli.processes import SERVING_PYTHON, Process, launcher, write_launcher
from serving.cli.refusal import Failure
from serving.config import PROJECT_ROOT

# supervisord binds `<socket>.<pid>` first, and a unix address holds 107 bytes.
LONGEST_SOCKET = 107 - len(".4194304")
# supervisor pauses 1, 2, 3, ... seconds between tries: 60 of them are half an hour, then it gives up.
START_RETRIES = 60
CALL_TIMEOUT_S = 15.0


@dataclass(frozen=True)
class ProcessState:
    name: str
    state: str  # of supervisor: RUNNING, STARTING, BACKOFF, FATAL, STOPPED, EXITED, STOPPING
    pid: int | None
    uptime_s: float | None


class Supervisor:
    """A client of one running supervisord."""

    def __init__(self, socket_path: str) -> None:
        self._socket_path = socket_path

    def start(self, name: str) -> None:
        self._call("startProcess", name, False)

    def shutdown(self) -> None:
        """Stops every process, then supervisord itself; returns at once."""
        self._call("shutdown")

    def states(self) -> list[ProcessState]:
        return [_state(info) for info in self._call("getAllProcessInfo")]

    def state(self, name: str) -> ProcessState:
        return _state(self._call("getProcessInfo", name))

    def pid(self) -> int:
        return int(self._call("getPID"))

    def _call(self, method: str, *arguments: Any) -> Any:
        transport = _UnixTransport(self._socket_path)
        with xmlrpc.client.ServerProxy("http://localhost", transport=transport) as proxy:
            return getattr(proxy.supervisor, method)(*arguments)


class _UnixTransport(xmlrpc.client.Transport):
    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        connection = _UnixConnection(self._path)
        # What `close` closes.
        self._connection = host, connection
        return connection


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=CALL_TIMEOUT_S)
        self._path = path

    def connect(self) -> None:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(self.timeout)
        try:
            connection.connect(self._path)
        except OSError:
            connection.close()
            raise
        self.sock = connection


def _state(info: dict[str, Any]) -> ProcessState:
    alive = info["pid"] > 0
    return ProcessState(
        name=info["name"],
        state=info["statename"],
        pid=info["pid"] if alive else None,
        uptime_s=float(info["now"] - info["start"]) if alive else None,
    )


def write_configuration(data: DataDirectory, table: Sequence[Process], *, socket_path: str) -> Path:
    sections = [
        (
            "supervisord",
            {
                "logfile": _escape(data.log("supervisord")),
                "logfile_maxbytes": "5MB",
                "logfile_backups": "1",
                "pidfile": _escape(data.run / "supervisord.pid"),
                "childlogdir": _escape(data.logs),
                "directory": _escape(PROJECT_ROOT),
                "nodaemon": "false",
            },
        ),
        ("unix_http_server", {"file": _escape(socket_path), "chmod": "0700"}),
        (
            "rpcinterface:supervisor",
            {"supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"},
        ),
        *(
            (f"program:{process.name}", _program(data, process, priority=number))
            for number, process in enumerate(table)
        ),
    ]
    text = "".join(f"[{name}]\n" + "".join(f"{k}={v}\n" for k, v in keys.items()) for name, keys in sections)
    path = data.run / "supervisord.conf"
    write_private(path, text)
    return path


def _program(data: DataDirectory, process: Process, *, priority: int) -> dict[str, str]:
    write_launcher(data.run, process)
    return {
        # Stopped from the highest to the lowest: the public face first, Redis last.
        "priority": str(priority),
        "command": f'/bin/sh "{_escape(launcher(data.run, process))}"',
        "autostart": "false",
        "autorestart": "true",
        "startsecs": str(process.settle_s),
        "startretries": str(START_RETRIES),
        "stopwaitsecs": str(process.stop_s),
        "stopasgroup": "true",
        "killasgroup": "true",
        "redirect_stderr": "true",
        # This one value is expanded twice.
        "stdout_logfile": _escape(_escape(data.log(process.name))),
        "stdout_logfile_maxbytes": "10MB",
        "stdout_logfile_backups": "3",
    }


def _escape(value: Path | str) -> str:
    """supervisor expands `%(...)s` in its values."""
    return str(value).replace("%", "%%")


def socket_for(data: DataDirectory) -> str:
    path = str(data.run / "supervisor.sock")
    if len(os.fsencode(path)) <= LONGEST_SOCKET:
        return path
    return str(Path(tempfile.mkdtemp(prefix="parley-")) / "supervisor.sock")


def launch(
    data: DataDirectory, table: Sequence[Process], *, host: str, port: int, public_url: str
) -> Supervisor:
    """Starts supervisord with nothing running in it yet, and leaves the note that finds it again."""
    socket_path = socket_for(data)
    configuration = write_configuration(data, table, socket_path=socket_path)
    # Restarts are counted from this log: it belongs to one run.
    data.log("supervisord").unlink(missing_ok=True)
    _daemonize(configuration, log=data.log("supervisord-start"))
    supervisor = Supervisor(socket_path)
    pid = supervisor.pid()
    note = PlatformNote(
        supervisor_pid=pid,
        supervisor_started=start_ticks(pid),
        boot_id=boot_id(),
        socket=socket_path,
        host=host,
        port=port,
        public_url=public_url,
        processes={process.name: process.port for process in table},
    )
    note.save(data)
    return supervisor


def _daemonize(configuration: Path, *, log: Path) -> None:
    """supervisord goes to the background, into a session of its own, once its socket listens."""
    with log.open("wb") as output:
        done = subprocess.run(
            [str(SERVING_PYTHON), "-m", "supervisor.supervisord", "-c", str(configuration)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=PROJECT_ROOT,
            env=inherited(),
            timeout=30,
            check=False,
        )
    if done.returncode != 0:
        said = log.read_text(encoding="utf-8", errors="replace").strip()
        raise Failure(f"supervisord did not start: {said}")


def running(data: DataDirectory) -> tuple[PlatformNote, Supervisor] | None:
    """The running platform of this data directory, if there is one."""
    note = PlatformNote.load(data)
    if note is None or not _supervisor_lives(note):
        return None
    return note, Supervisor(note.socket)


def _supervisor_lives(note: PlatformNote) -> bool:
    try:
        process = psutil.Process(note.supervisor_pid)
        return _same_start(process, note) and not _is_gone(process)
    except psutil.NoSuchProcess:
        return False


def _is_gone(process: psutil.Process) -> bool:
    """A zombie counts: in a container nobody may ever collect it."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _same_start(process: psutil.Process, note: PlatformNote) -> bool:
    return note.boot_id == boot_id() and start_ticks(process.pid) == note.supervisor_started


def start_ticks(pid: int) -> int:
    """When the process started, in clock ticks since the boot: a corrected clock does not move it."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise psutil.NoSuchProcess(pid) from error
    return int(stat.rpartition(")")[2].split()[19])


def leftovers(note: PlatformNote) -> list[psutil.Process]:
    """What still runs of a platform whose supervisord was killed.

    Its processes stay in supervisord's session; the kernel gives no process that id while one of them
    lives. A restart of the machine leaves nothing.
    """
    if note.boot_id != boot_id() or _supervisor_lives(note):
        return []
    return [process for process in psutil.process_iter() if _belongs(process, note)]


def _belongs(process: psutil.Process, note: PlatformNote) -> bool:
    try:
        if process.pid == note.supervisor_pid or _is_gone(process):
            return False
        in_session = os.getsid(process.pid) == note.supervisor_pid
        return in_session and start_ticks(process.pid) >= note.supervisor_started
    except (psutil.NoSuchProcess, ProcessLookupError):
        return False


def clear(data: DataDirectory, note: PlatformNote) -> int:
    """Ends what a killed platform left running and removes its note; says how many processes there were."""
    remains = leftovers(note)
    _end(remains)
    forget(data, note)
    return len(remains)


def _end(processes: Iterable[psutil.Process], *, patience_s: float = 15) -> None:
    alive = list(processes)
    for sign in (signal.SIGTERM, signal.SIGKILL):
        for process in alive:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(sign)
        alive = _wait(alive, timeout_s=patience_s)


def _wait(processes: Iterable[psutil.Process], *, timeout_s: float) -> list[psutil.Process]:
    """Those that are still there when the time is up."""
    deadline = time.monotonic() + timeout_s
    alive = [process for process in processes if not _is_gone(process)]
    while alive and time.monotonic() < deadline:
        time.sleep(0.05)
        alive = [process for process in alive if not _is_gone(process)]
    return alive


def forget(data: DataDirectory, note: PlatformNote) -> None:
    data.platform_file.unlink(missing_ok=True)
    folder = Path(note.socket).parent
    if folder != data.run and folder.name.startswith("parley-"):
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_gone(note: PlatformNote, *, timeout_s: float = 90) -> None:
    """Until supervisord has stopped everything; past the time, everything is killed."""
    try:
        process = psutil.Process(note.supervisor_pid)
        if not _same_start(process, note):
            return
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    _end(_wait(family, timeout_s=timeout_s), patience_s=5)


def restarts(data: DataDirectory) -> dict[str, int]:
    """How often each process was started again, counted from supervisord's log of this run."""
    counts: dict[str, int] = {}
    for path in (data.logs / "supervisord.log.1", data.log("supervisord")):
        if not path.exists():
            continue
        for name in re.findall(
            r"spawned: '([^']+)' with pid", path.read_text(encoding="utf-8", errors="replace")
        ):
            counts[name] = counts.get(name, 0) + 1
    return {name: count - 1 for name, count in counts.items()}
