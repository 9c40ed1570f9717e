"""Contacts: who writes, and how far we believe what they say about themselves."""

from __future__ import annotations

from collections.abc import Sequence
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
    contact = (await find_or_create_all(session, [(inbox_id, address)]))[inbox_id, address]
    if claims is not None:
        believe(contact, claims)
    return contact


async def find_or_create_all(
    session: AsyncSession, addresses: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Contact]:
    """The same for many, by inbox and address."""
    found = await repository.lock_by_addresses(session, addresses)
    made = {
        where: Contact(id=new_id(), verified=False, attributes={})
        for where in addresses
        if where not in found
    }
    if not made:
        return found
    session.add_all(made.values())
    # No relationship tells the unit of work that the contacts come first.
    await session.flush()
    session.add_all(
        ContactAddress(contact_id=contact.id, inbox_id=inbox_id, address=address)
        for (inbox_id, address), contact in made.items()
    )
    await session.flush()
    return found | made


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
