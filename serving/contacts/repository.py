from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.contacts.models import Contact, ContactAddress
from serving.db import one_of_pairs
from serving.errors import NotFound


async def get(session: AsyncSession, contact_id: str) -> Contact:
    contact = await session.get(Contact, contact_id)
    if contact is None:
        raise NotFound(f"There is no contact {contact_id!r}.")
    return contact


async def lock_by_addresses(
    session: AsyncSession, addresses: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Contact]:
    """The contacts behind addresses (inbox, address), held until the transaction ends."""
    rows = await session.execute(
        select(ContactAddress.inbox_id, ContactAddress.address, Contact)
        .join(Contact, ContactAddress.contact_id == Contact.id)
        .where(one_of_pairs(ContactAddress.inbox_id, ContactAddress.address, addresses))
        .order_by(Contact.id)
        .with_for_update(of=Contact)
        .execution_options(populate_existing=True)
    )
    return {(inbox_id, address): contact for inbox_id, address, contact in rows}


async def called(session: AsyncSession, words: str, *, limit: int) -> Sequence[Contact]:
    """Contacts of this id or e-mail address, or whose name begins so; the newest first."""
    name = func.lower(Contact.name).startswith(words.lower(), autoescape=True)
    statement = (
        select(Contact)
        .where(or_(Contact.id == words, func.lower(Contact.email) == words.lower(), name))
        .order_by(Contact.created_at.desc())
        .limit(limit)
    )
    return (await session.scalars(statement)).all()
