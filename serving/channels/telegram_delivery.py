"""Telegram, outward: messages and files through python-telegram-bot."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import timedelta

import anyio
import httpx
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from serving.channels import secrets
from serving.channels.base import (
    Buttons,
    Capabilities,
    Delivery,
    DeliveryDeferred,
    DeliveryFailed,
    Part,
    Tools,
)
from serving.channels.degrade import utf16_units
from serving.channels.media import MediaFiles
from serving.channels.models import Inbox, Media

# Else the library warns at each flood limit that it still hands out plain seconds.
os.environ.setdefault("PTB_TIMEDELTA", "true")

BASE_URL = "https://api.telegram.org"
CONNECT_TIMEOUT_S = 5.0
READ_TIMEOUT_S = 8.0
MEBIBYTE = 1024 * 1024
PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp"})

# https://core.telegram.org/bots/api: sendMessage, InlineKeyboardButton, "Sending files".
# The Bot API reports neither delivery nor reading.
CAPABILITIES = Capabilities(
    max_characters=4096,
    measure=utf16_units,
    buttons=Buttons(most=100, title_characters=256, payload_bytes=64),
    media={
        "image/*": 10 * MEBIBYTE,
        "audio/*": 50 * MEBIBYTE,
        "video/*": 50 * MEBIBYTE,
        "application/*": 50 * MEBIBYTE,
        "text/*": 50 * MEBIBYTE,
    },
)


class TelegramChannel:
    name = "telegram"
    capabilities = CAPABILITIES

    def __init__(self, tools: Tools) -> None:
        self._secret_key = tools.settings.secret_key
        self._files = MediaFiles(tools.settings)
        self._http = tools.http
        self._bots: dict[tuple[str, str], Bot] = {}
        # It logs every address that it calls, and the bot's token is part of Telegram's.
        logging.getLogger("httpx").setLevel(logging.WARNING)

    async def deliver(self, delivery: Delivery) -> str | None:
        bot = self._bot(delivery.inbox)
        try:
            return await self._send(bot, delivery.address, delivery.part)
        except TelegramError as error:
            raise _failure(error) from error

    async def _send(self, bot: Bot, address: str, part: Part) -> str:
        if part.file is not None:
            return await self._send_file(bot, address, part.file)
        message = await bot.send_message(
            chat_id=address,
            text=part.text,
            reply_markup=_keyboard(part.buttons),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        return str(message.message_id)

    async def _send_file(self, bot: Bot, address: str, file: Media) -> str:
        path = self._files.path(file.id)
        try:
            content = await anyio.Path(path).read_bytes()
        except FileNotFoundError:
            raise DeliveryFailed("The file is not in the data directory any more.") from None
        if file.mime in PHOTOS:
            message = await bot.send_photo(address, photo=content, filename=file.name)
        else:
            message = await bot.send_document(address, document=content, filename=file.name)
        return str(message.message_id)

    async def fetch(self, inbox: Inbox, handle: str) -> AsyncGenerator[bytes]:
        """`handle` is Telegram's file id. Bots may fetch up to 20 MB."""
        try:
            found = await self._bot(inbox).get_file(handle)
        except TelegramError as error:
            raise _failure(error) from error
        try:
            async with self._http.stream("GET", str(found.file_path)) as response:
                if response.status_code >= 500:
                    raise DeliveryDeferred(f"Telegram answered {response.status_code} for a file.")
                if response.status_code >= 400:
                    raise DeliveryFailed(f"Telegram answered {response.status_code} for a file.")
                async for chunk in response.aiter_bytes():
                    yield chunk
        except httpx.TransportError as error:
            raise DeliveryDeferred(f"Telegram cannot be reached: {type(error).__name__}") from error

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
                connection_pool_size=32,
                connect_timeout=CONNECT_TIMEOUT_S,
                read_timeout=READ_TIMEOUT_S,
                write_timeout=READ_TIMEOUT_S,
                pool_timeout=READ_TIMEOUT_S,
            )
            self._bots[key] = Bot(
                key[0], base_url=f"{base_url}/bot", base_file_url=f"{base_url}/file/bot", request=request
            )
        return self._bots[key]


def build(tools: Tools) -> TelegramChannel:
    return TelegramChannel(tools)


def _keyboard(buttons: Sequence[Mapping[str, str]]) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button["title"], callback_data=button["payload"])] for button in buttons]
    )


def _failure(error: TelegramError) -> DeliveryFailed | DeliveryDeferred:
    """What the core should do about it. Telegram's words never hold the customer's text."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        return DeliveryDeferred("Telegram asks to wait.", retry_after_s=seconds)
    if isinstance(error, Forbidden | BadRequest | ChatMigrated):
        return DeliveryFailed(f"Telegram refused: {error.message}")
    if isinstance(error, InvalidToken):
        return DeliveryDeferred("Telegram does not know the bot's token any more: enter the new one.")
    return DeliveryDeferred(f"Telegram cannot be reached: {type(error).__name__}")
