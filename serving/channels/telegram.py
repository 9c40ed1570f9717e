"""Telegram, inward: the webhook. What Telegram asks back goes into the answer itself."""

from __future__ import annotations

import hmac
import json
import re
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from telegram import Chat, Message, Update, User

from serving.channels import secrets
from serving.channels.base import IncomingMessage
from serving.channels.models import Inbox
from serving.errors import BadInput, NotFound, TooLarge, TooManyRequests, Unauthorized
from serving.http import Gateway, GatewayDep, find_inbox
from serving.translation.catalogue import get_catalogue
from serving.turns.receive import LOCALE, receive

router = APIRouter()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name
MAX_NAME_CHARACTERS = 200

# A method call in the body of the answer: Telegram runs it, and we need no request of our own.
Reply = dict[str, Any]


@router.post("/channels/telegram/{inbox_id}")
async def webhook(request: Request, inbox_id: str, gateway: GatewayDep) -> JSONResponse:
    inbox = await _verified_inbox(request, inbox_id, gateway)
    update = _parse(await request.body())
    return JSONResponse(await _handle(gateway, inbox, update))


async def _verified_inbox(request: Request, inbox_id: str, gateway: Gateway) -> Inbox:
    async with gateway.database.read() as session:
        try:
            inbox = await find_inbox(session, inbox_id, channel="telegram")
        except NotFound:
            inbox = None
    stored = secrets.decrypt(inbox.secrets, gateway.settings.secret_key) if inbox is not None else {}
    expected = str(stored.get("webhook_secret") or "")
    given = request.headers.get(SECRET_HEADER, "")
    # Compared as bytes: `compare_digest` refuses strings that are not ASCII.
    matches = hmac.compare_digest(expected.encode(), given.encode())
    if inbox is None or not expected or not matches:
        raise Unauthorized(f"{SECRET_HEADER} is not the one of this inbox: set the webhook again.")
    return inbox


def _parse(raw: bytes) -> Update:
    try:
        data = json.loads(raw)
        if not isinstance(data, dict) or type(data.get("update_id")) is not int:
            raise BadInput("The body is not an update: it has no update_id.")
        return Update.de_json(data, None)
    except BadInput:
        raise
    except RecursionError:
        raise BadInput("The body is nested too deeply.") from None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadInput(f"The body is not an update of the Bot API ({type(error).__name__}).") from None


async def _handle(gateway: Gateway, inbox: Inbox, update: Update) -> Reply:
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None or chat.type != Chat.PRIVATE:
        return {}
    query = update.callback_query
    if query is not None:
        if query.data:
            await _receive(gateway, inbox, update, text=query.data)
        return {"method": "answerCallbackQuery", "callback_query_id": query.id}
    if update.message is None:
        # An edited message would answer what was answered already.
        return {}
    return await _handle_message(gateway, inbox, update, update.message)


async def _handle_message(gateway: Gateway, inbox: Inbox, update: Update, message: Message) -> Reply:
    user = update.effective_user
    text = message.text
    if text is None or not text.strip():
        return _say(message, _word(gateway, "channel_text_only", user))
    if text.split()[0] == "/start":
        greeting = inbox.settings.get("greeting")
        return _say(message, str(greeting) if greeting else _word(gateway, "channel_greeting", user))
    try:
        await _receive(gateway, inbox, update, text=text)
    except (BadInput, TooLarge):
        # An error status would make Telegram send the same message again and again.
        return _say(message, _word(gateway, "channel_text_only", user))
    return {}


async def _receive(gateway: Gateway, inbox: Inbox, update: Update, *, text: str) -> None:
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        return
    if wait_s := gateway.message_limits.take(f"{inbox.id}:{chat.id}"):
        raise TooManyRequests(f"Too many messages: wait {wait_s} s.", retry_after_s=wait_s)
    message = IncomingMessage(
        inbox_id=inbox.id,
        provider_id=f"update:{update.update_id}",
        address=str(chat.id),
        text=text.replace("\x00", ""),
        contact_name=user.full_name.replace("\x00", "")[:MAX_NAME_CHARACTERS],
        locale=_locale(user),
    )
    await receive(gateway.database, gateway.redis, gateway.settings, message)


def _locale(user: User | None) -> str | None:
    code = user.language_code if user is not None else None
    return code if code and re.fullmatch(LOCALE, code) else None


def _say(message: Message, text: str) -> Reply:
    return {"method": "sendMessage", "chat_id": message.chat.id, "text": text}


def _word(gateway: Gateway, key: str, user: User | None) -> str:
    return get_catalogue(gateway.settings.default_locale).format(key, _locale(user)).text
