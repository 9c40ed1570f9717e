"""HTML: the page's main content, with its headings, lists and tables."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from serving.knowledge.addresses import WEB, scheme_of
from serving.knowledge.parsers.base import (
    BlockKind,
    BrokenDocument,
    Outline,
    ParsedDocument,
    named_row,
    one_line,
)
from serving.knowledge.parsers.decoding import decode_html

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# The question of an accordion heads its answer.
_ACCORDION_HEADING = 7
# fmt: off
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "form", "header", "hgroup", "html", "legend",
    "main", "ol", "p", "search", "section", "summary", "td", "th", "tr", "ul",
})
_NEVER = frozenset({
    "audio", "canvas", "datalist", "embed", "footer", "head", "iframe", "input", "menu", "nav", "noscript",
    "object", "script", "select", "style", "svg", "template", "textarea", "video",
})
# fmt: on
# Inside the main content they hold its title and its warnings, around it the site's.
_AROUND_MAIN = frozenset({"aside", "header"})
_ROLES_AROUND = frozenset({"banner", "complementary", "contentinfo", "dialog", "navigation", "search"})
_MAIN = ("main", "[role=main]", "article")
_MARKS_OF_HEADINGS = "¶#§🔗 \u200b"


class HtmlParser:
    suffixes = frozenset({".html", ".htm", ".xhtml"})
    media_types = frozenset({"text/html", "application/xhtml+xml"})
    # Lexbor takes a second for 20 000 nested elements, and the square of it for more.
    isolated_from: float = 100_000

    def parse(self, content: bytes, *, charset: str | None = None) -> list[ParsedDocument]:
        if b"\x00\x00" in content[:64] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise BrokenDocument("not a web page but binary data: check what was saved under this name")
        return [parse_html(decode_html(content, charset=charset))]


def parse_html(text: str) -> ParsedDocument:
    page = LexborHTMLParser(text)
    root = _main(page)
    if root is None:
        raise BrokenDocument("the page has no body: check what was saved under this name")
    outline = Outline()
    walk = _Walk(outline, inside_main=root.tag != "body", unfolds=_unfolds(root))
    try:
        walk.children(root)
    except RecursionError:
        raise BrokenDocument("its elements are nested too deeply: simplify the page") from None
    walk.flush()
    title = page.css_first("head > title")
    return ParsedDocument(
        title=outline.title or (one_line(title.text()) if title is not None else None) or None,
        sections=outline.filled(),
        url=_canonical(page),
        language=_attribute(page.css_first("html"), "lang"),
    )


def _main(page: LexborHTMLParser) -> LexborNode | None:
    for selector in _MAIN:
        found = page.css(selector)
        # Several articles are a list of them: the page is their whole.
        if len(found) == 1 and one_line(found[0].text()):
            return found[0]
    return page.body


def _canonical(page: LexborHTMLParser) -> str | None:
    url = _attribute(page.css_first("link[rel=canonical]"), "href")
    return url if url is not None and scheme_of(url) in WEB else None


def _attribute(node: LexborNode | None, name: str) -> str | None:
    value = node.attributes.get(name) if node is not None else None
    return value.strip() or None if value else None


def _unfolds(root: LexborNode) -> frozenset[str]:
    """Ids of what a button of the page shows: the answers of an accordion are hidden at first."""
    named = ((node.attributes.get("aria-controls") or "").split() for node in root.css("[aria-controls]"))
    return frozenset(identifier for identifiers in named for identifier in identifiers)


class _Walk:
    """Goes through the elements in order; text between two blocks is a paragraph."""

    def __init__(self, outline: Outline, *, inside_main: bool, unfolds: frozenset[str]) -> None:
        self._outline = outline
        self._unfolds = unfolds
        self._inside_main = inside_main
        self._text: list[str] = []
        self._kind = BlockKind.PARAGRAPH

    def children(self, node: LexborNode) -> None:
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self._text.append(child.text(deep=False))
            elif not self._left_out(child, tag):
                self._element(child, tag)

    def flush(self) -> None:
        text = one_line("".join(self._text))
        self._text.clear()
        self._outline.add(self._kind, text)

    def _element(self, node: LexborNode, tag: str) -> None:
        if tag in _HEADINGS:
            self.flush()
            self._outline.heading(_HEADINGS[tag], _heading(node))
        elif tag in {"summary", "dt"}:
            self.flush()
            self._outline.heading(_ACCORDION_HEADING, _heading(node))
        elif tag == "br":
            self._text.append(" ")
        elif tag == "pre":
            self.flush()
            self._outline.add(BlockKind.CODE, node.text())
        elif tag == "table":
            self.flush()
            self._table(node)
        elif tag == "li":
            self._item(node)
        elif tag in _BLOCKS:
            self._block(node, tag)
        else:
            self.children(node)

    def _block(self, node: LexborNode, tag: str) -> None:
        path = self._outline.path
        self.flush()
        if tag in {"ul", "ol"} and not self._inside_main and _is_menu(node):
            return
        self.children(node)
        self.flush()
        if tag in {"details", "dl"}:
            self._outline.resume(path)

    def _item(self, node: LexborNode) -> None:
        self.flush()
        outer, self._kind = self._kind, BlockKind.ITEM
        self.children(node)
        self.flush()
        self._kind = outer

    def _table(self, table: LexborNode) -> None:
        rows = [row for row in _rows(table) if _cells(row)]
        nested = any(cell.css_first("table") is not None for row in rows for cell in _cells(row))
        if nested or max(map(len, map(_cells, rows)), default=0) < 2:
            # It only lays out the page.
            for row in rows:
                for cell in _cells(row):
                    self._block(cell, "td")
            return
        columns: list[str] = []
        if _is_header(rows[0]):
            columns = [_plain(cell) for cell in _cells(rows.pop(0))]
        for row in rows:
            self._outline.add(BlockKind.ROW, named_row(columns, [_plain(cell) for cell in _cells(row)]))

    def _left_out(self, node: LexborNode, tag: str) -> bool:
        if (
            tag in _NEVER
            or (tag in _AROUND_MAIN and not self._inside_main)
            or tag.startswith(("-", "!", "_"))
        ):
            return True
        attributes = node.attributes
        if attributes.get("role") in _ROLES_AROUND and not (self._inside_main and tag == "aside"):
            return True
        style = (attributes.get("style") or "").replace(" ", "").lower()
        is_hidden = (
            "hidden" in attributes or attributes.get("aria-hidden") == "true" or "display:none" in style
        )
        return is_hidden and attributes.get("id") not in self._unfolds


def _is_menu(element: LexborNode) -> bool:
    """A list of nothing but links. Inside the main content it may name what the links lead to, and stays."""
    linked = sum(len(_plain(link)) for link in element.css("a"))
    return linked > 0 and linked >= 0.9 * len(_plain(element).replace(" ", ""))


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    """Its own, and not those of the tables in its cells."""
    for part in table.iter():
        if part.tag == "tr":
            yield part
        elif part.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in part.iter() if row.tag == "tr")


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in {"td", "th"}]


def _is_header(row: LexborNode) -> bool:
    cells = _cells(row)
    return all(cell.tag == "th" for cell in cells) or all(
        one_line("".join(bold.text() for bold in cell.css("b, strong"))) == _plain(cell) for cell in cells
    )


def _heading(node: LexborNode) -> str:
    return _plain(node).strip(_MARKS_OF_HEADINGS)


def _plain(node: LexborNode) -> str:
    return one_line("".join(_characters(node)))


def _characters(node: LexborNode) -> Iterator[str]:
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            yield child.text(deep=False)
        elif tag not in _NEVER:
            yield from _characters(child)
            if tag == "br" or tag in _BLOCKS or tag == "li":
                yield " "
