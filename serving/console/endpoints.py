"""The console's API for operators."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import AwareDatetime, Field
from sqlalchemy.ext.asyncio import AsyncSession

from serving.audit.service import note as note_down
from serving.channels import reports
from serving.channels.incoming import MOST_FILES
from serving.channels.media import TYPES
from serving.console.cards import CardBody
from serving.console.filtering import Wanted, Word
from serving.console.session import Agent, Caller, Changer, Reader, caller_of, clear_cookie, set_cookie
from serving.conversations import repository, service
from serving.conversations.cards import MOST_CARDS
from serving.conversations.models import Event
from serving.conversations.repository import ConversationRow
from serving.errors import BadInput, Conflict, Forbidden, TooLarge, Unauthorized
from serving.http import (
    MAX_SEQ,
    WITHOUT_NUL,
    After,
    Body,
    Gateway,
    GatewayDep,
    Line,
    read_body,
    require_identifier,
)
from serving.operators import repository as operators
from serving.operators import service as sign_in
from serving.operators.models import Operator
from serving.operators.passwords import MAX_PASSWORD_CHARACTERS
from serving.realtime import messages
from serving.translation.base import TranslationStatus
from serving.translation.catalogue import get_catalogue
from serving.translation.pages import accepted_locale, words_response

router = APIRouter(prefix="/console/api")

Tag = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}$")]


class LoginBody(Body):
    """`locale`: the language that was chosen on the sign-in page, if one was."""

    email: Line
    password: Annotated[str, Field(max_length=MAX_PASSWORD_CHARACTERS)]
    locale: Tag | None = None


class PreferencesBody(Body):
    locale: Tag


class WordsBody(Body):
    text: Annotated[str, Field(pattern=WITHOUT_NUL)]
    client_id: Annotated[Line, Field(min_length=1, max_length=128)] | None = None
    files: Annotated[list[Line], Field(max_length=10)] = []


class TranslationBody(Body):
    """What `preview` answered. `edited`: in other words since; `confirmed`: though it is unsure."""

    original: Annotated[str, Field(min_length=1, pattern=WITHOUT_NUL)]
    source: Tag
    target: Tag
    status: TranslationStatus
    engine: Annotated[Line, Field(max_length=200)] | None = None
    score: Annotated[float, Field(ge=0, le=1)] | None = None
    edited: bool = False
    confirmed: bool = False

    def payload(self) -> dict[str, Any]:
        status = TranslationStatus.HUMAN if self.edited else self.status
        if (
            status in (TranslationStatus.MACHINE_UNSURE, TranslationStatus.UNTRANSLATED)
            and not self.confirmed
        ):
            raise Conflict("Nobody is sure of this translation: read it, change it or confirm it.")
        kept = self.model_dump(mode="json", exclude={"edited", "confirmed"})
        return kept | {"status": status.value}


class ReplyBody(WordsBody):
    """`text` is what the customer reads."""

    translation: TranslationBody | None = None
    cards: Annotated[list[CardBody], Field(max_length=MOST_CARDS)] = []


@router.post("/login")
async def login(request: Request, response: Response, gateway: GatewayDep) -> dict[str, Any]:
    # A form of another site cannot send JSON, so nobody is signed in to somebody else's account.
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise Forbidden("Sign in with a JSON body and its Content-Type.")
    body = await read_body(request, LoginBody)
    address = request.client.host if request.client is not None else "unknown"
    gateway.sign_in_throttle.take(address=address, email=body.email)
    async with gateway.database.read() as session:
        operator = await operators.by_email(session, body.email)
    try:
        operator = await sign_in.authenticate(operator, body.password)
    except Unauthorized:
        await _note_failure(gateway, operator, address)
        raise
    gateway.sign_in_throttle.succeeded(address=address, email=body.email)
    async with gateway.database.write() as session:
        token = await sign_in.open_session(session, operator, seen=seen_from(request))
        if body.locale is not None:
            operator = await sign_in.choose_locale(session, operator.id, _locale(gateway, body.locale))
    return signed_in(request, response, gateway, operator, token)


async def _note_failure(gateway: Gateway, operator: Operator | None, address: str) -> None:
    async with gateway.database.write() as session:
        note_down(
            session, action="login.failed", operator_id=operator.id if operator else None, address=address
        )


def seen_from(request: Request) -> sign_in.Seen:
    browser = request.headers.get("user-agent", "")[:200]
    return sign_in.Seen(request.client.host[:64] if request.client is not None else None, browser or None)


def signed_in(
    request: Request, response: Response, gateway: Gateway, operator: Operator, token: str
) -> dict[str, Any]:
    set_cookie(response, token, secure=https(gateway))
    request.state.caller = Caller(operator, sign_in.hash_token(token))
    return _me(gateway, operator, sign_in.hash_token(token))


@router.post("/logout", status_code=204)
async def logout(response: Response, caller: Changer, gateway: GatewayDep) -> None:
    async with gateway.database.write() as session:
        await sign_in.close_session(session, caller.token_hash)
    clear_cookie(response, secure=https(gateway))


@router.get("/me")
async def me(caller: Reader, gateway: GatewayDep) -> dict[str, Any]:
    return _me(gateway, caller.operator, caller.token_hash)


@router.post("/me")
async def choose(request: Request, caller: Changer, gateway: GatewayDep) -> dict[str, Any]:
    """The operator's own preferences; every role has them."""
    body = await read_body(request, PreferencesBody)
    async with gateway.database.write() as session:
        operator = await sign_in.choose_locale(session, caller.operator.id, _locale(gateway, body.locale))
    return _me(gateway, operator, caller.token_hash)


