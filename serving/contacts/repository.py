from __future__ import annotations

from sqlalchemy import select
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
