"""What a path or an address holds: its documents, one after another."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from serving.errors import BadInput
from serving.knowledge.addresses import is_web
from serving.knowledge.fetch import Fetched, Fetcher
from serving.knowledge.models import Source, SourceKind
from serving.knowledge.parsers.base import MAX_FILE_BYTES, BrokenDocument
from serving.knowledge.parsers.registry import SUFFIXES, is_document, suffix_of
from serving.knowledge.sitemaps import is_sitemap, listed_urls, sitemap_urls

MAX_NAME_CHARACTERS = 64
MAX_KEY_CHARACTERS = 480
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Loaded:
    """`media_type` and `charset` as a server named them; `url` where the document was fetched from one."""

    content: bytes
    media_type: str | None = None
    charset: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """`key` names it within its source and stays; `load` raises BrokenDocument or Gone."""

    key: str
    load: Callable[[], Awaitable[Loaded]]


@dataclass(frozen=True, slots=True)
class Place:
    """A source as it is now. `name`: what it is called where nobody names it."""

    kind: SourceKind
    location: str
    name: str
    items: Sequence[Item]


async def open_place(location: str, fetcher: Fetcher) -> Place:
    """`location`: a folder, a file, or an address. Raises BadInput where there is nothing to ingest."""
    try:
        return await _opened(location, fetcher)
    except BrokenDocument as error:
        raise BadInput(f"{location}: {error}") from error


async def _opened(location: str, fetcher: Fetcher) -> Place:
    if location.startswith(("http://", "https://")):
        if not is_web(location):
            raise BadInput(f"{location!r} is no address: check it in a browser.")
        return await _address(location, fetcher)
    path = await asyncio.to_thread(_resolved, location)
    if await asyncio.to_thread(path.is_dir):
        return await asyncio.to_thread(open_folder, path)
    if not await asyncio.to_thread(path.is_file):
        raise BadInput(f"There is no folder or file {location!r} to ingest.")
    if suffix_of(path.name) in {".txt", ".xml"} and (listed := await _listed(path, fetcher)) is not None:
        return listed
    return open_file(path)


async def place_of(source: Source, fetcher: Fetcher) -> Place:
    """Where it came from, as that is now."""
    if source.kind is SourceKind.UPLOAD:
        return await asyncio.to_thread(open_file, Path(source.location), kind=SourceKind.UPLOAD)
    return await open_place(source.location, fetcher)


def open_folder(path: Path) -> Place:
    if not path.is_dir():
        raise BadInput(f"There is no directory {str(path)!r} to ingest.")
    files = {
        file.relative_to(path).as_posix(): file for file in sorted(path.rglob("*")) if _is_meant(file, path)
    }
    if not files:
        # Taken at its word, an empty directory would withdraw everything that the bot can say.
        known = ", ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        raise BadInput(
            f"There is no document below {str(path)!r}: nothing was changed. Documents are {known}."
        )
    items = [Item(key, _reader(file)) for key, file in files.items()]
    return Place(SourceKind.FOLDER, str(path), source_name(path.name), items)


def open_file(path: Path, *, kind: SourceKind = SourceKind.FILE) -> Place:
    return Place(kind, str(path), source_name(path.stem), [Item(path.name, _reader(path))])


def source_name(text: str) -> str:
    """A name that a command and an address can hold."""
    return _NOT_IN_NAMES.sub("-", text).strip("-.")[:MAX_NAME_CHARACTERS] or "documents"


def _resolved(location: str) -> Path:
    return Path(location).expanduser().resolve()


def _is_meant(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in file.relative_to(folder).parts)
    return not hidden and is_document(file.name) and file.is_file()


def _reader(file: Path) -> Callable[[], Awaitable[Loaded]]:
    async def load() -> Loaded:
        return Loaded(await asyncio.to_thread(_read, file))

    return load


def _read(file: Path) -> bytes:
    try:
        size = file.stat().st_size
        if size > MAX_FILE_BYTES:
            raise BrokenDocument(f"{size} bytes; the limit is {MAX_FILE_BYTES}: split the file")
        return file.read_bytes()
    except OSError as error:
        raise BrokenDocument(f"cannot be opened ({error.strerror}): check that it may be read") from error


async def _listed(path: Path, fetcher: Fetcher) -> Place | None:
    """The pages that a local sitemap or list of addresses names."""
    content = (await _reader(path)()).content
    urls = listed_urls(content)
    if urls is None and is_sitemap(content):
        urls = await sitemap_urls(content, name=str(path), base=None, fetcher=fetcher)
    if urls is None:
        return None
    return Place(SourceKind.LIST, str(path), source_name(path.stem), _pages(urls, fetcher))


async def _address(location: str, fetcher: Fetcher) -> Place:
    first = await fetcher.fetch(location)
    parts = urlsplit(location)
    name = source_name(f"{parts.hostname}{parts.path.rstrip('/')}")
    if is_sitemap(first.content):
        urls = await sitemap_urls(first.content, name=first.url, base=first.url, fetcher=fetcher)
        return Place(SourceKind.SITEMAP, location, source_name(parts.hostname or name), _pages(urls, fetcher))
    if first.media_type == "text/plain" and (listed := listed_urls(first.content)) is not None:
        return Place(SourceKind.LIST, location, name, _pages(listed, fetcher))

    async def load() -> Loaded:
        return _loaded(first)

    return Place(SourceKind.PAGE, location, name, [Item(_key(location), load)])


def _pages(urls: Sequence[str], fetcher: Fetcher) -> list[Item]:
    def load(url: str) -> Callable[[], Awaitable[Loaded]]:
        async def fetch() -> Loaded:
            return _loaded(await fetcher.fetch(url))

        return fetch

    return [Item(_key(url), load(url)) for url in dict.fromkeys(urls)]


def _loaded(fetched: Fetched) -> Loaded:
    return Loaded(fetched.content, fetched.media_type, fetched.charset, fetched.url)


def _key(url: str) -> str:
    """The address; one that is too long ends in a hash of itself."""
    if len(url) <= MAX_KEY_CHARACTERS:
        return url
    return f"{url[: MAX_KEY_CHARACTERS - 20]}~{hashlib.sha256(url.encode()).hexdigest()[:16]}"
