"""Telegram, inward: the webhook. What Telegram asks back goes into the answer itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from telegram import CallbackQuery, Chat, Message, Update, User

from serving.channels import webhooks
from serving.channels.base import IncomingFile, IncomingMessage
from serving.channels.models import Inbox
from serving.channels.telegram_delivery import CAPABILITIES
from serving.errors import BadInput, TooLarge, Unauthorized
from serving.http import Gateway, GatewayDep
from serving.translation.catalogue import formality_of, get_catalogue
from serving.turns.receive import LOCALE

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
    hooked = await webhooks.hooked(gateway, inbox_id, channel="telegram")
    expected = str(hooked.secrets.get("webhook_secret") or "") if hooked is not None else ""
    if hooked is None or not webhooks.same(expected, request.headers.get(SECRET_HEADER, "")):
        raise Unauthorized(f"{SECRET_HEADER} is not the one of this inbox: set the webhook again.")
    return hooked.inbox


def _parse(raw: bytes) -> Update:
    data = webhooks.parse_object(raw)
    if type(data.get("update_id")) is not int:
        raise BadInput("The body is not an update: it has no update_id.")
    try:
        return Update.de_json(data, None)
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
            await _receive(gateway, inbox, update, text=query.data, title=_title(query))
        return {"method": "answerCallbackQuery", "callback_query_id": query.id}
    if update.message is None:
        # An edited message would answer what was answered already.
        return {}
    return await _handle_message(gateway, inbox, update, update.message)


async def _handle_message(gateway: Gateway, inbox: Inbox, update: Update, message: Message) -> Reply:
    user = update.effective_user
    text = (message.text or message.caption or "").replace("\x00", "")
    files = _files(message)
    if not text.strip() and not files:
        return _say(message, _word(gateway, inbox, "channel_text_only", user))
    if text.split()[:1] == ["/start"]:
        greeting = inbox.settings.get("greeting")
        return _say(message, str(greeting) if greeting else _word(gateway, inbox, "channel_greeting", user))
    try:
        await _receive(gateway, inbox, update, text=text, files=files)
    except (BadInput, TooLarge):
        # An error status would make Telegram send the same message again and again.
        return _say(message, _word(gateway, inbox, "channel_text_only", user))
    return {}


async def _receive(
    gateway: Gateway,
    inbox: Inbox,
    update: Update,
    *,
    text: str,
    title: str | None = None,
    files: Sequence[IncomingFile] = (),
) -> None:
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None:
        return
    message = IncomingMessage(
        inbox_id=inbox.id,
        provider_id=f"update:{update.update_id}",
        address=str(chat.id),
        text=text.replace("\x00", ""),
        contact_name=user.full_name.replace("\x00", "")[:MAX_NAME_CHARACTERS],
        locale=_locale(user),
        capabilities=CAPABILITIES,
        title=title,
        files=files,
        sent_at=update.message.date if update.message is not None else None,
    )
    await webhooks.accept(gateway, message)


def _title(query: CallbackQuery) -> str | None:
    """What stood on the button: Telegram sends the message with its keyboard along."""
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    buttons = [button for row in markup.inline_keyboard for button in row] if markup is not None else []
    return next((button.text for button in buttons if button.callback_data == query.data), None)


def _files(message: Message) -> list[IncomingFile]:
    """Of a photo Telegram offers several sizes: the last is the largest."""
    found: list[IncomingFile] = []
    if message.photo:
        photo = message.photo[-1]
        found.append(IncomingFile("photo.jpg", "image/jpeg", photo.file_size, handle=photo.file_id))
    for kind in ("document", "video", "audio", "voice", "video_note", "animation"):
        file = getattr(message, kind)
        if file is None or (kind == "document" and message.animation is not None):
            continue
        name = getattr(file, "file_name", None) or kind
        mime = getattr(file, "mime_type", None) or "application/octet-stream"
        found.append(IncomingFile(name, mime, file.file_size, handle=file.file_id))
    return found


def _locale(user: User | None) -> str | None:
    code = user.language_code if user is not None else None
    return code if code and re.fullmatch(LOCALE, code) else None


def _say(message: Message, text: str) -> Reply:
    return {"method": "sendMessage", "chat_id": message.chat.id, "text": text}


def _word(gateway: Gateway, inbox: Inbox, key: str, user: User | None) -> str:
    catalogue = get_catalogue(gateway.settings.default_locale)
    formality = formality_of(inbox.settings, gateway.settings.formality)
    return catalogue.addressing(formality).format(key, _locale(user)).text
