"""`./parley ask` against a peer with the documented REST channel (docs/architecture.md)."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from serving.cli.environment import Secrets
from serving.cli.layout import DataDirectory
from serving.cli.supervisor import Supervisor
from tests.cli.conftest import web
from tests.cli.test_refusals import parley

REPLY = {
    "text": "Standard shipping takes 2-4 days.",
    "route": "knowledge",
    "intent": "faq",
    "confidence": 0.91,
    "policy": "RoutingPolicy",
    "locale": "en",
    "sources": [{"title": "Shipping", "url": "/help/shipping", "quote": "takes 2-4 days"}],
    "timings_ms": {"total": 812},
}


class Peer(ThreadingHTTPServer):
    """Answers `POST /api/rest/rest/messages` as told, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[dict[str, Any]] = []
        self.bearer = ""
        self.answers: list[tuple[int, dict[str, Any]]] = []

    @property
    def port(self) -> int:
        return self.server_address[1]


class _Handler(BaseHTTPRequestHandler):
    server: Peer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path != "/api/rest/rest/messages":
            self._answer(404, {"error": {"code": "not_found", "message": self.path}})
            return
        self.server.asked.append(json.loads(body))
        self.server.bearer = self.headers["Authorization"]
        self._answer(*self.server.answers.pop(0))

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        encoded = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(encoded)))
        self.end_headers()
        self.wfile.write(encoded)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def peer(data: DataDirectory, platform: Callable[..., Supervisor]) -> Iterator[Peer]:
    """The platform of `data` runs, with the peer for its gateway."""
    with Peer() as server:
        platform(web(port=server.port))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_json_is_the_documented_object(peer: Peer, data: DataDirectory) -> None:
    peer.answers = [(200, {"conversation": "c1", "replies": [REPLY], "outcome": "answered"})]
    done = parley("ask", "how long does shipping take?", "--json", "--data", str(data.root))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"conversation": "c1", "replies": [REPLY]}


def test_the_question_carries_the_key_the_conversation_and_the_language(
    peer: Peer, data: DataDirectory
) -> None:
    peer.answers = [(200, {"conversation": "c1", "replies": [REPLY], "outcome": "answered"})]
    options = ("--conversation", "c1", "--locale", "es", "--wait", "5")
    parley("ask", "¿cuánto tarda?", *options, "--data", str(data.root))
    assert peer.asked == [{"text": "¿cuánto tarda?", "conversation": "c1", "locale": "es", "wait_s": 5}]
    assert peer.bearer == f"Bearer {Secrets.load_or_create(data).rest_key}"


def test_text_shows_replies_sources_and_the_conversation(peer: Peer, data: DataDirectory) -> None:
    peer.answers = [(200, {"conversation": "c1", "replies": [REPLY], "outcome": "answered"})]
    done = parley("ask", "shipping?", "--data", str(data.root))
    assert done.stdout.splitlines() == [
        "Standard shipping takes 2-4 days.",
        "  [1] Shipping /help/shipping",
        "conversation c1",
    ]


def test_the_choices_of_a_reply_are_shown(peer: Peer, data: DataDirectory) -> None:
    reply = {
        **REPLY,
        "text": "Which one?",
        "sources": [],
        "buttons": [{"title": "Returns", "payload": "/returns"}],
    }
    peer.answers = [(200, {"conversation": "c1", "replies": [reply], "outcome": "answered"})]
    done = parley("ask", "hm", "--data", str(data.root))
    assert done.stdout.splitlines() == ["Which one?", "  ▸ Returns", "conversation c1"]


def test_no_reply_in_time_is_a_failure_that_names_the_conversation(peer: Peer, data: DataDirectory) -> None:
    peer.answers = [(202, {"conversation": "c9", "event": 4})]
    done = parley("ask", "shipping?", "--wait", "1", "--data", str(data.root))
    assert done.returncode == 1
    assert "conversation c9" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(("status", "exit_status"), [(404, 2), (503, 1)])
def test_an_error_of_the_platform_is_shown(
    peer: Peer, data: DataDirectory, status: int, exit_status: int
) -> None:
    peer.answers = [(status, {"error": {"code": "x", "message": "conversation nope is not of this inbox"}})]
    done = parley("ask", "shipping?", "--conversation", "nope", "--data", str(data.root))
    assert done.returncode == exit_status
    assert f"answered {status}: conversation nope is not of this inbox" in done.stderr


def test_a_gateway_that_is_away_is_a_failure(
    data: DataDirectory, platform: Callable[..., Supervisor]
) -> None:
    platform(web())
    done = parley("ask", "shipping?", "--data", str(data.root))
    assert done.returncode == 1
    assert "./parley logs gateway" in done.stderr


def test_a_proxy_in_the_environment_is_not_asked(peer: Peer, data: DataDirectory) -> None:
    peer.answers = [(200, {"conversation": "c1", "replies": [REPLY], "outcome": "answered"})]
    done = parley("ask", "shipping?", "--data", str(data.root), http_proxy="http://127.0.0.1:9")
    assert done.returncode == 0, done.stderr
