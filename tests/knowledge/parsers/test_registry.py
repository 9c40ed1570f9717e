from __future__ import annotations

import pytest

from serving.knowledge.parsers.base import BrokenDocument
from serving.knowledge.parsers.docx import DocxParser
from serving.knowledge.parsers.html import HtmlParser
from serving.knowledge.parsers.markdown import MarkdownParser
from serving.knowledge.parsers.pdf import PdfParser
from serving.knowledge.parsers.question_answers import QuestionAnswerParser
from serving.knowledge.parsers.registry import is_document, parser_for
from serving.knowledge.parsers.text import TextParser


@pytest.mark.parametrize(
    "name, media_type, parser",
    [
        ("help/a.MD", None, MarkdownParser),
        ("a.htm", None, HtmlParser),
        ("a.pdf", None, PdfParser),
        ("a.docx", None, DocxParser),
        ("a.csv", None, QuestionAnswerParser),
        ("a.txt", None, TextParser),
        ("https://shop.example/help", "text/html", HtmlParser),
        ("https://shop.example/download", "application/pdf", PdfParser),
        ("https://shop.example/faq.csv", "application/octet-stream", QuestionAnswerParser),
        ("https://shop.example/raw/a.md", "text/plain", MarkdownParser),
        ("https://shop.example/robots", "text/plain", TextParser),
        ("https://shop.example/page.pdf", "text/html", HtmlParser),
    ],
)
def test_the_server_decides_and_the_name_where_it_does_not(
    name: str, media_type: str | None, parser: type
) -> None:
    assert type(parser_for(name, media_type=media_type)) is parser


@pytest.mark.parametrize(
    "name, media_type, reason",
    [
        ("old.doc", None, ".doc is not read: save it as DOCX"),
        ("prices.xlsx", None, "save it as CSV with the columns `question` and `answer`"),
        ("scan.png", None, ".png is not read: OCR it first"),
        ("Makefile", None, "a file without an ending is not read: save it as one of .csv, .docx, .htm"),
        ("https://shop.example/video", "video/mp4", "video/mp4 is not read"),
    ],
)
def test_what_is_not_read_comes_with_a_remedy(name: str, media_type: str | None, reason: str) -> None:
    with pytest.raises(BrokenDocument, match=reason):
        parser_for(name, media_type=media_type)


def test_pictures_beside_articles_are_no_documents() -> None:
    names = ("a.md", "a.png", "a.doc", "style.css")
    assert [name for name in names if is_document(name)] == ["a.md", "a.doc"]
