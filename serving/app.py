"""The gateway's application: what the outside reaches, and nothing else of the platform."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from serving import logging as parley_logging
from serving import redis as redis_client
from serving.channels import widget_files, widget_socket
from serving.channels.email import webhook as email
from serving.channels.email.receive import mail_limits
from serving.channels.media import MediaFiles
from serving.channels.routers import ROUTERS
from serving.channels.webhooks import KnownInboxes
from serving.config import Settings, get_settings
from serving.console import (
    accounts,
    analytics,
    desk,
    drafts,
    knowledge,
    privacy,
    reviews,
    single_sign_on,
    translation,
    wordings,
)
from serving.console import endpoints as console
from serving.console import media as console_media
from serving.console import socket as console_socket
from serving.console.auditing import Audited
from serving.conversations.alarm import Alarm
from serving.db import MAYBE_AWAY, Database, is_away
from serving.errors import ParleyError, Unavailable
from serving.health import Health
from serving.http import Gateway, SocketCount
from serving.inboxes import endpoints as inboxes
from serving.knowledge.library import Library
from serving.knowledge.parsers.base import MAX_FILE_BYTES
from serving.limits import TokenBuckets
from serving.middleware import BodyLimit, RequestContext, error_body, error_response
from serving.operators.directory import OperatorNames
from serving.operators.oidc import Provider
from serving.operators.service import SignInThrottle
from serving.privacy.sweeper import RetentionSweeper
from serving.realtime.hub import Hub
from serving.realtime.publisher import Publisher
from serving.reviews.domain import KnownIntents
from serving.reviews.pairs import PairsInKnowledge
from serving.static import FrontEnd
from serving.tasks import cancel_and_wait
from serving.translation.catalogue import get_catalogue
from serving.translation.registry import build_translator
from serving.turns.intake import Intake
from serving.widget import shop
from serving.wordings.service import Wordings

WIDGET_FILES = Path(__file__).parent / "widget"
CONSOLE_FILES = Path(__file__).parent / "console" / "static"

log = logging.getLogger(__name__)

# Views of the console that have an address of their own.
CONSOLE_PAGES = (
    "knowledge",
    "translations",
    "wordings",
    "reviews",
    "analytics",
    "team",
    "audit",
    "retention",
    "inboxes",
    "account",
    "invitation",
)
# In this order: `console` takes any action of a conversation that none before it has taken.
CONSOLE = (
    console_media,
    translation,
    wordings,
    drafts,
    reviews,
    desk,
    analytics,
    accounts,
    privacy,
    single_sign_on,
    console,
    console_socket,
    knowledge,
    inboxes,
    shop,
)
DATABASE_RETRY_S = 3
API_BURST_S = 12
MAX_SOCKETS = 12_000
MAX_WEBHOOK_BYTES = 3 * 1024 * 1024
# A character of JSON takes up to six bytes (\u00e9); the rest is for the other fields.
BODY_BYTES_A_MESSAGE_BYTE = 6
OTHER_FIELDS_BYTES = 16_384


EMBEDDED = ("/api/widget", "/widget", "/media/")


class EmbedCors:
    """Other websites may load the widget and speak to its API, and nothing else of Parley.

    No cookie is involved, so any origin is let in here; an inbox's `allowed_origins` decides later.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._with_cors = CORSMiddleware(
            app,
            allow_origins=["*"],
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Retry-After", "X-Request-ID"],
            max_age=86_400,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        embedded = scope["type"] == "http" and scope["path"].startswith(EMBEDDED)
        await (self._with_cors if embedded else self._app)(scope, receive, send)


