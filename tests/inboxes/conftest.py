"""The application and the providers' peers, for the tests of this folder."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from serving.config import Settings
from serving.db import Database
from serving.inboxes import service
from serving.inboxes.base import Around
from tests.channels.mail_servers import ImapServer, SmtpServer
from tests.channels.slack_server import SlackServer
from tests.channels.telegram_server import TelegramServer
from tests.channels.twilio_server import TwilioServer
from tests.gateway import listening, served  # noqa: F401  # pytest finds fixtures by name in this module


@pytest.fixture
async def around(settings: Settings, database: Database) -> AsyncIterator[Around]:
    async with service.around_of(settings, database) as made:
        yield made


@pytest.fixture
def telegram() -> TelegramServer:
    return TelegramServer()


@pytest.fixture
async def telegram_url(telegram: TelegramServer) -> AsyncIterator[str]:
    async with listening(telegram.app()) as address:
        yield f"http://{address}"


@pytest.fixture
def slack() -> SlackServer:
    return SlackServer()


@pytest.fixture
async def slack_url(slack: SlackServer) -> AsyncIterator[str]:
    async with listening(slack.app()) as address:
        yield f"http://{address}/api/"


@pytest.fixture
def twilio() -> TwilioServer:
    return TwilioServer()


@pytest.fixture
async def twilio_url(twilio: TwilioServer) -> AsyncIterator[str]:
    async with listening(twilio.app()) as address:
        yield f"http://{address}"


@pytest.fixture
async def smtp() -> AsyncIterator[SmtpServer]:
    server = SmtpServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def imap() -> Iterator[ImapServer]:
    server = ImapServer()
    server.start()
    yield server
    server.stop()
