from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.audit.models import AuditEntry
from serving.operators.models import Operator

MAX_PAGE = 500


async def entries(
    session: AsyncSession,
    *,
    operator_id: str | None = None,
    action: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = 100,
) -> Sequence[tuple[AuditEntry, str | None]]:
    """Newest first, each with its operator's name. `action`: its beginning, `before`: an entry's id."""
    statement = (
        select(AuditEntry, Operator.name)
        .outerjoin(Operator, Operator.id == AuditEntry.operator_id)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    conditions = [
        AuditEntry.operator_id == operator_id if operator_id else None,
        AuditEntry.action.startswith(action, autoescape=True) if action else None,
        AuditEntry.at >= since if since else None,
        AuditEntry.at < until if until else None,
        AuditEntry.id < before if before else None,
    ]
    statement = statement.where(*(one for one in conditions if one is not None))
    return [(entry, name) for entry, name in (await session.execute(statement)).all()]


async def actions(session: AsyncSession) -> Sequence[str]:
    return (await session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action))).all()
