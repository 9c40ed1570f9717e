"""Which parser reads what, by the type that a server names or by the end of the name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from serving.knowledge.parsers.base import BrokenDocument, Parser
from serving.knowledge.parsers.docx import DocxParser
from serving.knowledge.parsers.html import HtmlParser
from serving.knowledge.parsers.markdown import MarkdownParser
from serving.knowledge.parsers.pdf import PdfParser
from serving.knowledge.parsers.question_answers import QuestionAnswerParser
from serving.knowledge.parsers.text import TextParser

# Part of every document's hash: raise it when the same file would become other passages or words.
FORMAT = "4"

PARSERS: Sequence[Parser] = (
    MarkdownParser(),
    HtmlParser(),
    PdfParser(),
    DocxParser(),
    QuestionAnswerParser(),
    TextParser(),
)
SUFFIXES = frozenset().union(*(parser.suffixes for parser in PARSERS))

# Formats that people try, and what to do with them.
_REMEDIES: Mapping[str, str] = {
    ".doc": "save it as DOCX",
    ".odt": "save it as DOCX",
    ".rtf": "save it as DOCX",
    ".pages": "export it as DOCX",
    ".ppt": "save it as PDF",
    ".pptx": "save it as PDF",
    ".odp": "save it as PDF",
    ".xls": "save it as CSV with the columns `question` and `answer`",
    ".xlsx": "save it as CSV with the columns `question` and `answer`",
    ".ods": "save it as CSV with the columns `question` and `answer`",
}
# Beside articles they are illustrations; named alone they may be scans.
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff"})
# What servers say of anything that they do not know.
_VAGUE_TYPES = frozenset({"", "application/octet-stream", "binary/octet-stream", "text/plain"})


def is_document(name: str) -> bool:
    """Whether a folder's file is meant as a document: one we read, or one with a remedy to be told."""
    suffix = suffix_of(name)
    return suffix in SUFFIXES or suffix in _REMEDIES


def parser_for(name: str, *, media_type: str | None = None) -> Parser:
    """`media_type` without its parameters; the name decides where it is missing or vague."""
    suffix = suffix_of(name)
    if media_type and media_type not in _VAGUE_TYPES:
        named = next((parser for parser in PARSERS if media_type in parser.media_types), None)
        if named is None:
            raise BrokenDocument(f"{media_type} is not read: {_remedy(suffix)}")
        return named
    by_name = next((parser for parser in PARSERS if suffix in parser.suffixes), None)
    if by_name is None and media_type == "text/plain":
        return TextParser()
    if by_name is None:
        raise BrokenDocument(f"{suffix or 'a file without an ending'} is not read: {_remedy(suffix)}")
    return by_name


def suffix_of(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _remedy(suffix: str) -> str:
    if suffix in _PICTURES:
        return "OCR it first"
    return _REMEDIES.get(suffix, f"save it as one of {', '.join(sorted(SUFFIXES))}")
