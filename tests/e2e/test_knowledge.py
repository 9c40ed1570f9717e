"""Documents are added, looked at, tried and removed in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect

from serving.config import Settings
from tests.e2e.axe import violations
from tests.e2e.desk import Desk
from tests.e2e.stage import ENCODER, LiveStage
from tests.gateway import PASSWORD
from tests.knowledge.site import Site, serving_site
from tests.services import RedisServer

NewContext = Callable[..., BrowserContext]
Picture = Callable[[Page, str], None]

OWLS = "# Owls\n\nOwls hunt at night.\n\n## Food\n\nThey eat mice, frogs and sometimes a fish."
FAQ = """\
question,answer,language
How old do owls get?,Up to thirty years.,en
Wie alt werden Eulen?,Bis dreißig.,de
"""
# Reading waits for the encoder, which shares two cores with the browser.
PATIENCE_MS = 60_000


@pytest.fixture
def site() -> Iterator[Site]:
    with serving_site() as running:
        yield running


@pytest.fixture
def stage(
    make_settings: Callable[..., Settings], sqlite_url: str, own_redis_server: RedisServer
) -> Iterator[LiveStage]:
    settings = make_settings(
        database_url=sqlite_url,
        redis_url=own_redis_server.url,
        encoder_path=ENCODER,
        fetch_allowed_hosts="127.0.0.1",
    )
    with LiveStage(settings) as running:
        yield running


class Shelf:
    """The console's knowledge as an operator uses it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sources = page.get_by_role("navigation", name="Sources").locator(".rows a")
        self.main = page.get_by_role("main", name="Knowledge")
        self.documents = self.main.locator(".documents li")
        self.problem = self.main.locator(".problem-bar")
        self.hits = self.main.locator(".hits li")

    @classmethod
    def open(cls, page: Page, url: str, *, name: str = "ana") -> Shelf:
        Desk.sign_in(page, url, email=f"{name}@example.com", password=PASSWORD)
        page.get_by_role("link", name="Knowledge").click()
        shelf = cls(page)
        expect(page).to_have_url(re.compile("/console/knowledge$"))
        return shelf

    def choose(self, name: str, content: str | bytes) -> None:
        payload = content.encode() if isinstance(content, str) else content
        file = FilePayload(name=name, mimeType="application/octet-stream", buffer=payload)
        with self.page.expect_file_chooser() as chooser:
            self.main.get_by_role("button", name="Choose files").click()
        chooser.value.set_files(file)

    def drop(self, name: str, content: str) -> None:
        transfer = self.page.evaluate_handle(
            """([name, text]) => {
                const transfer = new DataTransfer();
                transfer.items.add(new File([text], name));
                return transfer;
            }""",
            [name, content],
        )
        self.main.locator(".drop").dispatch_event("drop", {"dataTransfer": transfer})

    def source(self, name: str) -> Locator:
        return self.sources.filter(has=self.page.get_by_text(name, exact=True))

    def ready(self, name: str, state: str = "Ready") -> Locator:
        source = self.source(name)
        expect(source.get_by_text(state, exact=True)).to_be_visible(timeout=PATIENCE_MS)
        return source

    def fact(self, name: str) -> Locator:
        return self.main.locator(".facts div").filter(has_text=name).locator("dd")


@pytest.fixture
def shelf(stage: LiveStage, page: Page) -> Shelf:
    return Shelf.open(page, stage.url)


def test_from_an_empty_shelf_to_an_answerable_question(shelf: Shelf, picture: Picture) -> None:
    expect(shelf.page.get_by_text("No documents yet")).to_be_visible()
    picture(shelf.page, "knowledge-empty")
    shelf.choose("owls.md", OWLS)
    shelf.drop("faq.csv", FAQ)
    shelf.ready("owls")
    shelf.ready("faq")
    shelf.main.get_by_role("searchbox", name="A question").fill("what do owls eat?")
    shelf.main.get_by_role("button", name="Find").click()
    expect(shelf.hits.first).to_contain_text("Owls › Food", timeout=PATIENCE_MS)
    expect(shelf.hits.first).to_contain_text("They eat mice")
    expect(shelf.hits.first).to_contain_text(re.compile(r"score \d"))
    picture(shelf.page, "knowledge-found")
    shelf.source("faq").click()
    expect(shelf.documents).to_have_count(2)
    expect(shelf.fact("Languages")).to_have_text("de, en")
    expect(shelf.fact("What changed then")).to_have_text("2 added")
    shelf.main.get_by_role("searchbox", name="Filter documents").fill("eulen")
    expect(shelf.documents).to_have_count(1)
    expect(shelf.documents).to_contain_text("Wie alt werden Eulen?")
    picture(shelf.page, "knowledge-source")


