"""Files for operators: looking at what came, sending their own."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from serving.channels import media
from serving.channels.media import MediaFiles
from serving.channels.models import Inbox
from serving.console.session import Agent, Reader
from serving.errors import NotFound
from serving.http import GatewayDep, require_identifier

router = APIRouter(prefix="/console/api")

FILES_PATH = "/console/api/media"
LINK_LIFETIME_S = 300


@router.get("/media/{media_id}")
async def show_file(caller: Reader, gateway: GatewayDep, media_id: str) -> RedirectResponse:
    """For `src` and `href`: the session is the proof, the address that follows is a short-lived one."""
    require_identifier(media_id, "file")
    address = MediaFiles(gateway.settings).address(media_id, lifetime_s=LINK_LIFETIME_S)
    # Of this site, whatever name the operator reached it by.
    return RedirectResponse(address.removeprefix(gateway.settings.public_url.rstrip("/")), status_code=307)


@router.post("/media", status_code=201)
async def take_file(
    request: Request,
    caller: Agent,
    gateway: GatewayDep,
    name: Annotated[str, Query(max_length=300)],
    inbox: Annotated[str, Query(max_length=64)],
) -> dict[str, Any]:
    """The body is the file. A reply names it afterwards: `files: [id]`."""
    async with gateway.database.read() as session:
        if await session.get(Inbox, inbox) is None:
            raise NotFound(f"There is no inbox {inbox!r}.")
    stored = await media.store(
        gateway.database, MediaFiles(gateway.settings), request.stream(), inbox_id=inbox, name=name
    )
    return {"file": media.view(stored)}
