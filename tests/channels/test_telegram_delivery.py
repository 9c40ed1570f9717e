from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr

from serving.channels import secrets
from serving.channels.base import DeliveryDeferred, DeliveryFailed
from serving.channels.models import Inbox
from serving.channels.telegram_delivery import TelegramChannel
from serving.conversations.models import Author, Event, Kind
from tests.channels.telegram_server import TOKEN, TelegramServer
from tests.gateway import listening

KEY = SecretStr("a secret key for tests, 32 characters")


@pytest.fixture
def telegram() -> TelegramServer:
    return TelegramServer()


@pytest.fixture
async def base_url(telegram: TelegramServer) -> AsyncIterator[str]:
    async with listening(telegram.app()) as address:
        yield f"http://{address}"


@pytest.fixture
async def channel() -> AsyncIterator[TelegramChannel]:
    made = TelegramChannel(KEY)
    yield made
    await made.close()


def inbox(base_url: str, token: str | None = TOKEN) -> Inbox:
    stored = secrets.encrypt({"bot_token": token} if token else {}, KEY)
    return Inbox(id="tg", name="T", channel="telegram", settings={"base_url": base_url}, secrets=stored)


def message(text: str, **payload: Any) -> Event:
    return Event(id=1, seq=1, kind=Kind.MESSAGE, author=Author.BOT, text=text, payload=payload)


async def test_a_message_is_sent_and_its_id_returned(
    channel: TelegramChannel, telegram: TelegramServer, base_url: str
) -> None:
    assert await channel.deliver(inbox(base_url), "77", message("Hello *there*")) == "1"
    assert telegram.sent[0]["chat_id"] == "77"
    assert telegram.sent[0]["text"] == "Hello *there*"


async def test_buttons_become_an_inline_keyboard(
    channel: TelegramChannel, telegram: TelegramServer, base_url: str
) -> None:
    buttons = [{"title": "Cancel", "payload": "/cancel"}]
    await channel.deliver(inbox(base_url), "77", message("Sure?", buttons=buttons))

    keyboard = json.loads(telegram.sent[0]["reply_markup"])["inline_keyboard"]
    assert [[button["text"], button["callback_data"]] for [button] in keyboard] == [["Cancel", "/cancel"]]


async def test_buttons_that_telegram_cannot_carry_become_a_numbered_list(
    channel: TelegramChannel, telegram: TelegramServer, base_url: str
) -> None:
    buttons = [{"title": "One", "payload": "é" * 33}, {"title": "Two", "payload": "/two"}]
    await channel.deliver(inbox(base_url), "77", message("Which?", buttons=buttons))

    assert telegram.sent[0]["text"] == "Which?\n1. One\n2. Two"
    assert "reply_markup" not in telegram.sent[0]


async def test_sources_are_written_below_the_answer(
    channel: TelegramChannel, telegram: TelegramServer, base_url: str
) -> None:
    sources = [{"title": "Shipping", "url": "https://x.example", "quote": "Two days."}] * 2
    await channel.deliver(inbox(base_url), "77", message("Two days.", sources=sources))

    assert telegram.sent[0]["text"] == "Two days.\n\n• Shipping https://x.example"


async def test_a_long_text_is_sent_in_parts_with_the_buttons_at_the_end(
    channel: TelegramChannel, telegram: TelegramServer, base_url: str
) -> None:
    text = "This is a sentence. " * 500
    buttons = [{"title": "Cancel", "payload": "/cancel"}]
    assert await channel.deliver(inbox(base_url), "77", message(text, buttons=buttons)) == "3"

    assert " ".join(sent["text"] for sent in telegram.sent) == text.strip()
    assert ["reply_markup" in sent for sent in telegram.sent] == [False, False, True]


async def test_a_flood_limit_defers_for_as_long_as_telegram_says(
    channel: TelegramChannel, telegram: TelegramServer, base_url: str
) -> None:
    telegram.flood(7)

    with pytest.raises(DeliveryDeferred) as deferred:
        await channel.deliver(inbox(base_url), "77", message("Hello"))

    assert deferred.value.retry_after_s == 7
    assert telegram.sent == []


async def test_a_flood_limit_between_parts_sends_no_part_twice(
    channel: TelegramChannel, telegram: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("serving.channels.telegram_delivery.wait", wait)
    send = telegram.send_message

    async def flood_after_the_first(request: Any) -> Any:
        before = len(telegram.sent)
        answer = await send(request)
        if (before, len(telegram.sent)) == (0, 1):
            telegram.flood(3)
        return answer

    telegram.send_message = flood_after_the_first  # type: ignore[method-assign]
    async with listening(telegram.app()) as address:
        await channel.deliver(inbox(f"http://{address}"), "77", message("This is a sentence. " * 300))

    assert waits == [3]
    assert len(telegram.sent) == 2
    assert telegram.sent[0]["text"] != telegram.sent[1]["text"]


@pytest.mark.parametrize(
    ("status", "description"),
    [(403, "Forbidden: bot was blocked by the user"), (400, "Bad Request: chat not found")],
)
async def test_a_refusal_for_good_fails(
    channel: TelegramChannel, telegram: TelegramServer, base_url: str, status: int, description: str
) -> None:
    telegram.refuse(status, description)

    with pytest.raises(DeliveryFailed):
        await channel.deliver(inbox(base_url), "77", message("Hello"))


@pytest.mark.parametrize("status", [500, 502])
async def test_a_fault_of_telegram_defers(
    channel: TelegramChannel, telegram: TelegramServer, base_url: str, status: int
) -> None:
    telegram.refuse(status, "Bad Gateway")

    with pytest.raises(DeliveryDeferred):
        await channel.deliver(inbox(base_url), "77", message("Hello"))


async def test_an_unreachable_telegram_defers(channel: TelegramChannel) -> None:
    with pytest.raises(DeliveryDeferred):
        await channel.deliver(inbox("http://127.0.0.1:1"), "77", message("Hello"))


async def test_a_missing_bot_token_fails_and_says_what_to_do(channel: TelegramChannel) -> None:
    with pytest.raises(DeliveryFailed, match="BotFather"):
        await channel.deliver(inbox("http://127.0.0.1:1", token=None), "77", message("Hello"))
