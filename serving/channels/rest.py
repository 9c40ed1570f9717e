"""The REST channel: programs send messages and wait for the answer, poll, or follow an event stream."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from pydantic import Field

from serving.channels import secrets
from serving.channels.base import IncomingMessage, Received
from serving.channels.models import Inbox
from serving.channels.replies import wait_for_turn
from serving.channels.widget import Locale
from serving.conversations import repository
from serving.conversations.models import Conversation, Event
from serving.db import new_id
from serving.errors import BadInput, Conflict, NotFound, TooManyRequests, Unauthorized
from serving.http import (
    IDENTIFIER,
    MAX_SEQ,
    After,
    Body,
    Gateway,
    GatewayDep,
    Line,
    read_body,
    require_identifier,
)
from serving.inboxes import repository as inboxes
from serving.realtime import messages

router = APIRouter(prefix="/api/rest/{inbox_id}")

MAX_WAIT_S = 120
MAX_KEY_CHARACTERS = 200
KEEP_ALIVE_S = 15.0


class ContactBody(Body):
    name: Line | None = None
    email: Line | None = None


class MessageBody(Body):
    text: str
    conversation: str | None = None
    locale: Locale | None = None
    contact: ContactBody = ContactBody()
    wait_s: Annotated[float, Field(ge=0, le=MAX_WAIT_S)] = 0


async def _inbox(request: Request, inbox_id: str, gateway: GatewayDep) -> Inbox:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise Unauthorized("Send the inbox's API key: `Authorization: Bearer <key>`.")
    inbox = None
    if IDENTIFIER.fullmatch(inbox_id):
        async with gateway.database.read() as session:
            inbox = await inboxes.opened_by(
                session, inbox_id, channel="rest", key_hash=secrets.hash_api_key(key)
            )
    # An unknown inbox and a wrong key answer alike: names of inboxes cannot be tried out.
    if inbox is None:
        raise Unauthorized("The API key is not one of this inbox: check both.")
    if wait_s := gateway.api_limits.take(inbox.id):
        raise TooManyRequests(f"Too many requests: wait {wait_s} s.", retry_after_s=wait_s)
    return inbox


InboxDep = Annotated[Inbox, Depends(_inbox)]
IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key")]


@router.post("/messages")
async def post_message(
    request: Request, inbox: InboxDep, gateway: GatewayDep, idempotency_key: IdempotencyKey = None
) -> JSONResponse:
    body = await read_body(request, MessageBody)
    received = await _receive(gateway, inbox, body, idempotency_key)
    event = received.event
    if body.wait_s:
        answer = await wait_for_turn(gateway, event, timeout_s=body.wait_s)
        if answer is not None:
            return JSONResponse(answer)
    view = messages.event_view(event, {}, public=True)
    return JSONResponse({"conversation": event.conversation_id, "event": view}, status_code=202)


async def _receive(
    gateway: Gateway, inbox: Inbox, body: MessageBody, idempotency_key: str | None
) -> Received:
    if idempotency_key is not None and not 0 < len(idempotency_key) <= MAX_KEY_CHARACTERS:
        raise BadInput(f"An Idempotency-Key has 1 to {MAX_KEY_CHARACTERS} characters.")
    if body.conversation is not None:
        require_identifier(body.conversation, "conversation")
    incoming = IncomingMessage(
        inbox_id=inbox.id,
        provider_id=idempotency_key or new_id(),
        # A stranger's e-mail address is only claimed, so it never leads to somebody's conversation.
        address=f"api:{new_id()}",
        text=body.text,
        conversation_id=body.conversation,
        contact_name=body.contact.name,
        contact_email=body.contact.email,
        locale=body.locale,
    )
    received = await gateway.intake.receive(incoming)
    if received.duplicate and not _is_same(received.event, body):
        raise Conflict("This Idempotency-Key was used for another message: take a new one.")
    return received


def _is_same(event: Event, body: MessageBody) -> bool:
    return event.text == body.text and body.conversation in (None, event.conversation_id)


@router.get("/conversations/{conversation_id}/events")
async def read_events(
    request: Request, conversation_id: str, inbox: InboxDep, gateway: GatewayDep, after: After = 0
) -> Response:
    require_identifier(conversation_id, "conversation")
    async with gateway.database.read() as session:
        conversation = await session.get(Conversation, conversation_id)
        if conversation is None or conversation.inbox_id != inbox.id:
            raise NotFound("There is no such conversation in this inbox.")
        if "text/event-stream" in request.headers.get("accept", ""):
            stream = _event_stream(gateway, conversation_id, after=_last_event_id(request, after))
            return StreamingResponse(
                stream, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
            )
        events = await repository.events_after(
            session, conversation_id, after, public_only=True, limit=repository.MAX_EVENTS
        )
    names = await gateway.operators.names(messages.operator_ids(events))
    shown: list[dict[str, Any]] = [messages.event_view(event, names, public=True) for event in events]
    return JSONResponse({"events": shown, "status": conversation.status.value})


def _last_event_id(request: Request, after: int) -> int:
    """Where a browser's EventSource, or a program, left off; it sends the id of the last event."""
    given = request.headers.get("last-event-id")
    if given is None:
        return after
    if not given.isascii() or not given.isdecimal() or int(given) > MAX_SEQ:
        raise BadInput("Last-Event-ID is not one of ours: leave it out to start from the beginning.")
    return int(given)


async def _event_stream(gateway: Gateway, conversation_id: str, *, after: int) -> AsyncGenerator[bytes]:
    with gateway.sockets:
        async for chunk in _follow(gateway, conversation_id, after=after):
            yield chunk


async def _follow(gateway: Gateway, conversation_id: str, *, after: int) -> AsyncGenerator[bytes]:
    async with gateway.hub.conversation(conversation_id, after=after) as subscription:
        stream = subscription.stream()
        coming: asyncio.Future[messages.Message] = asyncio.ensure_future(anext(stream))
        try:
            while not subscription.overflowed:
                done, _ = await asyncio.wait([coming], timeout=KEEP_ALIVE_S)
                if not done:
                    yield KEEPALIVE_COMMENT
                    continue
                message = coming.result()
                seq = str(message["event"]["seq"]) if message["type"] == "event" else None
                yield format_sse_event(data_str=messages.encode(message), id=seq)
                coming = asyncio.ensure_future(anext(stream))
        finally:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
            await stream.aclose()
