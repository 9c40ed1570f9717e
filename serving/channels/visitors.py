"""The widget's visitors: their conversation is stored with their first message, not with a page view."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels import prechat
from serving.channels.base import IncomingFile, IncomingMessage, Received
from serving.channels.tokens import Visitor
from serving.contacts import service as contacts
from serving.contacts.models import ContactAddress
from serving.contacts.service import Claims
from serving.conversations.models import Conversation, Status
from serving.errors import NotFound, TooManyRequests
from serving.http import Gateway


async def receive_from(
    gateway: Gateway, visitor: Visitor, *, text: str, client_id: str, files: Sequence[str] = ()
) -> Received:
    """The same `client_id` again changes nothing and returns the first event.

    `files`: ids of what was sent before (`channels/widget_files.py`).
    """
    wait_s = gateway.message_limits.take(f"{visitor.inbox_id}:{visitor.address}")
    if wait_s:
        raise TooManyRequests(f"Too many messages: wait {wait_s} s.", retry_after_s=wait_s)
    message = IncomingMessage(
        inbox_id=visitor.inbox_id,
        provider_id=f"{visitor.conversation_id}:{client_id}",
        address=visitor.address,
        text=text,
        conversation_id=visitor.conversation_id,
        contact_name=visitor.name,
        contact_email=visitor.email,
        verified=visitor.verified,
        locale=visitor.locale,
        locale_chosen=visitor.locale_chosen,
        client_id=client_id,
        files=[IncomingFile(name="", mime="", media_id=media_id) for media_id in files],
    )
    try:
        return await gateway.intake.receive(message)
    except NotFound:
        await _store_conversation(gateway, visitor)
        return await gateway.intake.receive(message)


async def latest_conversation(session: AsyncSession, visitor: Visitor) -> Conversation | None:
    conversation: Conversation | None = await session.scalar(
        select(Conversation)
        .join(ContactAddress, ContactAddress.contact_id == Conversation.contact_id)
        .where(
            ContactAddress.inbox_id == visitor.inbox_id,
            ContactAddress.address == visitor.address,
            Conversation.inbox_id == visitor.inbox_id,
        )
        .order_by(Conversation.created_at.desc(), Conversation.id.desc())
        .limit(1)
    )
    return conversation


async def _store_conversation(gateway: Gateway, visitor: Visitor) -> None:
    try:
        async with gateway.database.write() as session:
            await _start(session, visitor)
    except IntegrityError:
        # Two first messages at once: the other one has stored it.
        return


async def _start(session: AsyncSession, visitor: Visitor) -> None:
    claims = Claims(name=visitor.name, email=visitor.email, verified=visitor.verified)
    contact = await contacts.find_or_create(session, visitor.inbox_id, address=visitor.address, claims=claims)
    contact.attributes = contact.attributes | prechat.attributes_of(visitor)
    session.add(
        Conversation(
            id=visitor.conversation_id,
            inbox_id=visitor.inbox_id,
            contact_id=contact.id,
            status=Status.BOT,
            last_seq=0,
        )
    )
    await session.flush()
