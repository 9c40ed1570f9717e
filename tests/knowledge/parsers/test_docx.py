from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from PIL import Image

from serving.knowledge.parsers import docx as parser
from serving.knowledge.parsers.base import Block, BlockKind, BrokenDocument, ParsedDocument


def parse(content: bytes) -> ParsedDocument:
    (document,) = parser.DocxParser().parse(content)
    return document


@pytest.fixture
def made() -> Callable[[Callable[[Document], None]], bytes]:
    def make(write: Callable[[Document], None]) -> bytes:
        document, file = docx.Document(), io.BytesIO()
        write(document)
        document.save(file)
        return file.getvalue()

    return make


def handbook(document: Document) -> None:
    document.add_heading("Returns", 0)
    document.add_paragraph("You have 30 days.")
    document.add_heading("Furniture", 1)
    document.add_heading("Assembled", 2)
    document.add_paragraph("We collect it:")
    for item in ("on weekdays", "for free"):
        document.add_paragraph(item, style="List Bullet")
    document.add_heading("Fees", 1)
    table = document.add_table(rows=2, cols=2)
    for cell, name in zip(table.rows[0].cells, ("Kind", "Fee"), strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for cell, value in zip(table.rows[1].cells, ("Lamp", "EUR 4.90"), strict=True):
        cell.text = value


def test_headings_lists_and_tables(made: Callable[..., bytes]) -> None:
    document = parse(made(handbook))
    assert document.title == "Returns"
    assert [(section.headings, section.blocks) for section in document.sections] == [
        ((), [Block(BlockKind.PARAGRAPH, "You have 30 days.")]),
        (
            ("Furniture", "Assembled"),
            [
                Block(BlockKind.PARAGRAPH, "We collect it:"),
                Block(BlockKind.ITEM, "on weekdays"),
                Block(BlockKind.ITEM, "for free"),
            ],
        ),
        (("Fees",), [Block(BlockKind.ROW, "Kind: Lamp; Fee: EUR 4.90.")]),
    ]


def test_pictures_are_left_out(made: Callable[..., bytes]) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")

    def write(document: Document) -> None:
        document.add_paragraph("Before.")
        document.add_picture(io.BytesIO(picture.getvalue()))

    assert [block.text for section in parse(made(write)).sections for block in section.blocks] == ["Before."]


def archive(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return packed.getvalue()


def test_a_bomb_is_refused_before_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "MAX_XML_BYTES", 1_000_000)
    bomb = archive(**{"[Content_Types].xml": b"<a/>", "word/document.xml": b" " * 3_000_000})
    assert len(bomb) < 20_000
    with pytest.raises(BrokenDocument, match="unpacks to 3 MB, 3 MB of them text; the limit is 1 MB"):
        parse(bomb)


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "protected by a password, or in Word's old format"),
        (b"just text", "not a DOCX file: save it as DOCX"),
        (archive(**{"photo.jpg": b"x"}), "a ZIP archive, but no DOCX"),
        (archive(**{"[Content_Types].xml": b"<a/>"}), "not a readable DOCX"),
    ],
)
def test_a_broken_file_says_what_to_repair(content: bytes, reason: str) -> None:
    with pytest.raises(BrokenDocument, match=reason):
        parse(content)


def test_entities_that_multiply_are_refused(made: Callable[..., bytes]) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    laughs = f'<!DOCTYPE d [<!ENTITY l0 "ha">{entities}]><d>&l11;</d>'
    unpacked = zipfile.ZipFile(io.BytesIO(made(handbook)))
    files = {name: unpacked.read(name) for name in unpacked.namelist()} | {
        "word/document.xml": laughs.encode()
    }
    with pytest.raises(BrokenDocument, match="not a readable DOCX"):
        parse(archive(**files))
