"""Around every request: an id, the error shape, a limit for bodies, headers that browsers obey."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from secrets import token_hex

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.errors import ParleyError, TooLarge

log = logging.getLogger(__name__)

API_CSP = "default-src 'none'; frame-ancestors 'none'"
# Parley's own pages: no inline script or style, nothing from elsewhere.
PAGE_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-src 'self'; "
    "frame-ancestors 'none'"
)
# The console shows the widget in a frame; nothing else of ours may be framed, by nobody else.
PREVIEW = "/console/preview.html"
PREVIEW_CSP = PAGE_CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
COMMON_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def error_response(error: ParleyError, *, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return error_body(
        error.status, error.code, error.message, retry_after_s=error.retry_after_s, headers=headers
    )


def error_body(
    status: int,
    code: str,
    message: str,
    *,
    retry_after_s: int | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    extra = dict(headers or {})
    if retry_after_s is not None:
        extra["Retry-After"] = str(retry_after_s)
    content = {"error": {"code": code, "message": message, "retry_after_s": retry_after_s}}
    return JSONResponse(content, status_code=status, headers=extra)


class RequestContext:
    """The outermost layer: what fails below it is answered 500 without detail and logged with the id."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = token_hex(8)
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                self._add_headers(scope, headers, status=message["status"], request_id=request_id)
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception:
            log.exception("a request failed", extra={"request_id": request_id, "path": scope["path"]})
            if started:
                raise
            response = error_body(
                500, "internal_error", f"Something went wrong here. Quote {request_id} to the operator."
            )
            await response(scope, receive, send_with_headers)

    def _add_headers(self, scope: Scope, headers: MutableHeaders, *, status: int, request_id: str) -> None:
        path: str = scope["path"]
        headers["X-Request-ID"] = request_id
        for name, value in COMMON_HEADERS.items():
            headers[name] = value
        if self._https:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        # A 304 has no type, and a browser puts its headers over the stored page's: it must not change them.
        if status != 304:
            is_page = headers.get("content-type", "").startswith("text/html")
            headers["Content-Security-Policy"] = PAGE_CSP if is_page else API_CSP
            if is_page and path == PREVIEW:
                headers["Content-Security-Policy"] = PREVIEW_CSP
                headers["X-Frame-Options"] = "SAMEORIGIN"
        embeddable = path.startswith("/widget")
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if embeddable else "same-origin"
        if path.startswith(("/api/", "/console/api/", "/channels/")):
            headers["Cache-Control"] = "no-store"


class BodyLimit:
    """Refuses a body that is too large before it is read, or as soon as it grows too large.

    `larger`: the limits of paths that take files; one that ends in a slash stands for all below it.
    """

    def __init__(self, app: ASGIApp, *, max_bytes: int, larger: Mapping[str, int] | None = None) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._limit(scope["path"])
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > most:
            # The body stays unread, so the connection cannot be used again.
            await error_response(_too_large(most), headers={"Connection": "close"})(scope, receive, send)
            return
        total = 0

        async def receive_counted() -> Message:
            nonlocal total
            message = await receive()
            if message["type"] == "http.request":
                total += len(message.get("body", b""))
                if total > most:
                    raise _too_large(most)
            return message

        await self._app(scope, receive_counted, send)

    def _limit(self, path: str) -> int:
        if path in self._larger:
            return self._larger[path]
        return next(
            (most for start, most in self._larger.items() if start.endswith("/") and path.startswith(start)),
            self._max_bytes,
        )


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"The body is larger than {most} bytes: send less.")
