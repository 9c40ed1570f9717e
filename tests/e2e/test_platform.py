"""The whole platform as `./parley up` starts it, used by a customer and an operator in a real browser."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from serving.cli.layout import DataDirectory
from tests.cli.test_platform import Platform, free_base_port
from tests.e2e.chat import Chat
from tests.e2e.desk import Desk

pytestmark = pytest.mark.timeout(1500)
ANSWER_MS = 60_000  # a language model on two cores

NewContext = Callable[..., BrowserContext]
Picture = Callable[[Page, str], None]


@dataclass(frozen=True)
class Running:
    url: str
    admin: str
    password: str


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data = DataDirectory.at(tmp_path_factory.mktemp("e2e") / "data")
    prepared = os.environ.get("PARLEY_TEST_MODELS")
    if prepared:
        shutil.copytree(prepared, data.root / "models")
    parley = Platform(data, free_base_port())
    done = parley.parley("up", "--detach", "--port", str(parley.port), timeout_s=1200)
    try:
        assert done.returncode == 0, done.stdout + done.stderr
        said = re.search(r"(\S+@\S+?),? .*password (\S+) ", done.stdout)
        assert said is not None, done.stdout
        status = json.loads(parley.parley("status", "--json").stdout)
        yield Running(url=status["urls"]["api"], admin=said[1], password=said[2])
    finally:
        parley.parley("down", timeout_s=180)


def test_an_order_a_document_and_a_person(
    platform: Running, new_context: NewContext, picture: Picture
) -> None:
    customer = Chat.on(new_context().new_page(), platform.url)
    _ask_for_an_order(customer, picture)
    _ask_the_documents(customer, picture)
    customer.human_button.click()
    expect(customer.notice("You are in the queue for our team")).to_be_visible(timeout=ANSWER_MS)
    operator = Desk.sign_in(
        new_context().new_page(), platform.url, email=platform.admin, password=platform.password
    )
    operator.open_first()
    _look_why(operator, picture)
    _take_over(operator, customer, picture)


def _ask_for_an_order(customer: Chat, picture: Picture) -> None:
    customer.say("Where is my order?")
    expect(customer.message("order number")).to_be_visible(timeout=ANSWER_MS)
    customer.say("P-10482")
    expect(customer.message("e-mail address")).to_be_visible(timeout=ANSWER_MS)
    customer.say("anna.keller@example.com")
    expect(customer.message("Your order P-10482 is on its way")).to_be_visible(timeout=ANSWER_MS)
    picture(customer.page, "platform-order")


def _ask_the_documents(customer: Chat, picture: Picture) -> None:
    customer.say("How long does standard shipping take?")
    source = customer.widget.locator("details.citation").last
    expect(source).to_be_visible(timeout=ANSWER_MS)
    expect(customer.message("3 to 5 working days")).to_be_visible()
    source.locator("summary").click()
    link = source.get_by_role("link", name="Open the article")
    with customer.page.expect_popup() as opened:
        link.click()
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()
    opened.value.close()
    picture(customer.page, "platform-citation")


def _look_why(operator: Desk, picture: Picture) -> None:
    answered = operator.transcript.locator(".message.bot").filter(has=operator.page.locator(".sources"))
    answered.last.get_by_role("button", name="Why this answer").click()
    expect(operator.transcript.locator(".chosen")).to_be_in_viewport()
    expect(operator.details.locator(".passages li").first).to_be_visible()
    expect(operator.details.get_by_role("row", name=re.compile("Total"))).to_be_visible()
    picture(operator.page, "platform-why")


def _take_over(operator: Desk, customer: Chat, picture: Picture) -> None:
    operator.act("Take over")
    operator.reply.fill("Hello, I have read the conversation. How can I help?")
    operator.reply.press("Enter")
    answer = customer.message("I have read the conversation")
    expect(answer).to_be_visible()
    expect(answer).to_contain_text("Human")
    customer.say("Thank you!")
    expect(operator.transcript.get_by_text("Thank you!")).to_be_visible()
    picture(operator.page, "platform-operator")
    picture(customer.page, "platform-customer")
