"""The console's API for accounts: the team, one's own password, sessions and tokens, and the audit log."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from serving.audit import repository as audit
from serving.audit.models import AuditEntry
from serving.console.desk import csv_line
from serving.console.endpoints import seen_from, signed_in
from serving.console.filtering import Word, midnight
from serving.console.session import Admin, Overseer, Person, Reader
from serving.db import now
from serving.errors import NotFound
from serving.http import Body, GatewayDep, Line, read_body, require_identifier
from serving.operators import accounts, tokens
from serving.operators import service as sign_in
from serving.operators.models import ApiToken, Invitation, Operator, OperatorSession
from serving.operators.passwords import MAX_PASSWORD_CHARACTERS
from serving.operators.roles import Role
from serving.realtime import messages

router = APIRouter(prefix="/console/api")

Password = Annotated[str, Field(max_length=MAX_PASSWORD_CHARACTERS)]
RoleName = Literal["viewer", "agent", "admin"]


class InviteBody(Body):
    email: Line
    name: Annotated[Line, Field(max_length=200)]
    role: RoleName


class RoleBody(Body):
    role: RoleName


class InvitationBody(Body):
    token: Annotated[Line, Field(max_length=100)]


class AcceptBody(InvitationBody):
    name: Annotated[Line, Field(max_length=200)]
    password: Password


class PasswordBody(Body):
    old: Password = ""
    new: Password


class TokenBody(Body):
    """`days`: until it expires; null: never."""

    name: Annotated[Line, Field(max_length=100)]
    scopes: list[Line]
    days: Annotated[int, Field(ge=1, le=3650)] | None = None


@router.get("/team")
async def team(caller: Reader, gateway: GatewayDep) -> dict[str, Any]:
    async with gateway.database.read() as session:
        return {
            "operators": [_operator(one) for one in await accounts.everybody(session)],
            "invitations": [_invitation(one) for one in await accounts.invitations(session)],
        }


@router.post("/team/invitations")
async def invite(request: Request, caller: Admin, gateway: GatewayDep) -> dict[str, Any]:
    """The link is shown this once. Its token stands behind a #, so that no log and no referrer has it."""
    body = await read_body(request, InviteBody)
    async with gateway.database.write() as session:
        invitation, token = await accounts.invite(
            session, caller.operator, email=body.email, name=body.name, role=Role(body.role)
        )
        view = _invitation(invitation)
    request.state.audit = {"role": body.role, "invitation": view["id"]}
    link = f"{gateway.settings.public_url.rstrip('/')}/console/invitation#{token}"
    return {"invitation": view, "link": link}


@router.post("/team/invitations/{invitation_id}/withdraw", status_code=204)
async def withdraw(caller: Admin, gateway: GatewayDep, invitation_id: str) -> None:
    async with gateway.database.write() as session:
        await accounts.withdraw_invitation(session, require_identifier(invitation_id, "invitation"))


@router.post("/team/{operator_id}/role")
async def change_role(
    request: Request, caller: Admin, gateway: GatewayDep, operator_id: str
) -> dict[str, Any]:
    body = await read_body(request, RoleBody)
    request.state.audit = {"role": body.role}
    async with gateway.database.write() as session:
        found = await accounts.change_role(
            session, require_identifier(operator_id, "account"), Role(body.role)
        )
        return {"operator": _operator(found)}


@router.post("/team/{operator_id}/{action}")
async def act(
    caller: Admin,
    gateway: GatewayDep,
    operator_id: str,
    action: Literal["disable", "enable", "sign-out"],
) -> dict[str, Any]:
    require_identifier(operator_id, "account")
    async with gateway.database.write() as session:
        if action == "disable":
            await accounts.disable(session, operator_id)
        elif action == "enable":
            await accounts.enable(session, operator_id)
        else:
            await accounts.sign_out_everywhere(session, operator_id)
        operator = await session.get(Operator, operator_id)
        if operator is None:
            raise NotFound("There is no such account.")
        return {"operator": _operator(operator)}


@router.post("/invitation")
async def look(request: Request, gateway: GatewayDep) -> dict[str, Any]:
    """Who is invited, for the page behind the link."""
    body = await read_body(request, InvitationBody)
    async with gateway.database.read() as session:
        invitation = await accounts.invited(session, body.token)
    return {"email": invitation.email, "name": invitation.name, "role": invitation.role}


@router.post("/invitation/accept")
async def accept(request: Request, response: Response, gateway: GatewayDep) -> dict[str, Any]:
    body = await read_body(request, AcceptBody)
    async with gateway.database.write() as session:
        operator = await accounts.accept(session, body.token, name=body.name, password=body.password)
        token = await sign_in.open_session(session, operator, seen=seen_from(request), method="invitation")
    return signed_in(request, response, gateway, operator, token)


@router.post("/me/password", status_code=204)
async def change_password(request: Request, caller: Person, gateway: GatewayDep) -> None:
    body = await read_body(request, PasswordBody)
    # A stolen session must not find the password out by trying.
    address = request.client.host if request.client is not None else "unknown"
    gateway.sign_in_throttle.take(address=address, email=caller.operator.email)
    async with gateway.database.write() as session:
        await accounts.change_password(
            session, caller.operator, old=body.old, new=body.new, keep=caller.token_hash
        )
    gateway.sign_in_throttle.succeeded(address=address, email=caller.operator.email)


