"""The console's API for inboxes: admins only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from serving.console.session import Admin, Overseer
from serving.http import Body, GatewayDep, Line, read_body, require_identifier
from serving.inboxes import keys, repository, service
from serving.inboxes.base import Around
from serving.inboxes.registry import SETUPS
from serving.inboxes.views import channel_view, inbox_view, key_view, made_view

router = APIRouter(prefix="/console/api/inboxes")

Value = str | int | bool | list[str] | None


class AddBody(Body):
    channel: Annotated[Line, Field(max_length=40)]
    id: Annotated[Line, Field(max_length=64)]
    name: Line
    fields: dict[str, Value] = {}


class ChangeBody(Body):
    name: Line | None = None
    fields: dict[str, Value] = {}


class KeyBody(Body):
    name: Line


async def _around(gateway: GatewayDep) -> AsyncIterator[Around]:
    async with service.around_of(gateway.settings, gateway.database) as around:
        yield around


AroundDep = Annotated[Around, Depends(_around)]


@router.get("")
async def list_inboxes(caller: Overseer, gateway: GatewayDep) -> dict[str, Any]:
    async with gateway.database.read() as session:
        inboxes = await repository.list_inboxes(session)
    return {
        "inboxes": [inbox_view(inbox) for inbox in inboxes],
        "channels": [channel_view(setup) for setup in SETUPS.values()],
        "public_url": gateway.settings.public_url.rstrip("/"),
    }


@router.post("", status_code=201)
async def add_inbox(request: Request, caller: Admin, around: AroundDep) -> dict[str, Any]:
    body = await read_body(request, AddBody)
    request.state.audit = {"inbox": body.id, "channel": body.channel}
    made = await service.add(around, body.channel, inbox_id=body.id, name=body.name, given=body.fields)
    return made_view(made)


@router.post("/{inbox_id}")
async def change_inbox(
    request: Request, inbox_id: str, caller: Admin, around: AroundDep, gateway: GatewayDep
) -> dict[str, Any]:
    require_identifier(inbox_id, "inbox")
    body = await read_body(request, ChangeBody)
    request.state.audit = {"fields": sorted(body.fields)}
    made = await service.change(around, inbox_id, name=body.name, given=body.fields)
    gateway.hooked.forget(inbox_id)
    return made_view(made)


@router.post("/{inbox_id}/check")
async def check_inbox(inbox_id: str, caller: Admin, around: AroundDep) -> dict[str, Any]:
    require_identifier(inbox_id, "inbox")
    return made_view(await service.check(around, inbox_id))


@router.post("/{inbox_id}/remove", status_code=204)
async def remove_inbox(inbox_id: str, caller: Admin, around: AroundDep, gateway: GatewayDep) -> None:
    require_identifier(inbox_id, "inbox")
    await service.remove(around, inbox_id)
    gateway.hooked.forget(inbox_id)


@router.get("/{inbox_id}/keys")
async def list_keys(inbox_id: str, caller: Overseer, gateway: GatewayDep) -> dict[str, Any]:
    require_identifier(inbox_id, "inbox")
    async with gateway.database.read() as session:
        await repository.get(session, inbox_id)
        return {"keys": [key_view(key) for key in await repository.keys(session, inbox_id)]}


@router.post("/{inbox_id}/keys", status_code=201)
async def make_key(request: Request, inbox_id: str, caller: Admin, gateway: GatewayDep) -> dict[str, Any]:
    require_identifier(inbox_id, "inbox")
    body = await read_body(request, KeyBody)
    async with gateway.database.write() as session:
        stored, key = await keys.make_key(session, inbox_id, name=body.name)
        request.state.audit = {"key": stored.id}
        return {"key": key_view(stored), "api_key": key}


@router.post("/{inbox_id}/keys/{key_id}/revoke", status_code=204)
async def revoke_key(
    request: Request, inbox_id: str, key_id: str, caller: Admin, gateway: GatewayDep
) -> None:
    require_identifier(inbox_id, "inbox")
    require_identifier(key_id, "key")
    async with gateway.database.write() as session:
        await keys.revoke_key(session, inbox_id, key_id)
    request.state.audit = {"key": key_id}
