"""The console's API for what is kept of people: the retention, and one person's data."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels.media import MediaFiles
from serving.channels.models import Inbox
from serving.console.session import Admin, Exporter, Overseer
from serving.contacts import repository as contacts
from serving.contacts.models import Contact
from serving.http import WITHOUT_NUL, Body, Gateway, GatewayDep, Line, read_body, require_identifier
from serving.privacy import repository, service
from serving.privacy.models import Retention
from serving.privacy.repository import Rules
from serving.privacy.sweeper import clean_up
from serving.realtime import messages

router = APIRouter(prefix="/console/api")

MOST_FOUND = 20
Keep = Literal["general", "days", "forever"]


class RetentionBody(Body):
    """`days`: None keeps everything."""

    days: Annotated[int, Field(ge=service.LEAST_DAYS, le=service.MOST_DAYS)] | None


class EraseBody(Body):
    confirm: Annotated[Line, Field(max_length=320)]


@router.get("/retention")
async def read_retention(
    caller: Overseer,
    gateway: GatewayDep,
    days: Annotated[int | None, Query(ge=service.LEAST_DAYS, le=service.MOST_DAYS)] = None,
    inbox: Annotated[str | None, Query(max_length=64, pattern=WITHOUT_NUL)] = None,
    keep: Keep = "days",
    q: Annotated[str, Query(max_length=320, pattern=WITHOUT_NUL)] = "",
) -> dict[str, Any]:
    """`due`: how many conversations this would erase, before it is set: `days` in general, or what is to be
    kept of one `inbox`. `q`: a person's address or name.
    """
    async with gateway.database.read() as session:
        kept = await repository.retention(session)
        rules = await repository.rules(session)
        if inbox is None:
            due = await repository.count_due(session, replace(rules, general=days or rules.general))
        else:
            tried = {"general": rules.general, "days": days, "forever": None}[keep]
            due = await service.would_erase(session, inbox, tried)
        inboxes = [_inbox(one, rules) for one in await repository.inboxes(session)]
        found = await contacts.called(session, q.strip(), limit=MOST_FOUND) if q.strip() else []
        people = [await _person(session, contact) for contact in found]
    return {"retention": _retention(kept), "inboxes": inboxes, "due": due, "contacts": people}


@router.post("/retention")
async def set_retention(request: Request, caller: Admin, gateway: GatewayDep) -> dict[str, Any]:
    body = await read_body(request, RetentionBody)
    request.state.audit = {"days": body.days}
    async with gateway.database.write() as session:
        return {"retention": _retention(await service.keep_for(session, caller.operator, body.days))}


@router.post("/retention/inboxes/{inbox_id}")
async def set_inbox_retention(
    request: Request, caller: Admin, gateway: GatewayDep, inbox_id: str
) -> dict[str, Any]:
    require_identifier(inbox_id, "inbox")
    body = await read_body(request, RetentionBody)
    request.state.audit = {"days": body.days}
    async with gateway.database.write() as session:
        kept = await service.keep_inbox_for(session, caller.operator, inbox_id, body.days)
        return {"inbox": {"id": inbox_id, "own": True, "days": kept.days}}


@router.post("/retention/inboxes/{inbox_id}/remove", status_code=204)
async def remove_inbox_retention(caller: Admin, gateway: GatewayDep, inbox_id: str) -> None:
    """From then on the general setting holds for it."""
    require_identifier(inbox_id, "inbox")
    async with gateway.database.write() as session:
        await service.keep_inbox_as_others(session, inbox_id)


@router.get("/contacts/{contact_id}/export")
async def export_contact(
    request: Request, caller: Exporter, gateway: GatewayDep, contact_id: str
) -> Response:
    require_identifier(contact_id, "contact")
    async with gateway.database.read() as session:
        told = await service.everything_about(session, contact_id)
    request.state.audit = {"conversations": len(told["conversations"])}
    headers = {"Content-Disposition": f'attachment; filename="contact-{contact_id}.json"'}
    content = json.dumps(told, ensure_ascii=False, indent=2)
    return Response(content, media_type="application/json", headers=headers)


@router.post("/contacts/{contact_id}/erase")
async def erase_contact(
    request: Request, caller: Admin, gateway: GatewayDep, contact_id: str
) -> dict[str, Any]:
    """`confirm`: the person's address, or their name, typed again."""
    require_identifier(contact_id, "contact")
    body = await read_body(request, EraseBody)
    async with gateway.database.write() as session:
        erased = await service.erase_contact(session, contact_id, confirmed=body.confirm)
    await _clean_up(gateway, erased)
    counts = {"conversations": len(erased.conversations), "files": len(erased.files)}
    request.state.audit = counts
    return {"erased": counts}


async def _clean_up(gateway: Gateway, erased: service.Erased) -> None:
    await clean_up(erased, redis=gateway.redis, files=MediaFiles(gateway.settings))


def _retention(kept: Retention | None) -> dict[str, Any]:
    if kept is None:
        return {"days": None, "changed_at": None}
    return {"days": kept.days, "changed_at": messages.instant(kept.changed_at)}


def _inbox(inbox: Inbox, rules: Rules) -> dict[str, Any]:
    """`days`: what holds for it, its own number or the general one."""
    return {
        "id": inbox.id,
        "name": inbox.name,
        "removed": inbox.removed_at is not None,
        "own": inbox.id in rules.own,
        "days": rules.own.get(inbox.id, rules.general),
    }


async def _person(session: AsyncSession, contact: Contact) -> dict[str, Any]:
    had = await repository.conversations_of(session, contact.id)
    return {
        "id": contact.id,
        "called": service.called(contact),
        "name": contact.name,
        "email": contact.email,
        "conversations": len(had),
        "since": messages.instant(contact.created_at),
    }
