"""Plain text: paragraphs between empty lines."""

from __future__ import annotations

import math
import re

from serving.knowledge.parsers.base import Block, BlockKind, ParsedDocument, Section, one_line
from serving.knowledge.parsers.decoding import decode_utf8

_EMPTY_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


class TextParser:
    suffixes = frozenset({".txt"})
    media_types = frozenset({"text/plain"})
    isolated_from = math.inf

    def parse(self, content: bytes, *, charset: str | None = None) -> list[ParsedDocument]:
        paragraphs = (one_line(part) for part in _EMPTY_LINES.split(decode_utf8(content)))
        blocks = [Block(BlockKind.PARAGRAPH, paragraph) for paragraph in paragraphs if paragraph]
        return [ParsedDocument(title=None, sections=[Section(blocks=blocks)])]