class Application(FastAPI):
    """Takes a widget's socket before the layers: what a layer around a socket holds, it holds for as long as
    a page is open, and there are thousands of those (docs/channels.md)."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        inbox_id = widget_socket.inbox_of(scope)
        if inbox_id is None:
            await super().__call__(scope, receive, send)
        else:
            scope["app"] = self
            await widget_socket.widget_socket(WebSocket(scope, receive, send), inbox_id)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Without `settings` this is the process' own application: the environment's, and with its log."""
    own = settings is None
    if settings is None:
        settings = get_settings()
        parley_logging.configure(process="gateway")
    app = Application(
        title="Parley",
        openapi_url=None,
        lifespan=_lifespan,
        middleware=[
            Middleware(RequestContext, https=settings.public_url.startswith("https://")),
            Middleware(GZipMiddleware, minimum_size=1024, compresslevel=6),
            Middleware(EmbedCors),
            Middleware(Audited),
            Middleware(
                BodyLimit,
                max_bytes=BODY_BYTES_A_MESSAGE_BYTE * settings.max_message_bytes + OTHER_FIELDS_BYTES,
                larger={
                    knowledge.FILES_PATH: MAX_FILE_BYTES,
                    console_media.FILES_PATH: settings.max_file_bytes,
                    translation.IMPORT_PATH: translation.MAX_IMPORT_BYTES,
                    email.PATH: email.MAX_BODY_BYTES,
                    # Providers put many messages into one call.
                    "/channels/": MAX_WEBHOOK_BYTES,
                    widget_files.FILES_PATH: settings.max_file_bytes,
                },
            ),
        ],
    )
    app.state.settings = settings
    app.add_exception_handler(ParleyError, _parley_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(ClientDisconnect, _gone)
    for away in MAYBE_AWAY:
        app.add_exception_handler(away, _database_away)
    _add_health(app)
    for router in ROUTERS:
        app.include_router(router)
    for part in CONSOLE:
        app.include_router(part.router)
    _add_front_ends(app)
    if own:
        # What is loaded by now stays until the end: no collection need look through it (docs/performance.md).
        gc.freeze()
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    async with AsyncExitStack() as stack:
        database = Database.connect(settings.database_url)
        stack.push_async_callback(database.close)
        redis = redis_client.connect(settings.redis_url, timeout_s=settings.redis_timeout_s)
        stack.push_async_callback(redis.aclose)
        operators = OperatorNames(database)
        publisher = Publisher(redis, operators)
        database.on_commit(publisher.publish_events)
        hub = Hub(database, settings.redis_url, operators=operators)
        await hub.start()
        stack.push_async_callback(hub.close)
        app.state.health = Health(settings, database, redis)
        stack.push_async_callback(app.state.health.close)
        alarm = asyncio.create_task(Alarm(database, interval_s=settings.sweep_interval_s).run())
        stack.push_async_callback(cancel_and_wait, [alarm])
        retention = RetentionSweeper(database, redis, MediaFiles(settings))
        stack.push_async_callback(cancel_and_wait, [asyncio.create_task(retention.run())])
        library = Library(settings, database)
        library.start()
        stack.push_async_callback(library.close)
        translator = build_translator(settings, database)
        stack.push_async_callback(translator.close)
        words = Wordings(database, get_catalogue(settings.default_locale))
        await stack.enter_async_context(words.kept())
        intake = Intake(database, redis, settings)
        stack.push_async_callback(intake.close)
        pairs = PairsInKnowledge(database, library)
        stack.push_async_callback(pairs.close)
        app.state.gateway = Gateway(
            settings=settings,
            database=database,
            redis=redis,
            hub=hub,
            publisher=publisher,
            operators=operators,
            sign_in_throttle=SignInThrottle(),
            message_limits=TokenBuckets(20, refill_s=1.0),
            upload_limits=TokenBuckets(10, refill_s=20.0),
            flood_limits=TokenBuckets(200, refill_s=0.2),
            mail_limits=mail_limits(),
            api_limits=TokenBuckets(
                max(1, round(API_BURST_S * settings.api_requests_per_s)),
                refill_s=1 / settings.api_requests_per_s,
            ),
            sockets=SocketCount(MAX_SOCKETS),
            intake=intake,
            hooked=KnownInboxes(database, settings),
            library=library,
            translator=translator,
            wordings=words,
            pairs=pairs,
            known_intents=KnownIntents(settings),
            provider=Provider(settings),
        )
        yield


def _add_health(app: FastAPI) -> None:
    @app.get("/healthz")
    async def alive() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz")
    async def ready(request: Request) -> JSONResponse:
        parts = await request.app.state.health.parts()
        is_ready = parts["database"] == "ok"
        return JSONResponse({"ready": is_ready, "parts": parts}, status_code=200 if is_ready else 503)


def _add_front_ends(app: FastAPI) -> None:
    widget_files, console_files = FrontEnd(WIDGET_FILES), FrontEnd(CONSOLE_FILES)

    def page(path: str, files: FrontEnd, name: str) -> None:
        async def serve(request: Request) -> Response:
            return await files.get_response(name, request.scope)

        app.add_api_route(path, serve, methods=["GET", "HEAD"], include_in_schema=False)

    page("/widget.js", widget_files, "widget.js")
    page("/console", console_files, "index.html")
    page("/console/", console_files, "index.html")
    page("/console/conversations/{conversation_id}", console_files, "index.html")
    for name in CONSOLE_PAGES:
        page(f"/console/{name}", console_files, "index.html")
    page("/console/knowledge/{source_id}", console_files, "index.html")
    app.mount("/widget", widget_files)

    # One segment only: a mount would answer for /console/api as well.
    @app.api_route("/console/{name}", methods=["GET", "HEAD"], include_in_schema=False)
    async def console_file(request: Request, name: str) -> Response:
        return await console_files.get_response(name, request.scope)


async def _parley_error(_request: Request, error: Any) -> Response:
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None
    return error_response(error, headers=headers)


CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}


async def _http_error(_request: Request, error: Any) -> Response:
    code = CODES.get(error.status_code, "bad_input" if error.status_code < 500 else "internal_error")
    message = {
        404: "There is nothing at this address.",
        405: "This address does not take this method.",
    }.get(error.status_code, str(error.detail))
    return error_body(error.status_code, code, message, headers=error.headers)


async def _validation_error(_request: Request, error: Any) -> Response:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"][1:]) or "request"
    return error_body(400, "bad_input", f"{field}: {first['msg']}.")


async def _database_away(_request: Request, error: Any) -> Response:
    if not is_away(error):
        raise error
    log.error("the database does not answer", extra={"error": type(error).__name__})
    return error_response(
        Unavailable(
            "The platform is busy or its database is away: try again.", retry_after_s=DATABASE_RETRY_S
        )
    )


async def _gone(_request: Request, _error: Any) -> Response:
    return Response(status_code=499)
