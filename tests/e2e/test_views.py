"""Every view of the console and every state of the widget, in looks that pair each size, colour scheme and
direction with each other: axe finds nothing, and nothing is wider than the screen.

One platform, filled once. A picture of each is kept in test-results/screenshots.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pydantic import SecretStr

from serving.channels.models import Inbox
from serving.config import Settings
from serving.conversations import ratings, service
from serving.operators.models import Operator
from tests.e2e.axe import violations
from tests.e2e.conftest import PATIENCE_MS, SCREENSHOTS
from tests.e2e.stage import ORDER, LiveStage
from tests.gateway import PASSWORD, password_hash
from tests.services import RedisServer

SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
# Each pair of a size, a scheme and a direction is in one of them.
LOOKS = ["desktop-light-en", "desktop-dark-ar", "phone-light-ar", "phone-dark-en"]
SAID = {
    "shipping": ["How long does shipping take?"],
    "order": [f"أين طلبي {ORDER}؟", "person"],
    "return": ["I want to return something"],
}
FOLLOW = "path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
DONE = ".message:not(.own, .streaming)"


@dataclass
class Furnished:
    stage: LiveStage
    conversations: dict[str, str]


async def _converse(stage: LiveStage, texts: list[str], *, locale: str) -> str:
    http = stage.served.http
    session = await stage.served.session(locale=locale)
    headers = {"Authorization": f"Bearer {session['token']}"}
    for number, text in enumerate(texts):
        body = {"text": text, "client_id": f"{session['conversation']}-{number}"}
        assert (await http.post("/api/widget/web/messages", json=body, headers=headers)).status_code == 202
    return str(session["conversation"])


async def _furnish(stage: LiveStage) -> dict[str, str]:
    made = {
        name: await _converse(stage, texts, locale="ar" if name == "order" else "en")
        for name, texts in SAID.items()
    }
    async with stage.served.database.write() as session:
        root = Operator(id="Root", email="root@example.com", name="Root", role="admin",
                        password_hash=password_hash())  # fmt: skip
        session.add(root)
        await session.flush()
        await service.resolve(session, made["return"], root)
    async with stage.served.database.write() as session:
        await ratings.rate(session, made["return"], score=2, remark="Slow.")
    async with stage.served.database.write() as session:
        session.add(Inbox(id="asks", name="Asks", channel="widget", settings={"prechat": ["email!", "name"]}))
    return made


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Furnished]:
    folder = tmp_path_factory.mktemp("views")
    shutil.copy(sqlite_template, folder / "parley.db")
    redis = RedisServer(folder)
    redis.start()
    settings = Settings(
        data_dir=folder / "data",
        database_url=f"sqlite+aiosqlite:///{folder / 'parley.db'}",
        redis_url=redis.url,
        secret_key=SecretStr("a secret key for tests, 32 characters"),
        rasa_url="http://127.0.0.1:1",
        rasa_token=SecretStr("test-token"),
        llm_url="http://127.0.0.1:1/v1",
        encoder_path=None,
    )
    with LiveStage(settings) as stage:
        yield Furnished(stage, stage.run(_furnish(stage)))
    redis.stop()


class Tour:
    """Goes from view to view in one look and keeps what is wrong with each."""

    def __init__(self, page: Page, look: str) -> None:
        self.page = page
        self.look = look
        self.wrong: dict[str, list[str]] = {}

    def see(self, name: str, shown: str) -> None:
        expect(self.page.locator(shown).first).to_be_visible()
        found = violations(self.page)
        if self.page.evaluate(WIDER):
            found.append("wider than the screen")
        if found:
            self.wrong[name] = found
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{self.look}-{name}.png")

    def go(self, path: str) -> None:
        self.page.evaluate(FOLLOW, path)

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()


@pytest.fixture(params=LOOKS)
def tour(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Tour]:
    size, scheme, locale = request.param.split("-")
    context = browser.new_context(
        viewport=SIZES[size],  # type: ignore[arg-type]  # a plain dictionary is one
        color_scheme=scheme,
        locale=locale,
        reduced_motion="reduce",
        has_touch=size == "phone",
        is_mobile=size == "phone",
    )
    context.set_default_timeout(PATIENCE_MS)
    yield Tour(context.new_page(), request.param)
    context.close()


def sign_in(context: BrowserContext, url: str, locale: str) -> None:
    body = {"email": "root@example.com", "password": PASSWORD, "locale": locale}
    assert context.request.post(f"{url}/console/api/login", data=body).ok


def visit_doors(tour: Tour, url: str) -> None:
    tour.page.goto(f"{url}/console")
    tour.see("sign-in", ".sign-in form")
    tour.page.goto(f"{url}/console/invitation?token=none")
    tour.see("invitation-gone", ".sign-in-card .lead")


def visit_inbox(tour: Tour, furnished: Furnished) -> None:
    at = {name: f"/console/conversations/{one}" for name, one in furnished.conversations.items()}
    tour.page.goto(f"{furnished.stage.url}/console")
    tour.see("inbox", ".rows a")
    tour.press(".filter-button")
    tour.see("filter", ".filter-panel select")
    tour.page.keyboard.press("Escape")
    tour.press(".signed-in")
    tour.see("account-menu", ".account-menu select")
    tour.page.keyboard.press("Escape")
    tour.page.keyboard.press("?")
    tour.see("shortcuts", ".shortcuts[open]")
    tour.page.keyboard.press("Escape")
    tour.go("/console?q=nothingofthekind")
    tour.see("nothing-found", ".inbox .empty strong")
    tour.go("/console/conversations/nothing")
    tour.see("missing", ".transcript > .empty a")
    for name in ("order", "return", "shipping"):
        tour.go(at[name])
        tour.see(f"conversation-{name}", ".transcript .line.message")
    tour.press("[popovertarget=more-menu]")
    tour.see("more-menu", "#more-menu button")
    tour.page.keyboard.press("Escape")
    tour.press(".why")
    tour.see("trace", ".waterfall")
    tour.press(".verdicts button:nth-child(2)")
    tour.see("correction", ".review-form textarea")


def visit_pages(tour: Tour) -> None:
    shown = {
        "reviews": ".figures",
        "analytics": ".charts",
        "team": ".plain",
        "audit": ".plain td",
        "retention": ".page-form",
        "account": ".page-form",
        "inboxes": ".inbox-row",
        "knowledge": ".drop",
        "translations": ".translations .card",
    }
    for name, selector in shown.items():
        tour.go(f"/console/{name}")
        tour.see(name, selector)
    tour.go("/console/retention?inbox=web&keep=days&days=30")
    tour.see("retention-inbox", ".rules [role=status]")
    tour.go("/console/wordings?q=greet")
    tour.see("wordings", ".wordings .pattern")
    tour.press(".wordings button")
    tour.see("wording", ".wordings textarea")
    tour.go("/console/inboxes")
    tour.press(".inbox-row:has-text('Shop')")
    expect(tour.page.frame_locator("iframe.preview").locator(".message").first).to_be_visible()
    tour.see("widget-preview", "iframe.preview")


def visit_troubles(tour: Tour) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    tour.page.route(re.compile(r"/console/api/analytics($|\?)"), hold)
    tour.go("/console/analytics")
    tour.see("loading", ".page .empty[role=status]")
    for route in waiting:
        route.abort()
    tour.see("failed", ".page .empty[role=alert] button")


def test_the_console(tour: Tour, furnished: Furnished) -> None:
    url, locale = furnished.stage.url, tour.look.rpartition("-")[2]
    visit_doors(tour, url)
    sign_in(tour.page.context, url, locale)
    visit_inbox(tour, furnished)
    assert tour.page.locator("html").get_attribute("dir") == ("rtl" if locale == "ar" else "ltr")
    visit_pages(tour)
    visit_troubles(tour)
    assert tour.wrong == {}


class Visit:
    """A customer's browser: what is known of the widget by its parts, whatever it speaks."""

    def __init__(self, tour: Tour, url: str) -> None:
        self.tour = tour
        tour.page.goto(url)
        self.root = tour.page.locator("parley-messenger")

    def open(self) -> None:
        self.root.locator(".launcher").click()
        expect(self.root.locator(".foot")).to_be_visible()

    def say(self, text: str) -> None:
        self.root.locator(".composer textarea").fill(text)
        self.root.locator(".composer textarea").press("Enter")

    def see(self, name: str, shown: str) -> None:
        self.tour.see(f"widget-{name}", f"parley-messenger {shown}")


