from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
from telegram.error import InvalidToken

from serving.channels import secrets
from serving.channels.models import Inbox
from serving.channels.telegram_setup import connect
from serving.config import Settings
from serving.db import Database
from serving.errors import BadInput, Conflict
from tests.channels.telegram_server import TOKEN, TelegramServer
from tests.gateway import listening


@pytest.fixture
def telegram() -> TelegramServer:
    return TelegramServer()


@pytest.fixture
async def base_url(telegram: TelegramServer) -> AsyncIterator[str]:
    async with listening(telegram.app()) as address:
        yield f"http://{address}"


async def stored(database: Database, settings: Settings) -> dict[str, str]:
    async with database.read() as session:
        inbox = await session.get_one(Inbox, "tg")
    return secrets.decrypt(inbox.secrets, settings.secret_key)


async def test_telegram_gets_the_address_and_the_secret_that_the_webhook_checks(
    database: Database, settings: Settings, telegram: TelegramServer, base_url: str
) -> None:
    connected = await connect(database, settings, inbox_id="tg", token=TOKEN, base_url=base_url)

    assert connected.bot == "lumen_bot"
    [webhook] = telegram.webhooks
    assert webhook["url"] == connected.webhook == f"{settings.public_url}/channels/telegram/tg"
    assert json.loads(webhook["allowed_updates"]) == ["message", "callback_query"]
    assert await stored(database, settings) == {"bot_token": TOKEN, "webhook_secret": webhook["secret_token"]}


async def test_connecting_again_keeps_the_secret(
    database: Database, settings: Settings, telegram: TelegramServer, base_url: str
) -> None:
    for _ in range(2):
        await connect(database, settings, inbox_id="tg", token=TOKEN, base_url=base_url)
    first, second = telegram.webhooks
    assert first["secret_token"] == second["secret_token"]


async def test_a_token_that_telegram_does_not_know_stores_nothing(
    database: Database, settings: Settings, base_url: str
) -> None:
    with pytest.raises(InvalidToken):
        await connect(database, settings, inbox_id="tg", token="123:wrong", base_url=base_url)
    async with database.read() as session:
        assert await session.get(Inbox, "tg") is None


async def test_an_address_that_telegram_would_not_call_is_refused_with_the_remedy(
    database: Database, settings: Settings
) -> None:
    with pytest.raises(BadInput, match="PARLEY_PUBLIC_URL"):
        await connect(database, settings, inbox_id="tg", token=TOKEN)


@pytest.mark.parametrize(("inbox_id", "token"), [("a b", TOKEN), ("", TOKEN), ("tg", " ")])
async def test_bad_names_and_empty_tokens_are_refused(
    database: Database, settings: Settings, base_url: str, inbox_id: str, token: str
) -> None:
    with pytest.raises(BadInput):
        await connect(database, settings, inbox_id=inbox_id, token=token, base_url=base_url)


async def test_another_channels_inbox_is_left_alone(
    database: Database, settings: Settings, base_url: str
) -> None:
    async with database.write() as session:
        session.add(Inbox(id="tg", name="Website", channel="widget", settings={}))
    with pytest.raises(Conflict):
        await connect(database, settings, inbox_id="tg", token=TOKEN, base_url=base_url)
