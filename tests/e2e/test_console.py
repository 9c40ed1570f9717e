from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from serving.conversations.models import Author
from tests.e2e.chat import Chat
from tests.e2e.desk import Desk
from tests.e2e.stage import EXPRESS, LiveStage
from tests.e2e.test_widget import QUESTION, refuse_sockets
from tests.gateway import PASSWORD

NewContext = Callable[..., BrowserContext]


@pytest.fixture
def customer(stage: LiveStage, new_context: NewContext) -> Chat:
    """Somebody who has asked one question and has the answer."""
    chat = Chat.on(new_context().new_page(), stage.url)
    chat.say(QUESTION)
    expect(chat.message(EXPRESS)).to_be_visible()
    return chat


@pytest.fixture
def ana(stage: LiveStage, customer: Chat, page: Page) -> Desk:
    return Desk.sign_in(page, stage.url, email="ana@example.com", password=PASSWORD)


def colleague(stage: LiveStage, new_context: NewContext, name: str) -> Desk:
    page = new_context().new_page()
    return Desk.sign_in(page, stage.url, email=f"{name}@example.com", password=PASSWORD)


def test_a_wrong_password_is_said_and_the_right_one_opens_the_inbox(stage: LiveStage, page: Page) -> None:
    page.goto(f"{stage.url}/console")
    page.get_by_label("E-mail").fill("ana@example.com")
    page.get_by_label("Password").fill("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("The e-mail or the password is wrong.")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("No conversations yet")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_an_operator_takes_over_and_the_customer_reads_the_operator(
    ana: Desk, customer: Chat, picture: Callable[[Page, str], None]
) -> None:
    ana.open_first()
    ana.page.get_by_role("button", name="Why this answer").click()
    ana.act("Take over")
    expect(customer.notice("Ana joined the conversation")).to_be_visible()
    ana.reply.fill("Hello, this is Ana.")
    ana.reply.press("Enter")
    expect(ana.transcript.get_by_text("Hello, this is Ana.")).to_be_in_viewport()
    mine = customer.message("Hello, this is Ana.")
    expect(mine).to_contain_text("Human")
    customer.say("Hello Ana")
    expect(ana.transcript.get_by_text("Hello Ana", exact=True)).to_be_visible()
    expect(customer.message("You said: Hello Ana")).to_have_count(0)
    picture(ana.page, "console-taken-over")
    ana.act("Hand back to the bot")
    expect(customer.notice("Our assistant is back")).to_be_visible()
    customer.say("hello bot")
    expect(customer.message("You said: hello bot")).to_be_visible()


def test_new_conversations_and_messages_appear_by_themselves(
    ana: Desk, stage: LiveStage, new_context: NewContext
) -> None:
    expect(ana.rows).to_have_count(1)
    second = Chat.on(new_context().new_page(), stage.url)
    second.say("a second customer")
    expect(ana.rows).to_have_count(2)
    expect(ana.rows.first).to_contain_text("You said: a second customer")


def test_why_the_bot_answered_so_is_shown_and_can_be_shared(
    ana: Desk, new_context: NewContext, picture: Callable[[Page, str], None]
) -> None:
    ana.open_first()
    ana.page.get_by_role("button", name="Why this answer").click()
    shared = ana.page.context.new_page()
    for desk in (ana, Desk(shared)):
        if desk.page is shared:
            shared.goto(ana.page.url)
        expect(desk.transcript.locator(".chosen")).to_be_in_viewport()
        expect(desk.details).to_contain_text("RoutingPolicy (100%)")
        expect(desk.details).to_contain_text("topic shipping is grounded")
        expect(desk.details.locator(".bars .best")).to_have_text("ask_shipping91%")
        expect(desk.details.locator(".passages li")).to_have_count(2)
        expect(desk.details.get_by_role("row", name=re.compile("Generate"))).to_contain_text("240 ms")
        expect(desk.details).to_contain_text("412 tokens read, 23 written")
    picture(ana.page, "console-why")


def test_a_private_note_never_reaches_the_customer(ana: Desk, customer: Chat) -> None:
    ana.open_first()
    ana.act("Private note")
    ana.note.fill("A good customer.")
    ana.note.press("Enter")
    expect(ana.transcript.locator(".note").get_by_text("A good customer.")).to_be_visible()
    expect(ana.transcript.locator(".note.pending")).to_have_count(0)
    ana.act("Reply")
    ana.reply.fill("Hello")
    ana.reply.press("Enter")
    expect(customer.message("Hello").last).to_be_visible()
    expect(customer.widget.get_by_text("A good customer.")).to_have_count(0)


