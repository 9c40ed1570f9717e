"""Telegram: the bot's token is all that is needed; the webhook is set through the Bot API."""

from __future__ import annotations

import secrets as random
from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from serving.channels.models import Inbox
from serving.channels.telegram_delivery import BASE_URL
from serving.errors import BadInput, Unavailable
from serving.inboxes.base import Around, Draft, Field, FieldKind, Finding, ok, problem, warning
from serving.inboxes.setups import shared

TIMEOUT_S = 10.0
# What `channels/telegram.py` reads; Telegram keeps the rest to itself.
UPDATES = ("message", "callback_query")


class TelegramSetup:
    channel = "telegram"
    title = "Telegram"
    fields = (
        Field("bot_token", FieldKind.SECRET, required=True, asked=True, example="123456:ABC-..."),
        Field("greeting"),
        Field("base_url", example=BASE_URL),
    )

    async def prepare(self, around: Around, draft: Draft) -> None:
        if not draft.settings.get("base_url"):
            shared.require_public_address(around)
        try:
            async with _bot(draft.settings, draft.secrets) as bot:
                draft.settings["bot"] = bot.username
        except InvalidToken:
            raise BadInput("Telegram does not know this token: copy it again from BotFather.") from None
        except TelegramError as error:
            raise Unavailable(f"Telegram could not be asked ({type(error).__name__}): try again.") from error
        # Kept when the token is entered again, so that nothing on its way is refused.
        draft.secrets.setdefault("webhook_secret", random.token_urlsafe(32))

    async def connect(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> None:
        try:
            async with _bot(inbox.settings, secrets) as bot:
                await bot.set_webhook(
                    around.webhook(self.channel, inbox.id),
                    secret_token=str(secrets["webhook_secret"]),
                    allowed_updates=UPDATES,
                    connect_timeout=TIMEOUT_S,
                )
        except TelegramError as error:
            raise Unavailable(
                f"Telegram did not take the webhook ({error.message}): run ./parley inbox check {inbox.id}."
            ) from error

    async def check(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> Sequence[Finding]:
        try:
            async with _bot(inbox.settings, secrets) as bot:
                found = [ok("token", f"The token is that of @{bot.username}.")]
                webhook = await bot.get_webhook_info()
        except InvalidToken:
            return [problem("token", "Telegram does not know the token any more: enter the new one.")]
        except TelegramError as error:
            return [problem("token", f"Telegram could not be asked: {error.message}.")]
        return [*found, *_webhook(webhook, around.webhook(self.channel, inbox.id))]

    def steps(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> Sequence[str]:
        return []


def _bot(settings: Mapping[str, Any], secrets: Mapping[str, Any]) -> Bot:
    base_url = str(settings.get("base_url") or BASE_URL).rstrip("/")
    return Bot(str(secrets["bot_token"]), base_url=f"{base_url}/bot")


def _webhook(webhook: WebhookInfo, expected: str) -> list[Finding]:
    if webhook.url != expected:
        where = webhook.url or "nowhere"
        return [problem("webhook", f"Telegram delivers to {where}, not to {expected}: save the inbox again.")]
    found = [ok("webhook", f"Telegram delivers to {expected}.")]
    if webhook.last_error_message:
        at = f" at {webhook.last_error_date:%Y-%m-%d %H:%M} UTC" if webhook.last_error_date else ""
        found.append(warning("webhook", f"Its last delivery failed{at}: {webhook.last_error_message}."))
    if webhook.pending_update_count:
        found.append(warning("webhook", f"{webhook.pending_update_count} messages wait at Telegram."))
    return found
