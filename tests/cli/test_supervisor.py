from __future__ import annotations

import os
import re
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest

from serving.cli.down import stop
from serving.cli.layout import DataDirectory, PlatformNote
from serving.cli.processes import Process
from serving.cli.refusal import Failure
from serving.cli.status import describe
from serving.cli.supervisor import LONGEST_SOCKET, Supervisor, launch, leftovers, restarts, running
from tests.cli.conftest import begin, crashing, eventually, gone, web

Platform = Callable[..., Supervisor]


def test_a_started_process_is_ready_when_it_answers(platform: Platform, data: DataDirectory) -> None:
    process = web()
    supervisor = platform(process)
    assert supervisor.state("web").state == "STOPPED"

    assert begin(supervisor, process, data) == f"ready on port {process.port}"
    assert supervisor.state("web").pid is not None


def test_a_process_gets_its_environment_unharmed(platform: Platform, data: DataDirectory) -> None:
    process = web()
    supervisor = platform(process)
    begin(supervisor, process, data)

    given = psutil.Process(supervisor.state("web").pid).environ()
    assert given["PARLEY_QUOTED"] == 'it\'s "50 %" $HOME'


def test_who_works_for_the_queue_gives_way(platform: Platform, data: DataDirectory) -> None:
    first, second = web("first"), replace(web("second"), gives_way=True)
    supervisor = platform(first, second)
    for process in (first, second):
        begin(supervisor, process, data)

    niceness = [psutil.Process(supervisor.state(name).pid).nice() for name in ("first", "second")]
    assert niceness[1] == min(19, niceness[0] + 5)


def test_only_this_user_may_read_what_holds_secrets(platform: Platform, data: DataDirectory) -> None:
    platform(web())
    for name in ("web.sh", "supervisord.conf"):
        assert (data.run / name).stat().st_mode & 0o077 == 0
    assert data.run.stat().st_mode & 0o077 == 0


def test_a_killed_process_comes_back(platform: Platform, data: DataDirectory) -> None:
    process = web()
    supervisor = platform(process)
    begin(supervisor, process, data)
    first = supervisor.state("web").pid
    assert first is not None

    os.kill(first, signal.SIGKILL)
    eventually(lambda: supervisor.state("web").pid not in (None, first))
    assert restarts(data)["web"] == 1


def test_a_crashing_process_is_tried_again_after_growing_pauses(
    platform: Platform, data: DataDirectory
) -> None:
    supervisor = platform(crashing())
    supervisor.start("crash")
    eventually(lambda: restarts(data).get("crash", 0) >= 3)

    log = data.log("supervisord").read_text(encoding="utf-8")
    seconds = [
        int(h) * 3600 + int(m) * 60 + int(s) + int(ms) / 1000
        for h, m, s, ms in re.findall(r"(\d\d):(\d\d):(\d\d),(\d{3}) INFO spawned: 'crash'", log)
    ]
    pauses = [later - earlier for earlier, later in zip(seconds, seconds[1:], strict=False)]
    assert pauses[0] >= 0.9
    assert pauses[1] >= 1.9
    assert pauses[2] >= 2.9


def test_a_process_that_ends_while_starting_fails_the_start_with_its_last_lines(
    platform: Platform, data: DataDirectory
) -> None:
    process = crashing()
    supervisor = platform(process)
    with pytest.raises(Failure, match=r"crash ended while it was starting(?s:.*)no luck"):
        begin(supervisor, process, data)


def test_stopping_ends_every_process_and_is_idempotent(platform: Platform, data: DataDirectory) -> None:
    process = web()
    supervisor = platform(process)
    begin(supervisor, process, data)
    pid = supervisor.state("web").pid
    note = PlatformNote.load(data)
    assert pid is not None
    assert note is not None

    assert stop(data) == "Parley is stopped."
    assert gone(pid)
    assert gone(note.supervisor_pid)
    assert "is not running" in stop(data)


def test_what_a_killed_supervisor_left_behind_is_stopped(platform: Platform, data: DataDirectory) -> None:
    process = web()
    supervisor = platform(process)
    begin(supervisor, process, data)
    orphan = supervisor.state("web").pid
    note = PlatformNote.load(data)
    assert orphan is not None
    assert note is not None

    os.kill(note.supervisor_pid, signal.SIGKILL)
    eventually(lambda: running(data) is None)
    assert [process.pid for process in leftovers(note)] == [orphan]

    assert "1 processes" in stop(data)
    assert gone(orphan)
    assert not data.platform_file.exists()


def parent_of_a_child() -> Process:
    """Like vLLM's server and its engine: killed, it leaves its child behind."""
    child = "import time; time.sleep(600)"
    code = (
        f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(600)"
    )
    return Process(name="parent", command=(sys.executable, "-c", code), settle_s=2)


