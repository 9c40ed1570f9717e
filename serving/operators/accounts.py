"""Who may use the console, and as what. Never commits: the caller's edge does."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.db import new_id, now
from serving.errors import BadInput, Conflict, NotFound, Unauthorized
from serving.operators import repository
from serving.operators.models import ApiToken, Invitation, Operator, OperatorSession
from serving.operators.passwords import verify_password
from serving.operators.roles import Role
from serving.operators.service import add_operator, hash_token, set_password

INVITATION_LIFETIME = timedelta(days=7)
SHOWN_HASH = 16


async def everybody(session: AsyncSession) -> Sequence[Operator]:
    return (await session.scalars(select(Operator).order_by(Operator.created_at, Operator.id))).all()


async def invitations(session: AsyncSession) -> Sequence[Invitation]:
    """Those that can still be used."""
    open_ones = select(Invitation).where(Invitation.used_at.is_(None), Invitation.expires_at > now())
    return (await session.scalars(open_ones.order_by(Invitation.created_at))).all()


async def invite(
    session: AsyncSession, admin: Operator, *, email: str, name: str, role: Role
) -> tuple[Invitation, str]:
    """The record and the link's token, which is nowhere else. A new one replaces an open one."""
    email, name = email.strip(), name.strip()
    if "@" not in email or not name:
        raise BadInput("Give a name and an e-mail address.")
    if await repository.by_email(session, email) is not None:
        raise Conflict(f"{email} has an account already.")
    await session.execute(
        delete(Invitation).where(func.lower(Invitation.email) == email.lower(), Invitation.used_at.is_(None))
    )
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        id=new_id(),
        token_hash=hash_token(token),
        email=email,
        name=name,
        role=role.value,
        operator_id=admin.id,
        expires_at=now() + INVITATION_LIFETIME,
    )
    session.add(invitation)
    await session.flush()
    return invitation, token


async def withdraw_invitation(session: AsyncSession, invitation_id: str) -> None:
    invitation = await session.get(Invitation, invitation_id)
    if invitation is None or invitation.used_at is not None:
        raise NotFound("There is no such open invitation.")
    await session.delete(invitation)


async def invited(session: AsyncSession, token: str) -> Invitation:
    invitation: Invitation | None = await session.scalar(
        select(Invitation).where(Invitation.token_hash == hash_token(token)).with_for_update()
    )
    if invitation is None or invitation.used_at is not None or invitation.expires_at <= now():
        raise Unauthorized("This invitation was used, withdrawn, or has expired: ask for another one.")
    return invitation


async def accept(session: AsyncSession, token: str, *, name: str, password: str) -> Operator:
    invitation = await invited(session, token)
    if await repository.by_email(session, invitation.email) is not None:
        raise Conflict("There is an account for this e-mail already: sign in.")
    operator = add_operator(
        session,
        invitation.email,
        name=name.strip() or invitation.name,
        role=Role(invitation.role),
        password=password,
    )
    invitation.used_at = now()
    await session.flush()
    return operator


async def change_role(session: AsyncSession, operator_id: str, role: Role) -> Operator:
    operator = await _lock(session, operator_id)
    if role is not Role.ADMIN:
        await _keep_an_admin(session, operator)
    operator.role = role.value
    await session.flush()
    return operator


async def disable(session: AsyncSession, operator_id: str) -> Operator:
    """Out at once, everywhere: sessions and tokens end with it."""
    operator = await _lock(session, operator_id)
    await _keep_an_admin(session, operator)
    operator.disabled_at = operator.disabled_at or now()
    await sign_out_everywhere(session, operator_id)
    await session.execute(delete(ApiToken).where(ApiToken.operator_id == operator_id))
    return operator


async def enable(session: AsyncSession, operator_id: str) -> Operator:
    operator = await _lock(session, operator_id)
    operator.disabled_at = None
    await session.flush()
    return operator


async def _lock(session: AsyncSession, operator_id: str) -> Operator:
    """All admins' rows, too: two admins cannot take each other's role away at once."""
    await session.execute(select(Operator.id).where(Operator.role == Role.ADMIN.value).with_for_update())
    operator = await session.get(Operator, operator_id)
    if operator is None:
        raise NotFound("There is no such account.")
    return operator


async def _keep_an_admin(session: AsyncSession, operator: Operator) -> None:
    others = await session.scalar(
        select(func.count())
        .select_from(Operator)
        .where(Operator.role == Role.ADMIN.value, Operator.disabled_at.is_(None), Operator.id != operator.id)
    )
    if operator.role == Role.ADMIN.value and not others:
        raise Conflict("This is the last admin: make somebody else an admin first.")


async def change_password(
    session: AsyncSession, operator: Operator, *, old: str, new: str, keep: str
) -> None:
    """Every other session ends. `keep`: the token hash of the one that asks."""
    stored = await session.get_one(Operator, operator.id)
    if stored.password_hash and not await verify_password(stored.password_hash, old):
        raise BadInput("The old password is wrong.")
    set_password(stored, new)
    await session.execute(
        delete(OperatorSession).where(
            OperatorSession.operator_id == operator.id, OperatorSession.token_hash != keep
        )
    )


def session_id(kept: OperatorSession) -> str:
    """Names a session without giving anything of its token away."""
    return hashlib.sha256(kept.token_hash.encode()).hexdigest()[:SHOWN_HASH]


async def sessions_of(session: AsyncSession, operator_id: str) -> Sequence[OperatorSession]:
    statement = (
        select(OperatorSession)
        .where(OperatorSession.operator_id == operator_id, OperatorSession.expires_at > now())
        .order_by(OperatorSession.created_at.desc())
    )
    return (await session.scalars(statement)).all()


async def end_session(session: AsyncSession, operator_id: str, shown: str) -> None:
    ended = next((one for one in await sessions_of(session, operator_id) if session_id(one) == shown), None)
    if ended is None:
        raise NotFound("There is no such session any more.")
    await session.delete(ended)


async def sign_out_everywhere(session: AsyncSession, operator_id: str, *, keep: str = "") -> None:
    await session.execute(
        delete(OperatorSession).where(
            OperatorSession.operator_id == operator_id, OperatorSession.token_hash != keep
        )
    )


async def by_subject(session: AsyncSession, subject: str) -> Operator | None:
    operator: Operator | None = await session.scalar(select(Operator).where(Operator.subject == subject))
    return operator
