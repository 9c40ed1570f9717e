from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Select, bindparam, select
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


async def opened_by(session: AsyncSession, inbox_id: str, *, channel: str, key_hash: str) -> Inbox | None:
    """The inbox, if the key that has this hash is one of its own and counts."""
    asked = {"inbox": inbox_id, "channel": channel, "key_hash": key_hash}
    found: Inbox | None = await session.scalar(_opened(), asked)
    return found


@cache
def _opened() -> Select[Inbox]:
    """Asked at each request of a program, so it is built once."""
    return (
        select(Inbox)
        .join(ApiKey, ApiKey.inbox_id == Inbox.id)
        .where(
            Inbox.id == bindparam("inbox"),
            Inbox.channel == bindparam("channel"),
            Inbox.removed_at.is_(None),
            ApiKey.key_hash == bindparam("key_hash"),
            ApiKey.revoked_at.is_(None),
        )
    )
