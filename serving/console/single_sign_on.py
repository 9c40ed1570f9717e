"""Sign-in with OpenID Connect: out to the provider and back."""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

import jwt
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from serving.console.endpoints import https, seen_from
from serving.console.session import Caller, set_cookie
from serving.db import new_id, now
from serving.errors import Forbidden, ParleyError
from serving.http import Gateway, GatewayDep
from serving.keys import derive_key
from serving.operators import accounts
from serving.operators import repository as operators
from serving.operators import service as sign_in
from serving.operators.models import Operator
from serving.operators.oidc import Attempt, Person

router = APIRouter(prefix="/console/api")

log = logging.getLogger(__name__)

COOKIE = "parley_sign_in"
COOKIE_PATH = "/console/api/oidc"
TIME_TO_SIGN_IN = timedelta(minutes=10)

Given = Annotated[str, Query(max_length=4000)]


@router.get("/sign-in")
async def ways(gateway: GatewayDep) -> dict[str, Any]:
    """How one can sign in here, besides with a password."""
    name = gateway.provider.name
    return {"provider": {"name": name, "href": "/console/api/oidc/start"} if name else None}


@router.get("/oidc/start")
async def start(gateway: GatewayDep) -> RedirectResponse:
    if gateway.provider.name is None:
        raise Forbidden("No sign-in provider is configured: set PARLEY_OIDC_ISSUER.")
    try:
        url, attempt = await gateway.provider.begin()
    except ParleyError as error:
        return _refused(error)
    response = RedirectResponse(url, status_code=303)
    response.set_cookie(
        COOKIE,
        _sealed(gateway, attempt),
        max_age=int(TIME_TO_SIGN_IN.total_seconds()),
        path=COOKIE_PATH,
        httponly=True,
        secure=https(gateway),
        # Coming back from the provider is a navigation from another site: `strict` would be left out.
        samesite="lax",
    )
    return response


@router.get("/oidc/callback")
async def callback(
    request: Request, gateway: GatewayDep, code: Given = "", state: Given = "", error: Given = ""
) -> RedirectResponse:
    try:
        if error or not code:
            raise Forbidden("The sign-in provider did not let you in.")
        attempt = _unsealed(gateway, request.cookies.get(COOKIE, ""))
        person = await gateway.provider.finish(attempt, code=code, state=state)
        async with gateway.database.write() as session:
            operator = await _operator_of(session, gateway, person)
            token = await sign_in.open_session(session, operator, seen=seen_from(request), method="oidc")
    except ParleyError as refusal:
        return _refused(refusal)
    response = RedirectResponse("/console", status_code=303)
    response.delete_cookie(COOKIE, path=COOKIE_PATH, httponly=True, secure=https(gateway), samesite="lax")
    set_cookie(response, token, secure=https(gateway))
    request.state.caller = Caller(operator, sign_in.hash_token(token))
    request.state.audit = {"method": "oidc"}
    return response


async def _operator_of(session: AsyncSession, gateway: Gateway, person: Person) -> Operator:
    """The account that this person has signed in to before, else the one with the verified address."""
    operator = await accounts.by_subject(session, person.subject)
    if operator is None and person.email:
        operator = await operators.by_email(session, person.email)
        if operator is not None and operator.subject is None:
            operator.subject = person.subject
    role = gateway.provider.new_role
    if operator is None and person.email and role is not None:
        operator = Operator(
            id=new_id(),
            email=person.email,
            name=(person.name or person.email)[:200],
            role=role.value,
            password_hash="",
            subject=person.subject,
        )
        session.add(operator)
        await session.flush()
    if operator is None or operator.subject != person.subject or operator.disabled_at is not None:
        raise Forbidden("There is no account for you here: ask an admin for an invitation.")
    return operator


def _refused(error: ParleyError) -> RedirectResponse:
    log.warning("a sign-in at the provider failed", extra={"error": error.message})
    problem = "away" if error.status == 503 else "refused"
    return RedirectResponse(f"/console?{urlencode({'sign-in': problem})}", status_code=303)


def _sealed(gateway: Gateway, attempt: Attempt) -> str:
    claims = asdict(attempt) | {"exp": now() + TIME_TO_SIGN_IN}
    return jwt.encode(claims, derive_key(gateway.settings.secret_key, "oidc"), algorithm="HS256")


def _unsealed(gateway: Gateway, cookie: str) -> Attempt:
    try:
        claims = jwt.decode(cookie, derive_key(gateway.settings.secret_key, "oidc"), algorithms=["HS256"])
        return Attempt(state=claims["state"], nonce=claims["nonce"], verifier=claims["verifier"])
    except (jwt.InvalidTokenError, KeyError) as error:
        raise Forbidden("This sign-in took too long or was begun elsewhere: begin again.") from error
