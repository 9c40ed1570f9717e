"""Each refusal is one sentence on stderr with the remedy, and exit status 2."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from serving.cli import checks
from serving.cli.environment import ModelChoice
from serving.cli.layout import DataDirectory
from serving.cli.refusal import Refusal
from serving.cli.supervisor import Supervisor
from serving.config import PROJECT_ROOT
from tests.cli.conftest import free_port, web

GIB = 1 << 30


def parley(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "serving.cli", *arguments],
        cwd=PROJECT_ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def taken_alone() -> socket.socket:
    """Holds a port whose five followers are free. Below those that the system gives away by itself."""
    for port in range(20_000, 32_000, 10):
        with ExitStack() as followers:
            held = socket.socket()
            try:
                held.bind(("127.0.0.1", port))
                for other in range(port + 1, port + 6):
                    followers.enter_context(socket.socket()).bind(("127.0.0.1", other))
            except OSError:
                held.close()
                continue
            held.listen()
            return held
    raise AssertionError("no six ports in a row are free")


def test_a_taken_port_is_named_with_its_process(tmp_path: Path) -> None:
    with taken_alone() as taken:
        port = taken.getsockname()[1]
        done = parley("up", "--data", str(tmp_path), "--port", str(port))
    assert done.returncode == 2
    assert f"port {port} (for gateway) is taken by" in done.stderr
    assert f"(process {os.getpid()})" in done.stderr
    assert f"--port {port + 100}" in done.stderr
    assert done.stderr.count("\n") == 1


def test_every_one_of_the_six_ports_is_looked_at() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refusal, match=rf"port {port} \(for redis\)"):
            checks.refuse_taken_ports(
                {"gateway": free_port(), "redis": port}, host="127.0.0.1", base_port=port
            )


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Refusal, match=r"--host 192\.0\.2\.1 is not an address of this machine"):
        checks.refuse_taken_ports({"gateway": free_port()}, host="192.0.2.1", base_port=8000)


@pytest.mark.parametrize("port", ["0", "65531", "-1"])
def test_a_port_without_room_for_the_others_is_refused(tmp_path: Path, port: str) -> None:
    done = parley("up", "--data", str(tmp_path), "--port", port)
    assert done.returncode == 2
    assert "no room for the other ports" in done.stderr


def test_a_second_platform_in_the_same_directory_is_refused(
    platform: Callable[..., Supervisor], data: DataDirectory
) -> None:
    platform(web())
    done = parley("up", "--data", str(data.root), "--port", str(free_port()))
    assert done.returncode == 2
    assert f"already running from {data.root}" in done.stderr
    assert "./parley down" in done.stderr


def test_a_second_start_at_the_same_time_is_refused(data: DataDirectory) -> None:
    with checks.only_starter(data):
        done = parley("up", "--data", str(data.root), "--port", str(free_port()))
    assert done.returncode == 2
    assert "another `./parley up` is starting" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("status",),
        ("ask", "hello"),
        ("chat",),
        ("ingest", "README.md"),
        ("ingest", "--list"),
        ("ingest", "--remove", "help"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_commands_that_need_a_running_platform_say_so(tmp_path: Path, command: tuple[str, ...]) -> None:
    done = parley(*command, "--data", str(tmp_path))
    assert done.returncode == 2
    assert "not running" in done.stderr
    assert "./parley up" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "Name a folder, a file or an address"),
        (("nowhere.md",), "There is no 'nowhere.md'"),
        (("docs", "README.md", "--source", "help"), "--source names one source"),
        (("docs", "--inbox", "web", "--every-inbox"), "contradict each other"),
        (("docs", "--again"), "--again takes every source as it is"),
        (("--again", "--list"), "--again takes every source as it is"),
        (("--again", "--remove", "help"), "--again takes every source as it is"),
    ],
)
def test_ingest_says_what_it_lacks(tmp_path: Path, arguments: tuple[str, ...], reason: str) -> None:
    done = parley("ingest", *arguments, "--data", str(tmp_path))
    assert done.returncode == 2
    assert reason in done.stderr


def test_status_as_json_says_stopped(tmp_path: Path) -> None:
    done = parley("status", "--json", "--data", str(tmp_path))
    assert done.returncode == 2
    assert '"state": "stopped"' in done.stdout


def test_down_without_a_platform_is_fine(tmp_path: Path) -> None:
    done = parley("down", "--data", str(tmp_path))
    assert done.returncode == 0
    assert "not running" in done.stdout


def test_an_unknown_log_lists_the_known_ones(data: DataDirectory) -> None:
    data.log("rasa").write_text("a line\n", encoding="utf-8")
    done = parley("logs", "rosa", "--data", str(data.root))
    assert done.returncode == 2
    assert "no log of 'rosa'" in done.stderr
    assert "rasa" in done.stderr


def test_a_log_name_never_leaves_the_log_folder(data: DataDirectory) -> None:
    (data.root / "secret.log").write_text("secret\n", encoding="utf-8")
    done = parley("logs", "../secret", "--data", str(data.root))
    assert done.returncode == 2
    assert "secret\n" not in done.stdout


def test_the_end_of_a_log_is_shown(data: DataDirectory) -> None:
    data.log("rasa").write_text("".join(f"line {n}\n" for n in range(10)), encoding="utf-8")
    done = parley("logs", "rasa", "-n", "2", "--data", str(data.root))
    assert done.stdout == "line 8\nline 9\n"


def test_broken_secrets_are_named(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text("{", encoding="utf-8")
    done = parley("up", "--data", str(tmp_path), "--port", str(free_port()))
    assert done.returncode == 2
    assert "secrets.json is not JSON" in done.stderr


def test_little_memory_is_refused_with_the_way_out() -> None:
    with pytest.raises(Refusal, match=r"2\.0 GiB of memory .* PARLEY_LLM_URL"):
        checks.refuse_little_memory(with_model=True, available=2 * GIB)
    checks.refuse_little_memory(with_model=True, available=checks.MEMORY_WITH_MODEL)


def test_less_memory_is_enough_without_a_model_server() -> None:
    checks.refuse_little_memory(with_model=False, available=checks.MEMORY_WITHOUT_MODEL)


def test_little_disk_is_refused_with_the_folder(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=rf"1\.0 GiB of disk are free at {tmp_path} and the first start needs"):
        checks.refuse_little_disk(tmp_path, for_setup=True, available=GIB)
    checks.refuse_little_disk(tmp_path, for_setup=False, available=GIB)


def test_a_model_server_elsewhere_needs_its_models_name() -> None:
    with pytest.raises(Refusal, match="set PARLEY_LLM_MODEL"):
        ModelChoice.from_environment({"PARLEY_LLM_URL": "http://gpu:8000/v1"})
