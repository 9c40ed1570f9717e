"""The website widget over HTTP. Its socket is in `widget_socket.py`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field
from starlette.requests import HTTPConnection

from serving.channels import prechat, secrets, tokens
from serving.channels.incoming import MOST_FILES
from serving.channels.media import TYPES
from serving.channels.models import Inbox
from serving.channels.tokens import Visitor
from serving.channels.visitors import latest_conversation, receive_from
from serving.conversations import repository
from serving.conversations.models import Conversation, Event, Status
from serving.conversations.ratings import HIGHEST_SCORE, LOWEST_SCORE, MAX_REMARK_CHARACTERS, rate
from serving.errors import Forbidden
from serving.http import WITHOUT_NUL, After, Body, Gateway, GatewayDep, Line, find_inbox, read_body
from serving.keys import derive_key
from serving.realtime import messages
from serving.translation.catalogue import formality_of, get_catalogue
from serving.translation.pages import page_locale, words_response

router = APIRouter(prefix="/api/widget/{inbox_id}")
page = APIRouter()

MAX_CLIENT_ID_CHARACTERS = 128

ClientId = Annotated[Line, Field(min_length=1, max_length=MAX_CLIENT_ID_CHARACTERS)]
LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}")
FileId = Annotated[Line, Field(min_length=1, max_length=32)]
Locale = Annotated[str, Field(pattern=f"^{LOCALE.pattern}$")]


class SessionBody(Body):
    token: Annotated[str, Field(max_length=tokens.MAX_TOKEN_CHARACTERS)] | None = None
    locale: Locale | None = None
    locale_chosen: bool = False  # in the widget's menu; else it is the page's language
    identity: Annotated[str, Field(max_length=tokens.MAX_TOKEN_CHARACTERS)] | None = None


FileIds = Annotated[list[FileId], Field(max_length=MOST_FILES)]


class MessageBody(Body):
    text: str
    files: FileIds = []
    client_id: ClientId


class IntroductionBody(Body):
    answers: Annotated[dict[str, prechat.Answer], Field(max_length=prechat.MAX_QUESTIONS)]


class RatingBody(Body):
    score: Annotated[int, Field(ge=LOWEST_SCORE, le=HIGHEST_SCORE)]
    remark: Annotated[str, Field(max_length=MAX_REMARK_CHARACTERS, pattern=WITHOUT_NUL)] | None = None


class IdentityRequired(Forbidden):
    code = "identity_required"


def token_key(gateway: Gateway) -> bytes:
    return derive_key(gateway.settings.secret_key, "widget-session")


def check_origin(inbox: Inbox, connection: HTTPConnection) -> None:
    allowed = inbox.settings.get("allowed_origins") or []
    origin = connection.headers.get("origin")
    # A program sends no Origin and could send any: the list keeps other websites out, not programs.
    if allowed and origin is not None and origin not in allowed:
        raise Forbidden("This website may not embed the chat: add it to the inbox's allowed origins.")


def check_identity(inbox: Inbox, visitor: Visitor) -> None:
    if inbox.settings.get("identity_required") and not visitor.verified:
        raise IdentityRequired("This chat is for signed-in customers: the page must pass a signed identity.")


async def visitor_of(
    gateway: Gateway, inbox_id: str, connection: HTTPConnection, token: str | None
) -> Visitor:
    visitor = tokens.read(token, token_key(gateway), inbox_id=inbox_id)
    async with gateway.database.read() as session:
        inbox = await find_inbox(session, inbox_id, channel="widget")
    check_origin(inbox, connection)
    check_identity(inbox, visitor)
    return visitor


async def _visitor(request: Request, inbox_id: str, gateway: GatewayDep) -> Visitor:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return await visitor_of(gateway, inbox_id, request, token if scheme.lower() == "bearer" else None)


VisitorDep = Annotated[Visitor, Depends(_visitor)]


@page.get("/widget/words")
async def words(request: Request, gateway: GatewayDep, locale: str | None = None) -> Response:
    """What the widget says before there is a session. A language that we do not have is not an error."""
    default = gateway.settings.default_locale
    found = get_catalogue(default).negotiate(locale if locale and LOCALE.fullmatch(locale) else None)
    return words_response(request, "widget-", locale=found, default_locale=default)


@router.post("/session")
async def open_session(request: Request, inbox_id: str, gateway: GatewayDep) -> dict[str, Any]:
    body = await read_body(request, SessionBody)
    async with gateway.database.read() as session:
        inbox = await find_inbox(session, inbox_id, channel="widget")
        check_origin(inbox, request)
        visitor = _resume(gateway, inbox, body)
        check_identity(inbox, visitor)
        conversation = await session.get(Conversation, visitor.conversation_id)
        if conversation is None and visitor.verified:
            conversation = await latest_conversation(session, visitor)
            if conversation is not None:
                visitor = replace(visitor, conversation_id=conversation.id)
    formality = formality_of(inbox.settings, gateway.settings.formality)
    catalogue = get_catalogue(gateway.settings.default_locale).addressing(formality)
    locale = catalogue.negotiate(visitor.locale or gateway.settings.default_locale)
    return {
        "token": tokens.sign(visitor, token_key(gateway)),
        "conversation": visitor.conversation_id,
        "status": _status(conversation),
        **page_locale(locale, gateway.settings.default_locale),
        "config": appearance(inbox),
        "strings": catalogue.strings("widget-", locale),
        "last_seq": conversation.last_seq if conversation is not None else 0,
        "files": file_limits(gateway, inbox),
        "questions": _questions(inbox, visitor) if conversation is None else [],
    }


@router.get("/appearance")
async def read_appearance(request: Request, inbox_id: str, gateway: GatewayDep) -> dict[str, Any]:
    """For the launcher, which is on the page before there is a session."""
    async with gateway.database.read() as session:
        inbox = await find_inbox(session, inbox_id, channel="widget")
    check_origin(inbox, request)
    return appearance(inbox)


def appearance(inbox: Inbox) -> dict[str, Any]:
    return {key: inbox.settings.get(key) for key in ("title", "greeting", "color", "position", "launcher")}


def file_limits(gateway: Gateway, inbox: Inbox) -> dict[str, Any] | None:
    """None where the inbox takes no files."""
    if inbox.settings.get("files") is False:
        return None
    return {"max_bytes": gateway.settings.max_file_bytes, "most": MOST_FILES, "types": sorted(TYPES)}


def _questions(inbox: Inbox, visitor: Visitor) -> list[dict[str, Any]]:
    return [asdict(question) for question in prechat.open_questions(inbox, visitor)]


def _resume(gateway: Gateway, inbox: Inbox, body: SessionBody) -> Visitor:
    """The visitor of the given token, unless somebody else has signed in on the page meanwhile."""
    identity = None
    if body.identity is not None:
        stored = secrets.decrypt(inbox.secrets, gateway.settings.secret_key)
        identity = tokens.read_identity(body.identity, stored.get("identity_key"))
    if body.token is None:
        return _speaking(tokens.new_visitor(inbox.id, locale=None, identity=identity), body)
    visitor = tokens.read(body.token, token_key(gateway), inbox_id=inbox.id)
    if identity is not None and tokens.address_of(identity) != visitor.address:
        visitor = tokens.new_visitor(inbox.id, locale=None, identity=identity)
    return _speaking(visitor, body)


def _speaking(visitor: Visitor, body: SessionBody) -> Visitor:
    """A page's language does not undo what the customer has chosen."""
    if body.locale is None or (visitor.locale_chosen and not body.locale_chosen):
        return visitor
    return replace(visitor, locale=body.locale, locale_chosen=body.locale_chosen)


