"""The console's API for translation: reading and writing in one's own language, segments, terms."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from serving.channels.models import Inbox
from serving.console.session import Admin, Agent, Caller, Exporter, Reader
from serving.conversations import repository as conversations
from serving.conversations import timeline
from serving.conversations.models import Author, Conversation, Event, Kind
from serving.db import now
from serving.errors import BadInput, TooLarge
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
from serving.realtime import messages
from serving.translation import reading, repository, review
from serving.translation.base import Audience, language
from serving.translation.catalogue import formality_of
from serving.translation.exchange import import_pairs, read_csv, read_tmx, write_csv, write_tmx
from serving.translation.glossary import ANYWHERE
from serving.translation.language import CONVERSATION, OPERATOR
from serving.translation.memory import Wanted
from serving.translation.models import Formality, Segment, SegmentStatus, Term
from serving.translation.service import Order, Translated

router = APIRouter(prefix="/console/api")

MAX_IMPORT_BYTES = 20 * 1024 * 1024
IMPORT_PATH = "/console/api/translation/import"

Locale = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}$", max_length=16)]
LocaleQuery = Annotated[str, Query(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}$", max_length=16)]
Words = Annotated[str, Field(max_length=review.MAX_CHARACTERS, pattern=WITHOUT_NUL)]
Id = Annotated[int, Path(ge=1, le=MAX_SEQ)]


class TextBody(Body):
    text: Words


class LocaleBody(Body):
    """null: the platform decides again."""

    locale: Locale | None


class TryBody(Body):
    text: Words
    source: Locale
    target: Locale


class SegmentBody(Body):
    source: Words
    target: Words
    source_locale: Locale
    target_locale: Locale
    formality: Literal["formal", "familiar"] = "formal"


class ReviewBody(Body):
    """Without a target it is approved as it is."""

    target: Words | None = None


class TermBody(Body):
    """Without a translation the term is never translated; without a target language, into none."""

    term: Annotated[Line, Field(max_length=200)]
    translation: Annotated[Line, Field(max_length=200)] | None = None
    source_locale: Locale
    target_locale: Locale | None = None


@router.get("/conversations/{conversation_id}/translations")
async def read_translations(
    caller: Reader, gateway: GatewayDep, conversation_id: str, after: After = 0
) -> dict[str, Any]:
    """Of the messages that are not in the operator's language; made when they are asked for."""
    require_identifier(conversation_id, "conversation")
    async with gateway.database.read() as session:
        conversation = await conversations.get(session, conversation_id)
        events = await conversations.events_after(session, conversation_id, after)
    said = [event for event in events if event.kind is Kind.MESSAGE and event.author is not Author.SYSTEM]
    own = _own_locale(caller, gateway)
    readings = await reading.read(
        gateway.database, gateway.translator, gateway.settings, conversation, said, target=own
    )
    return {"locale": own, "translations": [asdict(one) | {"sure": _sure(one)} for one in readings]}


@router.post("/conversations/{conversation_id}/preview")
async def preview_reply(
    request: Request, caller: Agent, gateway: GatewayDep, conversation_id: str
) -> dict[str, Any]:
    body = await read_body(request, TextBody)
    conversation = await _conversation(gateway, conversation_id)
    answer = await reading.preview(
        gateway.translator,
        gateway.settings,
        conversation,
        body.text,
        own=_own_locale(caller, gateway),
        formality=await _formality(gateway, conversation),
    )
    return _translated(answer)


@router.post("/conversations/{conversation_id}/locale")
async def choose_locale(
    request: Request, caller: Agent, gateway: GatewayDep, conversation_id: str
) -> dict[str, Any]:
    """What an operator says stays until an operator takes it back."""
    body = await read_body(request, LocaleBody)
    require_identifier(conversation_id, "conversation")
    async with gateway.database.write() as session:
        conversation = await timeline.lock_conversation(session, conversation_id)
        event = await timeline.append(
            session,
            conversation,
            kind=Kind.LOCALE,
            author=Author.OPERATOR,
            payload={
                "locale": body.locale or conversation.locale or gateway.settings.default_locale,
                "reason": OPERATOR if body.locale is not None else CONVERSATION,
            },
            operator_id=caller.operator.id,
        )
    request.state.audit = {"locale": body.locale}
    return {"event": await _view(gateway, event)}


