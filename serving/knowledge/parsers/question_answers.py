"""CSV of question-answer pairs: each row is a document with the question as its title.

Its question is an expected one, too. So a row that changes, comes or goes changes, adds or withdraws that
answer alone.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Iterator, Mapping

from serving.knowledge.addresses import scheme_of
from serving.knowledge.parsers.base import (
    Block,
    BlockKind,
    BrokenDocument,
    Expected,
    ParsedDocument,
    Section,
    one_line,
)
from serving.knowledge.parsers.decoding import decode_utf8

# How tools that export such files call the columns, in the assistant's native languages.
_COLUMNS: Mapping[str, frozenset[str]] = {
    "question": frozenset({"question", "q", "frage", "pregunta", "سؤال", "السؤال"}),
    "answer": frozenset({"answer", "a", "antwort", "respuesta", "réponse", "جواب", "الإجابة"}),
    "url": frozenset({"url", "link", "source"}),
    "language": frozenset({"language", "lang", "locale"}),
    "topic": frozenset({"topic", "category"}),
}
_REMEDY = "name two columns in the first line `question` and `answer`"
_SNIFFED_CHARACTERS = 8192
_MAX_FIELD_CHARACTERS = 100_000


class QuestionAnswerParser:
    suffixes = frozenset({".csv", ".tsv"})
    media_types = frozenset({"text/csv", "text/tab-separated-values", "application/csv"})
    isolated_from = math.inf

    def parse(self, content: bytes, *, charset: str | None = None) -> list[ParsedDocument]:
        text = decode_utf8(content)
        csv.field_size_limit(_MAX_FIELD_CHARACTERS)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        try:
            columns = _columns(next(rows, []))
            documents = list(_documents(rows, columns))
        except csv.Error as error:
            raise BrokenDocument(
                f"line {rows.line_num} is not CSV ({error}): close every quotation mark, double those inside"
            ) from error
        if not documents:
            raise BrokenDocument("no question-answer pair below the first line")
        return documents


def _delimiter(text: str) -> str:
    """Of the first line: Excel writes semicolons where the comma is the decimal sign."""
    first_line = text[:_SNIFFED_CHARACTERS].split("\n", 1)[0]
    return max(",;\t", key=first_line.count)


def _columns(names: list[str]) -> dict[str, int]:
    lowered = [name.strip().lower() for name in names]
    found = {
        column: next(index for index, name in enumerate(lowered) if name in known)
        for column, known in _COLUMNS.items()
        if any(name in known for name in lowered)
    }
    for column in ("question", "answer"):
        if column not in found:
            shown = ", ".join(repr(name[:30]) for name in names[:6]) or "nothing"
            raise BrokenDocument(f"no column {column!r} (the first line has {shown}): {_REMEDY}")
    return found


def _documents(rows: Iterator[list[str]], columns: Mapping[str, int]) -> Iterator[ParsedDocument]:
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        values = {column: row[index].strip() if index < len(row) else "" for column, index in columns.items()}
        question, answer = one_line(values["question"]), values["answer"]
        if not question or not answer:
            missing = "question" if not question else "answer"
            raise BrokenDocument(f"row {number} has no {missing}: fill it in or delete the row")
        if question in seen:
            raise BrokenDocument(f"row {number} asks the same as row {seen[question]}: keep one of them")
        seen[question] = number
        yield _document(question, answer, values)


def _document(question: str, answer: str, values: Mapping[str, str]) -> ParsedDocument:
    blocks = [Block(BlockKind.PARAGRAPH, one_line(part)) for part in answer.split("\n") if part.strip()]
    url = values.get("url") or None
    if url is not None and (not url.startswith(("http://", "https://", "/")) or scheme_of(url) is None):
        raise BrokenDocument(f"the url {url[:60]!r} is neither a path nor http(s)")
    return ParsedDocument(
        title=question,
        sections=[Section(blocks=blocks, expected=[Expected(question)])],
        url=url,
        language=values.get("language") or None,
        topic=values.get("topic") or None,
        fragment=hashlib.sha256(question.encode()).hexdigest()[:16],
    )
