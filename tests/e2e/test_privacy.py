"""A person's data is taken away and erased in a real browser, and the log says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import update

from serving.conversations.models import Conversation
from serving.db import now
from tests.e2e.chat import Chat
from tests.e2e.desk import Desk
from tests.e2e.stage import LiveStage
from tests.e2e.test_inboxes import add_admin
from tests.gateway import PASSWORD


def test_a_person_is_exported_and_then_erased(
    stage: LiveStage, page: Page, picture: Callable[[Page, str], None]
) -> None:
    chat = Chat.on(page, stage.url)
    chat.say("My lamp flickers")
    expect(chat.message("You said: My lamp flickers")).to_be_visible()
    [conversation] = stage.conversation_ids()
    stage.run(add_admin(stage))
    desk = Desk.sign_in(page, stage.url, email="ada@example.com", password=PASSWORD)
    told = desk.page.request.get(f"{stage.url}/console/api/conversations/{conversation}").json()
    person = told["contact"]["id"]

    page.goto(f"{stage.url}/console/retention")
    page.get_by_label("Address, name or number").fill(person)
    page.get_by_label("Address, name or number").press("Enter")
    row = page.get_by_role("row").filter(has_text=person)
    with page.expect_download() as download:
        row.get_by_role("link", name="Export").click()
    taken = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert [one["text"] for one in taken["conversations"][0]["events"] if one["kind"] == "message"] == [
        "My lamp flickers",
        "You said: My lamp flickers",
    ]

    row.locator("summary").click()
    row.get_by_role("textbox").fill("somebody else")
    row.get_by_role("button").last.click()
    expect(row.get_by_role("alert")).to_contain_text(person)
    assert stage.conversation_ids() == [conversation]
    row.get_by_role("textbox").fill(person)
    picture(page, "console-erase")
    row.get_by_role("button").last.click()
    expect(row.get_by_role("status")).to_contain_text("1")
    assert stage.conversation_ids() == []

    page.goto(f"{stage.url}/console/audit")
    expect(page.get_by_role("cell", name="Person erased", exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name="Person’s data exported")).to_be_visible()
    gone = page.request.get(f"{stage.url}/console/api/conversations/{conversation}")
    assert gone.status == 404


async def _grow_old(stage: LiveStage) -> None:
    async with stage.served.database.write() as session:
        await session.execute(update(Conversation).values(last_event_at=now() - timedelta(days=20)))


@pytest.mark.parametrize("width", [1280, 390])
def test_an_inbox_gets_a_time_of_its_own_and_gives_it_back_by_keyboard(
    stage: LiveStage, width: int, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(viewport={"width": width, "height": 844}).new_page()
    chat = Chat.on(page, stage.url)
    chat.say("My lamp flickers")
    expect(chat.message("You said: My lamp flickers")).to_be_visible()
    stage.run(add_admin(stage))
    stage.run(_grow_old(stage))
    Desk.sign_in(page, stage.url, email="ada@example.com", password=PASSWORD)
    page.goto(f"{stage.url}/console/retention")
    shop = page.locator(".rules > li").filter(has_text="Shop")
    expect(shop).to_contain_text("For ever · as set above")
    change = shop.get_by_role("button", name="Change Shop")
    change.focus()
    page.keyboard.press("Enter")
    choice = shop.get_by_label("Keep its conversations")
    expect(choice).to_have_value("general")
    page.keyboard.press("Tab")
    expect(choice).to_be_focused()
    page.keyboard.type("For a")
    page.keyboard.press("Tab")
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    expect(shop.get_by_role("status")).to_contain_text("This would erase 1 conversation now.")
    look = shop.get_by_role("button", name="Show what this would erase")
    expect(shop.get_by_label("Days after the last message")).to_be_focused()
    page.keyboard.press("Tab")
    expect(look).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(shop).to_contain_text("10 days")
    expect(change).to_be_focused()
    expect(page.locator(".rules > li").filter(has_text="Other")).to_contain_text("For ever · as set above")

    page.keyboard.press("Enter")
    expect(shop.get_by_label("Days after the last message")).to_have_value("10")
    choice.focus()
    page.keyboard.type("As set")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(shop.get_by_role("status")).to_contain_text("This would erase 0 conversations now.")
    expect(look).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(shop).to_contain_text("For ever · as set above")
