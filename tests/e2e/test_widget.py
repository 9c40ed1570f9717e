from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, Route, WebSocketRoute, expect

from serving.conversations.models import Author
from tests.e2e.chat import Chat
from tests.e2e.stage import EXPRESS, SHIPPING, LiveStage
from tests.services import RedisServer

QUESTION = "How long does shipping take?"
EVERY_SOCKET = re.compile(r".*/socket")


def refuse_sockets(context: BrowserContext) -> None:
    def refuse(socket: WebSocketRoute) -> None:
        socket.close(code=1006 + 3000)

    context.route_web_socket(EVERY_SOCKET, refuse)


def ask_and_wait_in_mid_answer(stage: LiveStage, chat: Chat) -> None:
    stage.answers.hold = True
    chat.say(QUESTION)
    expect(chat.widget.locator(".message.streaming")).to_contain_text(SHIPPING)


def test_a_streamed_answer_becomes_the_committed_one_in_place(stage: LiveStage, page: Page) -> None:
    chat = Chat.on(page, stage.url)
    ask_and_wait_in_mid_answer(stage, chat)
    chat.widget.locator(".message.streaming").evaluate("element => (element.seenBefore = true)")
    stage.answers.finish()
    answer = chat.message(EXPRESS)
    expect(answer).to_contain_text(SHIPPING)
    expect(chat.widget.locator(".message.streaming")).to_have_count(0)
    assert answer.evaluate("element => element.seenBefore === true")
    expect(chat.message(SHIPPING)).to_have_count(1)


def test_an_answer_shows_what_it_stands_on(stage: LiveStage, page: Page) -> None:
    chat = Chat.on(page, stage.url)
    chat.say(QUESTION)
    source = chat.widget.locator("details.citation")
    expect(source).to_have_count(1)
    expect(source.get_by_text(EXPRESS)).to_be_hidden()
    source.locator("summary").click()
    expect(source.get_by_text(EXPRESS)).to_be_visible()
    with page.expect_popup() as opened:
        source.get_by_role("link", name="Open the article").click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Shipping times and cost")
    assert opened.value.url == f"{stage.url}/help/shipping"


def test_a_reload_in_mid_answer_loses_and_doubles_nothing(stage: LiveStage, page: Page) -> None:
    chat = Chat.on(page, stage.url)
    ask_and_wait_in_mid_answer(stage, chat)
    page.reload()
    stage.answers.finish()
    expect(chat.message(EXPRESS)).to_be_visible()
    expect(chat.message(SHIPPING)).to_have_count(1)
    expect(chat.sent(QUESTION)).to_have_count(1)


