from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels.models import Inbox
from serving.conversations.models import Conversation
from serving.desk.models import CannedReply, SavedView
from serving.operators.models import Operator
from serving.operators.roles import Role


async def views_of(session: AsyncSession, operator_id: str) -> Sequence[SavedView]:
    """One's own and those that are shared."""
    mine_or_shared = or_(SavedView.operator_id == operator_id, SavedView.shared.is_(True))
    return (await session.scalars(select(SavedView).where(mine_or_shared).order_by(SavedView.name))).all()


async def canned_replies(session: AsyncSession) -> Sequence[CannedReply]:
    statement = select(CannedReply).order_by(CannedReply.shortcut, CannedReply.locale)
    return (await session.scalars(statement)).all()


async def canned(session: AsyncSession, shortcut: str, locale: str) -> CannedReply | None:
    reply: CannedReply | None = await session.scalar(
        select(CannedReply).where(CannedReply.shortcut == shortcut, CannedReply.locale == locale)
    )
    return reply


async def inboxes(session: AsyncSession) -> Sequence[Inbox]:
    return (await session.scalars(select(Inbox).order_by(Inbox.name))).all()


async def colleagues(session: AsyncSession) -> Sequence[Operator]:
    """Who may hold a conversation."""
    statement = select(Operator).where(Operator.disabled_at.is_(None), Operator.role != Role.VIEWER.value)
    return (await session.scalars(statement.order_by(Operator.name))).all()


async def locales(session: AsyncSession) -> Sequence[str]:
    known = await session.scalars(
        select(Conversation.locale).where(Conversation.locale.is_not(None)).distinct()
    )
    return sorted(locale for locale in known if locale)


async def handoff_reasons(session: AsyncSession) -> Sequence[str]:
    known = await session.scalars(
        select(Conversation.handoff_reason).where(Conversation.handoff_reason.is_not(None)).distinct()
    )
    return sorted(reason for reason in known if reason)
