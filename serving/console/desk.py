"""The console's API for what makes work quick: choices of a filter, saved views, canned replies, exports."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import Field

from serving.console.endpoints import conversation_view
from serving.console.filtering import Wanted
from serving.console.session import Agent, Changer, Exporter, Reader
from serving.conversations import repository as conversations
from serving.conversations.filters import Filter
from serving.conversations.models import Kind
from serving.desk import repository, service
from serving.desk.models import CannedReply, SavedView
from serving.http import WITHOUT_NUL, Body, Gateway, GatewayDep, Line, read_body, require_identifier
from serving.operators.models import Operator
from serving.reviews import repository as reviews

router = APIRouter(prefix="/console/api")

MAX_EXPORTED = 10_000
# One place for the columns of the CSV: a name and what of the conversation's view it holds.
COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    "inbox": ("inbox",),
    "channel": ("channel",),
    "contact": ("contact", "name"),
    "email": ("contact", "email"),
    "status": ("status",),
    "assignee": ("assignee", "name"),
    "locale": ("locale",),
    "created_at": ("created_at",),
    "last_event_at": ("last_event_at",),
    "handoff_reason": ("handoff_reason",),
    "lowest_confidence": ("lowest_confidence",),
    "rating": ("rating",),
    "reviewed": ("reviewed",),
    "last_text": ("last_text",),
}

Text = Annotated[str, Field(max_length=4000, pattern=WITHOUT_NUL)]


class ViewBody(Body):
    name: Annotated[Line, Field(max_length=60)]
    query: Annotated[Line, Field(max_length=1000)]
    shared: bool = False


class CannedBody(Body):
    shortcut: Annotated[Line, Field(max_length=41)]
    locale: Annotated[Line, Field(max_length=16)]
    text: Text


@router.get("/choices")
async def choices(caller: Reader, gateway: GatewayDep) -> dict[str, Any]:
    """What a filter can be set to, as far as conversations have it; `languages`: those that can be spoken."""
    known = await gateway.known_intents.intents()
    async with gateway.database.read() as session:
        inboxes = await repository.inboxes(session)
        return {
            "inboxes": [{"id": inbox.id, "name": inbox.name} for inbox in inboxes],
            "channels": sorted({inbox.channel for inbox in inboxes}),
            "locales": await repository.locales(session),
            "languages": list(gateway.settings.enabled_locales),
            "intents": sorted({*known, *await reviews.known_intents(session)}),
            "handoffs": await repository.handoff_reasons(session),
            "colleagues": [{"id": one.id, "name": one.name} for one in await repository.colleagues(session)],
        }


@router.get("/views")
async def views(caller: Reader, gateway: GatewayDep) -> dict[str, Any]:
    async with gateway.database.read() as session:
        kept = await repository.views_of(session, caller.operator.id)
    return {"views": [_view(one, caller.operator) for one in kept]}


@router.post("/views")
async def save_view(request: Request, caller: Changer, gateway: GatewayDep) -> dict[str, Any]:
    body = await read_body(request, ViewBody)
    async with gateway.database.write() as session:
        view = await service.save_view(
            session, caller.operator, name=body.name, query=body.query, shared=body.shared
        )
        return {"view": _view(view, caller.operator)}


@router.post("/views/{view_id}/remove", status_code=204)
async def remove_view(caller: Changer, gateway: GatewayDep, view_id: str) -> None:
    async with gateway.database.write() as session:
        await service.remove_view(session, caller.operator, require_identifier(view_id, "view"))


@router.get("/canned")
async def canned(caller: Reader, gateway: GatewayDep) -> dict[str, Any]:
    async with gateway.database.read() as session:
        return {"replies": [_canned(one) for one in await repository.canned_replies(session)]}


@router.post("/canned")
async def keep_canned(request: Request, caller: Agent, gateway: GatewayDep) -> dict[str, Any]:
    body = await read_body(request, CannedBody)
    async with gateway.database.write() as session:
        reply = await service.keep_canned(
            session, caller.operator, shortcut=body.shortcut, locale=body.locale, text=body.text
        )
        request.state.audit = {"shortcut": body.shortcut, "locale": body.locale}
        return {"reply": _canned(reply)}


@router.post("/canned/{reply_id}/remove", status_code=204)
async def remove_canned(caller: Agent, gateway: GatewayDep, reply_id: str) -> None:
    async with gateway.database.write() as session:
        await service.remove_canned(session, require_identifier(reply_id, "reply"))


@router.get("/export")
async def export(
    request: Request,
    caller: Exporter,
    gateway: GatewayDep,
    wanted: Wanted,
    format: Literal["csv", "jsonl"] = "csv",  # noqa: A002  # the name in the address
) -> StreamingResponse:
    """The filter's conversations, newest first, at most 10,000: rows, or with every message as JSON lines."""
    request.state.audit = {"format": format, "filter": {name: str(v) for name, v in wanted.given.items()}}
    lines = _csv(gateway, wanted) if format == "csv" else _jsonl(gateway, wanted)
    media = "text/csv; charset=utf-8" if format == "csv" else "application/x-ndjson"
    headers = {"Content-Disposition": f'attachment; filename="conversations.{format}"'}
    return StreamingResponse(lines, media_type=media, headers=headers)


async def _rows(gateway: Gateway, wanted: Filter) -> AsyncIterator[dict[str, Any]]:
    cursor: str | None = None
    given = 0
    while given < MAX_EXPORTED:
        async with gateway.database.read() as session:
            page = await conversations.list_conversations(
                session, wanted, before=cursor, limit=min(conversations.MAX_PAGE, MAX_EXPORTED - given)
            )
        for row in page.rows:
            yield conversation_view(row)
        given += len(page.rows)
        cursor = page.next
        if cursor is None:
            return


async def _csv(gateway: Gateway, wanted: Filter) -> AsyncIterator[str]:
    yield csv_line(COLUMNS)
    async for row in _rows(gateway, wanted):
        yield csv_line([_at(row, path) for path in COLUMNS.values()])


async def _jsonl(gateway: Gateway, wanted: Filter) -> AsyncIterator[str]:
    async for row in _rows(gateway, wanted):
        async with gateway.database.read() as session:
            events = await conversations.events_before(
                session, row["id"], 2**31 - 1, limit=conversations.MAX_EVENTS
            )
        said = [
            {"author": event.author.value, "at": event.at.isoformat(), "text": event.text}
            for event in events
            if event.kind is Kind.MESSAGE
        ]
        yield json.dumps(row | {"messages": said}, ensure_ascii=False) + "\n"


def csv_line(cells: Any) -> str:
    """A cell that a spreadsheet would take for a formula is marked as text."""
    out = io.StringIO()
    csv.writer(out).writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t")) else cell


def _at(row: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        row = row[name] if row is not None else None
    return row


def _view(view: SavedView, operator: Operator) -> dict[str, Any]:
    return {
        "id": view.id,
        "name": view.name,
        "query": view.query,
        "shared": view.shared,
        "mine": view.operator_id == operator.id,
    }


def _canned(reply: CannedReply) -> dict[str, Any]:
    return {"id": reply.id, "shortcut": reply.shortcut, "locale": reply.locale, "text": reply.text}