def test_whoever_comes_second_is_told_who_holds_the_conversation(
    ana: Desk, stage: LiveStage, new_context: NewContext
) -> None:
    context = new_context()
    refuse_sockets(context)  # ben does not hear that ana was quicker
    page = context.new_page()
    page.goto(f"{stage.url}/console")
    page.get_by_label("E-mail").fill("ben@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    ben = Desk(page)
    ben.open_first()
    ana.open_first()
    ana.act("Take over")
    expect(ana.page.get_by_text("You hold this conversation")).to_be_visible()
    ben.act("Take over")
    expect(ben.problem).to_contain_text("Ana holds this conversation")
    expect(ben.page.get_by_role("button", name="Take over")).to_have_count(0)
    expect(ben.reply).to_be_disabled()


def test_a_lost_connection_is_said_and_what_was_missed_is_caught_up(
    ana: Desk, stage: LiveStage, customer: Chat
) -> None:
    ana.open_first()
    ana.page.context.set_offline(True)
    expect(ana.banner).to_contain_text("The connection was lost")
    stage.append(stage.conversation_ids()[0], "said meanwhile", author=Author.BOT)
    expect(customer.message("said meanwhile")).to_be_visible()
    ana.page.context.set_offline(False)
    expect(ana.banner).to_be_empty()
    expect(ana.transcript.get_by_text("said meanwhile")).to_have_count(1)
    expect(ana.rows.first).to_contain_text("said meanwhile")


def test_a_draft_stays_with_its_conversation(ana: Desk, stage: LiveStage) -> None:
    ana.open_first()
    ana.reply.fill("half a sentence")
    ana.page.reload()
    expect(ana.reply).to_have_value("half a sentence")


def test_a_drafted_reply_fills_the_box_names_its_sources_and_is_not_sent(ana: Desk, customer: Chat) -> None:
    source = {"title": "Shipping", "heading": "Times", "url": None, "quote": "It takes 3 days."}
    asked = "how long is shipping?"
    drafted = {
        "text": "It takes 3 days.",
        "earlier": asked,
        "sources": [source],
        "nearest": [],
        "style": "quoted",
    }
    ana.page.route("**/draft", lambda route: route.fulfill(json=drafted))
    ana.open_first()
    ana.act("Draft a reply")
    expect(ana.reply).to_have_value("It takes 3 days.")
    expect(ana.page.locator(".draft-notes")).to_contain_text("Shipping, Times")
    expect(ana.page.locator(".draft-notes")).to_contain_text(f"To what was asked before: “{asked}”")
    expect(ana.transcript.get_by_text("It takes 3 days.")).to_have_count(0)


def test_by_keyboard_alone(ana: Desk, customer: Chat) -> None:
    keyboard = ana.page.keyboard
    expect(ana.rows).to_have_count(1)
    keyboard.press("j")
    keyboard.press("Enter")
    expect(ana.transcript).to_be_visible()
    keyboard.press("t")
    expect(ana.page.get_by_text("You hold this conversation")).to_be_visible()
    keyboard.press("r")
    keyboard.type("typed, not clicked")
    keyboard.press("Enter")
    expect(customer.message("typed, not clicked")).to_be_visible()
    keyboard.press("Escape")
    keyboard.press("e")
    expect(customer.notice("Conversation closed")).to_be_visible()
    keyboard.press("Shift+?")
    dialog = ana.page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Use single-letter shortcuts").press("Space")
    keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    keyboard.press("e")
    keyboard.press("/")
    expect(ana.page.get_by_role("searchbox")).not_to_be_focused()


def test_the_inbox_is_filtered_and_searched_by_the_address(ana: Desk) -> None:
    expect(ana.rows).to_have_count(1)
    ana.act("Resolved")
    expect(ana.page.get_by_text("Nothing matches")).to_be_visible()
    assert "status=resolved" in ana.page.url
    ana.page.reload()
    expect(ana.page.get_by_text("Nothing matches")).to_be_visible()
    ana.act("All")
    ana.page.get_by_role("searchbox").fill("express shipping")
    expect(ana.rows).to_have_count(1)
    ana.page.get_by_role("searchbox").fill("no such words")
    expect(ana.page.get_by_text("Nothing matches")).to_be_visible()


def test_a_conversation_that_does_not_exist_is_said(ana: Desk, stage: LiveStage) -> None:
    ana.page.goto(f"{stage.url}/console/conversations/nothing")
    expect(ana.page.get_by_text("There is no such conversation.")).to_be_visible()


def test_a_viewer_reads_and_changes_nothing(ana: Desk, stage: LiveStage, new_context: NewContext) -> None:
    vera = colleague(stage, new_context, "vera")
    vera.open_first()
    expect(vera.transcript).to_contain_text(EXPRESS)
    expect(vera.page.get_by_role("button", name="Take over")).to_have_count(0)
    expect(vera.reply).to_be_hidden()


def test_on_a_phone_one_pane_at_a_time(
    customer: Chat, stage: LiveStage, new_context: NewContext, picture: Callable[[Page, str], None]
) -> None:
    page = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()
    ana = Desk.sign_in(page, stage.url, email="ana@example.com", password=PASSWORD)
    picture(page, "console-phone-inbox")
    ana.open_first()
    expect(ana.rows.first).to_be_hidden()
    picture(page, "console-phone-transcript")
    page.get_by_role("button", name="Why this answer").click()
    expect(ana.details).to_be_visible()
    expect(ana.transcript).to_be_hidden()
    page.get_by_role("button", name="Close the details").click()
    page.get_by_role("button", name="Back to the inbox").click()
    expect(ana.rows.first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
