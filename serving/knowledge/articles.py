"""Cuts a parsed document into passages: a few sentences each, under one heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from serving.knowledge.languages import language_of
from serving.knowledge.parsers.base import (
    Block,
    BlockKind,
    BrokenDocument,
    Expected,
    ParsedDocument,
    Section,
)
from serving.knowledge.sentences import split_sentences

MAX_SENTENCES = 6
MAX_CHARACTERS = 900
MAX_JOINED_LIST = 300
# A table without full stops is one "sentence"; more than this nobody quotes.
MAX_SENTENCE_CHARACTERS = 800
MAX_TITLE_CHARACTERS = 300
MAX_TOPIC_CHARACTERS = 64
# What is held in memory of one document until it is stored, with about 10 kB of vectors each.
MAX_PASSAGES = 5000
MAX_EXPECTED = 5000
MAX_QUESTION_CHARACTERS = 300
_NOT_STORABLE = re.compile("[\0\ud800-\udfff]")
HEADING_SEPARATOR = " › "


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """An expected question, and the indexes of the passage's sentences that answer it."""

    text: str
    sentences: Sequence[int]


@dataclass(frozen=True, slots=True)
class PassageText:
    """`heading`: the headings above it, outermost first, without the document's title."""

    heading: str | None
    sentences: Sequence[str]
    page: int | None = None
    questions: Sequence[AskedQuestion] = ()

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Article:
    title: str
    url: str | None
    language: str
    topic: str | None
    passages: Sequence[PassageText]
    # The beginnings of sentences that expected questions name, where no sentence begins so.
    unplaced: Sequence[str] = ()


def _storable(value: Any) -> Any:
    """Without what PostgreSQL keeps in no text: U+0000 and halves of surrogate pairs."""
    if isinstance(value, str):
        return _NOT_STORABLE.sub("", value)
    if isinstance(value, list | tuple):
        return type(value)(map(_storable, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _storable(getattr(value, one.name)) for one in fields(value)})
    return value


def make_article(document: ParsedDocument, *, name: str) -> Article:
    """`name` is the file's path: its stem is the title where the document has none."""
    title = (document.title or PurePosixPath(name).stem or name)[:MAX_TITLE_CHARACTERS]
    if document.topic is not None and len(document.topic) > MAX_TOPIC_CHARACTERS:
        raise BrokenDocument(f"its topic is longer than {MAX_TOPIC_CHARACTERS} characters: name it shortly")
    language = language_of(_sample(document.sections), declared=document.language)
    passages: list[PassageText] = []
    unplaced: list[str] = []
    for section in document.sections:
        chunks = list(_chunks(_sentences(section.blocks, language)))
        unplaced += _unplaced(section.expected, chunks)
        passages += [
            PassageText(
                _heading(section, title), chunk, section.page, _asked(section.expected, chunks, chunk)
            )
            for chunk in chunks
        ]
    if not passages:
        raise BrokenDocument("has no text: nothing in it can be quoted")
    if len(passages) > MAX_PASSAGES:
        raise BrokenDocument(f"{len(passages)} passages; the limit is {MAX_PASSAGES}: split the document")
    if sum(len(passage.questions) for passage in passages) > MAX_EXPECTED:
        raise BrokenDocument(f"more than {MAX_EXPECTED} expected questions: split the document")
    article: Article = _storable(
        Article(
            title=title,
            url=document.url,
            language=language,
            topic=document.topic,
            passages=passages,
            unplaced=unplaced,
        )
    )
    return article


def _asked(
    expected: Sequence[Expected], chunks: Sequence[Sequence[str]], chunk: Sequence[str]
) -> tuple[AskedQuestion, ...]:
    """The questions that this part of the section answers."""
    found: list[AskedQuestion] = []
    for one in expected:
        placed = any(_answering(one, other) for other in chunks)
        answering = _answering(one, chunk) if placed else range(len(chunk))
        if answering:
            found.append(AskedQuestion(one.question[:MAX_QUESTION_CHARACTERS], list(answering)))
    return tuple(found)


def _answering(expected: Expected, sentences: Sequence[str]) -> list[int]:
    return [index for index, sentence in enumerate(sentences) if sentence.startswith(expected.begins)]


def _unplaced(expected: Sequence[Expected], chunks: Sequence[Sequence[str]]) -> list[str]:
    sentences = [sentence for chunk in chunks for sentence in chunk]
    begins = dict.fromkeys(begin for one in expected for begin in one.begins)
    return [begin for begin in begins if not any(sentence.startswith(begin) for sentence in sentences)]


def _heading(section: Section, title: str) -> str | None:
    return HEADING_SEPARATOR.join(heading for heading in section.headings if heading != title) or None


def _sample(sections: Sequence[Section]) -> str:
    texts: list[str] = []
    for section in sections:
        texts += [block.text for block in section.blocks if block.kind is not BlockKind.CODE]
        if sum(map(len, texts)) > MAX_CHARACTERS * 4:
            break
    return " ".join(texts)


def _sentences(blocks: Sequence[Block], language: str) -> list[str]:
    sentences: list[str] = []
    items: list[str] = []
    for block in blocks:
        if block.kind is BlockKind.ITEM:
            items.append(block.text)
            continue
        _add_list(sentences, items, language)
        items = []
        sentences += _split(block.text, language)
    _add_list(sentences, items, language)
    return sentences


def _add_list(sentences: list[str], items: Sequence[str], language: str) -> None:
    """A short list is one sentence with the words that introduce it; in a long one each item stands alone."""
    if not items:
        return
    if sentences and sentences[-1].endswith(":"):
        joined = f"{sentences[-1]} {'; '.join(item.rstrip('.;,') for item in items)}."
        if len(joined) <= MAX_JOINED_LIST:
            sentences[-1] = joined
            return
    for item in items:
        sentences += _split(item, language)


def _split(text: str, language: str) -> Iterator[str]:
    for sentence in split_sentences(text, language=language):
        while len(sentence) > MAX_SENTENCE_CHARACTERS:
            end = sentence.rfind(" ", 1, MAX_SENTENCE_CHARACTERS + 1)
            end = end if end > 0 else MAX_SENTENCE_CHARACTERS
            yield sentence[:end].rstrip()
            sentence = sentence[end:].lstrip()
        if sentence:
            yield sentence


def _chunks(sentences: Sequence[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    for sentence in sentences:
        length = sum(map(len, chunk)) + len(chunk) + len(sentence)
        if chunk and (len(chunk) == MAX_SENTENCES or length > MAX_CHARACTERS):
            yield chunk
            chunk = []
        chunk.append(sentence)
    if chunk:
        yield chunk
