"""A customer sends files in the widget."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from serving.conversations.models import Author
from tests.e2e.chat import Chat
from tests.e2e.stage import EXPRESS, SHIPPING, LiveStage
from tests.e2e.test_widget import on_another_site

DRAW = """
() => new Promise((resolve) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 240, height: 160 });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#8a4b08";
  pen.fillRect(0, 0, 240, 160);
  resolve(canvas.toDataURL("image/png").split(",")[1]);
})
"""

PASTE = """
async (input) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 8, height: 8 });
  const blob = await new Promise((resolve) => canvas.toBlob(resolve));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([blob], "screen.png", { type: "image/png" }));
  const options = { clipboardData, bubbles: true, cancelable: true };
  input.dispatchEvent(new ClipboardEvent("paste", options));
}
"""


@pytest.fixture
def photo(page: Page) -> dict[str, object]:
    return {
        "name": "broken lamp.png",
        "mimeType": "image/png",
        "buffer": base64.b64decode(page.evaluate(DRAW)),
    }


def attach(chat: Chat, *files: dict[str, object]) -> None:
    expect(chat.widget.locator(".attach")).to_be_visible()  # the limits are known
    chat.widget.locator("input[type=file]").set_input_files(list(files))


def test_a_picture_is_shown_even_where_the_page_allows_no_pictures(
    stage: LiveStage,
    new_context: Callable[..., BrowserContext],
    photo: dict[str, object],
    picture: Callable[[Page, str], None],
) -> None:
    chat = on_another_site(new_context(), stage.url)
    attach(chat, photo)
    expect(chat.widget.locator(".chip.ready")).to_contain_text("broken lamp.png")
    picture(chat.page, "widget-attached")
    chat.say("It arrived like this")
    drawn = chat.sent("It arrived like this").locator("canvas.picture")
    expect(drawn).to_have_attribute("aria-label", "broken lamp.png")
    assert drawn.evaluate("canvas => [...canvas.getContext('2d').getImageData(5, 5, 1, 1).data]")[:3] == [
        138,
        75,
        8,
    ]
    expect(chat.widget.locator(".chip")).to_have_count(0)
    picture(chat.page, "widget-file-sent")
    chat.page.reload()
    chat.launcher.wait_for()
    expect(drawn).to_be_visible()


def test_a_file_needs_no_words(stage: LiveStage, page: Page, photo: dict[str, object]) -> None:
    chat = Chat.on(page, stage.url)
    attach(chat, photo)
    expect(chat.widget.locator(".chip.ready")).to_be_visible()
    chat.widget.get_by_role("button", name="Send", exact=True).click()
    expect(chat.own.locator("canvas.picture")).to_be_visible()
    expect(chat.own.get_by_text("Sent", exact=True)).to_be_attached()
    assert stage.stored_texts(Author.CUSTOMER) == [""]


def test_what_is_not_taken_says_why_and_can_be_removed(stage: LiveStage, page: Page) -> None:
    chat = Chat.on(page, stage.url)
    attach(chat, {"name": "virus.exe", "mimeType": "application/octet-stream", "buffer": b"MZ\x90\x00" * 20})
    refused = chat.widget.locator(".chip.failed")
    expect(refused).to_contain_text("cannot be sent")
    expect(chat.widget.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    refused.get_by_role("button", name="Remove virus.exe").click()
    expect(refused).to_have_count(0)


def test_a_pasted_picture_is_attached(stage: LiveStage, page: Page) -> None:
    chat = Chat.on(page, stage.url)
    chat.input.evaluate(PASTE)
    expect(chat.widget.locator(".chip.ready")).to_contain_text("screen.png")


def test_the_conversation_can_be_saved(stage: LiveStage, page: Page) -> None:
    chat = Chat.on(page, stage.url)
    save = chat.widget.get_by_role("button", name="Save the conversation")
    expect(save).to_be_hidden()
    chat.say("How long does shipping take?")
    expect(chat.message(EXPRESS)).to_be_visible()
    with page.expect_download() as saving:
        save.click()
    saved = saving.value.path().read_text(encoding="utf-8-sig")
    assert "You: How long does shipping take?" in saved
    assert f"Assistant: {SHIPPING} {EXPRESS}" in saved
    assert f"Shipping times and cost: {stage.url}/help/shipping" in saved
