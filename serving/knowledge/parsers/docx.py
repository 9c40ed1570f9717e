"""DOCX, by way of mammoth's HTML."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import mammoth

from serving.knowledge.parsers.base import BrokenDocument, ParsedDocument
from serving.knowledge.parsers.html import parse_html

# Word's XML is read into memory whole, at some thirty times its size; pictures are never read.
MAX_XML_BYTES = 30_000_000
MAX_UNPACKED_BYTES = 500_000_000
MAX_PARTS = 10_000
_OLE = b"\xd0\xcf\x11\xe0"
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"


class DocxParser:
    suffixes = frozenset({".docx"})
    media_types = frozenset({"application/vnd.openxmlformats-officedocument.wordprocessingml.document"})
    isolated_from: float = 0

    def parse(self, content: bytes, *, charset: str | None = None) -> list[ParsedDocument]:
        if content.startswith(_OLE):
            raise BrokenDocument(
                "protected by a password, or in Word's old format: save it as DOCX without a password"
            )
        _check_package(content)
        try:
            # No picture is read: their bytes would stand in the HTML.
            converted = mammoth.convert_to_html(
                io.BytesIO(content), style_map=_STYLES, convert_image=mammoth.images.img_element(_no_picture)
            )
        except Exception as error:
            raise BrokenDocument(
                f"not a readable DOCX ({type(error).__name__}): open it in a word processor and save it again"
            ) from error
        return [parse_html(converted.value)]


def _no_picture(_image: Any) -> dict[str, str]:
    return {"src": ""}


def _check_package(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise BrokenDocument("not a DOCX file: save it as DOCX from a word processor") from error
    if not any(part.filename == "[Content_Types].xml" for part in parts):
        raise BrokenDocument("a ZIP archive, but no DOCX: unpack it and ingest the files")
    if any(part.flag_bits & 0x1 for part in parts):
        raise BrokenDocument("encrypted: save it without a password")
    xml = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    unpacked = sum(part.file_size for part in parts)
    if xml > MAX_XML_BYTES or unpacked > MAX_UNPACKED_BYTES or len(parts) > MAX_PARTS:
        raise BrokenDocument(
            f"unpacks to {unpacked // 1_000_000} MB, {xml // 1_000_000} MB of them text; "
            f"the limit is {MAX_XML_BYTES // 1_000_000} MB of text: split the document"
        )
