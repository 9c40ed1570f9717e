"""The review loop and the console's pages, as an operator sees them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from serving.operators.models import Operator
from tests.e2e.axe import violations
from tests.e2e.chat import Chat
from tests.e2e.desk import Desk
from tests.e2e.stage import EXPRESS, LiveStage
from tests.gateway import PASSWORD, password_hash

NewContext = Callable[..., BrowserContext]
QUESTION = "How long does shipping take?"


async def _add_admin(stage: LiveStage) -> None:
    async with stage.served.database.write() as session:
        session.add(
            Operator(
                id="Root", email="root@example.com", name="Root", role="admin", password_hash=password_hash()
            )
        )


@pytest.fixture
def root(stage: LiveStage, new_context: NewContext) -> Desk:
    """An admin before an inbox with one answered question."""
    stage.run(_add_admin(stage))
    customer = Chat.on(new_context().new_page(), stage.url)
    customer.say(QUESTION)
    expect(customer.message(EXPRESS)).to_be_visible()
    page = new_context(reduced_motion="reduce").new_page()
    return Desk.sign_in(page, stage.url, email="root@example.com", password=PASSWORD)


def test_a_wrong_answer_is_corrected_and_stands_among_the_reviews(
    root: Desk, stage: LiveStage, picture: Callable[[Page, str], None]
) -> None:
    root.open_first()
    root.page.get_by_role("button", name="This answer was wrong").first.click()
    form = root.details.locator(".review-form")
    expect(form.get_by_label("What the customer wrote")).to_have_value(QUESTION)
    form.get_by_label("The right intent").select_option("order_status")
    form.get_by_label("Keep it as a regression test").check()
    assert violations(root.page) == []
    form.get_by_role("button", name="Save the review").click()
    expect(root.details.locator(".verdict")).to_contain_text("order_status")
    expect(root.transcript.get_by_text("Wrong", exact=True)).to_be_visible()
    picture(root.page, "console-review")
    root.page.keyboard.press("3")
    row = root.page.get_by_role("row").filter(has_text=QUESTION)
    expect(row).to_contain_text("ask_shipping")
    expect(row).to_contain_text("order_status")
    assert root.page.url.endswith("/console/reviews")
    assert violations(root.page) == []
    row.get_by_role("link").click()
    expect(root.transcript.locator(".chosen")).to_be_in_viewport()


def test_the_filter_is_an_address_and_a_saved_view(root: Desk, stage: LiveStage) -> None:
    root.page.keyboard.press("f")
    panel = root.page.get_by_role("dialog", name="Filter")
    panel.get_by_label("Intent").select_option("ask_shipping")
    assert violations(root.page) == []
    expect(root.rows).to_have_count(1)
    assert "intent=ask_shipping" in root.page.url
    panel.get_by_label("Name of this view").fill("Shipping")
    panel.get_by_role("button", name="Save this view").click()
    expect(panel.get_by_role("link", name="Shipping")).to_be_visible()
    panel.get_by_label("Confidence").select_option("0.3")
    expect(root.page.get_by_text("Nothing matches")).to_be_visible()
    panel.get_by_role("link", name="Shipping").click()
    expect(root.rows).to_have_count(1)
    assert "below" not in root.page.url


def test_a_reply_can_be_taken_back_before_it_leaves(root: Desk) -> None:
    root.open_first()
    root.reply.fill("Too early")
    root.reply.press("Enter")
    root.page.get_by_role("button", name="Undo").click()
    expect(root.transcript.get_by_text("Too early")).to_have_count(0)
    expect(root.reply).to_have_value("Too early")
