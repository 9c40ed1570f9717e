from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from serving.conversations.models import Kind
from serving.translation.fake import WordListEngine
from tests.e2e.chat import Chat
from tests.e2e.desk import Desk
from tests.e2e.stage import LiveStage
from tests.gateway import PASSWORD

WORDS = {
    "dónde": "where",
    "está": "is",
    "mi": "my",
    "lámpara": "lamp",
    "your": "su",
    "lamp": "lámpara",
    "is": "está",
    "here": "aquí",
}
PAIRS = frozenset({("en", "es"), ("es", "en")})


@pytest.fixture
def engine(stage: LiveStage) -> WordListEngine:
    made = WordListEngine(words=WORDS, pairs=PAIRS)
    stage.served.gateway.translator.engines = [made]
    return made


def test_an_operator_reads_and_writes_in_his_language_and_the_customer_in_hers(
    stage: LiveStage,
    engine: WordListEngine,
    page: Page,
    new_context: Callable[..., BrowserContext],
    picture: Callable[[Page, str], None],
) -> None:
    customer = Chat.on(new_context().new_page(), stage.url)
    customer.say("¿Dónde está mi lámpara P-10482?")
    ana = Desk.sign_in(page, stage.url, email="ana@example.com", password=PASSWORD)
    ana.open_first()
    expect(ana.transcript.get_by_text("¿where is my lamp P-10482?")).to_be_visible()
    expect(ana.transcript.get_by_text("¿Dónde está mi lámpara P-10482?")).to_be_visible()
    ana.act("Take over")
    ana.reply.fill("Your lamp P-10482 is here")
    preview = page.get_by_role("textbox", name="What the customer will read")
    expect(preview).to_have_value("su lámpara P-10482 está aquí")
    picture(page, "console-translated")
    ana.reply.press("Enter")
    expect(customer.message("su lámpara P-10482 está aquí")).to_be_visible()
    expect(ana.transcript.get_by_text("Your lamp P-10482 is here")).to_be_visible()


def test_the_memory_is_edited_and_a_word_tried(
    stage: LiveStage, engine: WordListEngine, page: Page, picture: Callable[[Page, str], None]
) -> None:
    Desk.sign_in(page, stage.url, email="ana@example.com", password=PASSWORD)
    page.get_by_role("link", name="Translations").click()
    page.get_by_label("Translate into").select_option("es")
    page.get_by_placeholder("Try a translation").fill("Your lamp is here")
    page.get_by_role("button", name="Translate", exact=True).click()
    expect(page.get_by_text("su lámpara está aquí")).to_be_visible()
    page.get_by_placeholder("Word").fill("lamp")
    page.get_by_placeholder("Our translation (empty: never translated)").fill("luminaria")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("luminaria (Spanish)")).to_be_visible()
    page.get_by_role("button", name="Translate", exact=True).click()
    expect(page.get_by_text("su luminaria está aquí")).to_be_visible()
    picture(page, "console-translations")


def test_an_operator_decides_the_language_and_takes_it_back(
    stage: LiveStage, page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    customer = Chat.on(new_context().new_page(), stage.url)
    customer.say("hello")
    expect(customer.message("You said: hello")).to_be_visible()
    ana = Desk.sign_in(page, stage.url, email="ana@example.com", password=PASSWORD)
    ana.open_first()
    language = ana.details.get_by_label("Language of the conversation")
    expect(language).to_have_value("")
    language.select_option("de")
    expect(ana.transcript.get_by_text("Language: German · chosen by an operator · Ana")).to_be_visible()
    page.reload()
    expect(language).to_have_value("de")
    language.select_option("")
    expect(ana.transcript.get_by_text("Language: German · decided automatically again")).to_be_visible()
    expect(language).to_have_value("")
    reasons = [event.payload["reason"] for event in stage.events(Kind.LOCALE)]
    assert reasons[-2:] == ["operator", "conversation"]
