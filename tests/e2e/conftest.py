"""A real Chromium before the real front ends."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, expect, sync_playwright

from serving.config import Settings
from tests.e2e.stage import LiveStage
from tests.provider import issuer  # noqa: F401  # pytest finds fixtures by name in this module
from tests.services import RedisServer

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # The shops of the tests are on this machine too: a page may speak to it without asking the person.
    "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets",
]
PATIENCE_MS = 30_000
SCREENSHOTS = Path("test-results/screenshots")


expect.set_options(timeout=PATIENCE_MS)


def launch(playwright: Playwright) -> Browser:
    """The machine's Chromium, else Playwright's own."""
    found = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    try:
        return playwright.chromium.launch(executable_path=found, args=CHROMIUM_ARGS)
    except Error as error:
        if found is None and "Executable doesn't exist" in str(error):
            pytest.skip("there is no Chromium: install one, or run `playwright install chromium`")
        raise


# For a module and not for the session: Playwright's loop must have ended before asynchronous tests run.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = launch(playwright)
        yield launched
        launched.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browsers that share nothing: one for the customer, one for each operator."""
    opened: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | options))
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    return new_context().new_page()


@pytest.fixture
def stage(
    make_settings: Callable[..., Settings], sqlite_url: str, own_redis_server: RedisServer
) -> Iterator[LiveStage]:
    settings = make_settings(
        database_url=sqlite_url, redis_url=own_redis_server.url, sweep_interval_s=0.2, sweep_grace_s=0.2
    )
    with LiveStage(settings) as running:
        yield running


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Keeps a screenshot where CI finds it."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.screenshot(path=SCREENSHOTS / f"{name}.png")

    return take
