"""An operator comes in through the company's own provider, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, Route, expect

from serving.config import Settings
from tests.e2e.stage import LiveStage
from tests.provider import QUIET, configured
from tests.services import RedisServer

pytestmark = QUIET

PUBLIC = "http://parley.test"


@pytest.fixture
def stage(
    make_settings: Callable[..., Settings], sqlite_url: str, own_redis_server: RedisServer, issuer: str
) -> Iterator[LiveStage]:
    settings = make_settings(
        database_url=sqlite_url,
        redis_url=own_redis_server.url,
        public_url=PUBLIC,
        oidc_name="Acme",
        **configured(issuer),
    )
    with LiveStage(settings) as running:
        yield running


def known_to(issuer: str, subject: str, email: str) -> None:
    body = json.dumps({"sub": subject, "email": email}).encode()
    headers = {"Content-Type": "application/json"}
    with urlopen(Request(f"{issuer}/users/{subject}", body, headers, method="PUT"), timeout=10) as answer:
        assert answer.status < 300


def sign_in(page: Page, url: str, subject: str) -> None:
    def to_the_stage(route: Route) -> None:
        asked = urlsplit(route.request.url)
        route.fulfill(status=307, headers={"Location": f"{url}{asked.path}?{asked.query}"})

    page.route(f"{PUBLIC}/**", to_the_stage)
    page.goto(f"{url}/console")
    page.get_by_role("link", name="Sign in with Acme").press("Enter")
    page.locator("input[name=sub]").fill(subject)
    page.locator("input[name=sub]").press("Enter")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_company_s_provider_lets_a_colleague_in(
    page: Page, stage: LiveStage, issuer: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    known_to(issuer, "ana1", "ana@example.com")
    sign_in(page, stage.url, "ana1")
    expect(page.get_by_text("No conversations yet")).to_be_visible()


def test_whom_nobody_invited_is_told_so(page: Page, stage: LiveStage, issuer: str) -> None:
    known_to(issuer, "eve1", "eve@example.com")
    sign_in(page, stage.url, "eve1")
    expect(page.get_by_role("alert")).not_to_be_empty()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