def test_without_sockets_the_conversation_goes_on_by_polling(
    stage: LiveStage, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context()
    refuse_sockets(context)
    chat = Chat.on(context.new_page(), stage.url)
    chat.say(QUESTION)
    expect(chat.message(EXPRESS)).to_have_count(1)
    expect(chat.sent(QUESTION)).to_have_count(1)
    expect(chat.banner).to_be_empty()


def test_what_is_written_offline_is_sent_in_order_when_the_network_is_back(
    stage: LiveStage, page: Page
) -> None:
    chat = Chat.on(page, stage.url)
    chat.say("before")
    expect(chat.message("You said: before")).to_be_visible()
    page.context.set_offline(True)
    chat.say("first")
    chat.say("second")
    expect(chat.banner).to_contain_text("You are offline")
    expect(chat.sent("second")).to_contain_text("Waiting for a connection")
    page.context.set_offline(False)
    expect(chat.message("second")).to_be_visible()
    expect(chat.banner).to_be_empty()
    expect(chat.own).to_have_count(3)
    assert chat.own.locator(".bubble").all_inner_texts() == ["before", "first", "second"]
    assert chat.stored("outbox") is None


def test_what_was_not_sent_survives_the_page(
    stage: LiveStage, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context()
    first = Chat.on(context.new_page(), stage.url)
    first.say("before")
    expect(first.message("You said: before")).to_be_visible()
    context.set_offline(True)
    first.say("written in a tunnel")
    expect(first.sent("written in a tunnel")).to_be_visible()
    first.page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(stage.url)
    expect(Chat(page).message("You said: written in a tunnel")).to_have_count(1)


def test_typing_ends_by_itself(stage: LiveStage, page: Page) -> None:
    chat = Chat.on(page, stage.url)
    chat.say("hello")
    expect(chat.message("You said: hello")).to_be_visible()
    stage.typing(stage.conversation_ids()[0], expires_in_s=1)
    expect(chat.typing).to_be_visible()
    expect(chat.typing).to_be_hidden()


def test_the_widget_says_that_redis_is_away_and_nothing_is_lost(
    stage: LiveStage, page: Page, own_redis_server: RedisServer
) -> None:
    chat = Chat.on(page, stage.url)
    chat.say("hello")
    expect(chat.message("You said: hello")).to_be_visible()
    own_redis_server.stop()
    expect(chat.banner).to_contain_text("technical problem")
    chat.say("are you there?")
    expect(chat.sent("are you there?").get_by_text("Sent", exact=True)).to_be_attached()
    own_redis_server.start()
    expect(chat.banner).to_be_empty()
    assert stage.stored_texts(Author.CUSTOMER) == ["hello", "are you there?"]


def test_an_expired_session_begins_anew_and_says_so(stage: LiveStage, page: Page) -> None:
    chat = Chat.on(page, stage.url)
    chat.say("hello")
    expect(chat.message("You said: hello")).to_be_visible()
    page.evaluate(
        """() => { for (const key of Object.keys(localStorage))
                     if (key.endsWith(":token")) localStorage.setItem(key, '"no token of ours"'); }"""
    )
    page.reload()
    expect(chat.notice("Your earlier session has expired")).to_be_visible()
    expect(chat.own).to_have_count(0)
    chat.say("again")
    expect(chat.message("You said: again")).to_be_visible()


def test_a_refused_message_can_be_tried_again(
    stage: LiveStage, new_context: Callable[..., BrowserContext]
) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(
            status=400, json={"error": {"code": "bad_input", "message": "no", "retry_after_s": None}}
        )

    context = new_context()
    refuse_sockets(context)
    context.route("**/messages", refuse)
    chat = Chat.on(context.new_page(), stage.url)
    chat.say("hello")
    failed = chat.sent("hello")
    expect(failed).to_contain_text("Not sent")
    context.unroute("**/messages")
    failed.get_by_role("button", name="Try again").click()
    expect(chat.message("You said: hello")).to_have_count(1)


def test_a_quick_reply_shows_its_title_now_and_after_a_reload(stage: LiveStage, page: Page) -> None:
    chat = Chat.on(page, stage.url)
    chat.say("I want to return something")
    reply = chat.widget.get_by_role("button", name="It arrived damaged")
    reply.click()
    expect(chat.sent("It arrived damaged")).to_be_visible()
    expect(chat.message("Understood: damaged.")).to_be_visible()
    expect(reply).to_have_count(0)
    page.reload()
    expect(chat.sent("It arrived damaged")).to_be_visible()
    expect(chat.sent("/damaged")).to_have_count(0)


def test_a_closed_chat_counts_what_is_new(stage: LiveStage, page: Page) -> None:
    chat = Chat.on(page, stage.url)
    chat.say("I would like to talk to a person")
    expect(chat.message("colleague")).to_be_visible()
    page.keyboard.press("Escape")
    stage.append(stage.conversation_ids()[0], "Good morning!", author=Author.OPERATOR)
    expect(chat.badge).to_have_text("1")
    page.reload()
    expect(chat.badge).to_have_text("1")
    chat.launcher.click()
    expect(chat.message("Good morning!")).to_be_visible()
    expect(chat.badge).to_be_hidden()


def test_markup_in_a_message_stays_text(stage: LiveStage, page: Page) -> None:
    chat = Chat.on(page, stage.url)
    chat.say("<img src=x> javascript:alert(1) https://shop.example/a?b=c.")
    answer = chat.message("You said:")
    expect(answer).to_contain_text("<img src=x> javascript:alert(1)")
    expect(answer.locator("img")).to_have_count(0)
    expect(answer.locator("a")).to_have_count(1)
    expect(answer.locator("a")).to_have_attribute("href", "https://shop.example/a?b=c")


def test_by_keyboard_alone(stage: LiveStage, page: Page) -> None:
    page.goto(stage.url)
    chat = Chat(page)
    chat.launcher.focus()
    page.keyboard.press("Enter")
    expect(chat.input).to_be_focused()
    page.keyboard.type("one line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("I want to return it")
    page.keyboard.press("Enter")
    reply = chat.widget.get_by_role("button", name="It arrived damaged")
    expect(reply).to_be_visible()
    for _ in ("the button for files", "the other reply", "this one"):
        page.keyboard.press("Shift+Tab")
    expect(reply).to_be_focused()
    page.keyboard.press("Enter")
    expect(chat.message("Understood: damaged.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_on_a_phone_the_chat_fills_the_screen_and_keeps_the_focus(
    stage: LiveStage, new_context: Callable[..., BrowserContext], picture: Callable[[Page, str], None]
) -> None:
    context = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    chat = Chat.on(context.new_page(), stage.url)
    chat.say(QUESTION)
    expect(chat.message(EXPRESS)).to_be_visible()
    assert chat.panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    for _ in range(12):
        chat.page.keyboard.press("Tab")
        assert chat.page.evaluate("document.activeElement.localName") == "parley-messenger"
    picture(chat.page, "widget-phone")


HOST_PAGE = """<!doctype html><html lang="en"><body><h1>Another shop</h1>
<script src="{url}/widget.js" data-inbox="web" {attributes} defer></script></body></html>"""


def on_another_site(context: BrowserContext, url: str, attributes: str = "") -> Chat:
    """The widget in a page of another origin, under a policy that allows nothing but the widget."""
    origin = url.replace("127.0.0.1", "localhost")
    policy = f"default-src 'none'; script-src {url}; connect-src {url} {url.replace('http', 'ws')}"
    body = HOST_PAGE.format(url=url, attributes=attributes)

    def answer(route: Route) -> None:
        headers = {"Content-Security-Policy": policy}
        route.fulfill(status=200, content_type="text/html", headers=headers, body=body)

    context.route(f"{origin}/shop", answer)
    return Chat.on(context.new_page(), f"{origin}/shop")


def test_on_another_site_under_a_strict_policy(
    stage: LiveStage, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context()
    complaints: list[str] = []
    context.on(
        "console", lambda message: complaints.append(message.text) if message.type == "error" else None
    )
    chat = on_another_site(context, stage.url)
    chat.say(QUESTION)
    expect(chat.message(EXPRESS)).to_be_visible()
    assert chat.own.first.locator(".bubble").evaluate("e => getComputedStyle(e).borderRadius") != "0px"
    assert complaints == []


# The parts of the page that moved; what moves within the chat is in its shadow, not in the document.
WATCH = """
window.moved = [];
const look = ({ sources }) => {
  const nodes = sources.map(({ node }) => node).filter((node) => node && document.contains(node));
  window.moved.push(...nodes.map(({ localName }) => localName).filter((name) => name !== "parley-messenger"));
};
new PerformanceObserver((list) => list.getEntries().forEach(look))
  .observe({ type: "layout-shift", buffered: true });
"""
# When the page itself had been read, and when the first module of the widget was asked for.
LOADED = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const modules = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/main.js"));
  return [page.domInteractive, ...modules.map(({ startTime }) => startTime)];
}"""


def test_the_page_loads_first_and_nothing_on_it_moves(
    stage: LiveStage, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context()
    context.add_init_script(WATCH)
    chat = on_another_site(context, stage.url)
    chat.say(QUESTION)
    expect(chat.message(EXPRESS)).to_be_visible()
    chat.launcher.click()
    expect(chat.panel).to_be_hidden()
    heading = chat.page.get_by_role("heading", name="Another shop")
    before = heading.bounding_box()
    chat.widget.evaluate("widget => widget.remove()")
    assert heading.bounding_box() == before
    assert chat.page.evaluate("window.moved") == []
    there, asked = chat.page.evaluate(LOADED)
    assert asked >= there


def test_right_to_left(stage: LiveStage, new_context: Callable[..., BrowserContext]) -> None:
    chat = on_another_site(new_context(), stage.url, 'data-dir="rtl"')
    chat.say(QUESTION)
    expect(chat.message(EXPRESS)).to_be_visible()
    own = chat.sent(QUESTION).locator(".bubble").bounding_box()
    answer = chat.message(EXPRESS).locator(".bubble").bounding_box()
    launcher = chat.launcher.bounding_box()
    assert own is not None
    assert answer is not None
    assert launcher is not None
    assert launcher["x"] < 100
    assert own["x"] < answer["x"]
