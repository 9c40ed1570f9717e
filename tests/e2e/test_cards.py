"""What stands beside the words: cards in the widget, files and cards in the console."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from serving.conversations.models import Author, Kind
from tests.e2e.chat import Chat
from tests.e2e.desk import Desk
from tests.e2e.stage import ORDER, LiveStage
from tests.e2e.test_widget import on_another_site
from tests.e2e.test_widget_files import DRAW, attach
from tests.gateway import PASSWORD


def test_an_order_is_a_card_that_is_pressed_by_keyboard(
    stage: LiveStage, new_context: Callable[..., BrowserContext], picture: Callable[[Page, str], None]
) -> None:
    chat = on_another_site(new_context(), stage.url)
    chat.say(f"Where is my order {ORDER}?")
    card = chat.widget.get_by_role("list", name="1 card").get_by_role("listitem")
    expect(card).to_contain_text(f"Order {ORDER}")
    expect(card).to_contain_text("Halo floor lamp (brass); Linen cushion cover (blue, large)")
    link = card.get_by_role("link", name="DHL")
    expect(link).to_have_attribute("href", "https://parcels.example/JJD0099")
    expect(link).to_have_attribute("target", "_blank")
    picture(chat.page, "widget-card")
    chat.page.keyboard.press("Shift+Tab")
    pressed = card.get_by_role("button", name="Something is wrong with my delivery")
    while not pressed.evaluate("button => button.getRootNode().activeElement === button"):
        chat.page.keyboard.press("Shift+Tab")
    chat.page.keyboard.press("Enter")
    expect(chat.sent("Something is wrong with my delivery")).to_be_visible()
    expect(chat.message("Understood: report_problem.")).to_be_visible()
    assert stage.stored_texts(Author.CUSTOMER)[-1] == "/report_problem"


def test_a_customer_sees_the_card_and_the_file_of_an_operator_who_saw_theirs(
    stage: LiveStage,
    page: Page,
    new_context: Callable[..., BrowserContext],
    picture: Callable[[Page, str], None],
) -> None:
    photo = {"name": "lamp.png", "mimeType": "image/png", "buffer": base64.b64decode(page.evaluate(DRAW))}
    chat = Chat.on(page, stage.url)
    attach(chat, photo)
    expect(chat.widget.locator(".chip.ready")).to_be_visible()
    chat.say("It arrived like this")
    expect(chat.message("You said: It arrived like this")).to_be_visible()

    desk = Desk.sign_in(new_context().new_page(), stage.url, email="ana@example.com", password=PASSWORD)
    desk.open_first()
    theirs = desk.transcript.locator(".line.customer")
    expect(theirs.get_by_role("img", name="lamp.png")).to_be_visible()
    expect(theirs.get_by_role("link")).to_have_attribute("href", re.compile("^/console/api/media/"))

    attached = desk.page.locator(".reply-box .chip.ready")
    with desk.page.expect_file_chooser() as chooser:
        desk.page.get_by_role("button", name="Attach files").click()
    chooser.value.set_files([{**photo, "name": "new lamp.png"}])
    expect(attached).to_contain_text("new lamp.png")
    desk.act("Send")
    desk.act("Undo")
    expect(attached).to_contain_text("new lamp.png")
    picture(desk.page, "console-file")
    desk.reply.fill("We send you this one.")
    desk.act("Send")
    expect(chat.widget.get_by_role("img", name="new lamp.png")).to_be_visible()
    [sent] = [one for one in stage.events(Kind.MESSAGE) if one.author is Author.OPERATOR]

    body = {
        "text": "",
        "cards": [
            {
                "title": "Halo floor lamp",
                "text": "Brass, EUR 89.90",
                "image": {"id": sent.payload["files"][0]["id"]},
                "buttons": [{"title": "Yes, this one", "payload": "Yes, please send it."}],
            }
        ],
    }
    told = desk.page.request.post(
        f"{stage.url}/console/api/conversations/{sent.conversation_id}/reply",
        data=body,
        headers={"X-Parley-CSRF": desk.page.request.get(f"{stage.url}/console/api/me").json()["csrf"]},
    )
    assert told.ok, told.text()
    for shown in (chat.widget, desk.transcript):
        card = shown.get_by_role("list", name="1 card")
        expect(card).to_contain_text("Brass, EUR 89.90")
        expect(card.locator("canvas")).to_be_visible()
    expect(desk.transcript.get_by_role("button", name="Yes, this one")).to_be_disabled()
    expect(desk.page.locator(".row-text").first).to_have_text("Halo floor lamp")
    picture(desk.page, "console-card")
    chat.widget.get_by_role("button", name="Yes, this one").click()
    expect(desk.transcript.locator(".line.customer").last).to_contain_text("Yes, this one")
    picture(chat.page, "widget-card-picture")
