"""PDF: text in reading order, headings by their type, without what repeats on every page."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTPage, LTTextBox, LTTextLine
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser as Reader
from pdfminer.psexceptions import PSException
from pdfminer.utils import decode_text

from serving.knowledge.parsers.base import (
    Block,
    BlockKind,
    BrokenDocument,
    Outline,
    ParsedDocument,
    Section,
    one_line,
)

MAX_PAGES = 3000
_LARGER = 1.15
_LONGEST_HEADING = 120
_MARGIN = 0.09
_REPEATED_FROM_PAGES = 3
_BULLET = re.compile(r"^(?:[•◦▪‣●○■□∙·–—*-]|\(?\d{1,2}[.)])\s+")
_DIGITS = re.compile(r"\d+")
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_ENDS = (".", "!", "?", ":", ";", "。", "؟", "…", '"', "”")
_TITLES_OF_TOOLS = re.compile(
    r"^(?:untitled|microsoft word - |\(?anonymous\)?$)|\.(?:docx?|odt|indd|tex|pdf)$", re.I
)


@dataclass(frozen=True, slots=True)
class _Line:
    page: int
    box: int
    text: str
    size: float
    bold: bool
    in_margin: bool

    @property
    def starts_item(self) -> bool:
        return _BULLET.match(self.text) is not None


class PdfParser:
    suffixes = frozenset({".pdf"})
    media_types = frozenset({"application/pdf"})
    isolated_from: float = 0

    def parse(self, content: bytes, *, charset: str | None = None) -> list[ParsedDocument]:
        if b"%PDF-" not in content[:1024]:
            raise BrokenDocument("not a PDF file: check what was saved under this name")
        logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
        try:
            lines, title = _read(content)
        except (PDFPasswordIncorrect, PDFEncryptionError) as error:
            raise BrokenDocument("encrypted: save it without a password") from error
        except BrokenDocument:
            raise
        except (
            PSException,
            ValueError,
            TypeError,
            KeyError,
            IndexError,
            AttributeError,
            AssertionError,
        ) as error:
            raise BrokenDocument(
                f"not a readable PDF ({type(error).__name__}): print it to a new PDF and ingest that"
            ) from error
        document = _document(_without_repeated(lines))
        return [ParsedDocument(title=document.title or title, sections=_joined(document.filled()))]


def _read(content: bytes) -> tuple[list[_Line], str | None]:
    lines: list[_Line] = []
    pages = 0
    for pages, page in enumerate(extract_pages(io.BytesIO(content), laparams=LAParams()), start=1):
        if pages > MAX_PAGES:
            raise BrokenDocument(f"more than {MAX_PAGES} pages: split it")
        lines += _lines(page, pages)
    characters = sum(len(line.text) for line in lines)
    if not characters:
        raise BrokenDocument(f"has no text on its {pages} pages, only pictures: OCR it first")
    unmapped = sum(len(match) for line in lines for match in _UNMAPPED.findall(line.text))
    if unmapped > characters / 2:
        raise BrokenDocument("its fonts do not say which letters they draw: OCR it first")
    return lines, _metadata_title(content)


def _lines(page: LTPage, number: int) -> Iterator[_Line]:
    for index, box in enumerate(element for element in page if isinstance(element, LTTextBox)):
        for line in box:
            if not isinstance(line, LTTextLine):
                continue
            text = one_line(line.get_text().translate(_LIGATURES))
            characters = [one for one in line if isinstance(one, LTChar) and not one.get_text().isspace()]
            if not text or not characters:
                continue
            margin = _MARGIN * page.height
            yield _Line(
                page=number,
                box=index,
                text=text,
                size=round(Counter(round(one.size, 1) for one in characters).most_common(1)[0][0], 1),
                bold=all(re.search("bold|black|heavy", one.fontname, re.I) for one in characters),
                in_margin=line.y1 > page.height - margin or line.y0 < margin,
            )


def _metadata_title(content: bytes) -> str | None:
    with io.BytesIO(content) as stream:
        for facts in PDFDocument(Reader(stream)).info:
            raw = facts.get("Title")
            title = one_line(decode_text(raw)) if isinstance(raw, bytes) else ""
            if title and not _TITLES_OF_TOOLS.search(title):
                return title
    return None


def _without_repeated(lines: Sequence[_Line]) -> list[_Line]:
    """Leaves out running heads and page numbers: the same words in the margin of most pages."""
    pages = len({line.page for line in lines})
    if pages < _REPEATED_FROM_PAGES:
        return list(lines)
    on_pages = Counter(
        said for said, _ in {(_DIGITS.sub("0", line.text), line.page) for line in lines if line.in_margin}
    )
    repeated = {said for said, count in on_pages.items() if count > pages / 2}
    return [line for line in lines if not (line.in_margin and _DIGITS.sub("0", line.text) in repeated)]


def _document(lines: Sequence[_Line]) -> Outline:
    body = Counter[float]()
    for line in lines:
        body[line.size] += len(line.text)
    body_size = body.most_common(1)[0][0] if body else 0.0
    sizes = sorted({line.size for line in lines if line.size >= body_size * _LARGER}, reverse=True)
    levels = {size: min(level, 6) for level, size in enumerate(sizes, start=1)}
    outline = Outline()
    for group in _groups(lines, body_size=body_size):
        first = group[0]
        text = _text(group)
        if _is_heading(first, body_size) and len(text) <= _LONGEST_HEADING:
            outline.heading(levels.get(first.size, len(sizes) + 2), text, page=first.page)
        elif first.starts_item:
            outline.add(BlockKind.ITEM, _BULLET.sub("", text, count=1), page=first.page)
        else:
            outline.add(BlockKind.PARAGRAPH, text, page=first.page)
    return outline


def _is_heading(line: _Line, body_size: float) -> bool:
    if len(line.text) > _LONGEST_HEADING or line.text.endswith((".", ";", ",")):
        return False
    return line.size >= body_size * _LARGER or (
        line.bold and line.size >= body_size and not line.text.endswith(":")
    )


def _groups(lines: Sequence[_Line], *, body_size: float) -> Iterator[list[_Line]]:
    """The lines of one paragraph, one item or one heading."""
    group: list[_Line] = []
    for line in lines:
        if group and not _goes_on(group[-1], line, body_size=body_size):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _goes_on(before: _Line, line: _Line, *, body_size: float) -> bool:
    if (before.page, before.box) != (line.page, line.box) or line.starts_item:
        return False
    headings = _is_heading(before, body_size), _is_heading(line, body_size)
    return headings[0] == headings[1] and (not headings[0] or before.size == line.size)


def _text(lines: Sequence[_Line]) -> str:
    text = lines[0].text
    for line in lines[1:]:
        text = _continued(text, line.text)
    return text


def _continued(text: str, more: str) -> str:
    if len(text) > 1 and text[-1] in "-\u00ad\u2010" and text[-2].isalpha() and more[:1].islower():
        return text[:-1] + more
    return f"{text} {more}"


def _joined(sections: Sequence[Section]) -> list[Section]:
    """A sentence that goes on overleaf stands where it begins."""
    joined: list[Section] = []
    for section in sections:
        if joined and _overleaf(joined[-1], section):
            last, first = joined[-1].blocks[-1], section.blocks.pop(0)
            joined[-1].blocks[-1] = Block(last.kind, _continued(last.text, first.text))
        if section.blocks:
            joined.append(section)
    return joined


def _overleaf(before: Section, section: Section) -> bool:
    last, first = before.blocks[-1], section.blocks[0]
    return (
        before.headings == section.headings
        and before.page != section.page
        and first.kind is BlockKind.PARAGRAPH
        and first.text[:1].islower()
        and not last.text.endswith(_ENDS)
    )