@router.post("/introduction")
async def introduce(
    request: Request, inbox_id: str, visitor: VisitorDep, gateway: GatewayDep
) -> dict[str, Any]:
    """What the visitor answered goes into the token, and into the contact with the first message."""
    body = await read_body(request, IntroductionBody)
    async with gateway.database.read() as session:
        inbox = await find_inbox(session, inbox_id, channel="widget")
    return {"token": tokens.sign(prechat.introduce(inbox, visitor, body.answers), token_key(gateway))}


@router.get("/events")
async def read_events(visitor: VisitorDep, gateway: GatewayDep, after: After = 0) -> dict[str, Any]:
    async with gateway.database.read() as session:
        conversation = await session.get(Conversation, visitor.conversation_id)
        events = await repository.events_after(
            session, visitor.conversation_id, after, public_only=True, limit=repository.MAX_EVENTS
        )
    return {"events": await views(gateway, events), "status": _status(conversation)}


@router.post("/messages")
async def post_message(request: Request, visitor: VisitorDep, gateway: GatewayDep) -> JSONResponse:
    body = await read_body(request, MessageBody)
    received = await receive_from(
        gateway, visitor, text=body.text, client_id=body.client_id, files=body.files
    )
    return JSONResponse({"event": (await views(gateway, [received.event]))[0]}, status_code=202)


@router.post("/rating")
async def post_rating(request: Request, visitor: VisitorDep, gateway: GatewayDep) -> dict[str, Any]:
    body = await read_body(request, RatingBody)
    async with gateway.database.write() as session:
        event = await rate(session, visitor.conversation_id, score=body.score, remark=body.remark)
    return {"event": (await views(gateway, [event]))[0]}


async def views(gateway: Gateway, events: Sequence[Event]) -> list[dict[str, Any]]:
    names = await gateway.operators.names(messages.operator_ids(events))
    return [messages.event_view(event, names, public=True) for event in events]


def _status(conversation: Conversation | None) -> str:
    return (conversation.status if conversation is not None else Status.BOT).value
