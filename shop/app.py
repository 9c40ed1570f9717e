"""Lumen & Oak, the sample shop: the business system that the assistant looks things up in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from sqlalchemy import Engine, MetaData, create_engine, event
from sqlalchemy.orm import sessionmaker

from shop import service
from shop.config import ShopSettings
from shop.endpoints import router
from shop.models import SCHEMA, Base
from shop.seed import seed


def create_app(settings: ShopSettings | None = None) -> FastAPI:
    settings = settings or ShopSettings()  # type: ignore[call-arg]  # read from the environment
    app = FastAPI(title="Lumen & Oak", lifespan=_lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.settings = settings
    app.state.key = settings.shop_key.get_secret_value()
    app.include_router(router)
    app.add_exception_handler(HTTPException, _error)
    app.add_exception_handler(service.OrderNotFound, _not_found)
    app.add_exception_handler(service.Refused, _refused)
    app.add_api_route("/healthz", _health, methods=["GET"])
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    engine = open_database(app.state.settings.database_file)
    app.state.sessions = sessionmaker(engine)
    yield
    engine.dispose()


def open_database(file: Path) -> Engine:
    file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{file}")
    event.listen(engine, "connect", _configure)
    _create_tables(engine)
    with sessionmaker(engine).begin() as session:
        seed(session, service.today())
    return engine


def _create_tables(engine: Engine) -> None:
    """Tables of an earlier version are made anew: everything in them is a sample."""
    with engine.begin() as connection:
        if connection.exec_driver_sql("PRAGMA user_version").scalar() != SCHEMA:
            before = MetaData()
            before.reflect(connection)
            before.drop_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
        Base.metadata.create_all(connection)


def _configure(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


async def _health() -> dict[str, str]:
    return {"status": "ok"}


async def _error(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    detail = error.detail
    body = detail if isinstance(detail, dict) else {"code": "error", "message": str(detail)}
    return JSONResponse({"error": body}, error.status_code)


async def _not_found(_request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"error": {"code": "not_found", "message": str(error)}}, 404)


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, service.Refused):
        raise error
    return JSONResponse({"error": {"code": error.code, "message": error.message}}, 409)
