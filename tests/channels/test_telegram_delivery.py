from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable

import pytest
from pydantic import SecretStr

from serving.channels import secrets
from serving.channels.base import Delivery, DeliveryDeferred, DeliveryFailed, Part
from serving.channels.models import Inbox
from serving.channels.telegram_delivery import TelegramChannel
from serving.config import Settings
from tests.channels.support import adapter, delivery
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
async def channel(make_settings: Callable[..., Settings], sqlite_url: str) -> AsyncIterator[TelegramChannel]:
    async with adapter(TelegramChannel, make_settings(secret_key=KEY, database_url=sqlite_url)) as made:
        yield made


def inbox(base_url: str, token: str | None = TOKEN) -> Inbox:
    stored = secrets.encrypt({"bot_token": token} if token else {}, KEY)
    return Inbox(id="tg", name="T", channel="telegram", settings={"base_url": base_url}, secrets=stored)


def message(base_url: str, part: Part | str, *, token: str | None = TOKEN) -> Delivery:
    return delivery(inbox(base_url, token), "77", Part(text=part) if isinstance(part, str) else part)


async def test_a_message_is_sent_and_its_id_returned(
    channel: TelegramChannel, telegram: TelegramServer, base_url: str
) -> None:
    assert await channel.deliver(message(base_url, "Hello *there*")) == "1"
    assert telegram.sent[0]["chat_id"] == "77"
    assert telegram.sent[0]["text"] == "Hello *there*"


async def test_buttons_become_an_inline_keyboard(
    channel: TelegramChannel, telegram: TelegramServer, base_url: str
) -> None:
    buttons = [{"title": "Cancel", "payload": "/cancel"}]
    await channel.deliver(message(base_url, Part(text="Sure?", buttons=buttons)))

    keyboard = json.loads(telegram.sent[0]["reply_markup"])["inline_keyboard"]
    assert [[button["text"], button["callback_data"]] for [button] in keyboard] == [["Cancel", "/cancel"]]


async def test_a_flood_limit_defers_for_as_long_as_telegram_says(
    channel: TelegramChannel, telegram: TelegramServer, base_url: str
) -> None:
    telegram.flood(7)

    with pytest.raises(DeliveryDeferred) as deferred:
        await channel.deliver(message(base_url, "Hello"))

    assert deferred.value.retry_after_s == 7
    assert telegram.sent == []


@pytest.mark.parametrize(
    ("status", "description"),
    [(403, "Forbidden: bot was blocked by the user"), (400, "Bad Request: chat not found")],
)
async def test_a_refusal_for_good_fails(
    channel: TelegramChannel, telegram: TelegramServer, base_url: str, status: int, description: str
) -> None:
    telegram.refuse(status, description)

    with pytest.raises(DeliveryFailed):
        await channel.deliver(message(base_url, "Hello"))


@pytest.mark.parametrize("status", [500, 502])
async def test_a_fault_of_telegram_defers(
    channel: TelegramChannel, telegram: TelegramServer, base_url: str, status: int
) -> None:
    telegram.refuse(status, "Bad Gateway")

    with pytest.raises(DeliveryDeferred):
        await channel.deliver(message(base_url, "Hello"))


async def test_an_unreachable_telegram_defers(channel: TelegramChannel) -> None:
    with pytest.raises(DeliveryDeferred):
        await channel.deliver(message("http://127.0.0.1:1", "Hello"))


async def test_a_missing_bot_token_fails_and_says_what_to_do(channel: TelegramChannel) -> None:
    with pytest.raises(DeliveryFailed, match="BotFather"):
        await channel.deliver(message("http://127.0.0.1:1", "Hello", token=None))
