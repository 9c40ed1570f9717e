"""Saved views and canned replies. Never commits: the caller's edge does."""

from __future__ import annotations

import re

from sqlalchemy.ext.asyncio import AsyncSession

from serving.db import new_id, now
from serving.desk import repository
from serving.desk.models import CannedReply, SavedView
from serving.errors import BadInput, Forbidden, NotFound
from serving.operators.models import Operator
from serving.operators.roles import Role, may

SHORTCUT = re.compile(r"[\w-]{1,40}")


async def save_view(
    session: AsyncSession, operator: Operator, *, name: str, query: str, shared: bool
) -> SavedView:
    name = name.strip()
    if not name:
        raise BadInput("Give the view a name.")
    view = SavedView(id=new_id(), operator_id=operator.id, name=name, query=query.lstrip("?"), shared=shared)
    session.add(view)
    await session.flush()
    return view


async def remove_view(session: AsyncSession, operator: Operator, view_id: str) -> None:
    view = await session.get(SavedView, view_id)
    if view is None:
        raise NotFound("There is no such view any more.")
    if view.operator_id != operator.id and not may(operator, Role.ADMIN):
        raise Forbidden("This view is somebody else's: only they or an admin may remove it.")
    await session.delete(view)


async def keep_canned(
    session: AsyncSession, operator: Operator, *, shortcut: str, locale: str, text: str
) -> CannedReply:
    """A shortcut that is known already in this locale gets the new text."""
    shortcut, text = shortcut.strip().lstrip("/"), text.strip()
    if not SHORTCUT.fullmatch(shortcut):
        raise BadInput("A shortcut has 1 to 40 letters, digits, - or _.")
    if not text:
        raise BadInput("The reply is empty: write something first.")
    reply = await repository.canned(session, shortcut, locale)
    if reply is None:
        reply = CannedReply(id=new_id(), shortcut=shortcut, locale=locale)
    reply.text, reply.operator_id, reply.updated_at = text, operator.id, now()
    session.add(reply)
    await session.flush()
    return reply


async def remove_canned(session: AsyncSession, reply_id: str) -> None:
    reply = await session.get(CannedReply, reply_id)
    if reply is None:
        raise NotFound("There is no such reply any more.")
    await session.delete(reply)
