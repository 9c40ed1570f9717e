"""What a customer wrote in an e-mail: text out of HTML, without what they quote and without signatures."""

from __future__ import annotations

import re

import quotequail
from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig
from lxml.etree import LxmlError
from selectolax.lexbor import LexborHTMLParser

# Where mail programs put the message that is answered. A forwarded one is not in them.
_QUOTES = ", ".join(
    (
        "div.gmail_quote",
        "blockquote[type=cite]",
        "div.yahoo_quoted",
        "div.moz-cite-prefix",
        "div.protonmail_quote",
        "#divRplyFwdMsg",
        "#divRplyFwdMsg ~ *",
        "#appendonsend ~ *",
        "div[name=quote]",
    )
)
# More than this below two hyphens is not a signature: they were only a line between paragraphs.
MAX_SIGNATURE_LINES = 12
MAX_LINES_SEARCHED = 1000
_NOT_TEXT = "script, style, head, title, noscript, svg"
# RFC 3676, 4.3: two hyphens and a space; many programs lose the space.
_SIGNATURE = re.compile(r"^-- ?$")
_SENT_FROM = re.compile(
    r"^(sent from my|sent from outlook|get outlook for|von meinem .{1,40} gesendet|gesendet von|"
    r"envoyé de(puis)? mon|enviado desde mi|أُرسلت من|تم الإرسال من)\b.{0,60}$",
    re.IGNORECASE,
)
# In a language that no list knows: a line that ends in a colon, names an address, and a quote follows.
_INTRODUCTION = re.compile(r"\S+@\S+.{0,20}:\s*$")
_BLANK_LINES = re.compile(r"\n{3,}")
_RENDERING = ParserConfig(css=CSS_PROFILES["strict"], display_links=False)


def from_html(html: str, *, is_reply: bool) -> str:
    """Readable text of an HTML part. Raises nothing: what cannot be parsed comes back without its tags."""
    tree = LexborHTMLParser(html)
    for node in tree.css(_NOT_TEXT):
        node.decompose()
    if is_reply and _text_without_quotes(tree):
        for node in tree.css(_QUOTES):
            node.decompose()
    body = tree.body
    if body is None:
        return ""
    try:
        rendered = get_text(body.html or "", _RENDERING)
    except (LxmlError, RecursionError, ValueError):
        rendered = ""
    return rendered if rendered.strip() else str(body.text(separator="\n"))


def _text_without_quotes(tree: LexborHTMLParser) -> bool:
    """Whether the customer wrote anything outside of what they quote."""
    quoted = sum(len(node.text(strip=True)) for node in tree.css(_QUOTES))
    return tree.body is not None and len(tree.body.text(strip=True)) > quoted


def written(text: str, *, is_reply: bool) -> str:
    """The text that is new in this message. Never empty where the whole is not."""
    whole = _tidy(text)
    cut = _without_signature(_without_quotes(whole, is_reply=is_reply))
    return cut or whole


def _without_quotes(text: str, *, is_reply: bool) -> str:
    # What is written comes first; looking for quotes costs time with the square of the lines.
    if text.count("\n") > MAX_LINES_SEARCHED:
        return _without_quoted_end(text)
    found = quotequail.unwrap(text)
    # Who forwards something wants it read. Programs mark an answer and a forward alike: the headers tell.
    if found is None or (found["type"] == "forward" and not is_reply):
        return _without_quoted_end(text)
    parts = (found.get("text_top", ""), found.get("text_bottom", ""))
    return _tidy("\n\n".join(part for part in parts if part))


def _without_quoted_end(text: str) -> str:
    lines = text.split("\n")
    end = len(lines)
    while end and (lines[end - 1].startswith(">") or not lines[end - 1].strip()):
        end -= 1
    if end < len(lines) and end and _INTRODUCTION.search(lines[end - 1]):
        end -= 1
    return _tidy("\n".join(lines[:end]))


def _without_signature(text: str) -> str:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if _SIGNATURE.match(line) and len(lines) - number <= MAX_SIGNATURE_LINES:
            lines = lines[:number]
            break
    while lines and (not lines[-1].strip() or _SENT_FROM.match(lines[-1].strip())):
        lines.pop()
    return _tidy("\n".join(lines))


def _tidy(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").replace("\u00a0", " ")
    return _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in plain.split("\n"))).strip()
