"""The little HTTP that the command line speaks: JSON with processes on this machine."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

# A proxy of the user's environment has no business between us and 127.0.0.1.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def http_status(url: str, *, timeout_s: float = 2.0) -> int | None:
    """None when nothing answers."""
    try:
        with _direct.open(url, timeout=timeout_s) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def fetch_text(url: str, *, timeout_s: float = 5.0) -> str:
    """Raises OSError."""
    with _direct.open(url, timeout=timeout_s) as answer:
        return str(answer.read().decode("utf-8", "replace"))


def fetch_json(url: str, *, timeout_s: float = 5.0) -> dict[str, Any]:
    """The object that the URL answers with, whatever the status. Raises OSError or ValueError."""
    return _exchange(urllib.request.Request(url), timeout_s=timeout_s)[1]  # noqa: S310  # our own URLs


def post_json(url: str, body: Any, *, bearer: str, timeout_s: float) -> tuple[int, dict[str, Any]]:
    """The status and the object. Raises OSError (nothing answers) or ValueError (it is not JSON)."""
    request = urllib.request.Request(  # noqa: S310  # our own URLs
        url,
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"},
    )
    return _exchange(request, timeout_s=timeout_s)


def _exchange(request: urllib.request.Request, *, timeout_s: float) -> tuple[int, dict[str, Any]]:
    try:
        with _direct.open(request, timeout=timeout_s) as answer:
            status, body = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, body = error.code, error.read()
    found = json.loads(body)
    if not isinstance(found, dict):
        raise ValueError(f"{request.full_url} answered with a JSON {type(found).__name__}, not an object")
    return status, found