def test_a_broken_file_shows_what_to_repair(shelf: Shelf, picture: Picture) -> None:
    shelf.choose("faq.csv", "question,reply\nA?,B.\n")
    shelf.ready("faq", "Could not be read").click()
    expect(shelf.documents).to_contain_text("no column 'answer'")
    picture(shelf.page, "knowledge-broken")
    shelf.page.get_by_role("button", name="Add", exact=True).click()
    shelf.choose("old.doc", "x")
    expect(shelf.main.get_by_role("alert").filter(has_text="save it as DOCX")).to_be_visible()
    shelf.main.get_by_role("button", name="Forget old.doc").click()
    expect(shelf.main.get_by_text("save it as DOCX")).to_be_hidden()


def test_a_sitemap_is_read_again_and_what_left_it_is_withdrawn(shelf: Shelf, site: Site) -> None:
    site.page("/owls", "<h1>Owls</h1><p>They hunt at night.</p>")
    site.page("/bats", "<h1>Bats</h1><p>They hang upside down.</p>")
    shelf.main.get_by_label("Address of a page").fill(site.sitemap("/owls", "/bats"))
    shelf.main.get_by_role("button", name="Add", exact=True).click()
    shelf.ready("127.0.0.1").click()
    expect(shelf.documents).to_have_count(2)
    expect(shelf.documents.first.get_by_role("link", name="Bats")).to_have_attribute(
        "href", f"{site.url}/bats"
    )
    site.sitemap("/owls")
    shelf.main.get_by_role("button", name="Read again").click()
    expect(shelf.documents).to_have_count(1, timeout=PATIENCE_MS)
    expect(shelf.fact("What changed then")).to_have_text("1 unchanged, 1 withdrawn")
    site.pages.clear()
    shelf.main.get_by_role("button", name="Read again").click()
    expect(shelf.problem).to_contain_text("the server says 404", timeout=PATIENCE_MS)
    expect(shelf.documents).to_have_count(1)


def test_a_source_is_shown_only_where_it_may_be(shelf: Shelf, stage: LiveStage) -> None:
    shelf.main.get_by_role("radio", name="Only these").check()
    shelf.main.get_by_role("checkbox", name="API", exact=True).check()
    shelf.choose("owls.md", OWLS)
    source = shelf.ready("owls")
    expect(source.get_by_text("Some inboxes")).to_be_visible()

    def found(inbox: str) -> Locator:
        shelf.main.get_by_label("As asked in").select_option(label=inbox)
        shelf.main.get_by_role("searchbox", name="A question").fill("owls")
        shelf.page.keyboard.press("Enter")
        return shelf.hits

    expect(found("API").first).to_contain_text("Owls", timeout=PATIENCE_MS)
    found("Shop")
    expect(shelf.main.get_by_text("No document says anything about it")).to_be_visible()
    source.click()
    expect(shelf.main.get_by_role("checkbox", name="API", exact=True)).to_be_checked()
    shelf.main.get_by_role("radio", name="Every inbox").check()
    expect(source.get_by_text("Some inboxes")).to_be_hidden()


def test_removing_asks_first(shelf: Shelf) -> None:
    shelf.choose("owls.md", OWLS)
    shelf.ready("owls").click()
    shelf.main.get_by_role("button", name="Remove").click()
    dialog = shelf.page.get_by_role("dialog", name="Remove this source?")
    expect(dialog).to_contain_text("“owls” and its 1 document are withdrawn")
    dialog.get_by_role("button", name="Keep it").click()
    expect(shelf.source("owls")).to_be_visible()
    shelf.main.get_by_role("button", name="Remove").click()
    dialog.get_by_role("button", name="Remove").click()
    expect(shelf.page.get_by_text("No documents yet")).to_be_visible()
    expect(shelf.page).to_have_url(re.compile("/console/knowledge$"))


