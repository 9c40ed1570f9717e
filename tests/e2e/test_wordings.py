"""An admin changes what customers read, by keyboard alone, and takes it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from serving.translation.catalogue import get_catalogue
from tests.e2e.chat import Chat
from tests.e2e.desk import Desk
from tests.e2e.stage import LiveStage
from tests.e2e.test_inboxes import add_admin, tab_to
from tests.gateway import PASSWORD

Picture = Callable[[Page, str], None]


@pytest.fixture(autouse=True)
def said_as_shipped_afterwards() -> Iterator[None]:
    yield
    get_catalogue("en").reword({})


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, {"width": 390, "height": 844}])
def test_a_text_is_changed_tried_and_taken_back_by_keyboard(
    page: Page, stage: LiveStage, picture: Picture, size: dict[str, int]
) -> None:
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    stage.run(add_admin(stage))
    Desk.sign_in(page, stage.url, email="ada@example.com", password=PASSWORD)
    page.goto(f"{stage.url}/console/wordings?folder=en&q=widget-greeting")
    edit = page.get_by_role("button", name="Edit widget-greeting")
    expect(edit).to_be_visible()
    tab_to(page, edit)
    page.keyboard.press("Enter")
    text = page.get_by_label("The text widget-greeting")
    expect(text).to_be_visible()
    tab_to(page, text)
    page.keyboard.press("Control+a")
    page.keyboard.type("Welcome { $nobody }")
    tab_to(page, page.get_by_role("button", name="Save", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="$nobody")).to_be_visible()

    text.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Welcome to the lamp shop!")
    tab_to(page, page.get_by_role("button", name="Show what customers read"))
    page.keyboard.press("Enter")
    expect(page.locator(".try-out")).to_contain_text("Welcome to the lamp shop!")
    picture(page, f"console-wordings-{size['width']}")
    tab_to(page, page.get_by_role("button", name="Save", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator(".wordings .pattern")).to_have_text("Welcome to the lamp shop!")
    expect(page.get_by_text("1 text found · 1 changed in this language")).to_be_visible()

    customer = page.context.browser
    assert customer is not None
    chat = Chat.on(customer.new_page(), stage.url)
    expect(chat.widget.get_by_text("Welcome to the lamp shop!")).to_be_visible()
    chat.page.close()

    page.get_by_role("button", name="Edit widget-greeting").press("Enter")
    back = page.get_by_role("button", name="Back to the original")
    expect(back).to_be_visible()
    back.press("Enter")
    expect(page.get_by_text("1 text found · 0 changed in this language")).to_be_visible()
