from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.wordings.models import Wording

Revision = tuple[int, datetime | None]


async def revision(session: AsyncSession) -> Revision:
    """Another one after each change: how many there are, and when the last was made."""
    count, latest = (await session.execute(select(func.count(), func.max(Wording.changed_at)))).one()
    return count, latest


async def wordings(session: AsyncSession) -> Sequence[Wording]:
    return (await session.scalars(select(Wording).order_by(Wording.folder, Wording.name))).all()


async def get(session: AsyncSession, folder: str, name: str) -> Wording | None:
    found: Wording | None = await session.get(Wording, (folder, name))
    return found
