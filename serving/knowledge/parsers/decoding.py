"""From bytes to text, or a sentence about what to save differently."""

from __future__ import annotations

import codecs
import re

from serving.knowledge.parsers.base import BrokenDocument

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Where HTML looks for it: https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_META_WITHIN = 1024


def decode_utf8(content: bytes) -> str:
    """UTF-8, or UTF-16 with a byte order mark (what Excel calls Unicode); line ends as `\\n`."""
    if b"\x00" in content and not _marked(content):
        raise BrokenDocument("not a text but binary data: check what was saved under this name")
    try:
        text = content.decode(_marked(content) or "utf-8")
    except UnicodeDecodeError as error:
        raise BrokenDocument(f"not UTF-8 at byte {error.start}: save the file as UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode_html(content: bytes, *, charset: str | None) -> str:
    """As a browser would: byte order mark, the server's word, the page's word, UTF-8, else Windows-1252."""
    declared = _META_CHARSET.search(content[:_META_WITHIN])
    said = charset or (declared.group(1).decode("ascii") if declared else None)
    for encoding in (_marked(content), _codec(said), "utf-8"):
        if encoding is None:
            continue
        try:
            return content.decode(encoding)
        except UnicodeError:  # also of codecs that read no text, such as "undefined"
            continue
    return content.decode("cp1252", errors="replace")


def _marked(content: bytes) -> str | None:
    return next((codec for mark, codec in _BYTE_ORDER_MARKS if content.startswith(mark)), None)


def _codec(name: str | None) -> str | None:
    if name is None:
        return None
    # Browsers read Latin-1 as its superset, which is what was meant.
    if name.lower() in {"iso-8859-1", "latin1", "us-ascii", "ascii"}:
        return "cp1252"
    try:
        found = codecs.lookup(name)
    except LookupError:
        return None
    return found.name if getattr(found, "_is_text_encoding", True) else None
