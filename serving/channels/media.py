"""Files that customers and operators send: checked, kept in the data directory, given out by signed links.

A message's payload names them: `files: [{"id", "name", "mime", "bytes"}]` (`view`). The bytes are given out
by `GET /media/{id}?expires=&signature=` and by nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
import unicodedata
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import anyio
import anyio.to_thread
import filetype
from fastapi import APIRouter, Query
from fastapi.responses import FileResponse
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels.models import Media
from serving.config import Settings
from serving.conversations.cards import pictures
from serving.db import Database, new_id
from serving.errors import BadInput, Forbidden, NotFound, ParleyError, TooLarge, Unavailable
from serving.http import GatewayDep, require_identifier
from serving.keys import derive_key

router = APIRouter()

# What is taken in. Pages, scripts and drawings (HTML, SVG) are not: they could act in a browser.
TYPES = frozenset(
    {"image/jpeg", "image/png", "image/gif", "image/webp", "image/heic"}
    | {"audio/mpeg", "audio/ogg", "audio/mp4", "audio/aac", "audio/amr", "audio/x-wav"}
    | {"video/mp4", "video/quicktime", "video/webm", "video/3gpp"}
    | {"application/pdf", "text/plain"}
    | {
        f"application/vnd.openxmlformats-officedocument.{kind}"
        for kind in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
    }
)
# Shown in the page by a browser; everything else is offered as a download.
INLINE = re.compile(r"image/|audio/|video/|application/pdf$")
SNIFFED_BYTES = 8_192
LINK_LIFETIME_S = 3_600
RETRY_WHILE_FETCHING_S = 2
MAX_NAME_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Written:
    mime: str
    bytes: int
    sha256: str


class MediaFiles:
    """The folder of the files, and the signatures of their addresses."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.data_dir / "media"
        self._max_bytes = settings.max_file_bytes
        self._public_url = settings.public_url.rstrip("/")
        self._key = derive_key(settings.secret_key, "media addresses v1")

    def path(self, media_id: str) -> Path:
        return self._folder / media_id[:2] / media_id

    async def write(self, media_id: str, content: AsyncIterator[bytes]) -> Written:
        """Keeps the content under this id, whole or not at all. Raises TooLarge, BadInput."""
        path = self.path(media_id)
        await anyio.Path(path.parent).mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".part")
        digest, size, head = hashlib.sha256(), 0, b""
        try:
            async with await anyio.open_file(partial, "wb") as file:
                async for chunk in content:
                    size += len(chunk)
                    if size > self._max_bytes:
                        raise TooLarge(f"The file has more than {self._max_bytes} bytes: send a smaller one.")
                    head = (head + chunk)[:SNIFFED_BYTES] if len(head) < SNIFFED_BYTES else head
                    digest.update(chunk)
                    await file.write(chunk)
            mime = sniff(head)
            await anyio.Path(partial).rename(path)
        finally:
            await anyio.Path(partial).unlink(missing_ok=True)
        return Written(mime=mime, bytes=size, sha256=digest.hexdigest())

    async def remove(self, media_id: str) -> None:
        await anyio.Path(self.path(media_id)).unlink(missing_ok=True)

    def address(self, media_id: str, *, lifetime_s: int = LINK_LIFETIME_S) -> str:
        """Whole and public, for who shall see this file and no other."""
        expires = int(time.time()) + lifetime_s
        return (
            f"{self._public_url}/media/{media_id}?expires={expires}&signature={self._sign(media_id, expires)}"
        )

    def check(self, media_id: str, *, expires: int, signature: str) -> None:
        if not hmac.compare_digest(self._sign(media_id, expires).encode(), signature.encode()):
            raise Forbidden("The address of this file was not signed here: open the conversation again.")
        if expires < time.time():
            raise Forbidden("The address of this file has expired: open the conversation again.")

    def _sign(self, media_id: str, expires: int) -> str:
        return hmac.new(self._key, f"{media_id}.{expires}".encode(), hashlib.sha256).hexdigest()


