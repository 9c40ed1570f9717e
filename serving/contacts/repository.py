from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.contacts.models import Contact, ContactAddress
from serving.errors import NotFound


async def get(session: AsyncSession, contact_id: str) -> Contact:
    contact = await session.get(Contact, contact_id)
    if contact is None:
        raise NotFound(f"There is no contact {contact_id!r}.")
    return contact


async def lock_by_address(session: AsyncSession, inbox_id: str, address: str) -> Contact | None:
    """The contact behind an address, held until the transaction ends."""
    contact: Contact | None = await session.scalar(
        select(Contact)
        .join(ContactAddress, ContactAddress.contact_id == Contact.id)
        .where(ContactAddress.inbox_id == inbox_id, ContactAddress.address == address)
        .with_for_update(of=Contact)
        .execution_options(populate_existing=True)
    )
    return contact


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