def only_child(supervisor: Supervisor, *, other_than: int = 0) -> int:
    found: list[int] = []

    def there() -> bool:
        pid = supervisor.state("parent").pid
        if pid is None:
            return False
        with suppress(psutil.NoSuchProcess):
            found[:] = [each.pid for each in psutil.Process(pid).children() if each.pid != other_than]
        return bool(found)

    eventually(there)
    return found[0]


def test_what_a_killed_process_left_behind_ends_when_it_is_started_again(
    platform: Platform, data: DataDirectory
) -> None:
    supervisor = platform(parent_of_a_child())
    supervisor.start("parent")
    orphan = only_child(supervisor)
    first = supervisor.state("parent").pid
    assert first is not None

    os.kill(first, signal.SIGKILL)
    only_child(supervisor, other_than=orphan)
    eventually(lambda: gone(orphan))


def test_stopping_also_ends_what_a_killed_process_left_behind(
    platform: Platform, data: DataDirectory
) -> None:
    supervisor = platform(parent_of_a_child())
    supervisor.start("parent")
    orphan = only_child(supervisor)
    pid = supervisor.state("parent").pid
    assert pid is not None

    # Killed and not started again: supervisor is told to leave it.
    (data.run / "parent.sh").write_text("exit 1\n", encoding="utf-8")
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: supervisor.state("parent").state == "BACKOFF")
    assert not gone(orphan)
    stop(data)
    eventually(lambda: gone(orphan))


def test_a_note_from_before_a_reboot_stops_nothing(data: DataDirectory) -> None:
    PlatformNote(
        supervisor_pid=os.getsid(0),
        supervisor_started=0,
        boot_id="another boot",
        socket=str(data.run / "supervisor.sock"),
        host="127.0.0.1",
        port=1,
        public_url="",
        processes={},
    ).save(data)
    assert running(data) is None
    assert "0 processes" in stop(data)


def test_an_unreadable_note_counts_as_none(data: DataDirectory) -> None:
    data.platform_file.write_text('{"supervisor_pid": 1', encoding="utf-8")
    assert running(data) is None


def test_two_platforms_run_side_by_side(platform: Platform, data: DataDirectory, tmp_path: Path) -> None:
    one, other = web(), web()
    begin(platform(one), one, data)
    second = DataDirectory.at(tmp_path / "other")
    second.create()
    try:
        supervisor = launch(second, [other], host="127.0.0.1", port=other.port or 0, public_url="http://two")
        begin(supervisor, other, second)
        stop(data)
        assert running(data) is None
        assert supervisor.state("web").state in ("STARTING", "RUNNING")
    finally:
        stop(second)


def test_a_data_directory_with_a_long_and_strange_path_works(tmp_path: Path) -> None:
    data = DataDirectory.at(tmp_path / ("deep " * 20).strip() / "100% 'mine'")
    data.create()
    process = web()
    try:
        supervisor = launch(data, [process], host="127.0.0.1", port=process.port or 0, public_url="")
        begin(supervisor, process, data)
        note = PlatformNote.load(data)
        assert note is not None
        assert len(note.socket) <= LONGEST_SOCKET
        assert Path(note.socket).parent.stat().st_mode & 0o077 == 0
    finally:
        stop(data)
    assert not Path(note.socket).parent.exists()


def test_status_describes_each_process(platform: Platform, data: DataDirectory) -> None:
    process = web()
    supervisor = platform(process, crashing())
    begin(supervisor, process, data)
    note = PlatformNote.load(data)
    assert note is not None

    report = describe(data, note, supervisor)
    by_name = {entry["name"]: entry for entry in report["processes"]}
    assert by_name["web"]["port"] == process.port
    assert by_name["web"]["memory_mb"] > 5
    assert by_name["web"]["restarts"] == 0
    assert by_name["crash"]["state"] == "stopped"
    assert report["urls"]["console"].endswith("/console")
    # The stand-in has no /readyz.
    assert report["ready"] is False


class Metrics(BaseHTTPRequestHandler):
    """As vLLM's page."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(
            b"vllm:num_requests_running 0\nvllm:num_requests_waiting 0\nvllm:kv_cache_usage_perc 0\n"
            b"vllm:prefix_cache_queries_total 800\nvllm:prefix_cache_hits_total 600\n"
        )

    def log_message(self, *_: object) -> None:
        pass


def test_status_says_how_much_of_the_prompts_the_model_server_had_in_its_cache(
    platform: Platform, data: DataDirectory
) -> None:
    process = web()
    supervisor = platform(process)
    begin(supervisor, process, data)
    note = PlatformNote.load(data)
    assert note is not None
    assert describe(data, note, supervisor)["model"] is None
    with ThreadingHTTPServer(("127.0.0.1", 0), Metrics) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        report = describe(data, replace(note, processes={"llm": port}), supervisor)
        server.shutdown()
    assert report["model"] == {"prompt_tokens": 800, "prefix_hit_rate": 0.75}