def sniff(head: bytes) -> str:
    """The type that the first bytes show, whatever the sender claims. Raises BadInput."""
    if not head:
        raise BadInput("The file is empty: send another one.")
    guessed = filetype.guess_mime(head)
    if guessed is None and _is_text(head):
        guessed = "text/plain"
    if guessed not in TYPES:
        raise BadInput(f"Files of the type {guessed or 'unknown'} are not taken: send a picture or a PDF.")
    return str(guessed)


def _is_text(head: bytes) -> bool:
    # The last character may be cut in two.
    for end in range(len(head), max(len(head) - 4, 0), -1):
        try:
            return not any(unicodedata.category(c) == "Cc" and c not in "\t\r\n" for c in head[:end].decode())
        except UnicodeDecodeError:
            continue
    return False


def clean_name(name: str) -> str:
    """A name to show and to download under: no path, nothing that cannot be seen."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    return shown[-MAX_NAME_CHARACTERS:] or "file"


async def store(
    database: Database,
    files: MediaFiles,
    content: AsyncIterator[bytes],
    *,
    inbox_id: str,
    name: str,
    conversation_id: str | None = None,
) -> Media:
    """A file that is here already. A message makes it part of its conversation (`attach`)."""
    media_id = new_id()
    written = await files.write(media_id, content)
    media = Media(
        id=media_id,
        inbox_id=inbox_id,
        conversation_id=conversation_id,
        name=clean_name(name),
        mime=written.mime,
        bytes=written.bytes,
        sha256=written.sha256,
        state="stored",
    )
    async with database.write() as session:
        session.add(media)
    return media


async def attach(
    session: AsyncSession, ids: Sequence[str], *, inbox_id: str, conversation_id: str
) -> list[dict[str, Any]]:
    """The payload's `files` of a message that carries these. Raises NotFound for what is not this inbox's."""
    found = {media.id: media for media in await session.scalars(select(Media).where(Media.id.in_(ids)))}
    for media_id in ids:
        media = found.get(media_id)
        if (
            media is None
            or media.inbox_id != inbox_id
            or media.conversation_id not in (None, conversation_id)
        ):
            raise NotFound(f"There is no file {media_id!r} for this conversation: send it again.")
        media.conversation_id = conversation_id
    return [view(found[media_id]) for media_id in ids]


def view(media: Media) -> dict[str, Any]:
    return {"id": media.id, "name": media.name, "mime": media.mime, "bytes": media.bytes}


async def of_payload(session: AsyncSession, payload: dict[str, Any]) -> Sequence[Media]:
    """The files that a message's payload names, in its order; those on its cards come first."""
    ids = [*pictures(payload), *(file["id"] for file in payload.get("files") or ())]
    if not ids:
        return []
    found = {media.id: media for media in await session.scalars(select(Media).where(Media.id.in_(ids)))}
    return [found[media_id] for media_id in ids if media_id in found]


@router.get("/media/{media_id}")
async def read_file(
    gateway: GatewayDep,
    media_id: str,
    expires: Annotated[int, Query(ge=0, le=2**40)],
    signature: Annotated[str, Query(max_length=64)],
) -> FileResponse:
    require_identifier(media_id, "file")
    files = MediaFiles(gateway.settings)
    files.check(media_id, expires=expires, signature=signature)
    async with gateway.database.read() as session:
        media = await session.get(Media, media_id)
    path = files.path(media_id)
    _require_there(media, there=await anyio.Path(path).is_file())
    assert media is not None  # noqa: S101  # `_require_there` raises
    return FileResponse(
        path,
        media_type=media.mime,
        filename=media.name,
        content_disposition_type="inline" if INLINE.match(media.mime) else "attachment",
        headers={"Cache-Control": f"private, max-age={LINK_LIFETIME_S}"},
    )


def _require_there(media: Media | None, *, there: bool) -> None:
    if media is None or media.state == "failed" or (media.state == "stored" and not there):
        raise NotFound("There is no such file any more.")
    if media.state == "refused":
        raise _Refused(f"This file was not taken: {media.error}")
    if media.state != "stored":
        raise Unavailable("The file is still being fetched.", retry_after_s=RETRY_WHILE_FETCHING_S)


class _Refused(ParleyError):
    status = 415
    code = "file_refused"
