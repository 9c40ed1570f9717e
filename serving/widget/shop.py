"""The sample shop's own pages in each language: the front page, and the articles that the assistant cites."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Annotated, Any

import yaml
from babel.numbers import format_currency
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from markdown_it import MarkdownIt

from serving.config import PROJECT_ROOT
from serving.errors import NotFound
from serving.http import GatewayDep
from serving.knowledge.parsers.markdown import without_expected
from serving.translation.catalogue import get_catalogue
from serving.translation.pages import accepted_locale, languages

router = APIRouter(include_in_schema=False)

ARTICLES = PROJECT_ROOT / "samples" / "articles"
TRANSLATIONS = PROJECT_ROOT / "samples" / "translations"
PAGES = Path(__file__).parent
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
PLACE = re.compile(r"\{\{([\w-]+)\}\}")
# Raw HTML in an article stays text.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
PRICES = {"price-halo": "89.90", "price-dot": "49.90", "price-fjord": "899.00", "price-alma": "649.00"}
SAMPLE_ORDER = {"order": "P-10482", "email": "anna.keller@example.com"}
FRONT_PAGE_ARTICLES = ("shipping", "tracking", "returns", "refunds", "warranty", "lamp-care")

Language = Annotated[str | None, Query(alias="lang", max_length=35)]


@dataclass(frozen=True, slots=True)
class HelpPage:
    title: str
    body: str


@router.get("/")
@router.head("/")
def read_front_page(request: Request, gateway: GatewayDep, lang: Language = None) -> HTMLResponse:
    locale = _locale(request, gateway.settings.default_locale, lang)
    titles = {
        f"title-{name}": escape(help_pages(locale)[f"/help/{name}"].title) for name in FRONT_PAGE_ARTICLES
    }
    prices = {name: format_currency(price, "EUR", locale=locale) for name, price in PRICES.items()}
    return _page("demo.html", locale, path="/", values={**titles, **prices})


@router.get("/help/{slug}")
def read_help_page(request: Request, gateway: GatewayDep, slug: str, lang: Language = None) -> HTMLResponse:
    locale = _locale(request, gateway.settings.default_locale, lang)
    page = help_pages(locale).get(f"/help/{slug}")
    if page is None:
        raise NotFound(f"There is no help page {slug!r}.")
    return _page(
        "help.html", locale, path=f"/help/{slug}", values={"title": escape(page.title), "body": page.body}
    )


def _locale(request: Request, default_locale: str, asked: str | None) -> str:
    return accepted_locale(asked or request.headers.get("accept-language"), default_locale)


def _page(name: str, locale: str, *, path: str, values: Mapping[str, str]) -> HTMLResponse:
    catalogue = get_catalogue()
    given: dict[str, Any] = {
        key: f"<strong><bdi>{value}</bdi></strong>" for key, value in SAMPLE_ORDER.items()
    }
    known = {
        "lang": locale,
        "dir": catalogue.direction(locale),
        "languages": "".join(
            _language_link(one, locale, path) for one in languages(catalogue.default_locale)
        ),
        **values,
    }

    def fill(place: re.Match[str]) -> str:
        key = place[1]
        if key in known:
            return known[key]
        text = escape(catalogue.format(key, locale, {name: f"\0{name}\0" for name in given}).text)
        for given_name, markup in given.items():
            text = text.replace(f"\0{given_name}\0", markup)
        return text

    html = PLACE.sub(fill, (PAGES / name).read_text(encoding="utf-8"))
    return HTMLResponse(html, headers={"Content-Language": locale, "Vary": "Accept-Language"})


def _language_link(language: Mapping[str, str], shown: str, path: str) -> str:
    locale, name = language["locale"], escape(language["name"])
    current = ' aria-current="true"' if locale == shown else ""
    return f'<a href="{escape(path)}?lang={locale}" lang="{locale}" hreflang="{locale}"{current}>{name}</a>'


@lru_cache(maxsize=16)
def help_pages(locale: str = "en", folder: Path = ARTICLES) -> dict[str, HelpPage]:
    """By path, as the articles' `url` names it."""
    pages: dict[str, HelpPage] = {}
    for file in sorted(folder.glob("*.md")):
        source = file.read_text(encoding="utf-8")
        found = FRONT_MATTER.match(source)
        if found is None:
            continue
        about = yaml.safe_load(found[1])
        words = _translations(TRANSLATIONS / locale / f"{file.stem}.csv")
        title = words.get(about["title"], about["title"])
        body = MARKDOWN.render(_translated(without_expected(source[found.end() :]), words))
        pages[about["url"]] = HelpPage(title=title, body=body)
    return pages


def _translations(file: Path) -> Mapping[str, str]:
    if not file.exists():
        return {}
    with file.open(encoding="utf-8", newline="") as rows:
        return {row["source"]: row["target"] for row in csv.DictReader(rows)}


def _translated(markdown: str, words: Mapping[str, str]) -> str:
    """The longest first: a heading's words may begin a sentence too."""
    if not words:
        return markdown
    sources = sorted(words, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, sources)), lambda found: words[found[0]], markdown)
