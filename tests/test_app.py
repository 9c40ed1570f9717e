from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.responses import JSONResponse

from serving.app import create_app
from serving.config import Settings
from tests.gateway import Served, listening, serve, served  # noqa: F401
from tests.services import RedisServer


@pytest.fixture
async def plain(make_settings: Callable[..., Settings], sqlite_url: str) -> AsyncIterator[Served]:
    """A gateway whose database is there, and nothing else."""
    async with serve(make_settings(database_url=sqlite_url)) as running:
        yield running


def test_making_the_application_connects_to_nothing(make_settings: Callable[..., Settings]) -> None:
    settings = make_settings(database_url="postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
    assert isinstance(create_app(settings), FastAPI)


async def test_the_gateway_is_alive_and_says_which_parts_are_away(plain: Served) -> None:
    assert (await plain.http.get("/healthz")).json() == {"status": "ok"}
    response = await plain.http.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "parts": {"database": "ok", "redis": "away", "dialogue": "away", "llm": "away"},
    }


async def test_parts_that_answer_are_ok(
    make_settings: Callable[..., Settings], database_url: str, redis_server: RedisServer
) -> None:
    parts = FastAPI()

    @parts.get("/")
    @parts.get("/v1/models")
    async def answer() -> dict[str, Any]:
        return {}

    async with listening(parts) as address:
        settings = make_settings(
            database_url=database_url,
            redis_url=redis_server.url,
            rasa_url=f"http://{address}",
            llm_url=f"http://{address}/v1",
        )
        async with serve(settings) as running:
            response = await running.http.get("/readyz")

    assert response.json()["parts"] == dict.fromkeys(("database", "redis", "dialogue", "llm"), "ok")


@pytest.mark.parametrize(
    ("path", "media_type", "status"),
    [
        ("/", "text/html; charset=utf-8", 200),
        ("/widget.js", "text/javascript; charset=utf-8", 200),
        ("/widget/main.js", "text/javascript; charset=utf-8", 200),
        ("/widget/widget.css", "text/css; charset=utf-8", 200),
        ("/widget/shop-icon.svg", "image/svg+xml", 200),
        ("/console", "text/html; charset=utf-8", 200),
        ("/console/", "text/html; charset=utf-8", 200),
        ("/console/app.js", "text/javascript; charset=utf-8", 200),
        ("/widget/nothing.js", "application/json", 404),
    ],
)
async def test_the_front_ends_are_served(plain: Served, path: str, media_type: str, status: int) -> None:
    response = await plain.http.get(path)

    assert (response.status_code, response.headers["content-type"]) == (status, media_type)
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_a_file_is_revalidated_and_compressed(plain: Served) -> None:
    first = await plain.http.get("/widget/widget.css", headers={"Accept-Encoding": "gzip"})
    again = await plain.http.get("/widget/widget.css", headers={"If-None-Match": first.headers["etag"]})

    assert first.headers["content-encoding"] == "gzip"
    assert first.headers["cache-control"] == "no-cache"
    assert again.status_code == 304
    assert again.content == b""


async def test_pages_run_only_their_own_scripts_and_stay_out_of_frames(plain: Served) -> None:
    for path in ("/", "/console"):
        headers = (await plain.http.get(path)).headers
        policy = headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-frame-options"] == "DENY"


async def test_only_the_console_frames_its_preview_of_the_widget(plain: Served) -> None:
    headers = (await plain.http.get("/console/preview.html")).headers
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    console = (await plain.http.get("/console/inboxes")).headers
    assert "frame-src 'self'" in console["content-security-policy"]


async def test_other_sites_may_embed_the_widget_and_read_nothing_else(plain: Served) -> None:
    origin = {"Origin": "https://shop.example"}
    script = (await plain.http.get("/widget.js", headers=origin)).headers
    module = (await plain.http.get("/widget/main.js", headers=origin)).headers
    console = (await plain.http.get("/console/api/me", headers=origin)).headers
    rest = (await plain.http.get("/api/rest/rest/conversations/c/events", headers=origin)).headers

    assert script["access-control-allow-origin"] == module["access-control-allow-origin"] == "*"
    assert script["cross-origin-resource-policy"] == "cross-origin"
    assert "access-control-allow-origin" not in console
    assert "access-control-allow-origin" not in rest
    assert console["cache-control"] == "no-store"


async def test_an_unexpected_error_is_500_without_detail(
    plain: Served, caplog: pytest.LogCaptureFixture
) -> None:
    @plain.app.get("/broken")
    async def broken() -> JSONResponse:
        raise RuntimeError("the detail")

    with caplog.at_level("ERROR"):
        response = await plain.http.get("/broken")

    assert response.status_code == 500
    assert response.json()["error"]["code"] == "internal_error"
    assert "the detail" not in response.text
    assert response.headers["x-request-id"] in response.json()["error"]["message"]
    assert response.headers["x-request-id"] in {
        getattr(record, "request_id", "") for record in caplog.records
    }


async def test_a_database_that_is_away_is_503_with_a_time_to_wait(
    make_settings: Callable[..., Settings],
) -> None:
    settings = make_settings(database_url="postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://parley.test") as http,
    ):
        response = await http.post("/api/widget/web/session", json={})
        ready = await http.get("/readyz")

    assert (response.status_code, response.json()["error"]["code"]) == (503, "unavailable")
    assert response.headers["retry-after"]
    assert ready.status_code == 503
    assert ready.json()["ready"] is False


async def test_secure_public_addresses_are_kept_secure(
    make_settings: Callable[..., Settings], sqlite_url: str
) -> None:
    async with serve(make_settings(database_url=sqlite_url, public_url="https://chat.example")) as running:
        assert "max-age" in (await running.http.get("/healthz")).headers["strict-transport-security"]
