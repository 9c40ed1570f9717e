"""Help centres written for training and measuring, in one plain text file each.

`# title` begins an article and `## heading` a section; `- ` is a sentence of it, `= ` a question that the
company expects and `? ` one that is asked, both answered by the sentence before them; `! ` is a question that
nothing of the company's answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    heading: str | None
    text: str


@dataclass(slots=True)
class Company:
    """`expected`, `answered`: (question, index into `lines`)."""

    lines: list[Line] = field(default_factory=list)
    expected: list[tuple[str, int]] = field(default_factory=list)
    answered: list[tuple[str, int]] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)


def read_company(file: Path) -> Company:
    company = Company()
    title, heading = "", None
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        mark, _, text = line.partition(" ")
        match mark:
            case "#":
                title, heading = text, None
            case "##":
                heading = text
            case "-":
                company.lines.append(Line(title, heading, text))
            case "=":
                company.expected.append((text, len(company.lines) - 1))
            case "?":
                company.answered.append((text, len(company.lines) - 1))
            case "!":
                company.unanswered.append(text)
            case _:
                raise ValueError(
                    f"{file.name}:{number} begins with {mark!r}, not with one of #, ##, -, =, ?, !"
                )
    return company


def expecting_all_but_one(company: Company, fold: int) -> Company:
    """Of each sentence's questions the `fold`th, counted round, is asked and the others are expected."""
    asked: list[tuple[str, int]] = []
    expected = list(company.expected)
    for index in range(len(company.lines)):
        questions = [question for question, answered_by in company.answered if answered_by == index]
        for number, question in enumerate(questions):
            (asked if number == fold % len(questions) else expected).append((question, index))
    return Company(company.lines, expected, asked, company.unanswered)


def write_articles(company: Company, folder: Path) -> None:
    """As Markdown, as an operator would hand it in."""
    for number, (title, text) in enumerate(_articles(company)):
        (folder / f"{number:02}.md").write_text(
            f"---\ntitle: {json.dumps(title)}\nlanguage: en\n---\n{text}\n", encoding="utf-8"
        )


def _articles(company: Company) -> Iterator[tuple[str, str]]:
    questions: dict[int, list[str]] = {}
    for question, index in company.expected:
        questions.setdefault(index, []).append(question)
    texts: dict[str, dict[str | None, list[int]]] = {}
    for index, line in enumerate(company.lines):
        texts.setdefault(line.title, {}).setdefault(line.heading, []).append(index)
    for title, sections in texts.items():
        parts: list[str] = []
        for heading, indexes in sections.items():
            parts += [f"## {heading}"] if heading else []
            parts.append(" ".join(company.lines[index].text for index in indexes))
            expected = [
                line
                for index in indexes
                if index in questions
                for line in (f"> {company.lines[index].text}", *questions[index])
            ]
            parts += ["\n".join(["```questions", *expected, "```"])] if expected else []
        yield title, "\n\n".join(parts)
