"""The sample shop's help pages: the articles that the assistant cites, for people to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

import yaml
from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from markdown_it import MarkdownIt

from serving.config import PROJECT_ROOT
from serving.errors import NotFound

router = APIRouter(prefix="/help", include_in_schema=False)

ARTICLES = PROJECT_ROOT / "samples" / "articles"
PAGE = Path(__file__).parent / "help.html"
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
# Raw HTML in an article stays text.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, slots=True)
class HelpPage:
    title: str
    body: str


@router.get("/{slug}")
def read_help_page(slug: str) -> HTMLResponse:
    page = help_pages().get(f"/help/{slug}")
    if page is None:
        raise NotFound(f"There is no help page {slug!r}.")
    html = PAGE.read_text(encoding="utf-8")
    return HTMLResponse(html.replace("{{title}}", escape(page.title)).replace("{{body}}", page.body))


@lru_cache(maxsize=1)
def help_pages(folder: Path = ARTICLES) -> dict[str, HelpPage]:
    """By path, as the articles' `url` names it."""
    pages: dict[str, HelpPage] = {}
    for file in sorted(folder.glob("*.md")):
        source = file.read_text(encoding="utf-8")
        found = FRONT_MATTER.match(source)
        if found is None:
            continue
        about = yaml.safe_load(found[1])
        body = MARKDOWN.render(source[found.end() :])
        pages[about["url"]] = HelpPage(title=about["title"], body=body)
    return pages
