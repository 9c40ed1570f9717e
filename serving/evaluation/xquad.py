"""XQuAD: paragraphs of Wikipedia and questions on them, the same in several languages."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("en", "es", "de", "ar")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&])")


@dataclass(frozen=True, slots=True)
class XquadParagraph:
    """`key` names it in every language."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class XquadQuestion:
    id: str
    text: str
    paragraph: str  # its key
    answer: str


def read_xquad(
    folder: Path, language: str = "en"
) -> tuple[Sequence[XquadParagraph], Sequence[XquadQuestion]]:
    data = json.loads((folder / f"xquad.{language}.json").read_text(encoding="utf-8"))["data"]
    paragraphs: list[XquadParagraph] = []
    questions: list[XquadQuestion] = []
    for article in data:
        for paragraph in article["paragraphs"]:
            key = f"{len(paragraphs):03}"
            title = article["title"].replace("_", " ")
            paragraphs.append(XquadParagraph(key, title, paragraph["context"]))
            questions += [
                XquadQuestion(asked["id"], asked["question"], key, asked["answers"][0]["text"])
                for asked in paragraph["qas"]
            ]
    return paragraphs, questions


def write_paragraphs(paragraphs: Sequence[XquadParagraph], folder: Path) -> None:
    """Each as a document of its own, under its article's title; `<key>.md`."""
    for paragraph in paragraphs:
        title = json.dumps(paragraph.title, ensure_ascii=False)
        text = _MARKDOWN.sub(r"\\\1", " ".join(paragraph.text.split()))
        (folder / f"{paragraph.key}.md").write_text(f"---\ntitle: {title}\n---\n{text}\n", encoding="utf-8")
