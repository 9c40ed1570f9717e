"""The console's API for the knowledge: everybody reads, agents and admins change."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field
from sqlalchemy import select

from serving.channels.models import Inbox
from serving.console.session import Agent, Reader
from serving.errors import BadInput, TooLarge
from serving.http import WITHOUT_NUL, Body, Gateway, GatewayDep, Line, read_body, require_identifier
from serving.knowledge import repository
from serving.knowledge.base import PassageHit
from serving.knowledge.models import Source, SourceState
from serving.knowledge.parsers.base import MAX_FILE_BYTES
from serving.knowledge.repository import DocumentRow, SourceRow
from serving.knowledge.states import state_of
from serving.realtime import messages

router = APIRouter(prefix="/console/api/knowledge")

FILES_PATH = "/console/api/knowledge/files"
SUFFIXES = (".md", ".html", ".pdf", ".docx", ".csv", ".txt")
MAX_INBOXES = 100

Text = Annotated[str, Query(max_length=500, pattern=WITHOUT_NUL)]
Inboxes = Annotated[list[Annotated[Line, Field(max_length=64)]], Field(max_length=MAX_INBOXES)]


class AddressBody(Body):
    """`inboxes`: only these may be shown it; null: every inbox."""

    url: Annotated[Line, Field(max_length=2000)]
    inboxes: Inboxes | None = None


class InboxesBody(Body):
    inboxes: Inboxes | None


@router.get("")
async def overview(caller: Reader, gateway: GatewayDep) -> dict[str, Any]:
    async with gateway.database.read() as session:
        rows = await repository.list_sources(session)
        inboxes = (await session.scalars(select(Inbox).order_by(Inbox.channel != "widget", Inbox.name))).all()
    return {
        "sources": [_source(row) for row in rows],
        "inboxes": [{"id": inbox.id, "name": inbox.name} for inbox in inboxes],
        "suffixes": list(SUFFIXES),
        "max_bytes": MAX_FILE_BYTES,
    }


@router.get("/search")
async def search(caller: Reader, gateway: GatewayDep, q: Text, inbox: Text) -> dict[str, Any]:
    if not q.strip():
        raise BadInput("Ask a question to search for.")
    found = await gateway.library.search(q, inbox_id=inbox)
    return {"passages": [_hit(hit) for hit in found.passages], "timings_ms": dict(found.timings_ms)}


@router.get("/{source_id}/documents")
async def documents(
    caller: Reader,
    gateway: GatewayDep,
    source_id: str,
    q: Text | None = None,
    after: Text | None = None,
    limit: Annotated[int, Query(ge=1, le=repository.MAX_PAGE)] = 50,
) -> dict[str, Any]:
    require_identifier(source_id, "source")
    async with gateway.database.read() as session:
        await repository.get_source(session, source_id)
        rows = await repository.list_documents(
            session, source_id, query=q or None, after=after or None, limit=limit
        )
    return {
        "documents": [_document(row) for row in rows],
        "next": rows[-1].key if len(rows) == limit else None,
    }


@router.post("/files", status_code=202)
async def upload(
    request: Request,
    caller: Agent,
    gateway: GatewayDep,
    name: Text,
    inbox: Annotated[list[str] | None, Query(max_length=MAX_INBOXES)] = None,
    restricted: Annotated[bool, Query()] = False,
) -> dict[str, Any]:
    """The file is the body. `inbox`, repeated: only these may be shown it; `restricted` without one: none.
    Otherwise every inbox, or whoever may be shown the file that it replaces."""
    content = await _received(request)
    source_id = await gateway.library.upload(name, content, inboxes=inbox or ([] if restricted else None))
    return await _changed(request, gateway, source_id)


@router.post("/addresses", status_code=202)
async def add_address(request: Request, caller: Agent, gateway: GatewayDep) -> dict[str, Any]:
    body = await read_body(request, AddressBody)
    source_id = await gateway.library.add_address(body.url.strip(), inboxes=body.inboxes)
    return await _changed(request, gateway, source_id)


@router.post("/{source_id}/ingest", status_code=202)
async def ingest(request: Request, caller: Agent, gateway: GatewayDep, source_id: str) -> dict[str, Any]:
    await gateway.library.ingest_again(require_identifier(source_id, "source"))
    return await _changed(request, gateway, source_id)


@router.post("/{source_id}/inboxes")
async def show_in(request: Request, caller: Agent, gateway: GatewayDep, source_id: str) -> dict[str, Any]:
    require_identifier(source_id, "source")
    body = await read_body(request, InboxesBody)
    async with gateway.database.write() as session:
        source = await repository.lock_source(session, source_id)
        await repository.restrict(session, source, inboxes=body.inboxes)
    return await _changed(request, gateway, source_id)


@router.post("/{source_id}/remove", status_code=204)
async def remove(caller: Agent, gateway: GatewayDep, source_id: str) -> None:
    await gateway.library.remove(require_identifier(source_id, "source"))


async def _received(request: Request) -> bytes:
    """Counted as it comes: a body may be larger than it was announced."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > MAX_FILE_BYTES:
            raise TooLarge(f"The file is larger than {MAX_FILE_BYTES // 1_000_000} MB: split it.")
    if not content:
        raise BadInput("The file is empty.")
    return bytes(content)


async def _changed(request: Request, gateway: Gateway, source_id: str) -> dict[str, Any]:
    request.state.audit = {"source": source_id}
    async with gateway.database.read() as session:
        rows = await repository.list_sources(session)
    return {"source": next((_source(row) for row in rows if row.source.id == source_id), None)}


def _source(row: SourceRow) -> dict[str, Any]:
    source = row.source
    state = state_of(source)
    return {
        "id": source.id,
        "kind": source.kind.value,
        "location": _location(source),
        "state": state.value,
        "progress": source.progress if state is SourceState.RUNNING else None,
        "report": source.report,
        "problem": source.problem,
        "documents": row.documents,
        "passages": row.passages,
        "expected": row.expected,
        "failures": row.failures,
        "languages": list(row.languages),
        "inboxes": list(row.inboxes) if source.restricted else None,
        "ingested_at": messages.instant(source.ingested_at) if source.ingested_at else None,
    }


def _location(source: Source) -> str:
    """Of a path only its end: where things lie on the server is nobody's business here."""
    if source.location.startswith(("http://", "https://")):
        return source.location
    return source.location.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _document(row: DocumentRow) -> dict[str, Any]:
    document = row.document
    return {
        "key": row.key,
        "title": document.title if document is not None else None,
        "url": document.url if document is not None else None,
        "language": document.language if document is not None else None,
        "passages": row.passages,
        "ingested_at": messages.instant(document.ingested_at) if document is not None else None,
        "problem": row.problem,
    }


def _hit(hit: PassageHit) -> dict[str, Any]:
    return {
        "id": hit.passage_id,
        "title": hit.title,
        "heading": hit.heading,
        "page": hit.page,
        "url": hit.url,
        "text": hit.text,
        "score": hit.score,
        "cosine": hit.cosine,
        "text_rank": hit.text_rank,
        "expected": hit.expected.question if hit.expected is not None else None,
    }