def test_by_keyboard_and_by_address(shelf: Shelf, stage: LiveStage) -> None:
    shelf.choose("owls.md", OWLS)
    shelf.ready("owls")
    keyboard = shelf.page.keyboard
    shelf.page.locator("body").click(position={"x": 2, "y": 2})
    keyboard.press("j")
    keyboard.press("Enter")
    expect(shelf.main.get_by_role("heading", name="owls")).to_be_focused()
    expect(shelf.page).to_have_url(re.compile("/console/knowledge/owls$"))
    keyboard.press("Escape")
    expect(shelf.main.get_by_role("heading", name="Try a question")).to_be_visible()
    keyboard.press("/")
    expect(shelf.main.get_by_role("searchbox", name="A question")).to_be_focused()
    keyboard.press("Escape")
    keyboard.press("1")
    expect(shelf.page.get_by_role("navigation", name="Inbox")).to_be_visible()
    keyboard.press("2")
    expect(shelf.source("owls")).to_be_visible()
    shelf.page.goto(f"{stage.url}/console/knowledge/owls")
    expect(shelf.documents).to_have_count(1)
    shelf.page.goto(f"{stage.url}/console/knowledge/nothing")
    expect(shelf.problem).to_have_text("There is no such source any more.")


def test_a_viewer_looks_and_changes_nothing(shelf: Shelf, stage: LiveStage, new_context: NewContext) -> None:
    shelf.choose("owls.md", OWLS)
    shelf.ready("owls")
    vera = Shelf.open(new_context().new_page(), stage.url, name="vera")
    expect(vera.main.get_by_role("heading", name="Try a question")).to_be_visible()
    expect(vera.main.get_by_role("heading", name="Add documents")).to_be_hidden()
    vera.source("owls").click()
    expect(vera.documents).to_have_count(1)
    for name in ("Remove", "Read again"):
        expect(vera.main.get_by_role("button", name=name)).to_be_hidden()
    expect(vera.main.get_by_role("radio", name="Every inbox")).to_be_disabled()


def test_what_a_document_says_is_never_markup(shelf: Shelf) -> None:
    shelf.choose(
        "<img src=x onerror=alert(1)>.md", "# <img src=x onerror=alert(1)>\n\nOwls &lt;b&gt;hunt&lt;/b&gt;."
    )
    shelf.sources.first.get_by_text("Ready").wait_for(timeout=PATIENCE_MS)
    shelf.main.get_by_role("searchbox", name="A question").fill("owls")
    shelf.page.keyboard.press("Enter")
    expect(shelf.hits.first).to_contain_text("Owls <b>hunt</b>.", timeout=PATIENCE_MS)
    shelf.sources.first.click()
    expect(shelf.documents).to_have_count(1)
    assert shelf.page.locator("parley-console img[src='x'], .hits b").count() == 0


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)], ids=["phone", "desktop"])
def test_it_fits_every_screen_and_direction(
    stage: LiveStage, new_context: NewContext, picture: Picture, size: tuple[int, int]
) -> None:
    width, height = size
    context = new_context(
        viewport={"width": width, "height": height}, color_scheme="dark", has_touch=width < 500
    )
    shelf = Shelf.open(context.new_page(), stage.url)
    shelf.choose("owls.md", OWLS)
    shelf.choose("faq.csv", "question,reply\nA?,B.\n")
    shelf.ready("owls")
    shelf.ready("faq", "Could not be read")
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    for direction in ("ltr", "rtl"):
        shelf.page.evaluate("(direction) => { document.documentElement.dir = direction; }", direction)
        assert not shelf.page.evaluate(wide)
        picture(shelf.page, f"knowledge-{width}-{direction}-home")
        shelf.source("faq").click()
        expect(shelf.documents).to_have_count(1)
        assert not shelf.page.evaluate(wide)
        picture(shelf.page, f"knowledge-{width}-{direction}-source")
        if width < 500:
            shelf.main.get_by_role("button", name="Back to the sources").click()
        else:
            shelf.page.get_by_role("button", name="Add", exact=True).click()
        expect(shelf.main.get_by_role("heading", name="Add documents")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(stage: LiveStage, new_context: NewContext, scheme: str) -> None:
    page = new_context(color_scheme=scheme, reduced_motion="reduce").new_page()
    shelf = Shelf.open(page, stage.url)
    expect(page.get_by_text("No documents yet")).to_be_visible()
    assert violations(page) == []
    shelf.choose("owls.md", OWLS)
    shelf.choose("faq.csv", "question,reply\nA?,B.\n")
    shelf.choose("old.doc", "x")
    shelf.ready("owls")
    shelf.ready("faq", "Could not be read")
    shelf.main.get_by_role("radio", name="Only these").check()
    shelf.main.get_by_role("searchbox", name="A question").fill("what do owls eat?")
    page.keyboard.press("Enter")
    expect(shelf.hits.first).to_be_visible(timeout=PATIENCE_MS)
    assert violations(page) == []
    shelf.source("faq").click()
    expect(shelf.documents).to_have_count(1)
    assert violations(page) == []
    shelf.main.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("dialog", name="Remove this source?")).to_be_visible()
    assert violations(page) == []
