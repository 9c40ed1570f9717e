"""The real thing: `./parley up` with the real Rasa, vLLM and Redis, asked and stopped as a user would.

Trained models are taken from the data directory that `./parley test` prepared (`PARLEY_TEST_MODELS`), so
that this does not train again; without one the first start trains.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import psutil
import pytest
import redis

from serving.cli.environment import Secrets
from serving.cli.layout import DataDirectory, PlatformNote
from serving.config import PROJECT_ROOT
from tests.cli.conftest import eventually, gone

pytestmark = pytest.mark.timeout(1500)
PROCESSES = {"redis", "shop", "rasa", "llm", "worker", "gateway"}
PUZZLING = "my doodad went kaputt on day two, sort it"
GAP = "Do you repair lanterns?"
APPROVED = "Yes, our workshop repairs every lantern within a week."
# Nothing listens there: the platform runs without a model server and says so.
AWAY = {"PARLEY_LLM_URL": "http://127.0.0.1:9/v1", "PARLEY_LLM_MODEL": "away"}


def free_base_port() -> int:
    for base in range(18720, 18780, 6):
        try:
            for port in range(base, base + 6):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return base
    raise AssertionError("no six free ports in a row")


@dataclass
class Platform:
    data: DataDirectory
    port: int
    said: str = ""

    def parley(self, *arguments: str, timeout_s: float = 60) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "serving.cli", *arguments, "--data", str(self.data.root)],
            cwd=PROJECT_ROOT,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )

    def ask(self, text: str, *options: str) -> dict[str, Any]:
        done = self.parley("ask", text, "--json", *options, timeout_s=130)
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def processes(self) -> dict[str, dict[str, Any]]:
        report = json.loads(self.parley("status", "--json").stdout)
        return {process["name"]: process for process in report["processes"]}


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    data = DataDirectory.at(tmp_path_factory.mktemp("platform") / "data")
    prepared = os.environ.get("PARLEY_TEST_MODELS")
    if prepared:
        shutil.copytree(prepared, data.root / "models")
    running = Platform(data, free_base_port())
    done = running.parley("up", "--detach", "--port", str(running.port), timeout_s=1200)
    running.said = done.stdout
    try:
        assert done.returncode == 0, done.stdout + done.stderr
        yield running
    finally:
        running.parley("down", timeout_s=180)


def test_up_ends_with_the_addresses_and_where_the_time_went(platform: Platform) -> None:
    assert f"http://127.0.0.1:{platform.port}/console" in platform.said
    assert re.search(r"s, spent on\n *\d+\.\d s", platform.said)


def test_the_first_admins_password_is_said_once_and_kept_nowhere(platform: Platform) -> None:
    said = re.findall(r"password (\S+) ", platform.said)
    assert len(said) == 1
    for path in platform.data.root.rglob("*"):
        if path.is_file() and "models" not in path.parts:
            assert said[0].encode() not in path.read_bytes(), path


def test_status_shows_every_process_and_every_part(platform: Platform) -> None:
    report = json.loads(platform.parley("status", "--json").stdout)
    assert report["ready"] is True
    assert set(report["parts"].values()) == {"ok"}
    assert {process["name"] for process in report["processes"]} == PROCESSES
    for process in report["processes"]:
        assert process["state"] == "running"
        assert process["memory_mb"] > 1
        assert process["restarts"] == 0


def test_everything_listens_on_this_machine_only(platform: Platform) -> None:
    listening = {
        connection.laddr.ip
        for process in platform.processes().values()
        for member in [psutil.Process(process["pid"]), *psutil.Process(process["pid"]).children(True)]
        for connection in member.net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}


def test_a_scripted_flow_answers(platform: Platform) -> None:
    answer = platform.ask("where is my order?")
    reply = answer["replies"][0]
    assert reply["route"] == "script"
    assert reply["intent"] == "order_status"
    follow_up = platform.ask("never mind, cancel", "--conversation", answer["conversation"])
    assert follow_up["conversation"] == answer["conversation"]


def test_a_customer_who_comes_back_is_known_though_the_dialogue_has_forgotten(platform: Platform) -> None:
    first = platform.ask("where is my order P-10482?")
    stranger = platform.ask("where is my order?")
    secrets = Secrets.load_or_create(platform.data)
    with redis.Redis(port=platform.port + 5, password=secrets.redis_password) as memory:
        for conversation in (first["conversation"], stranger["conversation"]):
            # What the time to live does.
            assert memory.delete(f"parley:tracker:{conversation}:events")
    again = platform.ask("where is my order?", "--conversation", first["conversation"])
    nobody = platform.ask("where is my order?", "--conversation", stranger["conversation"])
    # The number is not asked again, the proof that it is theirs is.
    assert again["replies"][0]["text"] == first["replies"][0]["text"]
    assert nobody["replies"][0]["text"] == stranger["replies"][0]["text"]
    assert first["replies"][0]["text"] != stranger["replies"][0]["text"]


def test_a_document_answers_with_its_source(platform: Platform) -> None:
    reply = platform.ask("how long does standard shipping take?")["replies"][0]
    assert set(reply) == {
        *("text", "route", "intent", "confidence", "policy", "locale", "sources", "timings_ms"),
        *("buttons", "cards"),
    }
    assert reply["route"] == "knowledge"
    assert reply["sources"][0].keys() == {"title", "url", "quote"}
    assert reply["timings_ms"]["total"] > 0


def test_a_human_is_called(platform: Platform) -> None:
    answer = platform.ask("let me talk to a human please")
    assert "handoff" in {reply["route"] for reply in answer["replies"]}


def test_a_second_start_is_refused(platform: Platform) -> None:
    done = platform.parley("up", "--port", str(platform.port))
    assert done.returncode == 2
    assert "already running" in done.stderr


def test_a_killed_gateway_comes_back_and_answers(platform: Platform) -> None:
    os.kill(platform.processes()["gateway"]["pid"], signal.SIGKILL)
    eventually(lambda: platform.processes()["gateway"]["restarts"] == 1, within_s=60)
    eventually(lambda: platform.parley("ask", "hello").returncode == 0, within_s=60)


def test_what_an_operator_corrects_is_understood_after_the_next_training(platform: Platform) -> None:
    """The review loop. What is learned here stays: the next test starts the same model again."""
    asked = platform.ask(PUZZLING)
    assert asked["replies"][0]["intent"] != "report_problem"
    with console(platform) as desk:
        turn = doubtful_turn(desk, asked["conversation"])
        wanted = {"verdict": "wrong", "intent": "report_problem", "route": "script"}
        judgement = {"turn": turn["turn"], "trains": True, "tests": True} | wanted
        desk.post(f"conversations/{asked['conversation']}/reviews", json=judgement).raise_for_status()
        desk.post("pairs", json={"question": GAP, "answer": APPROVED}).raise_for_status()
        eventually(lambda: platform.ask(GAP)["replies"][0]["text"] == APPROVED, within_s=60)

        trained = platform.parley("train", "--json", timeout_s=900)
        assert trained.returncode == 0, trained.stderr
        counts = json.loads(trained.stdout)
        assert {name: counts[name] for name in ("examples", "corrected", "fixed", "tests", "failed")} == {
            "examples": 1, "corrected": 1, "fixed": 1, "tests": 1, "failed": 0,
        }  # fmt: skip

        assert platform.ask(PUZZLING)["replies"][0]["intent"] == "report_problem"
        page = desk.get("reviews").json()
    [review], [training] = page["reviews"], page["trainings"]
    assert review["given"]["intent"] == turn["intent"]
    assert (review["after"]["intent"], review["after"]["route"]) == ("report_problem", "script")
    assert review["after"]["right"] is True
    assert training["report"]["counts"]["fixed"] == 1
    tested = platform.parley("eval", "reviews", timeout_s=300)
    assert tested.returncode == 0, tested.stderr
    assert "1 of 1 pass" in tested.stdout


@contextmanager
def console(platform: Platform) -> Iterator[httpx.Client]:
    """Signed in as the first admin, whose password the first start printed."""
    said = re.search(r"(\S+@\S+?),? .*password (\S+) ", platform.said)
    assert said is not None, platform.said
    with httpx.Client(base_url=f"http://127.0.0.1:{platform.port}/console/api/", timeout=30) as client:
        me = client.post("login", json={"email": said[1], "password": said[2]})
        client.headers["X-Parley-CSRF"] = me.raise_for_status().json()["csrf"]
        yield client


def doubtful_turn(desk: httpx.Client, conversation: str) -> dict[str, Any]:
    """As the inbox's filter finds it."""
    found = desk.get("conversations", params={"below": 0.7, "reviewed": "no"}).json()["conversations"]
    assert conversation in [one["id"] for one in found]
    events = desk.get(f"conversations/{conversation}/events").json()["events"]
    turn: dict[str, Any] = next(event["payload"] for event in events if event["kind"] == "turn")
    assert turn["confidence"] < 0.7
    return turn


def test_ctrl_c_stops_everything_and_the_second_start_trains_and_promises_nothing_again(
    platform: Platform,
) -> None:
    assert platform.parley("down", timeout_s=180).returncode == 0
    began = time.monotonic()
    foreground = subprocess.Popen(
        [sys.executable, "-m", "serving.cli", "up", "--data", str(platform.data.root)]
        + ["--port", str(platform.port)],
        cwd=PROJECT_ROOT,
        env={**os.environ, **AWAY},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert foreground.stdout is not None
    said = ""
    for line in foreground.stdout:
        said += line
        if "Ctrl-C stops everything" in line:
            break
    assert "Dialogue manager's training: up to date" in said, f"{said} after {time.monotonic() - began} s"
    assert "does not answer" in said
    assert "password" not in said
    pids = [process["pid"] for process in platform.processes().values()]
    assert len(pids) == len(PROCESSES) - 1

    foreground.send_signal(signal.SIGINT)
    rest, _ = foreground.communicate(timeout=120)
    assert foreground.returncode == 0
    assert "Everything is stopped." in rest
    assert all(gone(pid) for pid in pids)
    assert PlatformNote.load(platform.data) is None
