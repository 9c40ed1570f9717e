"""Contacts: who writes, and how far we believe what they say about themselves."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from serving.contacts import repository
from serving.contacts.models import Contact, ContactAddress
from serving.db import new_id


@dataclass(frozen=True, slots=True)
class Claims:
    """What a message says about its sender. `verified`: the inbox proved it (signed identity)."""

    name: str | None = None
    email: str | None = None
    verified: bool = False


async def find_or_create(
    session: AsyncSession, inbox_id: str, *, address: str, claims: Claims | None = None
) -> Contact:
    """The contact behind an address, locked: conversations of one contact start one after another.

    Two first messages at once break on the unique address (IntegrityError): the caller tries again.
    """
    contact = await repository.lock_by_address(session, inbox_id, address)
    if contact is None:
        contact = Contact(id=new_id(), verified=False, attributes={})
        session.add(contact)
        # No relationship tells the unit of work that the contact comes first.
        await session.flush()
        session.add(ContactAddress(contact_id=contact.id, inbox_id=inbox_id, address=address))
        await session.flush()
    if claims is not None:
        believe(contact, claims)
    return contact


def believe(contact: Contact, claims: Claims) -> None:
    """Takes over what is claimed, so that an unproved claim never changes or borrows a proved identity."""
    if claims.verified:
        if claims.email is not None or not contact.verified:
            contact.email = claims.email
        contact.name = claims.name or contact.name
        contact.verified = True
        return
    if contact.verified:
        return
    contact.name = claims.name or contact.name
    contact.email = claims.email or contact.email
