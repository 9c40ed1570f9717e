"""What a team does all day, by keyboard alone, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from serving.config import Settings
from serving.conversations.models import Conversation, Status
from tests.e2e.chat import Chat
from tests.e2e.desk import Desk
from tests.e2e.stage import ENCODER, EXPRESS, LiveStage
from tests.e2e.test_inboxes import add_admin, tab_to
from tests.gateway import PASSWORD
from tests.services import RedisServer

NewContext = Callable[..., BrowserContext]
Picture = Callable[[Page, str], None]
SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
UNANSWERABLE = "Do you sell tropical fish?"


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def stage(
    make_settings: Callable[..., Settings], sqlite_url: str, own_redis_server: RedisServer
) -> Iterator[LiveStage]:
    """With the encoder, which tells questions that mean the same."""
    settings = make_settings(database_url=sqlite_url, redis_url=own_redis_server.url, encoder_path=ENCODER)
    with LiveStage(settings) as running:
        yield running


@pytest.fixture
def customer(stage: LiveStage, new_context: NewContext) -> Chat:
    chat = Chat.on(new_context().new_page(), stage.url)
    chat.say("How long does shipping take?")
    expect(chat.message(EXPRESS)).to_be_visible()
    return chat


@pytest.fixture
def desk(stage: LiveStage, customer: Chat, new_context: NewContext, size: str) -> Desk:
    """An admin's, with one conversation."""
    stage.run(add_admin(stage))
    return signed_in(stage, new_context, size, "ada@example.com")


def signed_in(stage: LiveStage, new_context: NewContext, size: str, email: str) -> Desk:
    page = new_context(viewport=SIZES[size], reduced_motion="reduce").new_page()
    return Desk.sign_in(page, stage.url, email=email, password=PASSWORD)


def press(page: Page, name: str, *, role: str = "button") -> None:
    wanted = page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]  # the role is one
    expect(wanted).to_be_visible()
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def open_first(desk: Desk) -> None:
    expect(desk.rows).to_have_count(1)
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("Enter")
    expect(desk.transcript).to_be_visible()


async def conversation(stage: LiveStage) -> Conversation:
    async with stage.served.database.read() as session:
        return (await session.scalars(select(Conversation))).one()


def test_a_conversation_is_given_to_a_colleague(
    desk: Desk, stage: LiveStage, size: str, picture: Picture
) -> None:
    page = desk.page
    open_first(desk)
    page.keyboard.press("m")
    menu = page.get_by_role("dialog", name="More actions")
    colleague = menu.get_by_label("Assign to")
    expect(colleague.get_by_role("option", name="Ben")).to_be_attached()
    picture(page, f"console-more-{size}")
    tab_to(page, colleague)
    page.keyboard.type("Ben")
    press(page, "Assign")
    expect(menu).to_be_hidden()
    expect(desk.transcript).to_contain_text("Ben")
    assert stage.run(conversation(stage)).assignee_id == "Ben"


def test_a_conversation_sleeps_until_its_time(desk: Desk, stage: LiveStage) -> None:
    open_first(desk)
    desk.page.keyboard.press("m")
    press(desk.page, "For an hour")
    expect(desk.transcript.get_by_text("Snoozed")).to_be_visible()
    asleep = stage.run(conversation(stage))
    assert asleep.status is Status.SNOOZED
    desk.page.keyboard.press("m")
    until = desk.page.get_by_label("Until a time of your own")
    tab_to(desk.page, until)
    later = datetime.now(tz=UTC) + timedelta(days=40)
    until.fill(f"{later:%Y-%m-%dT09:30}")
    press(desk.page, "Snooze")
    expect(desk.page.get_by_role("dialog", name="More actions")).to_be_hidden()
    expect(desk.transcript.get_by_text("Snoozed")).to_have_count(2)
    longer = stage.run(conversation(stage))
    assert asleep.snoozed_until is not None
    assert longer.snoozed_until is not None
    assert longer.snoozed_until - asleep.snoozed_until > timedelta(days=38)


def test_a_reply_that_everybody_uses_is_kept_and_typed(desk: Desk, customer: Chat, stage: LiveStage) -> None:
    page = desk.page
    page.goto(f"{stage.url}/console/team")
    press_summary(page, "Keep a reply")
    tab_to(page, page.get_by_role("textbox", name="Shortcut"))
    page.keyboard.type("hours")
    tab_to(page, page.get_by_label("Text", exact=True))
    page.keyboard.type("We are there from nine to five.")
    press(page, "Keep a reply")
    expect(page.get_by_role("cell", name="/hours", exact=True)).to_be_visible()
    page.keyboard.press("1")
    open_first(desk)
    page.keyboard.press("t")
    expect(page.get_by_text("You hold this conversation")).to_be_visible()
    page.keyboard.press("r")
    page.keyboard.type("/ho")
    expect(page.get_by_role("option", name="/hours")).to_be_visible()
    page.keyboard.press("Enter")
    expect(desk.reply).to_have_value("We are there from nine to five.")
    page.keyboard.press("Enter")
    expect(customer.message("from nine to five")).to_be_visible()