@router.get("/translation")
async def overview(caller: Reader, gateway: GatewayDep) -> dict[str, Any]:
    settings = gateway.settings
    engines = [
        {
            "name": engine.name,
            "ok": health.ok,
            "detail": health.detail,
            "licence": can.licence,
            "may_face_customers": can.may_face_customers,
        }
        for engine in gateway.translator.engines
        for health, can in [(await engine.health(), engine.capabilities())]
    ]
    return {
        "engines": engines,
        "default": settings.default_locale,
        "native": list(settings.native),
        "locales": list(settings.enabled_locales),
    }


@router.post("/translation/try")
async def try_text(request: Request, caller: Reader, gateway: GatewayDep) -> dict[str, Any]:
    """What a customer would read, and what in the memory is like it: the effect of a change."""
    body = await read_body(request, TryBody)
    order = Order(
        body.source, body.target, Audience.CUSTOMER, deadline_s=gateway.settings.translation_patience_s
    )
    answer = await gateway.translator.translate(body.text, order)
    similar = await gateway.translator.memory.similar(body.text, Wanted(body.source, body.target))
    return _translated(answer) | {
        "similar": [
            {"source": entry.source, "target": entry.target, "likeness": likeness}
            for entry, likeness in similar
        ]
    }


@router.get("/translation/segments")
async def list_segments(
    caller: Reader,
    gateway: GatewayDep,
    target: LocaleQuery | None = None,
    status: Annotated[str, Query(max_length=16)] | None = None,
    q: Annotated[str, Query(max_length=200, pattern=WITHOUT_NUL)] | None = None,
    before: Annotated[int, Query(ge=1, le=MAX_SEQ)] | None = None,
    limit: Annotated[int, Query(ge=1, le=repository.MAX_PAGE)] = 50,
) -> dict[str, Any]:
    async with gateway.database.read() as session:
        segments = await repository.list_segments(
            session, target_locale=target, status=_status(status), query=q, before=before, limit=limit
        )
    full = len(segments) == limit
    return {
        "segments": [_segment(segment) for segment in segments],
        "next": segments[-1].id if full and segments else None,
    }


@router.post("/translation/segments")
async def write_segment(request: Request, caller: Agent, gateway: GatewayDep) -> dict[str, Any]:
    body = await read_body(request, SegmentBody)
    review.require_other(body.source_locale, body.target_locale)
    before = await _now(gateway, body.source, body.source_locale, body.target_locale)
    async with gateway.database.write() as session:
        segment = await review.write_segment(
            session,
            caller.operator,
            source=body.source,
            target=body.target,
            source_locale=body.source_locale,
            target_locale=body.target_locale,
            formality=Formality(body.formality),
        )
    gateway.translator.look_again()
    request.state.audit = {"segment": segment.id, "target": body.target_locale}
    return {"segment": _segment(segment), "before": before}


@router.post("/translation/segments/{segment_id}")
async def review_segment(
    request: Request, caller: Agent, gateway: GatewayDep, segment_id: Id
) -> dict[str, Any]:
    body = await read_body(request, ReviewBody)
    async with gateway.database.read() as session:
        draft = await repository.get_segment(session, segment_id)
    before = await _now(gateway, draft.source, draft.source_locale, draft.target_locale)
    async with gateway.database.write() as session:
        segment = await review.review_segment(session, caller.operator, segment_id, target=body.target)
    gateway.translator.look_again()
    return {"segment": _segment(segment), "before": before}


@router.post("/translation/segments/{segment_id}/remove", status_code=204)
async def remove_segment(caller: Agent, gateway: GatewayDep, segment_id: Id) -> None:
    async with gateway.database.write() as session:
        await review.remove_segment(session, segment_id)
    gateway.translator.look_again()


@router.get("/translation/terms")
async def list_terms(caller: Reader, gateway: GatewayDep) -> dict[str, Any]:
    async with gateway.database.read() as session:
        terms = await repository.list_terms(session)
    return {"terms": [_term(term) for term in terms]}


@router.post("/translation/terms")
async def write_term(request: Request, caller: Agent, gateway: GatewayDep) -> dict[str, Any]:
    body = await read_body(request, TermBody)
    async with gateway.database.write() as session:
        term = await review.write_term(
            session,
            term=body.term,
            translation=body.translation,
            source_locale=body.source_locale,
            target_locale=body.target_locale or ANYWHERE,
        )
    gateway.translator.look_again()
    request.state.audit = {"term": body.term}
    return {"term": _term(term)}


