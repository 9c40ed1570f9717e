from __future__ import annotations

import pytest

from serving.knowledge.parsers.base import BrokenDocument, ParsedDocument
from serving.knowledge.parsers.question_answers import QuestionAnswerParser


def parse(content: str | bytes) -> list[ParsedDocument]:
    return QuestionAnswerParser().parse(content.encode() if isinstance(content, str) else content)


def pairs(content: str | bytes) -> list[tuple[str | None, list[str]]]:
    return [
        (document.title, [block.text for section in document.sections for block in section.blocks])
        for document in parse(content)
    ]


def test_each_row_is_a_document_with_its_question_as_title() -> None:
    assert pairs(
        'question,answer\nHow long?,"Two days, three at most."\n"The ""XL""?","Yes.\nAlways."\n\n'
    ) == [
        ("How long?", ["Two days, three at most."]),
        ('The "XL"?', ["Yes.", "Always."]),
    ]


def test_url_language_and_topic_are_taken_along() -> None:
    (document,) = parse("Topic,Question,Answer,URL,Language\nshipping,Q,A.,/help,de\n")
    assert (document.topic, document.url, document.language) == ("shipping", "/help", "de")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("names", [("Question", "Answer"), ("Frage", "Antwort"), ("PREGUNTA", "Respuesta")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_spreadsheets_write_is_read(separator: str, names: tuple[str, str], encoding: str) -> None:
    rows = (names, ("Größe?", "42"))
    content = "".join(separator.join(row) + "\r\n" for row in rows)
    assert pairs(content.encode(encoding)) == [("Größe?", ["42"])]


def test_a_row_keeps_its_name_when_rows_around_it_change() -> None:
    before = {document.title: document.fragment for document in parse("q,a\nOne,1\nTwo,2\n")}
    after = {document.title: document.fragment for document in parse("q,a\nZero,0\nTwo,changed\nOne,1\n")}
    assert before.items() <= after.items()
    assert len(set(after.values())) == 3


@pytest.mark.parametrize(
    "content, reason",
    [
        ("", "no column 'question' .the first line has nothing.: name two columns"),
        ("question,reply\na,b\n", "no column 'answer' .the first line has 'question', 'reply'."),
        ("question,answer\n", "no question-answer pair below the first line"),
        ("question,answer\nQ,\n", "row 2 has no answer"),
        ("question,answer\nQ,A\nX\n", "row 3 has no answer"),
        ("question,answer\nQ,A\nQ,B\n", "row 3 asks the same as row 2"),
        ('question,answer\nQ,"A\n', "is not CSV"),
        ("question,answer,url\nQ,A,javascript:alert(1)\n", "neither a path nor http"),
        ("question,answer\nGröße,1\n".encode("cp1252"), "not UTF-8 at byte 18: save the file as UTF-8"),
        (b"PK\x03\x04\x00\x00", "not a text but binary data"),
    ],
)
def test_a_broken_file_says_what_to_repair(content: str | bytes, reason: str) -> None:
    with pytest.raises(BrokenDocument, match=reason):
        parse(content)


def test_the_question_is_an_expected_one() -> None:
    (document,) = parse("question,answer\nHow long?,Two days.\n")
    assert [one.question for one in document.sections[0].expected] == ["How long?"]
