from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.operators.models import Operator, OperatorSession


async def by_email(session: AsyncSession, email: str) -> Operator | None:
    operator: Operator | None = await session.scalar(
        select(Operator).where(func.lower(Operator.email) == email.lower())
    )
    return operator


async def count(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(Operator)) or 0


async def names(session: AsyncSession, operator_ids: Collection[str]) -> dict[str, str]:
    rows = await session.execute(select(Operator.id, Operator.name).where(Operator.id.in_(operator_ids)))
    return {identifier: name for identifier, name in rows}  # noqa: C416  # rows are not pairs to mypy


async def signed_in(
    session: AsyncSession, token_hash: str, *, at: datetime
) -> tuple[Operator, OperatorSession] | None:
    row = (
        await session.execute(
            select(Operator, OperatorSession)
            .join(OperatorSession, OperatorSession.operator_id == Operator.id)
            .where(
                OperatorSession.token_hash == token_hash,
                OperatorSession.expires_at > at,
                Operator.disabled_at.is_(None),
            )
        )
    ).one_or_none()
    return (row[0], row[1]) if row is not None else None


async def delete_session(session: AsyncSession, token_hash: str) -> None:
    await session.execute(delete(OperatorSession).where(OperatorSession.token_hash == token_hash))


async def delete_expired_sessions(session: AsyncSession, *, at: datetime) -> None:
    await session.execute(delete(OperatorSession).where(OperatorSession.expires_at <= at))