@router.post("/translation/terms/{term_id}/remove", status_code=204)
async def remove_term(caller: Agent, gateway: GatewayDep, term_id: Id) -> None:
    async with gateway.database.write() as session:
        await review.remove_term(session, term_id)
    gateway.translator.look_again()


Format = Literal["csv", "tmx"]


@router.post("/translation/import")
async def import_segments(
    request: Request,
    caller: Admin,
    gateway: GatewayDep,
    source: LocaleQuery,
    target: LocaleQuery,
    format: Format = "csv",  # noqa: A002  # the query's name
) -> dict[str, int]:
    """The file is the body. Its segments are people's, used without a review: only an admin imports them."""
    review.require_other(source, target)
    raw = await request.body()
    if len(raw) > MAX_IMPORT_BYTES:
        raise TooLarge(f"The file has {len(raw)} bytes, at most {MAX_IMPORT_BYTES} are taken: split it.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput("The file is not UTF-8: save it as that.") from error
    name = f"the {format.upper()} file"
    if format == "csv":
        pairs = read_csv(text, name=name)
    else:
        pairs = read_tmx(raw, name=name, source=source, target=target)
    async with gateway.database.write() as session:
        done = await import_pairs(
            session, pairs, source=source, target=target, origin=f"import {messages.instant(now())}"
        )
    gateway.translator.look_again()
    request.state.audit = {"source": source, "target": target, "added": done.added, "changed": done.changed}
    return {"added": done.added, "changed": done.changed, "kept": done.kept}


@router.get("/translation/export")
async def export_segments(
    request: Request,
    caller: Exporter,
    gateway: GatewayDep,
    source: LocaleQuery,
    target: LocaleQuery,
    format: Format = "csv",  # noqa: A002  # the query's name
) -> Response:
    async with gateway.database.read() as session:
        segments = await review.export_segments(session, source_locale=source, target_locale=target)
    request.state.audit = {"source": source, "target": target, "format": format}
    name = f"segments-{source}-{target}.{format}"
    kind = "text/csv; charset=utf-8" if format == "csv" else "application/x-tmx+xml"
    content = write_csv(segments) if format == "csv" else write_tmx(segments, source=source)
    return Response(
        content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


async def _conversation(gateway: Gateway, conversation_id: str) -> Conversation:
    require_identifier(conversation_id, "conversation")
    async with gateway.database.read() as session:
        return await conversations.get(session, conversation_id)


async def _formality(gateway: Gateway, conversation: Conversation) -> Formality:
    async with gateway.database.read() as session:
        inbox = await session.get_one(Inbox, conversation.inbox_id)
    return Formality(formality_of(inbox.settings, gateway.settings.formality))


async def _now(gateway: Gateway, text: str, source: str, target: str) -> str | None:
    """What the memory says for this text so far."""
    match = await gateway.translator.memory.find(text, Wanted(source, target))
    return match.text if match is not None else None


async def _view(gateway: Gateway, event: Event) -> dict[str, Any]:
    names = await gateway.operators.names(messages.operator_ids([event]))
    return messages.event_view(event, names, public=False)


def _own_locale(caller: Caller, gateway: Gateway) -> str:
    return caller.operator.locale or gateway.settings.default_locale


def _sure(one: reading.Reading) -> bool:
    return one.status.value in ("human", "memory", "machine")


def _translated(answer: Translated) -> dict[str, Any]:
    same = language(answer.source) == language(answer.target)
    return answer.payload() | {"text": answer.text, "sure": answer.is_sure, "same_language": same}


def _status(name: str | None) -> SegmentStatus | None:
    try:
        return SegmentStatus(name) if name else None
    except ValueError:
        known = ", ".join(status.value for status in SegmentStatus)
        raise BadInput(f"There is no such status: there are {known}.") from None


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "id": segment.id,
        "source": segment.source,
        "target": segment.target,
        "source_locale": segment.source_locale,
        "target_locale": segment.target_locale,
        "formality": segment.formality.value,
        "status": segment.status.value,
        "engine": segment.engine or None,
        "score": segment.score,
        "origin": segment.origin,
        "reviewed_by": segment.reviewed_by,
        "updated_at": messages.instant(segment.updated_at),
    }


def _term(term: Term) -> dict[str, Any]:
    return {
        "id": term.id,
        "term": term.term,
        "translation": term.translation,
        "source_locale": term.source_locale,
        "target_locale": None if term.target_locale == ANYWHERE else term.target_locale,
    }
