"""Who asks: the operator behind the cookie, with the CSRF proof on every change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response
from starlette.requests import HTTPConnection

from serving.errors import Forbidden
from serving.http import Gateway, GatewayDep
from serving.operators import service
from serving.operators.models import Operator
from serving.operators.roles import Role, require_role

COOKIE = "parley_session"
CSRF_HEADER = "X-Parley-CSRF"
COOKIE_PATH = "/console"


@dataclass(frozen=True, slots=True)
class Caller:
    operator: Operator
    token_hash: str


async def caller_of(connection: HTTPConnection, gateway: Gateway) -> Caller:
    token = connection.cookies.get(COOKIE)
    async with gateway.database.read() as session:
        found = await service.find_session(session, token)
    if found.needs_slide:
        async with gateway.database.write() as session:
            await service.slide_session(session, found.token_hash)
    return Caller(found.operator, found.token_hash)


async def reading(request: Request, gateway: GatewayDep) -> Caller:
    return await caller_of(request, gateway)


async def changing(request: Request, gateway: GatewayDep) -> Caller:
    caller = await caller_of(request, gateway)
    service.check_csrf(gateway.settings.secret_key, caller.token_hash, request.headers.get(CSRF_HEADER))
    return caller


async def acting(caller: Annotated[Caller, Depends(changing)]) -> Caller:
    require_role(caller.operator, Role.AGENT)
    return caller


Reader = Annotated[Caller, Depends(reading)]
Changer = Annotated[Caller, Depends(changing)]
Agent = Annotated[Caller, Depends(acting)]


def check_same_origin(connection: HTTPConnection, public_url: str) -> None:
    """A socket sends the cookie wherever the page comes from, so the page is looked at."""
    origin = urlsplit(connection.headers.get("origin", ""))
    own = {connection.headers.get("host", ""), urlsplit(public_url).netloc}
    if origin.scheme not in ("http", "https") or origin.netloc not in own:
        raise Forbidden("The console's socket is only for its own page.")


def set_cookie(response: Response, token: str, *, secure: bool) -> None:
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(service.LONGEST_LIFETIME.total_seconds()),
        path=COOKIE_PATH,
        httponly=True,
        secure=secure,
        samesite="strict",
    )


def clear_cookie(response: Response, *, secure: bool) -> None:
    response.delete_cookie(COOKIE, path=COOKIE_PATH, httponly=True, secure=secure, samesite="strict")