@router.get("/words")
async def words(request: Request, gateway: GatewayDep, locale: Tag | None = None) -> Response:
    """What the console says, before anybody has signed in as well."""
    default = gateway.settings.default_locale
    if locale is None:
        locale = await _chosen_locale(request, gateway)
    if locale is None:
        found = accepted_locale(request.headers.get("accept-language"), default)
    else:
        found = get_catalogue(default).negotiate(locale)
    response = words_response(request, "console-", locale=found, default_locale=default)
    response.headers["Vary"] = "Cookie, Accept-Language"
    return response


@router.get("/conversations")
async def list_conversations(
    caller: Reader,
    gateway: GatewayDep,
    wanted: Wanted,
    before: Word | None = None,
    limit: Annotated[int, Query(ge=1, le=repository.MAX_PAGE)] = 50,
) -> dict[str, Any]:
    async with gateway.database.read() as session:
        page = await repository.list_conversations(session, wanted, before=before or None, limit=limit)
    return {"conversations": [conversation_view(row) for row in page.rows], "next": page.next}


@router.get("/conversations/{conversation_id}")
async def read_conversation(caller: Reader, gateway: GatewayDep, conversation_id: str) -> dict[str, Any]:
    require_identifier(conversation_id, "conversation")
    async with gateway.database.read() as session:
        return conversation_view(await repository.get_row(session, conversation_id))


@router.get("/conversations/{conversation_id}/events")
async def read_events(
    caller: Reader,
    gateway: GatewayDep,
    conversation_id: str,
    after: After | None = None,
    before: After | None = None,
    limit: Annotated[int, Query(ge=1, le=repository.MAX_EVENTS)] = 200,
) -> dict[str, Any]:
    """`after`: what came since; else the latest, or those just before `before`. `earlier`: is there more?"""
    require_identifier(conversation_id, "conversation")
    async with gateway.database.read() as session:
        await repository.get(session, conversation_id)
        if after is not None:
            events = await repository.events_after(session, conversation_id, after)
            earlier = after > 0
        else:
            events = await repository.events_before(session, conversation_id, before or MAX_SEQ, limit=limit)
            earlier = bool(events) and events[0].seq > 1
    return {"events": await _views(gateway, events), "earlier": earlier}


Action = Callable[[AsyncSession, str, Operator], Awaitable[Sequence[Event]]]

ACTIONS: dict[str, Action] = {
    "take-over": service.take_over,
    "hand-back": service.hand_back,
    "resolve": service.resolve,
    "reopen": service.reopen,
}


@router.post("/conversations/{conversation_id}/reply")
async def reply(request: Request, caller: Agent, gateway: GatewayDep, conversation_id: str) -> dict[str, Any]:
    body = await read_body(request, ReplyBody)
    _check_length(gateway, body.text)
    translation = body.translation.payload() if body.translation is not None else None

    async def act(session: AsyncSession, conversation_id: str, operator: Operator) -> Sequence[Event]:
        return await service.reply(
            session,
            conversation_id,
            operator,
            text=body.text,
            client_id=body.client_id,
            files=body.files,
            cards=[card.payload() for card in body.cards],
            translation=translation,
        )

    return await _perform(gateway, caller.operator, conversation_id, act)


@router.post("/conversations/{conversation_id}/note")
async def note(request: Request, caller: Agent, gateway: GatewayDep, conversation_id: str) -> dict[str, Any]:
    body = await read_body(request, WordsBody)
    _check_length(gateway, body.text)

    async def act(session: AsyncSession, conversation_id: str, operator: Operator) -> Sequence[Event]:
        return await service.note(
            session, conversation_id, operator, text=body.text, client_id=body.client_id
        )

    return await _perform(gateway, caller.operator, conversation_id, act)


@router.post("/conversations/{conversation_id}/events/{event_id}/resend")
async def resend(
    caller: Agent,
    gateway: GatewayDep,
    conversation_id: str,
    event_id: Annotated[int, Path(ge=1, le=MAX_SEQ)],
) -> dict[str, Any]:
    """A message that could not be delivered goes out again."""

    async def act(session: AsyncSession, conversation_id: str, operator: Operator) -> Sequence[Event]:
        return await reports.resend(session, conversation_id, event_id, operator)

    return await _perform(gateway, caller.operator, conversation_id, act)


