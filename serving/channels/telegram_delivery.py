"""Telegram, outward: `sendMessage` through python-telegram-bot."""

from __future__ import annotations

import asyncio
import logging
import os
from asyncio import sleep as wait
from collections.abc import Sequence
from datetime import timedelta

from pydantic import SecretStr
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from serving.channels import secrets
from serving.channels.base import Capabilities, DeliveryDeferred, DeliveryFailed
from serving.channels.models import Inbox
from serving.channels.telegram_text import MAX_CHARACTERS, keyboard, numbered, split, with_sources
from serving.conversations.models import Event

# Else the library warns at each flood limit that it still hands out plain seconds.
os.environ.setdefault("PTB_TIMEDELTA", "true")

BASE_URL = "https://api.telegram.org"
CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 8.0
# A part that follows a delivered one is tried again here: the outbox would send the first ones twice.
# All of it stays below the time that the outbox gives one delivery.
PART_ATTEMPTS = 4
FOLLOWING_PARTS_TIMEOUT_S = 20.0


class TelegramChannel:
    name = "telegram"
    capabilities = Capabilities(max_characters=MAX_CHARACTERS, buttons=True)

    def __init__(self, secret_key: SecretStr) -> None:
        self._secret_key = secret_key
        self._bots: dict[tuple[str, str], Bot] = {}
        # It logs every address that it calls, and the bot's token is part of Telegram's.
        logging.getLogger("httpx").setLevel(logging.WARNING)

    async def deliver(self, inbox: Inbox, address: str, event: Event) -> str | None:
        bot = self._bot(inbox)
        buttons = event.payload.get("buttons") or []
        markup = keyboard(buttons)
        text = with_sources(event.text or "", event.payload.get("sources") or [])
        if buttons and markup is None:
            text = numbered(text, buttons)
        first, *others = split(text)
        provider_id = await _send(bot, address, first, markup=None if others else markup)
        return await _follow_up(bot, address, others, markup) if others else provider_id

    async def close(self) -> None:
        for bot in self._bots.values():
            await bot.request.shutdown()
        self._bots.clear()

    def _bot(self, inbox: Inbox) -> Bot:
        token = secrets.decrypt(inbox.secrets, self._secret_key).get("bot_token")
        if not token:
            raise DeliveryFailed(f"The inbox {inbox.id!r} has no bot token: enter the one BotFather gave.")
        base_url = str(inbox.settings.get("base_url") or BASE_URL).rstrip("/")
        key = (str(token), base_url)
        if key not in self._bots:
            request = HTTPXRequest(
                connection_pool_size=8,
                connect_timeout=CONNECT_TIMEOUT_S,
                read_timeout=READ_TIMEOUT_S,
                write_timeout=READ_TIMEOUT_S,
                pool_timeout=READ_TIMEOUT_S,
            )
            self._bots[key] = Bot(key[0], base_url=f"{base_url}/bot", request=request)
        return self._bots[key]


async def _follow_up(
    bot: Bot, address: str, parts: Sequence[str], markup: InlineKeyboardMarkup | None
) -> str | None:
    provider_id: str | None = None
    try:
        async with asyncio.timeout(FOLLOWING_PARTS_TIMEOUT_S):
            for part in parts:
                last = part is parts[-1]
                provider_id = await _send_patiently(bot, address, part, markup=markup if last else None)
    except (DeliveryDeferred, TimeoutError) as error:
        raise DeliveryFailed("Only the first part arrived; Telegram took no more.") from error
    return provider_id


async def _send_patiently(bot: Bot, address: str, text: str, *, markup: InlineKeyboardMarkup | None) -> str:
    for attempt in range(1, PART_ATTEMPTS):
        try:
            return await _send(bot, address, text, markup=markup)
        except DeliveryDeferred as deferred:
            await wait(deferred.retry_after_s or 2.0**attempt)
    return await _send(bot, address, text, markup=markup)


async def _send(bot: Bot, address: str, text: str, *, markup: InlineKeyboardMarkup | None) -> str:
    try:
        message = await bot.send_message(
            chat_id=address,
            text=text,
            reply_markup=markup,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
    except TelegramError as error:
        raise _failure(error) from error
    return str(message.message_id)


def _failure(error: TelegramError) -> DeliveryFailed | DeliveryDeferred:
    """What the core should do about it. Telegram's words never hold the customer's text."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        return DeliveryDeferred("Telegram asks to wait.", retry_after_s=seconds)
    if isinstance(error, Forbidden | BadRequest | ChatMigrated):
        return DeliveryFailed(f"Telegram refused: {error.message}")
    return DeliveryDeferred(f"Telegram cannot be reached: {type(error).__name__}")
