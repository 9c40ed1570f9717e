from __future__ import annotations

import importlib.util
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType
from typing import Any
from urllib.error import HTTPError

import pytest
import redis

from serving.config import PROJECT_ROOT
from tests.services import RedisServer

STREAM = "parley:turns:0"


@pytest.fixture(scope="module")
def healthcheck() -> ModuleType:
    path = PROJECT_ROOT / "deploy" / "healthcheck.py"
    spec = importlib.util.spec_from_file_location("healthcheck", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def client(own_redis_server: RedisServer) -> Any:
    with redis.Redis.from_url(own_redis_server.url) as connection:
        connection.xgroup_create(STREAM, "workers", mkstream=True)
        # Before 7.2 a consumer exists once it was given something.
        connection.xadd(STREAM, {"conversation": "c1"})
        yield connection


def test_a_worker_that_asks_its_streams_is_well(
    healthcheck: ModuleType, own_redis_server: RedisServer, client: Any
) -> None:
    client.xreadgroup("workers", "here-1-ab", {STREAM: ">"}, count=1)
    assert healthcheck.worker_reads(own_redis_server.url, host="here")


def test_another_hosts_worker_does_not_count(
    healthcheck: ModuleType, own_redis_server: RedisServer, client: Any
) -> None:
    client.xreadgroup("workers", "hereabouts-1-ab", {STREAM: ">"}, count=1)
    assert not healthcheck.worker_reads(own_redis_server.url, host="here")


def test_a_silent_worker_is_ill(
    healthcheck: ModuleType,
    own_redis_server: RedisServer,
    client: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client.xreadgroup("workers", "here-1-ab", {STREAM: ">"}, count=1)
    monkeypatch.setattr(healthcheck, "LONGEST_SILENCE_MS", -1)
    assert not healthcheck.worker_reads(own_redis_server.url, host="here")


@pytest.mark.parametrize("status", [200, 503])
def test_a_url_is_well_when_it_answers_200(healthcheck: ModuleType, status: int) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{server.server_address[1]}/healthz"
        try:
            if status == 200:
                assert healthcheck.main(url) == 0
            else:
                with pytest.raises(HTTPError) as error:
                    healthcheck.main(url)
                error.value.close()
        finally:
            server.shutdown()
            thread.join()
