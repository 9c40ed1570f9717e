"""Addresses as other people write them: Python's own reader raises where they are none."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

WEB = frozenset({"http", "https"})


def scheme_of(url: str) -> str | None:
    """ "" for a path; None for what is no address, such as http://[shop] or a port of 99999."""
    try:
        parts = urlsplit(url)
        _ = parts.hostname, parts.port
    except ValueError:
        return None
    return parts.scheme


def is_web(url: str) -> bool:
    return scheme_of(url) in WEB and bool(urlsplit(url).hostname)


def joined(base: str, url: str) -> str | None:
    try:
        return urljoin(base, url)
    except ValueError:
        return None
