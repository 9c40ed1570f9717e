"""Reads a Markdown article into passages: a few sentences each, under one heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from serving.knowledge.sentences import split_sentences

MAX_SENTENCES = 6
MAX_CHARACTERS = 900
MAX_JOINED_LIST = 300
DEFAULT_LANGUAGE = "en"

# Part of every document's hash: raise it when the same file would become other passages.
FORMAT = "1"

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_MARKDOWN = MarkdownIt("commonmark").enable("table")


class BrokenArticle(Exception):
    """The file cannot be read as an article; the message says what to repair."""


@dataclass(frozen=True, slots=True)
class PassageText:
    heading: str | None
    sentences: Sequence[str]
    page: int | None = None

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


@dataclass(slots=True)
class _Section:
    heading: str | None
    sentences: list[str] = field(default_factory=list)


def read_article(content: bytes, *, name: str) -> Article:
    """`name` is the file's path: its stem is the title where neither front matter nor a heading gives one."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise BrokenArticle(f"not UTF-8 at byte {error.start}: save the file as UTF-8") from error
    facts, body = _front_matter(text)
    language = _string(facts, "language") or DEFAULT_LANGUAGE
    first_heading, sections = _sections(body, language)
    title = _string(facts, "title") or first_heading or PurePath(name).stem
    passages = [
        PassageText(heading=None if section.heading == title else section.heading, sentences=chunk)
        for section in sections
        for chunk in _chunks(section.sentences)
    ]
    if not passages:
        raise BrokenArticle("no text below the front matter")
    return Article(
        title=title,
        url=_url(_string(facts, "url")),
        language=language,
        topic=_string(facts, "topic"),
        passages=passages,
    )


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        if text.startswith("---\n"):
            raise BrokenArticle("the front matter is not closed: end it with a line of three dashes")
        return {}, text
    try:
        facts = yaml.safe_load(match.group(1)) or {}
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" in line {where.line + 2}" if where is not None else ""
        raise BrokenArticle(f"the front matter is not valid YAML{line}") from error
    if not isinstance(facts, dict):
        raise BrokenArticle("the front matter is not a list of `name: value` lines")
    return facts, text[match.end() :]


def _string(facts: dict[str, Any], name: str) -> str | None:
    value = facts.get(name)
    if value is None or isinstance(value, str | int | float):
        return str(value).strip() or None if value is not None else None
    raise BrokenArticle(f"{name!r} in the front matter is not a text")


def _url(url: str | None) -> str | None:
    # What is shown to customers as a link must not be able to run anything.
    if url is not None and urlsplit(url).scheme not in {"", "http", "https"}:
        raise BrokenArticle(f"the url {url!r} is neither a path nor http(s)")
    return url


def _sections(body: str, language: str) -> tuple[str | None, list[_Section]]:
    """The first level-one heading, and the sections in order."""
    title: str | None = None
    sections = [_Section(None)]
    items: list[str] = []
    for kind, text in _blocks(SyntaxTreeNode(_MARKDOWN.parse(body))):
        if kind == "item":
            items.append(text)
            continue
        _add_list(sections[-1], items, language)
        items = []
        if kind in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            title = title or (text if kind == "h1" else None)
            sections.append(_Section(text))
        else:
            sections[-1].sentences += split_sentences(text, language=language)
    _add_list(sections[-1], items, language)
    return title, sections


def _blocks(node: SyntaxTreeNode, *, in_list: bool = False) -> Iterator[tuple[str, str]]:
    """(h1..h6 | item | row | paragraph | code, plain text), in the order of the page."""
    for child in node.children:
        if child.type == "heading":
            yield child.tag, _plain(child)
        elif child.type == "paragraph":
            yield "item" if in_list else "paragraph", _plain(child)
        elif child.type in {"fence", "code_block"}:
            yield "code", child.content
        elif child.type == "table":
            yield from (("row", row) for row in _rows(child))
        else:
            yield from _blocks(child, in_list=in_list or child.type in {"bullet_list", "ordered_list"})


def _rows(table: SyntaxTreeNode) -> Iterator[str]:
    """Each row with its columns' names, so that it can be quoted on its own."""
    columns = [_plain(cell) for cell in table.children[0].children[0].children]
    for row in (row for body in table.children[1:] for row in body.children):
        cells = zip(columns, (_plain(cell) for cell in row.children), strict=True)
        named = [f"{column}: {cell}" if column else cell for column, cell in cells if cell]
        if named:
            yield "; ".join(named) + "."


def _plain(node: SyntaxTreeNode) -> str:
    return " ".join(_characters(node).split())


def _characters(node: SyntaxTreeNode) -> str:
    if node.type in {"text", "code_inline"}:
        return node.content
    if node.type in {"softbreak", "hardbreak"}:
        return " "
    return "".join(_characters(child) for child in node.children)


def _add_list(section: _Section, items: list[str], language: str) -> None:
    """A short list is one sentence with the words that introduce it; in a long one each item stands alone."""
    if not items:
        return
    if section.sentences and section.sentences[-1].endswith(":"):
        joined = f"{section.sentences[-1]} {'; '.join(item.rstrip('.;,') for item in items)}."
        if len(joined) <= MAX_JOINED_LIST:
            section.sentences[-1] = joined
            return
    for item in items:
        section.sentences += split_sentences(item, language=language)


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
