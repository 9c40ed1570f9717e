"""The console's API for the words that customers read: the catalogue's own, and what is said instead."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field

from serving.console.session import Admin, Overseer
from serving.http import WITHOUT_NUL, Body, Gateway, GatewayDep, read_body
from serving.realtime import messages
from serving.translation.catalogue import Catalogue, get_catalogue
from serving.wordings import pattern, repository, service
from serving.wordings.models import Wording

router = APIRouter(prefix="/console/api/wordings")

PAGE = 50
Folder = Annotated[str, Path(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}(@familiar)?$", max_length=32)]
Name = Annotated[str, Path(pattern=r"^[a-z][a-z0-9-]*$", max_length=100)]
Words = Annotated[str, Query(max_length=200, pattern=WITHOUT_NUL)]


class WordingBody(Body):
    """`source`: a Fluent pattern, with the variables of the original."""

    source: Annotated[str, Field(max_length=pattern.MAX_CHARACTERS, pattern=WITHOUT_NUL)]


@router.get("/{folder}")
async def read_texts(
    caller: Overseer,
    gateway: GatewayDep,
    folder: Folder,
    q: Words = "",
    show: Literal["all", "changed"] = "all",
    skip: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> dict[str, Any]:
    """A page of them; `skip`: as many were shown before."""
    catalogue = _catalogue(gateway)
    async with gateway.database.read() as session:
        said = {one.name: one for one in await repository.wordings(session) if one.folder == folder}
    found = service.texts(catalogue, folder, said, words=q.strip())
    if show == "changed":
        found = [one for one in found if one.own is not None]
    return {
        "folders": list(catalogue.folders),
        "texts": [_text(one) for one in found[skip : skip + PAGE]],
        "next": skip + PAGE if len(found) > skip + PAGE else None,
        "found": len(found),
        "changed": len(said),
    }


@router.post("/{folder}/{name}")
async def say_instead(
    request: Request, caller: Admin, gateway: GatewayDep, folder: Folder, name: Name
) -> dict[str, Any]:
    body = await read_body(request, WordingBody)
    request.state.audit = {"text": name}
    catalogue = _catalogue(gateway)
    async with gateway.database.write() as session:
        wording = await service.say_instead(session, catalogue, caller.operator, folder, name, body.source)
    await gateway.wordings.look()
    return {"text": _one(catalogue, folder, name, wording)}


@router.get("/{folder}/{name}/try")
async def try_out(
    caller: Overseer,
    gateway: GatewayDep,
    folder: Folder,
    name: Name,
    source: Annotated[str, Query(max_length=pattern.MAX_CHARACTERS, pattern=WITHOUT_NUL)],
) -> dict[str, Any]:
    """What customers would read, once for each plural form; nothing is kept."""
    catalogue = _catalogue(gateway)
    message = service.parsed(catalogue, folder, name, source)
    entries = catalogue.folders[folder].entries
    return {"said": pattern.examples_said(message, locale=folder.partition("@")[0], entries=entries)}


@router.post("/{folder}/{name}/remove")
async def say_as_shipped(
    request: Request, caller: Admin, gateway: GatewayDep, folder: Folder, name: Name
) -> dict[str, Any]:
    request.state.audit = {"text": name}
    catalogue = _catalogue(gateway)
    service.shipped_text(catalogue, folder, name)
    async with gateway.database.write() as session:
        await service.say_as_shipped(session, folder, name)
    await gateway.wordings.look()
    return {"text": _one(catalogue, folder, name, None)}


def _catalogue(gateway: Gateway) -> Catalogue:
    return get_catalogue(gateway.settings.default_locale)


def _one(catalogue: Catalogue, folder: str, name: str, wording: Wording | None) -> dict[str, Any]:
    said = {name: wording} if wording is not None else {}
    return next(_text(one) for one in service.texts(catalogue, folder, said, words=name) if one.name == name)


def _text(text: service.Text) -> dict[str, Any]:
    return asdict(text) | {"changed_at": messages.instant(text.changed_at) if text.changed_at else None}
