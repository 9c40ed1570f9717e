"""Markdown with front matter (`title`, `url`, `language` or `locale`, `topic`).

A fenced block called `questions` has the questions that customers are expected to ask of its section, one a
line, below `> ` and the first words of the sentence that answers them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any, Final, Literal

import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from serving.knowledge.addresses import WEB, scheme_of
from serving.knowledge.parsers.base import (
    BlockKind,
    BrokenDocument,
    Expected,
    Outline,
    ParsedDocument,
    named_row,
    one_line,
)
from serving.knowledge.parsers.decoding import decode_utf8

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_MARKDOWN = MarkdownIt("commonmark").enable("table")
EXPECTED: Final = "questions"
_EXPECTED_BLOCK = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[ \t]*questions[ \t]*\n.*?^(?P=fence)[`~]*[ \t]*(?:\n|\Z)",
    re.DOTALL | re.MULTILINE,
)


class MarkdownParser:
    suffixes = frozenset({".md", ".markdown"})
    media_types = frozenset({"text/markdown", "text/x-markdown"})
    isolated_from = math.inf

    def parse(self, content: bytes, *, charset: str | None = None) -> list[ParsedDocument]:
        facts, body = _front_matter(decode_utf8(content))
        outline = Outline()
        for kind, text, level in _blocks(SyntaxTreeNode(_MARKDOWN.parse(body))):
            if kind is None:
                outline.heading(level, text)
            elif isinstance(kind, BlockKind):
                outline.add(kind, text)
            else:
                outline.expect(_expected(text))
        return [
            ParsedDocument(
                title=_string(facts, "title") or outline.title,
                sections=outline.filled(),
                url=_url(_string(facts, "url")),
                language=_string(facts, "language") or _string(facts, "locale"),
                topic=_string(facts, "topic"),
            )
        ]


def without_expected(markdown: str) -> str:
    """What readers are shown: expected questions are for finding, not for reading."""
    return _EXPECTED_BLOCK.sub("", markdown)


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    match = _FRONT_MATTER.match(text)
    if match is None:
        if text.startswith("---\n"):
            raise BrokenDocument("the front matter is not closed: end it with a line of three dashes")
        return {}, text
    try:
        facts = yaml.safe_load(match.group(1)) or {}
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" in line {where.line + 2}" if where is not None else ""
        raise BrokenDocument(f"the front matter is not valid YAML{line}") from error
    if not isinstance(facts, dict):
        raise BrokenDocument("the front matter is not a list of `name: value` lines")
    return facts, text[match.end() :]


def _string(facts: dict[str, Any], name: str) -> str | None:
    value = facts.get(name)
    if value is None or isinstance(value, str | int | float):
        return str(value).strip() or None if value is not None else None
    raise BrokenDocument(f"{name!r} in the front matter is not a text")


def _url(url: str | None) -> str | None:
    # What is shown to customers as a link must not be able to run anything.
    if url is not None and scheme_of(url) not in {"", *WEB}:
        raise BrokenDocument(f"the url {url!r} is neither a path nor http(s)")
    return url


def _expected(block: str) -> list[Expected]:
    found: list[Expected] = []
    begins: list[str] = []
    named = False  # whether the line before names a sentence
    for line in filter(None, map(one_line, block.splitlines())):
        if line.startswith(">"):
            begins = [*(begins if named else []), line[1:].strip()]
            named = True
        else:
            found.append(Expected(line, tuple(begins)))
            named = False
    return found


def _blocks(
    node: SyntaxTreeNode, *, in_list: bool = False
) -> Iterator[tuple[BlockKind | Literal["questions"] | None, str, int]]:
    """(kind, plain text, 0) in the order of the page; a heading is (None, plain text, its level), a block of
    expected questions (EXPECTED, its text, 0)."""
    for child in node.children:
        if child.type == "heading":
            yield None, _plain(child), int(child.tag[1])
        elif child.type == "paragraph":
            yield BlockKind.ITEM if in_list else BlockKind.PARAGRAPH, _plain(child), 0
        elif child.type == "fence" and child.info.strip() == EXPECTED:
            yield EXPECTED, child.content, 0
        elif child.type in {"fence", "code_block"}:
            yield BlockKind.CODE, child.content, 0
        elif child.type == "table":
            yield from ((BlockKind.ROW, row, 0) for row in _rows(child))
        else:
            yield from _blocks(child, in_list=in_list or child.type in {"bullet_list", "ordered_list"})


def _rows(table: SyntaxTreeNode) -> Iterator[str]:
    columns = [_plain(cell) for cell in table.children[0].children[0].children]
    for row in (row for body in table.children[1:] for row in body.children):
        yield named_row(columns, [_plain(cell) for cell in row.children])


def _plain(node: SyntaxTreeNode) -> str:
    return one_line(_characters(node))


def _characters(node: SyntaxTreeNode) -> str:
    if node.type in {"text", "code_inline"}:
        return node.content
    if node.type in {"softbreak", "hardbreak"}:
        return " "
    return "".join(_characters(child) for child in node.children)