@router.get("/me/sessions")
async def sessions(caller: Reader, gateway: GatewayDep) -> dict[str, Any]:
    async with gateway.database.read() as session:
        kept = await accounts.sessions_of(session, caller.operator.id)
    return {"sessions": [_session(one, caller.token_hash) for one in kept]}


@router.post("/me/sessions/others/end", status_code=204)
async def end_others(caller: Person, gateway: GatewayDep) -> None:
    async with gateway.database.write() as session:
        await accounts.sign_out_everywhere(session, caller.operator.id, keep=caller.token_hash)


@router.post("/me/sessions/{session_id}/end", status_code=204)
async def end_session(caller: Person, gateway: GatewayDep, session_id: str) -> None:
    async with gateway.database.write() as session:
        await accounts.end_session(session, caller.operator.id, require_identifier(session_id, "session"))


@router.get("/me/tokens")
async def list_tokens(caller: Reader, gateway: GatewayDep) -> dict[str, Any]:
    async with gateway.database.read() as session:
        return {"tokens": [_token(one) for one in await tokens.of_operator(session, caller.operator.id)]}


@router.post("/me/tokens")
async def make_token(request: Request, caller: Person, gateway: GatewayDep) -> dict[str, Any]:
    """The token is shown this once."""
    body = await read_body(request, TokenBody)
    async with gateway.database.write() as session:
        record, token = await tokens.make(
            session,
            caller.operator,
            name=body.name,
            scopes=body.scopes,
            expires_at=now() + timedelta(days=body.days) if body.days else None,
        )
        view = _token(record)
    request.state.audit = {"token": view["id"], "scopes": view["scopes"]}
    return {"record": view, "token": token}


@router.post("/me/tokens/{token_id}/revoke", status_code=204)
async def revoke_token(caller: Person, gateway: GatewayDep, token_id: str) -> None:
    async with gateway.database.write() as session:
        await tokens.revoke(session, caller.operator, require_identifier(token_id, "token"))


@router.get("/audit")
async def audit_log(
    caller: Overseer,
    gateway: GatewayDep,
    operator: Word | None = None,
    action: Word | None = None,
    since: date | None = None,
    until: date | None = None,
    before: Annotated[int | None, Query(ge=1)] = None,
    limit: Annotated[int, Query(ge=1, le=audit.MAX_PAGE)] = 100,
) -> dict[str, Any]:
    async with gateway.database.read() as session:
        entries = await audit.entries(
            session,
            operator_id=operator or None,
            action=action or None,
            since=midnight(since),
            until=midnight(until + timedelta(days=1)) if until else None,
            before=before,
            limit=limit,
        )
        actions = await audit.actions(session)
        operators = await accounts.everybody(session)
    return {
        "entries": [_entry(entry, name) for entry, name in entries],
        "next": entries[-1][0].id if len(entries) == limit else None,
        "actions": list(actions),
        "operators": [{"id": one.id, "name": one.name} for one in operators],
    }


@router.get("/audit/export")
async def export_audit(request: Request, caller: Overseer, gateway: GatewayDep) -> StreamingResponse:
    request.state.audit = {"format": "csv"}

    async def lines() -> AsyncIterator[str]:
        yield csv_line(("id", "at", "operator", "token", "address", "action", "subject", "details"))
        before: int | None = None
        while True:
            async with gateway.database.read() as session:
                page = await audit.entries(session, before=before, limit=audit.MAX_PAGE)
            for entry, name in page:
                cells = (entry.token_id, entry.address, entry.action, entry.subject, entry.details or "")
                yield csv_line((entry.id, entry.at.isoformat(), name, *cells))
            if len(page) < audit.MAX_PAGE:
                return
            before = page[-1][0].id

    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return StreamingResponse(lines(), media_type="text/csv; charset=utf-8", headers=headers)


def _operator(operator: Operator) -> dict[str, Any]:
    return {
        "id": operator.id,
        "name": operator.name,
        "email": operator.email,
        "role": operator.role,
        "created_at": messages.instant(operator.created_at),
        "disabled": operator.disabled_at is not None,
        "single_sign_on": operator.subject is not None,
    }


def _invitation(invitation: Invitation) -> dict[str, Any]:
    return {
        "id": invitation.id,
        "email": invitation.email,
        "name": invitation.name,
        "role": invitation.role,
        "expires_at": messages.instant(invitation.expires_at),
    }


def _session(kept: OperatorSession, own: str) -> dict[str, Any]:
    return {
        "id": accounts.session_id(kept),
        "current": kept.token_hash == own,
        "method": kept.method,
        "address": kept.address,
        "browser": kept.browser,
        "created_at": messages.instant(kept.created_at),
        "expires_at": messages.instant(kept.expires_at),
    }


def _token(record: ApiToken) -> dict[str, Any]:
    return {
        "id": record.id,
        "name": record.name,
        "scopes": record.scopes,
        "created_at": messages.instant(record.created_at),
        "expires_at": messages.instant(record.expires_at) if record.expires_at else None,
        "used_at": messages.instant(record.used_at) if record.used_at else None,
    }


def _entry(entry: AuditEntry, name: str | None) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": messages.instant(entry.at),
        "operator": name,
        "token": entry.token_id,
        "address": entry.address,
        "action": entry.action,
        "subject": entry.subject,
        "details": entry.details,
    }
