"""An admin connects a channel, checks it and takes it away again, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from serving.operators.models import Operator
from serving.operators.roles import Role
from tests.e2e.desk import Desk
from tests.e2e.stage import LiveStage
from tests.gateway import PASSWORD, password_hash

Picture = Callable[[Page, str], None]


async def add_admin(stage: LiveStage) -> None:
    async with stage.served.database.write() as session:
        session.add(
            Operator(id="Ada", email="ada@example.com", name="Ada", role=Role.ADMIN.value,
                     password_hash=password_hash())
        )  # fmt: skip


def test_an_inbox_is_made_checked_changed_and_removed(page: Page, stage: LiveStage, picture: Picture) -> None:
    stage.run(add_admin(stage))
    Desk.sign_in(page, stage.url, email="ada@example.com", password=PASSWORD)
    page.get_by_role("navigation", name="Parts of the console").get_by_role("link", name="Inboxes").click()
    expect(page).to_have_url(f"{stage.url}/console/inboxes")

    page.get_by_label("Channel").select_option("widget")
    page.get_by_label("Name", exact=True).fill("Help pages")
    page.get_by_label("Id in addresses").fill("help")
    page.get_by_role("button", name="Connect").click()
    expect(page.locator(".snippet").get_by_text('data-inbox="help"')).to_be_visible()
    expect(page.get_by_text("Any website may embed it")).to_be_visible()
    picture(page, "console-inboxes")

    page.get_by_label("color").fill("green")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").filter(has_text="no colour")).to_be_visible()
    page.get_by_label("color").fill("#0a7f5a")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("What the check found")).to_be_visible()

    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove inbox").click()
    expect(page.get_by_role("navigation", name="Inboxes").get_by_text("Help pages")).to_have_count(0)


def test_the_widget_is_seen_while_its_looks_are_edited(
    page: Page, stage: LiveStage, picture: Picture
) -> None:
    stage.run(add_admin(stage))
    Desk.sign_in(page, stage.url, email="ada@example.com", password=PASSWORD)
    page.goto(f"{stage.url}/console/inboxes")
    page.get_by_role("button", name="Shop web · widget").click()
    frame = page.frame_locator("iframe.preview")
    launcher, panel = frame.locator(".launcher"), frame.get_by_role("dialog")
    expect(panel.get_by_role("heading")).to_have_text("Shop")
    expect(panel.get_by_text("It takes 3 to 5 working days.").first).to_be_visible()
    expect(page.locator(".appearance .findings")).to_be_hidden()

    page.get_by_label("Title").fill("Lumen & Oak")
    page.get_by_label("Greeting").fill("Hello you!")
    page.get_by_label("Colour color").fill("#ffee00")
    expect(panel.get_by_role("heading")).to_have_text("Lumen & Oak")
    expect(panel.get_by_text("Hello you!")).to_be_visible()
    expect(launcher).to_have_css("background-color", "rgb(255, 238, 0)")
    expect(launcher).to_have_css("color", "rgb(17, 17, 17)")
    expect(page.locator(".appearance .findings")).to_contain_text("In light mode")
    expect(page.get_by_label("Colour color")).to_be_focused()
    picture(page, "console-inboxes-preview")
    page.get_by_role("button", name="Dark").click()
    expect(panel).to_have_css("background-color", "rgb(22, 25, 28)")
    page.get_by_role("button", name="Closed").click()
    expect(panel).to_be_hidden()
    page.get_by_label("Corner").select_option("start")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("What the check found")).to_be_visible()

    page.goto(stage.url)
    shown = page.locator("parley-messenger .launcher")
    expect(shown).to_have_css("background-color", "rgb(255, 238, 0)")  # before there is a session
    box = shown.bounding_box()
    assert box is not None
    assert box["x"] < 100
    shown.click()
    expect(page.locator("parley-messenger .attach")).to_be_visible()  # what was not touched is as it was


def tab_to(page: Page, wanted: Locator, *, most: int = 60) -> None:
    for _ in range(most):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(wanted).to_be_focused()


def test_the_looks_are_edited_by_keyboard_alone(page: Page, stage: LiveStage) -> None:
    stage.run(add_admin(stage))
    Desk.sign_in(page, stage.url, email="ada@example.com", password=PASSWORD)
    page.goto(f"{stage.url}/console/inboxes")
    frame = page.frame_locator("iframe.preview")
    panel = frame.get_by_role("dialog")
    inbox = page.get_by_role("button", name="Shop web · widget")
    expect(inbox).to_be_visible()
    tab_to(page, inbox)
    page.keyboard.press("Enter")
    expect(panel.get_by_role("heading")).to_have_text("Shop")

    tab_to(page, page.get_by_label("Title"))
    page.keyboard.press("Control+a")
    page.keyboard.type("Typed, not clicked")
    expect(panel.get_by_role("heading")).to_have_text("Typed, not clicked")
    tab_to(page, page.get_by_label("Colour color"))
    page.keyboard.press("Control+a")
    page.keyboard.type("#7a1f5c")
    expect(frame.locator(".launcher")).to_have_css("background-color", "rgb(122, 31, 92)")
    tab_to(page, page.get_by_label("Corner"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Corner")).to_have_value("start")
    tab_to(page, page.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("What the check found")).to_be_visible()

    expect(panel.get_by_role("heading")).to_have_text("Typed, not clicked")
    tab_to(page, page.get_by_role("button", name="Dark"))
    page.keyboard.press("Space")
    expect(panel).to_have_css("background-color", "rgb(22, 25, 28)")


def test_a_rest_inbox_gets_a_key_that_is_shown_once(page: Page, stage: LiveStage) -> None:
    stage.run(add_admin(stage))
    Desk.sign_in(page, stage.url, email="ada@example.com", password=PASSWORD)
    page.goto(f"{stage.url}/console/inboxes")
    page.get_by_role("button", name="API rest · rest").click()
    page.get_by_label("Who uses the key").fill("the shop")
    page.get_by_role("button", name="Make a key").click()
    expect(page.get_by_text("pk_")).to_be_visible()
    row = page.locator(".keys li", has_text="the shop")
    expect(row).to_be_visible()
    row.get_by_role("button", name="Revoke").click()
    expect(row).to_have_count(0)


def test_an_agent_is_not_offered_the_inboxes(page: Page, stage: LiveStage) -> None:
    Desk.sign_in(page, stage.url, email="ana@example.com", password=PASSWORD)
    links = page.get_by_role("navigation", name="Parts of the console").get_by_role("link")
    expect(links.filter(has_text="Knowledge")).to_be_visible()
    expect(links.filter(has_text="Inboxes")).to_have_count(0)