class AssignBody(Body):
    operator: Line


class SnoozeBody(Body):
    """Pydantic's strict mode takes an instant as a string only where it is asked to."""

    until: Annotated[AwareDatetime, Field(strict=False)]


@router.post("/conversations/{conversation_id}/assign")
async def assign(
    request: Request, caller: Agent, gateway: GatewayDep, conversation_id: str
) -> dict[str, Any]:
    body = await read_body(request, AssignBody)
    request.state.audit = {"to": body.operator}

    async def act(session: AsyncSession, conversation_id: str, operator: Operator) -> Sequence[Event]:
        return await service.assign(session, conversation_id, operator, to=body.operator)

    return await _perform(gateway, caller.operator, conversation_id, act)


@router.post("/conversations/{conversation_id}/snooze")
async def snooze(
    request: Request, caller: Agent, gateway: GatewayDep, conversation_id: str
) -> dict[str, Any]:
    body = await read_body(request, SnoozeBody)
    request.state.audit = {"until": body.until.isoformat()}

    async def act(session: AsyncSession, conversation_id: str, operator: Operator) -> Sequence[Event]:
        return await service.snooze(session, conversation_id, operator, until=body.until)

    return await _perform(gateway, caller.operator, conversation_id, act)


@router.post("/conversations/{conversation_id}/{action}")
async def act(
    caller: Agent,
    gateway: GatewayDep,
    conversation_id: str,
    action: Literal["take-over", "hand-back", "resolve", "reopen"],
) -> dict[str, Any]:
    return await _perform(gateway, caller.operator, conversation_id, ACTIONS[action])


async def _perform(
    gateway: Gateway, operator: Operator, conversation_id: str, action: Action
) -> dict[str, Any]:
    require_identifier(conversation_id, "conversation")
    async with gateway.database.write() as session:
        events = await action(session, conversation_id, operator)
        conversation = conversation_view(await repository.get_row(session, conversation_id))
    return {"conversation": conversation, "events": await _views(gateway, events)}


async def _views(gateway: Gateway, events: Sequence[Event]) -> list[dict[str, Any]]:
    names = await gateway.operators.names(messages.operator_ids(events))
    return [messages.event_view(event, names, public=False) for event in events]


def conversation_view(row: ConversationRow) -> dict[str, Any]:
    conversation, contact, assignee = row.conversation, row.contact, row.assignee
    return {
        "id": conversation.id,
        "inbox": row.inbox.id,
        "channel": row.inbox.channel,
        "contact": {
            "id": contact.id,
            "name": contact.name,
            "email": contact.email,
            "verified": contact.verified,
        },
        "status": conversation.status.value,
        "assignee": {"id": assignee.id, "name": assignee.name} if assignee is not None else None,
        "locale": conversation.locale,
        "locale_reason": conversation.locale_reason,
        "last_text": conversation.last_text,
        "last_event_at": messages.instant(conversation.last_event_at),
        "waiting_since": messages.instant(conversation.waiting_since) if conversation.waiting_since else None,
        "last_seq": conversation.last_seq,
        "created_at": messages.instant(conversation.created_at),
        "snoozed_until": messages.instant(conversation.snoozed_until) if conversation.snoozed_until else None,
        "lowest_confidence": conversation.lowest_confidence,
        "handoff_reason": conversation.handoff_reason,
        "rating": conversation.rating,
        "reviewed": conversation.reviewed_at is not None,
        "match": {"seq": row.match.seq, "text": row.match.snippet} if row.match else None,
    }


def _me(gateway: Gateway, operator: Operator, token_hash: str) -> dict[str, Any]:
    return {
        "operator": {
            "id": operator.id,
            "name": operator.name,
            "email": operator.email,
            "role": operator.role,
            "locale": operator.locale,
        },
        "csrf": sign_in.csrf_token(gateway.settings.secret_key, token_hash),
        "files": {
            "max_bytes": gateway.settings.max_file_bytes,
            "most": MOST_FILES,
            "types": sorted(TYPES),
        },
    }


async def _chosen_locale(request: Request, gateway: Gateway) -> str | None:
    try:
        return (await caller_of(request, gateway)).operator.locale
    except Unauthorized:
        return None


def _locale(gateway: Gateway, wanted: str) -> str:
    catalogue = get_catalogue(gateway.settings.default_locale)
    if wanted not in catalogue.locales:
        raise BadInput(f"The console does not speak {wanted!r}: there are {', '.join(catalogue.locales)}.")
    return wanted


def _check_length(gateway: Gateway, text: str) -> None:
    size = len(text.encode())
    if size > gateway.settings.max_message_bytes:
        raise TooLarge(f"The text has {size} bytes, at most {gateway.settings.max_message_bytes} are taken.")


def https(gateway: Gateway) -> bool:
    return gateway.settings.public_url.startswith("https://")
