"""Both front ends in another language: chosen by hand, at once, for good, and from right to left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from serving.conversations.models import Kind
from tests.e2e.chat import Chat
from tests.e2e.stage import ORDER, LiveStage
from tests.gateway import PASSWORD

ASKED = f"أين طلبي {ORDER}؟"


def choose_language(chat: Chat, locale: str) -> None:
    chat.widget.locator(".language select").select_option(locale)
    expect(chat.widget).to_have_attribute("lang", locale)


def write(chat: Chat, text: str) -> None:
    """`Chat.say` knows the field by its English name."""
    field = chat.widget.locator(".composer textarea")
    field.fill(text)
    field.press("Enter")


@pytest.fixture
def arabic(stage: LiveStage, page: Page) -> Chat:
    chat = Chat.on(page, stage.url)
    choose_language(chat, "ar")
    write(chat, ASKED)
    expect(chat.message("رقم التتبع")).to_be_visible()
    return chat


def copied(bubble: Locator, clicks: int) -> str:
    """What is in the clipboard after a double or a triple click and Ctrl+C."""
    page = bubble.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    bubble.click(click_count=clicks)
    page.keyboard.press("Control+c")
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_an_arabic_customer_is_answered_from_right_to_left(
    stage: LiveStage, arabic: Chat, picture: Callable[[Page, str], None]
) -> None:
    arabic.page.goto(f"{stage.url}/?lang=ar")
    bubble = arabic.message("رقم التتبع").locator(".bubble")
    expect(arabic.widget).to_have_attribute("dir", "rtl")
    expect(arabic.widget.locator(".composer textarea")).to_have_attribute("placeholder", "اكتبوا رسالة…")
    expect(bubble).to_be_visible()
    assert bubble.evaluate("element => getComputedStyle(element).direction") == "rtl"
    picture(arabic.page, "widget-ar")


def test_an_order_number_is_copied_as_it_is(arabic: Chat) -> None:
    bubble = arabic.message("رقم التتبع").locator(".bubble")
    number = copied(bubble.locator("bdi", has_text=ORDER), clicks=2)
    assert number
    assert number in ORDER  # a double click takes the word: all of it, or one side of the dash
    whole = copied(bubble, clicks=3)
    assert f"طلبكم {ORDER} في الطريق" in whole
    assert not {*"\u2066\u2067\u2068\u2069\u200e\u200f"} & {*whole}


def test_the_choice_is_the_customers_own_and_survives_the_page(arabic: Chat, stage: LiveStage) -> None:
    [first] = [event for event in stage.events(Kind.MESSAGE) if event.text == ASKED]
    assert (first.payload["locale"], first.payload["locale_chosen"]) == ("ar", True)
    [decided] = stage.events(Kind.LOCALE)
    assert decided.payload == {"locale": "ar", "reason": "customer"}
    arabic.page.reload()
    expect(arabic.widget).to_have_attribute("dir", "rtl")
    expect(arabic.message("رقم التتبع")).to_be_visible()


def test_switching_words_everything_anew_without_a_reload(arabic: Chat) -> None:
    arabic.page.evaluate("() => (window.stillHere = true)")
    choose_language(arabic, "de")
    expect(arabic.widget).to_have_attribute("dir", "ltr")
    expect(arabic.widget.get_by_label("Ihre Nachricht")).to_be_visible()
    expect(arabic.widget.get_by_role("button", name="Mit einem Menschen sprechen")).to_be_visible()
    expect(arabic.message("رقم التتبع").locator(".name")).to_have_text("Assistent")
    write(arabic, f"Wo ist {ORDER}?")
    expect(arabic.message("Sendungsnummer")).to_be_visible()
    assert arabic.page.evaluate("() => window.stillHere")


def test_the_page_s_language_is_the_widget_s_until_one_is_chosen(
    stage: LiveStage, new_context: Callable[..., BrowserContext]
) -> None:
    body = '<html lang="es"><body><script src="/widget.js" data-inbox="web"></script></body></html>'
    page = new_context(locale="fr-FR").new_page()
    page.route(f"{stage.url}/", lambda route: route.fulfill(content_type="text/html", body=body))
    page.goto(f"{stage.url}/")
    expect(page.locator("parley-messenger .launcher")).to_have_attribute("aria-label", "Abrir el chat")


def test_the_console_speaks_the_operator_s_language_and_keeps_it(
    stage: LiveStage, new_context: Callable[..., BrowserContext], picture: Callable[[Page, str], None]
) -> None:
    page = new_context(locale="de-DE").new_page()
    page.goto(f"{stage.url}/console")
    expect(page.get_by_role("button", name="Anmelden")).to_be_visible()
    page.get_by_role("combobox").select_option("ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_label("البريد الإلكتروني").fill("ana@example.com")
    page.get_by_label("كلمة المرور").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("لا محادثات بعد")).to_be_visible()
    elsewhere = new_context(locale="en-US").new_page()
    elsewhere.goto(f"{stage.url}/console")
    elsewhere.get_by_label("E-mail").fill("ana@example.com")
    elsewhere.get_by_label("Password").fill(PASSWORD)
    elsewhere.keyboard.press("Enter")
    expect(elsewhere.get_by_text("لا محادثات بعد")).to_be_visible()
    picture(elsewhere, "console-ar")


def test_the_console_changes_its_language_while_one_works(
    stage: LiveStage, page: Page, arabic: Chat, picture: Callable[[Page, str], None]
) -> None:
    page = page.context.browser.new_page(locale="en-US")  # type: ignore[union-attr]  # launched, so it is there
    page.goto(f"{stage.url}/console")
    page.get_by_label("E-mail").fill("ana@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="Inbox").locator(".rows a").first.click()
    page.get_by_role("button", name="Your account, Ana").click()
    page.locator(".account-menu").get_by_role("combobox").select_option("fr")
    expect(page.get_by_role("button", name="Prendre la main")).to_be_visible()
    expect(page.get_by_role("log", name="Transcription")).to_contain_text("رقم التتبع")
    page.locator(".signed-in").click()
    page.locator(".account-menu").get_by_role("combobox").select_option("ar")
    page.get_by_role("button", name="سبب هذه الإجابة").first.click()
    expect(page.get_by_role("complementary", name="التفاصيل")).to_be_visible()
    picture(page, "console-ar-transcript")
    page.close()


AT_EVERY_WIDTH = """
async ([text, widths]) => {
  const { formatted } = await import("/widget/text.js");
  const bubble = Object.assign(document.createElement("div"), { dir: "auto", className: "bubble" });
  document.querySelector("parley-messenger").shadowRoot.append(bubble);
  bubble.append(...formatted(text));
  const lines = (range) => new Set([...range.getClientRects()].map((box) => box.top)).size;
  const broken = new Set();
  for (const width of widths) {
    bubble.style.inlineSize = `${width}px`;
    for (const one of bubble.querySelectorAll(".whole")) if (lines(one) > 1) broken.add(one.textContent);
  }
  const kept = [...bubble.querySelectorAll(".whole")].map((one) => one.textContent);
  return { kept, broken: [...broken], said: bubble.textContent };
}
"""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Your order P-10482 costs EUR 9.90, or 9,90 € later.", ["P-10482", "EUR 9.90", "9,90 €"]),
        (
            "رقم طلبكم \u2068P-10482\u2069 وهاتفنا \u2068+32 9 123 45 67\u2069.",
            ["P-10482", "+32 9 123 45 67"],
        ),
        (
            "Call 09 123 45 67 before 2026-11-25: well-known, e-mail, 3 to 5 days.",
            ["09 123 45 67", "2026-11-25"],
        ),
    ],
)
def test_no_number_is_broken_at_the_end_of_a_line(
    stage: LiveStage, page: Page, text: str, kept: list[str]
) -> None:
    page.goto(stage.url)
    Chat(page).launcher.wait_for()
    found = page.evaluate(AT_EVERY_WIDTH, [text, list(range(160, 420, 7))])
    assert found["kept"] == kept
    assert found["broken"] == []
    assert found["said"] == text.replace("\u2068", "").replace("\u2069", "")


def test_the_language_is_chosen_by_keyboard_alone(stage: LiveStage, page: Page) -> None:
    chat = Chat.on(page, stage.url)
    focused = "menu => menu.getRootNode().activeElement === menu"
    menu = chat.widget.locator(".language select")
    for _ in range(12):
        if menu.evaluate(focused):
            break
        page.keyboard.press("Shift+Tab")
    assert menu.evaluate(focused)
    page.keyboard.type("Deu")
    page.keyboard.press("Enter")
    expect(chat.widget.get_by_role("button", name="Senden", exact=True)).to_be_visible()
    expect(menu).to_have_value("de")
    assert menu.evaluate(focused)
