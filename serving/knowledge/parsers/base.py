"""What every parser makes of a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

MAX_FILE_BYTES = 20_000_000


class BrokenDocument(Exception):
    """The file cannot be read; the message says what to repair. Its name is the caller's to say."""


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item of a list, a row of a table with its columns' names, or a listing."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Expected:
    """A question that customers are expected to ask. `begins`: how the sentences that answer it begin; none:
    all of the section does."""

    question: str
    begins: tuple[str, ...] = ()


@dataclass(slots=True)
class Section:
    """What stands below one heading, on one page where there are pages. `headings`: outermost first."""

    headings: tuple[str, ...] = ()
    page: int | None = None
    blocks: list[Block] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """`fragment` tells the documents of one file apart; None where the file is one document."""

    title: str | None
    sections: Sequence[Section]
    url: str | None = None
    language: str | None = None
    topic: str | None = None
    fragment: str | None = None


class Parser(Protocol):
    """One format.

    `isolated_from`: of so many bytes a hostile file could cost it much time or memory, so such a one is
    read in a process of its own (which costs 0.2 s).
    """

    suffixes: frozenset[str]
    media_types: frozenset[str]
    isolated_from: float

    def parse(self, content: bytes, *, charset: str | None = None) -> Sequence[ParsedDocument]:
        """`charset`: what the server said of it. Raises BrokenDocument."""
        ...


class Outline:
    """Collects sections while a parser walks a page from heading to heading."""

    def __init__(self) -> None:
        self.title: str | None = None
        self.sections: list[Section] = [Section()]
        self._path: list[tuple[int, str]] = []

    def heading(self, level: int, text: str, *, page: int | None = None) -> None:
        """The first heading of level one is the title; it heads no section of its own."""
        if not text:
            return
        self._path = [(above, name) for above, name in self._path if above < level]
        if level == 1 and self.title is None:
            self.title = text
        else:
            self._path.append((level, text))
        self.sections.append(Section(tuple(name for _, name in self._path), page))

    def add(self, kind: BlockKind, text: str, *, page: int | None = None) -> None:
        if not text:
            return
        if page != self.sections[-1].page:
            self.sections.append(Section(self.sections[-1].headings, page))
        self.sections[-1].blocks.append(Block(kind, text))

    def expect(self, questions: Sequence[Expected]) -> None:
        self.sections[-1].expected += questions

    @property
    def path(self) -> tuple[tuple[int, str], ...]:
        return tuple(self._path)

    def resume(self, path: tuple[tuple[int, str], ...]) -> None:
        """Goes on below an earlier heading, as after the end of an accordion."""
        self._path = list(path)
        self.sections.append(Section(tuple(name for _, name in path), self.sections[-1].page))

    def filled(self) -> list[Section]:
        return [section for section in self.sections if section.blocks]


def named_row(columns: Sequence[str], cells: Sequence[str]) -> str:
    """A table's row that can be quoted on its own; empty where all its cells are."""
    padded = [*columns, *[""] * (len(cells) - len(columns))]
    named = [
        f"{column}: {cell}" if column else cell for column, cell in zip(padded, cells, strict=False) if cell
    ]
    return "; ".join(named) + "." if named else ""


def one_line(text: str) -> str:
    return " ".join(text.split())
