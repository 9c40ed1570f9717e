"""What the widget asks of a customer: who they are, some questions, and how it went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from serving.channels.models import Inbox
from serving.contacts.models import Contact
from serving.conversations import service
from serving.conversations.models import Author
from serving.db import now
from serving.operators.models import Operator
from tests.e2e.chat import Chat
from tests.e2e.stage import LiveStage
from tests.e2e.test_widget import on_another_site
from tests.gateway import IDENTITY_KEY

QUESTIONS = ["email!", "topic: What is it about?"]


def configure(stage: LiveStage, **settings: Any) -> None:
    async def change() -> None:
        async with stage.served.database.write() as session:
            inbox = await session.get_one(Inbox, "web")
            inbox.settings = {**inbox.settings, **settings}

    stage.run(change())


def resolve(stage: LiveStage) -> None:
    async def change() -> None:
        async with stage.served.database.write() as session:
            ana = await session.get_one(Operator, "Ana")
            await service.resolve(session, newest, ana)

    newest = stage.conversation_ids()[0]
    stage.run(change())


def contact(stage: LiveStage) -> Contact:
    async def read() -> Contact:
        async with stage.served.database.read() as session:
            return (await session.scalars(select(Contact))).one()

    return stage.run(read())


def identity(subject: str) -> str:
    claims = {"sub": subject, "name": subject.title(), "exp": now() + timedelta(minutes=5)}
    return jwt.encode(claims, IDENTITY_KEY, algorithm="HS256")


def test_a_resolution_is_rated_by_keyboard_with_a_remark(
    stage: LiveStage, page: Page, picture: Callable[[Page, str], None]
) -> None:
    chat = Chat.on(page, stage.url)
    chat.say("hello")
    expect(chat.message("You said: hello")).to_be_visible()
    expect(chat.rating).to_be_hidden()
    resolve(stage)
    expect(chat.rating).to_contain_text("How did we do?")
    picture(page, "widget-rating")
    star = chat.rating.get_by_role("button", name="Good", exact=True)
    star.focus()
    page.keyboard.press("Enter")
    expect(chat.rating).to_contain_text("Thank you")
    expect(star).to_be_focused()
    chat.rating.get_by_role("textbox").fill("Quick and kind.")
    chat.rating.get_by_role("button", name="Send").click()
    expect(chat.rating.get_by_role("textbox")).to_be_hidden()
    page.reload()
    expect(chat.rating.get_by_role("button", name="Good", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(chat.rating.get_by_role("textbox")).to_be_hidden()


def test_who_writes_again_is_asked_again_only_after_the_next_resolution(stage: LiveStage, page: Page) -> None:
    chat = Chat.on(page, stage.url)
    chat.say("hello")
    expect(chat.message("You said: hello")).to_be_visible()
    resolve(stage)
    chat.rating.get_by_role("button", name="Very bad").click()
    expect(chat.rating).to_contain_text("Thank you")
    chat.say("it is broken again")
    expect(chat.message("You said: it is broken again")).to_be_visible()
    expect(chat.rating).to_be_hidden()
    resolve(stage)
    expect(chat.rating.get_by_role("button", name="Very bad")).to_have_attribute("aria-pressed", "false")


def test_a_rating_that_does_not_arrive_can_be_sent_again(stage: LiveStage, page: Page) -> None:
    chat = Chat.on(page, stage.url)
    chat.say("hello")
    expect(chat.message("You said: hello")).to_be_visible()
    resolve(stage)
    page.route("**/rating", lambda route: route.abort())
    chat.rating.get_by_role("button", name="Very good").click()
    expect(chat.rating).to_contain_text("could not be sent")
    page.unroute("**/rating")
    chat.rating.get_by_role("button", name="Try again").click()
    expect(chat.rating).to_contain_text("Thank you")


def test_the_questions_come_before_the_first_message_and_once(
    stage: LiveStage, page: Page, picture: Callable[[Page, str], None]
) -> None:
    configure(stage, prechat=QUESTIONS)
    page.goto(stage.url)
    chat = Chat(page)
    chat.launcher.click()
    email = chat.panel.get_by_label("Your e-mail address")
    expect(email).to_be_focused()
    expect(chat.input).to_be_hidden()
    picture(page, "widget-questions")
    page.keyboard.type("kim@example.com")
    page.keyboard.press("Tab")
    page.keyboard.type("a lamp")
    page.keyboard.press("Enter")
    expect(chat.input).to_be_focused()
    chat.say("hello")
    expect(chat.message("You said: hello")).to_be_visible()
    found = contact(stage)
    assert (found.email, found.attributes) == ("kim@example.com", {"topic": "a lamp"})
    page.reload()
    expect(chat.message("You said: hello")).to_be_visible()
    expect(email).to_be_hidden()


def test_what_a_page_asks_for_the_customer_waits_for_the_questions(stage: LiveStage, page: Page) -> None:
    configure(stage, prechat=QUESTIONS)
    page.goto(stage.url)
    page.get_by_role("button", name="How long does shipping take?").click()
    chat = Chat(page)
    chat.panel.get_by_label("Your e-mail address").fill("kim@example.com")
    assert stage.conversation_ids() == []
    chat.panel.get_by_role("button", name="Start the chat").click()
    expect(chat.message("Standard shipping")).to_be_visible()


def test_the_page_vouches_for_a_customer(
    stage: LiveStage, new_context: Callable[..., BrowserContext]
) -> None:
    configure(stage, identity_required=True)
    stranger = on_another_site(new_context(), stage.url)
    expect(stranger.banner).to_contain_text("Please sign in")
    kim = on_another_site(new_context(), stage.url, f'data-identity="{identity("kim")}"')
    kim.say("hello")
    expect(kim.message("You said: hello")).to_be_visible()
    assert contact(stage).name == "Kim"


def test_a_customer_who_signs_out_leaves_nothing_behind(stage: LiveStage, page: Page) -> None:
    chat = Chat.on(page, stage.url)
    page.evaluate("token => document.querySelector('parley-messenger').identify(token)", identity("kim"))
    chat.say("my secret")
    expect(chat.message("You said: my secret")).to_be_visible()
    page.evaluate("document.querySelector('parley-messenger').signOut()")
    expect(chat.own).to_have_count(0)
    chat.say("somebody else")
    expect(chat.message("You said: somebody else")).to_be_visible()
    assert len(stage.conversation_ids()) == 2
    page.evaluate("token => document.querySelector('parley-messenger').identify(token)", identity("kim"))
    expect(chat.sent("my secret")).to_be_visible()
    expect(chat.sent("somebody else")).to_have_count(0)
    assert stage.stored_texts(Author.CUSTOMER) == ["somebody else"]
