"""The words that a page asks for: one JSON object a locale, revalidated by its ETag."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from starlette.requests import Request
from starlette.responses import Response

from serving.translation.catalogue import FORMAL, get_catalogue


@dataclass(frozen=True, slots=True)
class PageWords:
    body: bytes
    etag: str


def words_response(request: Request, prefix: str, *, locale: str, default_locale: str) -> Response:
    """`locale` is one that the catalogue has. 304 when the browser has these words already."""
    words = _page_words(prefix, locale, default_locale, get_catalogue(default_locale).revision)
    headers = {"ETag": words.etag, "Cache-Control": "no-cache", "Content-Language": locale}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if words.etag in known:
        return Response(status_code=304, headers=headers)
    return Response(words.body, media_type="application/json", headers=headers)


def languages(default_locale: str) -> list[dict[str, str]]:
    """What there is to choose from, each in its own words."""
    return [{"locale": one, "name": own_name(one)} for one in get_catalogue(default_locale).locales]


def own_name(locale: str) -> str:
    """ "Français" for "fr": languages are chosen by people who may read no other."""
    known = Locale.parse(locale, sep="-")
    name = known.get_display_name(known) or locale
    return name[0].upper() + name[1:]


def page_locale(locale: str, default_locale: str) -> dict[str, str]:
    """What a page needs to know of its locale."""
    return {"locale": locale, "dir": get_catalogue(default_locale).direction(locale)}


def accepted_locale(header: str | None, default_locale: str) -> str:
    """The first of a browser's Accept-Language that the catalogue has, else the default."""
    catalogue = get_catalogue(default_locale)
    for wanted in _preferred(header or ""):
        found = catalogue.negotiate(wanted)
        if wanted.split("-")[0].lower() == found.split("-")[0].lower():
            return found
    return default_locale


def _preferred(header: str) -> list[str]:
    weighted: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighted.append((-float(weight or 1), tag.strip()))
        except ValueError:
            continue
    return [tag for _, tag in sorted(weighted, key=lambda one: one[0]) if tag and tag != "*"]


@lru_cache(maxsize=64)
def _page_words(prefix: str, locale: str, default_locale: str, _revision: int) -> PageWords:
    said = get_catalogue(default_locale).addressing(FORMAL).strings(prefix, locale)
    page = {
        **page_locale(locale, default_locale),
        "languages": languages(default_locale),
        "words": said,
    }
    body = json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()
    return PageWords(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')
