"""API tokens: a program acts in its owner's name, with fewer rights."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.db import new_id, now
from serving.errors import BadInput, NotFound, Unauthorized
from serving.operators.models import ApiToken, Operator
from serving.operators.roles import Role, Scope, may
from serving.operators.service import hash_token

PREFIX = "parley_"
# The last use is written at most this often, so that reading does not turn into writing.
STAMP_AFTER = timedelta(minutes=10)
MOST = 50


@dataclass(frozen=True, slots=True)
class Found:
    operator: Operator
    token: ApiToken
    needs_stamp: bool


async def make(
    session: AsyncSession,
    operator: Operator,
    *,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime | None,
) -> tuple[ApiToken, str]:
    """The record and the token itself, which is nowhere else."""
    known = {scope.value for scope in Scope}
    if not name.strip():
        raise BadInput("Give the token a name that says what it is for.")
    if not scopes or not known.issuperset(scopes):
        raise BadInput(f"Choose scopes for the token: there are {', '.join(sorted(known))}.")
    if Scope.ADMIN in scopes and not may(operator, Role.ADMIN):
        raise BadInput("Only an admin's token can have the scope 'admin'.")
    if len(await of_operator(session, operator.id)) >= MOST:
        raise BadInput(f"You have {MOST} tokens already: revoke some that are not used.")
    token = PREFIX + secrets.token_urlsafe(32)
    record = ApiToken(
        id=new_id(),
        token_hash=hash_token(token),
        name=name.strip(),
        scopes=sorted(set(scopes)),
        operator_id=operator.id,
        expires_at=expires_at,
    )
    session.add(record)
    await session.flush()
    return record, token


async def of_operator(session: AsyncSession, operator_id: str) -> Sequence[ApiToken]:
    statement = select(ApiToken).where(ApiToken.operator_id == operator_id).order_by(ApiToken.created_at)
    return (await session.scalars(statement)).all()


async def find(session: AsyncSession, token: str) -> Found:
    row = (
        await session.execute(
            select(Operator, ApiToken)
            .join(ApiToken, ApiToken.operator_id == Operator.id)
            .where(ApiToken.token_hash == hash_token(token), Operator.disabled_at.is_(None))
        )
    ).one_or_none()
    if row is None or (row[1].expires_at is not None and row[1].expires_at <= now()):
        raise Unauthorized("The API token is unknown, revoked or expired: make another one.")
    operator, record = row
    return Found(operator, record, record.used_at is None or now() - record.used_at > STAMP_AFTER)


async def stamp(session: AsyncSession, token_id: str) -> None:
    record = await session.get(ApiToken, token_id)
    if record is not None:
        record.used_at = now()


async def revoke(session: AsyncSession, operator: Operator, token_id: str) -> None:
    record = await session.get(ApiToken, token_id)
    if record is None or record.operator_id != operator.id:
        raise NotFound("You have no such token.")
    await session.delete(record)
