from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from serving.knowledge.parsers import isolation
from serving.knowledge.parsers.base import BrokenDocument
from serving.knowledge.parsers.docx import DocxParser
from serving.knowledge.parsers.html import HtmlParser
from serving.knowledge.parsers.markdown import MarkdownParser
from serving.knowledge.parsers.pdf import PdfParser
from tests.knowledge.parsers.test_pdf import pdf, text


async def test_another_process_reads_what_this_one_would() -> None:
    content = pdf(text("Oil", "Heading1"), text("Twice a year. It dries in a day."), text("Again."))
    assert await isolation.parse(PdfParser(), content) == PdfParser().parse(content)


async def test_only_a_large_page_is_read_in_another_process(interpreter: Callable[[str], None]) -> None:
    page = "<main><h1>Größe</h1><p>Sehr groß.</p>"
    large = f"{page}<!--{'x' * int(HtmlParser.isolated_from)}-->"
    [read] = await isolation.parse(HtmlParser(), large.encode("latin-1"), charset="latin-1")
    assert [read] == HtmlParser().parse(page.encode())
    interpreter("raise MemoryError")
    assert await isolation.parse(HtmlParser(), page.encode()) == [read]
    with pytest.raises(BrokenDocument, match="needs more memory"):
        await isolation.parse(HtmlParser(), large.encode())


async def test_its_errors_come_back_as_they_are() -> None:
    with pytest.raises(BrokenDocument, match="^not a DOCX file: save it as DOCX from a word processor$"):
        await isolation.parse(DocxParser(), b"no document")


def test_a_fault_of_the_parser_is_named_without_what_it_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def parse(*_: object, **__: object) -> None:
        raise KeyError("a customer's words")

    monkeypatch.setattr(PdfParser, "parse", parse)
    monkeypatch.setattr(isolation, "_limit", lambda: None)
    monkeypatch.setattr(sys, "argv", ["isolation", ".pdf", ""])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"%PDF-")))
    assert isolation.main() == 0
    answer = {"broken": "cannot be read (KeyError): save it again from its editor"}
    assert json.loads(capsys.readouterr().out) == answer


async def test_what_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "MAX_SECONDS", 0.01)
    with pytest.raises(BrokenDocument, match="took longer than 0.01 s to read: split it"):
        await isolation.parse(PdfParser(), pdf(text("Slow.")))


async def test_what_swells_is_ended(
    monkeypatch: pytest.MonkeyPatch, interpreter: Callable[[str], None]
) -> None:
    interpreter("raise MemoryError")
    with pytest.raises(BrokenDocument, match="needs more memory than a document may"):
        await isolation.parse(PdfParser(), b"%PDF-")


async def test_it_never_sees_our_keys(
    monkeypatch: pytest.MonkeyPatch, interpreter: Callable[[str], None], tmp_path: Path
) -> None:
    monkeypatch.setenv("PARLEY_SECRET_KEY", "a secret")
    interpreter(f"open({str(tmp_path / 'seen')!r}, 'w').write(repr(dict(os.environ)))")
    with pytest.raises(BrokenDocument):
        await isolation.parse(PdfParser(), b"%PDF-")
    assert "a secret" in os.environ["PARLEY_SECRET_KEY"]
    assert "PARLEY" not in (tmp_path / "seen").read_text()


async def test_text_needs_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation.sys, "executable", "/nowhere")
    assert (await isolation.parse(MarkdownParser(), b"# T\n\nText."))[0].title == "T"


@pytest.fixture
def interpreter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Puts a script in the place of Python, which then fails."""
    import sys

    def use(statement: str) -> None:
        script = tmp_path / "python"
        script.write_text(f"#!{sys.executable}\nimport os\n{statement}\nraise SystemExit(1)\n")
        script.chmod(0o755)
        monkeypatch.setattr(isolation.sys, "executable", str(script))

    return use