def press_summary(page: Page, words: str) -> None:
    summary = page.locator("summary", has_text=words)
    expect(summary).to_be_visible()
    tab_to(page, summary)
    page.keyboard.press("Enter")


def test_a_colleague_is_invited_gets_a_role_and_is_shut_out(
    desk: Desk, stage: LiveStage, new_context: NewContext, size: str, picture: Picture
) -> None:
    page = desk.page
    page.goto(f"{stage.url}/console/team")
    tab_to(page, page.get_by_label("Name", exact=True))
    page.keyboard.type("Zoe")
    tab_to(page, page.get_by_label("E-mail"))
    page.keyboard.type("zoe@example.com")
    press(page, "Invite")
    made = page.locator(".made code")
    expect(made).to_contain_text("/console/invitation")
    expect(page.get_by_role("cell", name="zoe@example.com")).to_be_visible()
    expect(page.get_by_role("button", name="Invite", exact=True)).to_be_focused()
    picture(page, f"console-invited-{size}")

    newcomer = new_context(viewport=SIZES[size]).new_page()
    newcomer.goto(f"{stage.url}{urlsplit(made.inner_text())._replace(scheme='', netloc='').geturl()}")
    expect(newcomer.get_by_label("Name")).to_have_value("Zoe")
    newcomer.keyboard.type(PASSWORD)
    newcomer.keyboard.press("Enter")
    zoe = Desk(newcomer)
    expect(zoe.rows).to_have_count(1)

    page.reload()
    role = page.get_by_label("Role of Zoe")
    expect(role).to_have_value("agent")
    tab_to(page, role)
    page.keyboard.type("Viewer")
    page.keyboard.press("Enter")
    newcomer.reload()
    zoe.open_first()
    expect(newcomer.get_by_role("button", name="Take over")).to_have_count(0)

    row = page.get_by_role("row").filter(has_text="zoe@example.com")
    tab_to(page, row.get_by_role("button", name="Disable"))
    page.keyboard.press("Enter")
    expect(row.get_by_text("Disabled")).to_be_visible()
    newcomer.reload()
    expect(newcomer.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_token_is_shown_once_and_revoked_and_another_browser_is_signed_out(
    desk: Desk, stage: LiveStage, new_context: NewContext, size: str
) -> None:
    page = desk.page
    other = signed_in(stage, new_context, size, "ada@example.com")
    page.goto(f"{stage.url}/console/account")
    others = page.get_by_role("region").get_by_role("button", name="Sign out", exact=True)
    tab_to(page, others)
    page.keyboard.press("Enter")
    expect(others).to_have_count(0)
    other.page.reload()
    expect(other.page.get_by_role("button", name="Sign in")).to_be_visible()

    tab_to(page, page.get_by_label("What it is for"))
    page.keyboard.type("Reports")
    press(page, "Make a token")
    token = page.locator(".made code").inner_text()
    reads = {"Authorization": f"Bearer {token}"}
    path = f"{stage.url}/console/api/conversations"
    assert page.context.request.get(path, headers=reads).ok
    page.reload()
    expect(page.get_by_role("cell", name="Reports")).to_be_visible()
    expect(page.get_by_text(token)).to_have_count(0)
    press(page, "Revoke")
    expect(page.get_by_role("cell", name="Reports")).to_have_count(0)
    stranger = new_context().request
    assert stranger.get(path, headers=reads).status == 401


def test_a_gap_is_found_and_an_answer_written(
    desk: Desk, customer: Chat, stage: LiveStage, size: str, picture: Picture
) -> None:
    customer.say(UNANSWERABLE)
    expect(customer.message("I have no answer to that.")).to_be_visible()
    page = desk.page
    page.keyboard.press("4")
    press_summary(page, "Write the answer")
    tab_to(page, page.get_by_label("Answer", exact=True))
    page.keyboard.type("We sell lamps and cushions, no animals.")
    picture(page, f"console-gap-{size}")
    press(page, "Add a pair")
    expect(page.get_by_text("Every question had an answer.")).to_be_visible()


def test_the_figures_are_read_as_a_table_and_taken_away(desk: Desk) -> None:
    page = desk.page
    page.keyboard.press("4")
    languages = page.locator(".card").filter(has=page.get_by_role("heading", name="Languages"))
    summary = languages.locator("summary")
    expect(summary).to_be_visible()
    tab_to(page, summary)
    page.keyboard.press("Enter")
    expect(languages.get_by_role("row", name="English 1")).to_be_visible()
    link = languages.get_by_role("link", name="Export CSV")
    tab_to(page, link)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    kept = Path(download.value.path()).read_text(encoding="utf-8")
    assert "en,1" in kept
