"""Addresses of pages: sitemaps (https://www.sitemaps.org/protocol.html) and plain lists of them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from serving.errors import BadInput
from serving.knowledge.addresses import is_web, joined
from serving.knowledge.fetch import Fetcher
from serving.knowledge.parsers.base import MAX_FILE_BYTES, BrokenDocument

MAX_URLS = 10_000
MAX_SITEMAPS = 50
_SNIFFED_BYTES = 1024
_GZIP = b"\x1f\x8b"


def is_sitemap(content: bytes) -> bool:
    beginning = (
        content[:_SNIFFED_BYTES] if not content.startswith(_GZIP) else _unpacked(content)[:_SNIFFED_BYTES]
    )
    return b"<urlset" in beginning or b"<sitemapindex" in beginning


def listed_urls(content: bytes) -> list[str] | None:
    """The addresses of a text with one in each line (after # is a remark); None for any other text."""
    try:
        lines = [line.strip() for line in content.decode("utf-8-sig").splitlines()]
    except UnicodeDecodeError:
        return None
    urls = [line for line in lines if line and not line.startswith("#")]
    if not urls or not all(_is_address(url) for url in urls):
        return None
    return _bounded(urls)


async def sitemap_urls(content: bytes, *, name: str, base: str | None, fetcher: Fetcher) -> list[str]:
    """Every page of the sitemap and of the sitemaps it names, on `base`'s host where there is one.

    Raises BadInput: with half a sitemap, pages would be withdrawn that are still there.
    """
    urls: list[str] = []
    waiting: list[tuple[str, bytes | None]] = [(name, content)]
    for count in range(1, MAX_SITEMAPS + 1):
        where, known = waiting.pop(0)
        try:
            root = _parsed(known if known is not None else (await fetcher.fetch(where)).content)
        except BrokenDocument as error:
            raise BadInput(f"The sitemap {where}: {error}. Nothing was changed.") from error
        named = _locations(root, base)
        if _local_name(root) == "sitemapindex":
            waiting += [(url, None) for url in named]
        else:
            urls += named
        _bounded(urls)
        if not waiting:
            break
        if count == MAX_SITEMAPS:
            raise BadInput(f"The sitemap names more than {MAX_SITEMAPS} others: ingest them one by one.")
    if not urls:
        raise BadInput(f"The sitemap {name} names no page of its host: nothing was changed.")
    return urls


def _parsed(content: bytes) -> Element:
    try:
        root: Element = fromstring(_unpacked(content))
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise BrokenDocument(f"not a readable sitemap ({type(error).__name__}): check its XML") from error
    return root


def _locations(root: Element, base: str | None) -> list[str]:
    texts = ((part.text or "").strip() for entry in root for part in entry if _local_name(part) == "loc")
    urls = [joined(base, text) if base else text for text in texts if text]
    return [url for url in urls if url and _is_address(url) and (base is None or _host(url) == _host(base))]


def _local_name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _host(url: str) -> str:
    parts = urlsplit(url)
    return f"{(parts.hostname or '').removeprefix('www.')}:{parts.port or ''}"


def _is_address(text: str) -> bool:
    return is_web(text) and " " not in text


def _bounded(urls: Sequence[str]) -> list[str]:
    if len(urls) > MAX_URLS:
        raise BadInput(f"More than {MAX_URLS} addresses: ingest parts of them.")
    return list(urls)


def _unpacked(content: bytes) -> bytes:
    """Sitemaps may be gzipped, whatever their type says."""
    if not content.startswith(_GZIP):
        return content
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(content, MAX_FILE_BYTES)
    except zlib.error as error:
        raise BrokenDocument("not a readable gzip file: pack it again") from error
    if unpacker.unconsumed_tail:
        raise BrokenDocument(f"unpacks to more than {MAX_FILE_BYTES} bytes: split it")
    return unpacked
