from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from serving.logging import configure


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def test_a_line_is_one_json_object_with_what_was_said_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    configure(process="worker", terminal=False)
    logging.getLogger("serving.turns").warning("the lock was lost", extra={"conversation": "c1"})
    line = json.loads(capsys.readouterr().err)
    assert {
        "event": "the lock was lost",
        "level": "warning",
        "logger": "serving.turns",
        "process": "worker",
        "conversation": "c1",
    }.items() <= line.items()


def test_an_exception_stays_on_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure(process="worker", terminal=False)
    try:
        raise ValueError("broken")
    except ValueError:
        logging.getLogger("serving").exception("a turn broke")
    [line] = capsys.readouterr().err.splitlines()
    assert "ValueError: broken" in json.loads(line)["exception"]


def test_clients_that_log_every_request_are_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    configure(process="worker", terminal=False)
    logging.getLogger("httpx").info("HTTP Request: POST http://rasa/?token=secret")
    assert capsys.readouterr().err == ""
