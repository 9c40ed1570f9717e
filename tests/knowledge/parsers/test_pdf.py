from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate

from serving.knowledge.parsers.base import BrokenDocument, ParsedDocument
from serving.knowledge.parsers.pdf import PdfParser

STYLES = getSampleStyleSheet()


def pdf(*story: Flowable, footer: Callable[[Canvas, Any], None] | None = None, **options: Any) -> bytes:
    file = io.BytesIO()
    on_page = footer or (lambda _canvas, _document: None)
    SimpleDocTemplate(file, **options).build(list(story), onFirstPage=on_page, onLaterPages=on_page)
    return file.getvalue()


def text(words: str, style: str = "BodyText") -> Paragraph:
    return Paragraph(words, STYLES[style])


def parse(content: bytes) -> ParsedDocument:
    (document,) = PdfParser().parse(content)
    return document


def outline(document: ParsedDocument) -> list[tuple[tuple[str, ...], int | None, list[str]]]:
    return [(one.headings, one.page, [block.text for block in one.blocks]) for one in document.sections]


def test_headings_and_pages() -> None:
    content = pdf(
        text("Care guide", "Title"),
        text("Wipe the table with a damp cloth. " * 8),
        text("Oil", "Heading1"),
        text("Twice a year."),
        text("Which oil", "Heading2"),
        text("Linseed oil is best."),
        PageBreak(),
        text("<b>Varnish</b>"),
        text("Never use it."),
    )
    document = parse(content)
    assert document.title == "Care guide"
    assert outline(document) == [
        ((), 1, ["Wipe the table with a damp cloth. " * 7 + "Wipe the table with a damp cloth."]),
        (("Oil",), 1, ["Twice a year."]),
        (("Oil", "Which oil"), 1, ["Linseed oil is best."]),
        (("Oil", "Which oil", "Varnish"), 2, ["Never use it."]),
    ]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    def footer(canvas: Canvas, document: Any) -> None:
        canvas.drawString(72, 30, f"Lumen and Oak, page {document.page} of 4")

    story: Sequence[Flowable] = [
        part for number in range(4) for part in (text(f"Page {number} speaks."), PageBreak())
    ]
    assert outline(parse(pdf(*story, footer=footer))) == [
        ((), number + 1, [f"Page {number} speaks."]) for number in range(4)
    ]


def test_a_sentence_that_goes_on_overleaf_stands_where_it_begins() -> None:
    content = pdf(
        text("The warranty covers"), PageBreak(), text("all parts for ten years. Oil is not covered.")
    )
    assert outline(parse(content)) == [
        ((), 1, ["The warranty covers all parts for ten years. Oil is not covered."])
    ]


def test_the_title_of_its_properties_stands_in_for_a_missing_one() -> None:
    assert parse(pdf(text("Some words."), title="Price list")).title == "Price list"
    assert parse(pdf(text("Some words."), title="Microsoft Word - draft3.docx")).title is None


def test_a_scan_is_sent_to_ocr() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    with pytest.raises(BrokenDocument, match="has no text on its 1 pages, only pictures: OCR it first"):
        parse(file.getvalue())


def test_a_password_is_asked_to_be_removed() -> None:
    encrypted = pdf(text("Secret."), encrypt=StandardEncryption("user password", strength=128))
    with pytest.raises(BrokenDocument, match="encrypted: save it without a password"):
        parse(encrypted)


def test_a_password_against_changes_alone_does_not_keep_it_from_being_read() -> None:
    content = pdf(text("Public."), encrypt=StandardEncryption("", ownerPassword="owner", strength=128))
    assert outline(parse(content)) == [((), 1, ["Public."])]


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"\x00\x01\x02 garbage", "not a PDF file"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 20, "not a readable PDF|no text"),
        (pdf(text("Cut."))[:400], "not a readable PDF|no text"),
    ],
)
def test_a_broken_file_says_what_to_repair(content: bytes, reason: str) -> None:
    with pytest.raises(BrokenDocument, match=reason):
        parse(content)
