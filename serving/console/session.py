"""Who asks: the operator behind the cookie, with the CSRF proof on every change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response
from starlette.requests import HTTPConnection

from serving.errors import Forbidden
from serving.http import Gateway, GatewayDep
from serving.operators import service, tokens
from serving.operators.models import Operator
from serving.operators.roles import Role, Scope, require_role

COOKIE = "parley_session"
CSRF_HEADER = "X-Parley-CSRF"
COOKIE_PATH = "/console"


@dataclass(frozen=True, slots=True)
class Caller:
    """`token_id`: of the API token that asks in the operator's name; a browser has none."""

    operator: Operator
    token_hash: str
    token_id: str | None = None
    scopes: frozenset[str] = frozenset(Scope)


async def caller_of(connection: HTTPConnection, gateway: Gateway) -> Caller:
    """Whoever the cookie or the API token stands for; the audit log finds them in the request's state."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        caller = await _program(gateway, token.strip())
    else:
        caller = await _browser(gateway, connection.cookies.get(COOKIE))
    connection.state.caller = caller
    return caller


async def _browser(gateway: Gateway, token: str | None) -> Caller:
    async with gateway.database.read() as session:
        found = await service.find_session(session, token)
    if found.needs_slide:
        async with gateway.database.write() as session:
            await service.slide_session(session, found.token_hash)
    return Caller(found.operator, found.token_hash)


async def _program(gateway: Gateway, token: str) -> Caller:
    async with gateway.database.read() as session:
        found = await tokens.find(session, token)
    if found.needs_stamp:
        async with gateway.database.write() as session:
            await tokens.stamp(session, found.token.id)
    return Caller(
        found.operator, token_hash="", token_id=found.token.id, scopes=frozenset(found.token.scopes)
    )


def _require_scope(caller: Caller, scope: Scope) -> None:
    if scope not in caller.scopes:
        raise Forbidden(f"This API token may not do this: it lacks the scope {scope.value!r}.")


async def reading(request: Request, gateway: GatewayDep) -> Caller:
    caller = await caller_of(request, gateway)
    _require_scope(caller, Scope.READ)
    return caller


async def changing(request: Request, gateway: GatewayDep) -> Caller:
    caller = await caller_of(request, gateway)
    _require_scope(caller, Scope.WRITE)
    if caller.token_id is None:
        # A token is sent by a program on purpose; a cookie comes with whatever a page makes a browser send.
        service.check_csrf(gateway.settings.secret_key, caller.token_hash, request.headers.get(CSRF_HEADER))
    return caller


async def acting(caller: Annotated[Caller, Depends(changing)]) -> Caller:
    require_role(caller.operator, Role.AGENT)
    return caller


async def exporting(caller: Annotated[Caller, Depends(reading)]) -> Caller:
    require_role(caller.operator, Role.AGENT)
    _require_scope(caller, Scope.EXPORT)
    return caller


async def overseeing(caller: Annotated[Caller, Depends(reading)]) -> Caller:
    require_role(caller.operator, Role.ADMIN)
    _require_scope(caller, Scope.ADMIN)
    return caller


async def administering(caller: Annotated[Caller, Depends(changing)]) -> Caller:
    require_role(caller.operator, Role.ADMIN)
    _require_scope(caller, Scope.ADMIN)
    return caller


async def in_person(caller: Annotated[Caller, Depends(changing)]) -> Caller:
    """What only a person in a browser may do: their own password, sessions and tokens."""
    if caller.token_id is not None:
        raise Forbidden("An API token may not change its owner's account: sign in to the console.")
    return caller


Reader = Annotated[Caller, Depends(reading)]
Changer = Annotated[Caller, Depends(changing)]
Agent = Annotated[Caller, Depends(acting)]
Exporter = Annotated[Caller, Depends(exporting)]
Overseer = Annotated[Caller, Depends(overseeing)]
Admin = Annotated[Caller, Depends(administering)]
Person = Annotated[Caller, Depends(in_person)]


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