def talk(visit: Visit) -> None:
    visit.see("closed", ".launcher")
    visit.open()
    visit.see("welcome", ".message")
    visit.say("How long does shipping take?")
    visit.root.locator("summary").click()
    visit.see("citation", "blockquote")
    visit.say("I want to return something")
    visit.see("buttons", ".quick-replies button")
    visit.say(f"Where is my order {ORDER}?")
    visit.see("card", ".card-buttons button")
    file = {"name": "note.txt", "mimeType": "text/plain", "buffer": b"It is broken."}
    visit.root.locator("input[type=file]").set_input_files([file])
    visit.see("file", ".chip.ready")
    visit.say("see the note")
    visit.see("file-sent", ".message.own .file")
    visit.say("person")
    visit.see("handoff", ".panel[data-status=open]")


def end(visit: Visit, stage: LiveStage) -> None:
    async def resolve() -> None:
        async with stage.served.database.write() as session:
            await service.resolve(session, newest, await session.get_one(Operator, "Root"))

    newest = stage.conversation_ids()[0]
    stage.run(resolve())
    visit.see("rating", ".rating .star")
    visit.root.locator(".star").nth(3).click()
    visit.see("rated", ".rating-remark textarea")
    visit.tour.page.context.set_offline(True)
    visit.say("still there?")
    visit.see("offline", ".banner:not(:empty)")
    visit.tour.page.context.set_offline(False)


def ask_first(tour: Tour, url: str) -> None:
    """The shop's page with another inbox, which asks who it is."""

    def answer(route: Route) -> None:
        body = route.fetch().text()
        assert 'data-inbox="web"' in body
        route.fulfill(body=body.replace('data-inbox="web"', 'data-inbox="asks"'), content_type="text/html")

    tour.page.route(url, answer)
    visit = Visit(tour, url)
    visit.open()
    visit.see("questions", ".introduction input")


def test_the_widget(tour: Tour, furnished: Furnished) -> None:
    stage, locale = furnished.stage, tour.look.rpartition("-")[2]
    visit = Visit(tour, f"{stage.url}/?lang={locale}")
    talk(visit)
    assert visit.root.get_attribute("dir") == ("rtl" if locale == "ar" else "ltr")
    end(visit, stage)
    ask_first(tour, f"{stage.url}/?lang={locale}")
    tour.page.goto(f"{stage.url}/help/shipping?lang={locale}")
    tour.see("help", "main")
    assert tour.wrong == {}
