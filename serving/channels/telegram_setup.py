"""Connects a Telegram bot: `python -m serving.channels.telegram_setup ID`, the bot's token on stdin.

Doing it again repairs: the secret of the webhook is kept, the address is set anew.
"""

from __future__ import annotations

import argparse
import asyncio
import secrets as random
import sys
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from serving.channels import secrets
from serving.channels.models import Inbox
from serving.channels.telegram_delivery import BASE_URL
from serving.config import Settings, get_settings
from serving.db import Database
from serving.errors import BadInput, Conflict, ParleyError, Unavailable
from serving.http import IDENTIFIER

TIMEOUT_S = 10.0
# What `channels/telegram.py` reads; Telegram keeps the rest to itself.
UPDATES = ("message", "callback_query")


@dataclass(frozen=True, slots=True)
class Connected:
    bot: str  # the bot's user name
    webhook: str


async def connect(
    database: Database, settings: Settings, *, inbox_id: str, token: str, base_url: str = BASE_URL
) -> Connected:
    """Proves the token, stores the inbox, and gives Telegram the webhook's address and secret."""
    webhook = _webhook(settings.public_url, inbox_id, base_url)
    if not token.strip():
        raise BadInput("The bot's token is empty: enter the one that BotFather gave.")
    async with Bot(token, base_url=f"{base_url.rstrip('/')}/bot") as bot:
        name = bot.username
        async with database.write() as session:
            secret = await _store(session, settings, inbox_id=inbox_id, token=token, base_url=base_url)
        await bot.set_webhook(
            webhook, secret_token=secret, allowed_updates=UPDATES, connect_timeout=TIMEOUT_S
        )
    return Connected(bot=name, webhook=webhook)


def _webhook(public_url: str, inbox_id: str, base_url: str) -> str:
    if not IDENTIFIER.fullmatch(inbox_id):
        raise BadInput(f"{inbox_id!r} is no name for an inbox: use letters, digits, - and _.")
    if base_url == BASE_URL and urlsplit(public_url).scheme != "https":
        raise BadInput(
            f"Telegram calls only https addresses, and this platform's is {public_url}: put it behind a "
            "proxy with a certificate and set PARLEY_PUBLIC_URL to that address before ./parley up."
        )
    return f"{public_url.rstrip('/')}/channels/telegram/{inbox_id}"


async def _store(
    session: AsyncSession, settings: Settings, *, inbox_id: str, token: str, base_url: str
) -> str:
    """Returns the webhook's secret."""
    inbox = await session.get(Inbox, inbox_id)
    if inbox is None:
        inbox = Inbox(id=inbox_id, name="Telegram", channel="telegram", settings={})
        session.add(inbox)
    elif inbox.channel != "telegram":
        raise Conflict(f"The inbox {inbox_id!r} is of the channel {inbox.channel}: choose another name.")
    known = secrets.decrypt(inbox.secrets, settings.secret_key)
    secret = str(known.get("webhook_secret") or random.token_urlsafe(32))
    stored = known | {"bot_token": token, "webhook_secret": secret}
    inbox.secrets = secrets.encrypt(stored, settings.secret_key)
    if base_url != BASE_URL:
        inbox.settings = {**inbox.settings, "base_url": base_url}
    return secret


async def _main(arguments: argparse.Namespace) -> None:
    settings = get_settings()
    database = Database.connect(settings.database_url)
    try:
        connected = await connect(
            database,
            settings,
            inbox_id=arguments.inbox,
            token=sys.stdin.readline().strip(),
            base_url=arguments.base_url,
        )
    except InvalidToken:
        raise BadInput("Telegram does not know this token: copy it again from BotFather.") from None
    except TelegramError as error:
        raise Unavailable(f"Telegram could not be asked ({type(error).__name__}): try again.") from error
    finally:
        await database.close()
    sys.stdout.write(f"@{connected.bot} is connected: Telegram delivers to {connected.webhook}\n")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m serving.channels.telegram_setup", description=__doc__)
    parser.add_argument("inbox", metavar="ID", help="the inbox's name in the webhook's address")
    parser.add_argument("--base-url", default=BASE_URL, help="of another Bot API server")
    try:
        asyncio.run(_main(parser.parse_args()))
    except ParleyError as error:
        sys.stderr.write(f"{error.message}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
