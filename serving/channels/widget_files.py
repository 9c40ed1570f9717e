"""Files in the widget: a customer's are taken here, and everybody's are shown by short-lived addresses."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from serving.channels import media
from serving.channels.media import MediaFiles
from serving.channels.models import Media
from serving.channels.widget import VisitorDep, file_limits
from serving.errors import Forbidden, NotFound, TooManyRequests
from serving.http import GatewayDep, find_inbox, require_identifier

# Apart from the widget's other paths: the limit on bodies goes by the beginning of a path.
FILES_PATH = "/api/widget-files/"
LINK_LIFETIME_S = 900

router = APIRouter(prefix="/api/widget-files/{inbox_id}")


@router.post("", status_code=201)
async def take_file(
    request: Request,
    inbox_id: str,
    visitor: VisitorDep,
    gateway: GatewayDep,
    name: Annotated[str, Query(max_length=300)],
) -> dict[str, Any]:
    """The body is the file. A message names it afterwards: `files: [id]`."""
    async with gateway.database.read() as session:
        inbox = await find_inbox(session, inbox_id, channel="widget")
    if file_limits(gateway, inbox) is None:
        raise Forbidden("This chat takes no files: describe what they show.")
    if wait_s := gateway.upload_limits.take(f"{inbox_id}:{visitor.address}"):
        raise TooManyRequests(f"Too many files: wait {wait_s} s.", retry_after_s=wait_s)
    stored = await media.store(
        gateway.database, MediaFiles(gateway.settings), request.stream(), inbox_id=inbox_id, name=name
    )
    return {"file": media.view(stored)}


@router.get("/{media_id}")
async def read_address(visitor: VisitorDep, gateway: GatewayDep, media_id: str) -> dict[str, Any]:
    """Where a file of the visitor's own conversation lies for the next quarter of an hour."""
    require_identifier(media_id, "file")
    async with gateway.database.read() as session:
        stored = await session.get(Media, media_id)
    if stored is None or stored.conversation_id != visitor.conversation_id:
        raise NotFound("There is no such file in this conversation.")
    address = MediaFiles(gateway.settings).address(media_id, lifetime_s=LINK_LIFETIME_S)
    # Of this host, whatever name the widget reached it by.
    return {"path": address.removeprefix(gateway.settings.public_url.rstrip("/"))}
