from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels.models import ApiKey, Inbox, Mailbox
from serving.errors import NotFound


async def get(session: AsyncSession, inbox_id: str) -> Inbox:
    inbox = await session.get(Inbox, inbox_id)
    if inbox is None or inbox.removed_at is not None:
        raise NotFound(f"There is no inbox {inbox_id!r}: `./parley inbox list` shows those there are.")
    return inbox


async def list_inboxes(session: AsyncSession) -> Sequence[Inbox]:
    return (
        await session.scalars(select(Inbox).where(Inbox.removed_at.is_(None)).order_by(Inbox.name, Inbox.id))
    ).all()


async def mailbox(session: AsyncSession, inbox_id: str) -> Mailbox | None:
    return await session.get(Mailbox, inbox_id)


async def keys(session: AsyncSession, inbox_id: str) -> Sequence[ApiKey]:
    return (
        await session.scalars(
            select(ApiKey)
            .where(ApiKey.inbox_id == inbox_id, ApiKey.revoked_at.is_(None))
            .order_by(ApiKey.created_at, ApiKey.id)
        )
    ).all()


async def key_by_hash(session: AsyncSession, inbox_id: str, key_hash: str) -> ApiKey | None:
    found: ApiKey | None = await session.scalar(
        select(ApiKey).where(
            ApiKey.key_hash == key_hash, ApiKey.inbox_id == inbox_id, ApiKey.revoked_at.is_(None)
        )
    )
    return found
