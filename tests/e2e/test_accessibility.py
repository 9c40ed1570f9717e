"""axe over every view, in both colour schemes: WCAG 2.2 A and AA without a violation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.chat import Chat
from tests.e2e.desk import Desk
from tests.e2e.stage import EXPRESS, LiveStage
from tests.gateway import PASSWORD

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

SCHEMES = ("light", "dark")


@dataclass
class Views:
    stage: LiveStage
    page: Page

    def violations(self) -> list[str]:
        # What fades in has other colours on its way.
        self.page.evaluate("Promise.all(document.getAnimations().map((animation) => animation.finished))")
        results = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": RULES}})
        return [
            f"{violation['id']}: {node['html'][:160]} {node.get('failureSummary', '')}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]


@pytest.fixture(params=SCHEMES)
def views(
    request: pytest.FixtureRequest, stage: LiveStage, new_context: Callable[..., BrowserContext]
) -> Views:
    return Views(stage, new_context(color_scheme=request.param, reduced_motion="reduce").new_page())


def test_the_shop_and_its_widget(views: Views) -> None:
    chat = Chat.on(views.page, views.stage.url)
    assert views.violations() == []
    chat.say("How long does shipping take?")
    expect(chat.message(EXPRESS)).to_be_visible()
    chat.widget.locator("summary").click()
    chat.say("I want to return something")
    expect(chat.widget.get_by_role("button", name="It arrived damaged")).to_be_visible()
    assert views.violations() == []
    chat.human_button.click()
    expect(chat.notice("You are in the queue")).to_be_visible()
    views.page.context.set_offline(True)
    chat.say("hello?")
    expect(chat.banner).to_contain_text("You are offline")
    assert views.violations() == []
    views.page.context.set_offline(False)
    views.page.goto(f"{views.stage.url}/help/shipping")
    assert views.violations() == []


def test_the_console(views: Views) -> None:
    customer = Chat.on(views.page, views.stage.url)
    customer.say("How long does shipping take?")
    expect(customer.message(EXPRESS)).to_be_visible()
    customer.human_button.click()
    expect(customer.notice("You are in the queue")).to_be_visible()
    views.page.goto(f"{views.stage.url}/console")
    expect(views.page.get_by_role("button", name="Sign in")).to_be_visible()
    assert views.violations() == []
    desk = Desk.sign_in(views.page, views.stage.url, email="ana@example.com", password=PASSWORD)
    expect(desk.rows).to_have_count(1)
    assert views.violations() == []
    desk.open_first()
    desk.act("Private note")
    desk.note.fill("For the team only.")
    desk.note.press("Enter")
    expect(desk.transcript.locator(".note").get_by_text("For the team only.")).to_be_visible()
    views.page.get_by_role("button", name="Why this answer").first.click()
    expect(desk.details.locator(".passages li").first).to_be_visible()
    assert views.violations() == []
    views.page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(views.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert views.violations() == []
