"""An e-mail into the platform: which conversation it belongs to, and whether anybody wrote it to us."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr
from redis.asyncio import Redis
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels import media, reports
from serving.channels.base import IncomingFile, IncomingMessage, Report, State
from serving.channels.email.account import CHANNEL
from serving.channels.email.delivery import CAPABILITIES
from serving.channels.email.ids import Ids
from serving.channels.email.kinds import MailKind, bounce_of, kind_of
from serving.channels.email.parsing import Attachment, Mail, parse
from serving.channels.media import MediaFiles
from serving.channels.models import Inbox, Receipt
from serving.config import Settings
from serving.contacts.models import ContactAddress
from serving.conversations import timeline
from serving.conversations.models import Author, Conversation, Event, Kind
from serving.db import Database, now
from serving.errors import BadInput, TooLarge
from serving.limits import TokenBuckets
from serving.translation.catalogue import get_catalogue
from serving.turns.receive import receive

log = logging.getLogger(__name__)

MAX_ID_CHARACTERS = 255
MAX_NOTE_CHARACTERS = 1_000
# A person writes less than this to one address; a machine that we failed to recognize writes for ever.
MOST_IN_A_ROW = 10
ONE_MORE_EVERY_S = 360.0


@dataclass(frozen=True, slots=True)
class Post:
    """What taking in e-mail needs of the process."""

    settings: Settings
    database: Database
    redis: Redis
    limits: TokenBuckets

    @classmethod
    def of(cls, settings: Settings, database: Database, redis: Redis) -> Post:
        return cls(settings=settings, database=database, redis=redis, limits=mail_limits())


def mail_limits() -> TokenBuckets:
    return TokenBuckets(MOST_IN_A_ROW, refill_s=ONE_MORE_EVERY_S)


async def take(post: Post, inbox: Inbox, raw: bytes) -> MailKind:
    """Stores what a person wrote, notes what a machine did, and tells the outbox what bounced.

    The same e-mail again changes nothing. Raises BadInput and TooLarge for what cannot be read, Unavailable
    when the queue is full.
    """
    mail = await asyncio.to_thread(parse, raw)
    async with post.database.read() as session:
        if await _is_known(session, inbox.id, mail):
            return MailKind.OWN if mail.origin == _address(inbox) else MailKind.PERSON
        own = await _own_addresses(session)
        conversation = await _conversation_of(session, inbox, mail, post.settings.secret_key)
    kind = kind_of(mail, own_addresses=own)
    if kind is MailKind.PERSON and post.limits.take(f"{inbox.id}:{mail.sender}"):
        log.warning("too many e-mails from one address: noted and not answered", extra={"inbox": inbox.id})
        kind = MailKind.AUTOMATIC
    if kind is MailKind.PERSON:
        await _store(post, inbox, mail, conversation)
    elif kind is MailKind.BOUNCE:
        await _record_bounce(post, inbox, mail)
    elif kind is MailKind.AUTOMATIC and conversation is not None:
        await _note(post, inbox, mail, conversation.id)
    return kind


def provider_id_of(mail: Mail) -> str:
    known = mail.provider_id
    return known if len(known) <= MAX_ID_CHARACTERS else f"sha256:{mail.fingerprint}"


async def _is_known(session: AsyncSession, inbox_id: str, mail: Mail) -> bool:
    known = await session.scalar(
        select(Receipt.id).where(Receipt.inbox_id == inbox_id, Receipt.provider_id == provider_id_of(mail))
    )
    return known is not None


def _address(inbox: Inbox) -> str:
    return str(inbox.settings.get("address") or "").lower()


async def _own_addresses(session: AsyncSession) -> frozenset[str]:
    """Of every e-mail inbox: two of ours must not talk to each other either."""
    inboxes = await session.scalars(select(Inbox).where(Inbox.channel == CHANNEL))
    return frozenset(filter(None, map(_address, inboxes)))


async def _conversation_of(
    session: AsyncSession, inbox: Inbox, mail: Mail, secret_key: SecretStr
) -> Conversation | None:
    """By our own ids, by the token in the address it was sent to, by the customer's earlier e-mails.

    Only the conversation's own contact goes on with it: somebody else who answers, or was copied in, begins
    another one, or would be told what is not theirs.
    """
    ids = Ids(secret_key, inbox.id)
    ours = ids.ours(reversed(mail.references))
    conversation_id = ours.conversation_id if ours is not None else ids.conversation_in(mail.recipients)
    if conversation_id is None and mail.references:
        conversation_id = await session.scalar(
            select(Receipt.conversation_id)
            .where(Receipt.inbox_id == inbox.id, Receipt.provider_id.in_(list(mail.references)))
            .order_by(Receipt.id.desc())
            .limit(1)
        )
    if conversation_id is None or mail.sender is None:
        return None
    conversation: Conversation | None = await session.scalar(
        select(Conversation)
        .join(ContactAddress, ContactAddress.contact_id == Conversation.contact_id)
        .where(
            Conversation.id == conversation_id,
            Conversation.inbox_id == inbox.id,
            ContactAddress.inbox_id == inbox.id,
            ContactAddress.address == mail.sender,
        )
    )
    return conversation


async def _store(post: Post, inbox: Inbox, mail: Mail, conversation: Conversation | None) -> None:
    text = mail.text if conversation is not None or mail.is_reply else _with_subject(mail)
    text, rest = _cut(text, post.settings.max_message_bytes)
    attachments = [*mail.attachments, *([rest] if rest is not None else [])]
    files, refused = await _store_files(post, inbox, attachments)
    if not text.strip() and not files:
        text = (
            mail.subject
            or get_catalogue(post.settings.default_locale).format("channel_email_empty", None).text
        )
    provider_id = provider_id_of(mail)
    message = IncomingMessage(
        inbox_id=inbox.id,
        provider_id=provider_id,
        address=mail.sender or "",
        text=text,
        conversation_id=conversation.id if conversation is not None else None,
        thread=None if conversation is not None else provider_id,
        contact_name=mail.sender_name,
        contact_email=mail.sender,
        capabilities=CAPABILITIES,
        files=files,
        details={CHANNEL: _details(mail)},
    )
    received = await receive(post.database, post.redis, post.settings, message)
    if refused and not received.duplicate:
        await _note_refused(post, received.event, refused)


def _with_subject(mail: Mail) -> str:
    """Many say in the subject what it is about and in the text only the rest."""
    if not mail.subject or mail.subject.casefold() in mail.text.casefold():
        return mail.text
    return f"{mail.subject}\n\n{mail.text}".strip()


def _cut(text: str, limit: int) -> tuple[str, Attachment | None]:
    """What a message takes; a longer text comes along whole, as a file."""
    encoded = text.encode()
    if len(encoded) <= limit:
        return text, None
    shown = encoded[: limit - 4].decode(errors="ignore")
    return f"{shown.rstrip()} …", Attachment(name="message.txt", mime="text/plain", content=encoded)


async def _store_files(
    post: Post, inbox: Inbox, attachments: Sequence[Attachment]
) -> tuple[list[IncomingFile], list[str]]:
    """What was kept, and what was not, with the reason. The e-mail itself stays in the mailbox."""
    folder = MediaFiles(post.settings)
    kept: list[IncomingFile] = []
    refused: list[str] = []
    for attachment in attachments:
        try:
            stored = await media.store(
                post.database, folder, _chunks(attachment.content), inbox_id=inbox.id, name=attachment.name
            )
        except (BadInput, TooLarge) as error:
            refused.append(f"{attachment.name}: {error.message}")
            continue
        kept.append(IncomingFile(name=stored.name, mime=stored.mime, bytes=stored.bytes, media_id=stored.id))
    return kept, refused


async def _chunks(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _details(mail: Mail) -> dict[str, Any]:
    return {"subject": mail.subject, "message_id": mail.message_id, "references": list(mail.references)}


async def _record_bounce(post: Post, inbox: Inbox, mail: Mail) -> None:
    bounce = bounce_of(mail)
    if bounce is None:
        return
    ours = Ids(post.settings.secret_key, inbox.id).ours(bounce.message_ids)
    if ours is None:
        log.info("a bounce of an e-mail that is not ours", extra={"inbox": inbox.id})
        return
    report = Report(inbox_id=inbox.id, state=State.FAILED, reference=ours.reference, error=bounce.reason)
    await reports.record(post.database, report)


async def _note(post: Post, inbox: Inbox, mail: Mail, conversation_id: str) -> None:
    """An out-of-office answer is for the operators to know; the bot says nothing to it."""
    words = "\n\n".join(filter(None, [mail.subject, mail.text]))[:MAX_NOTE_CHARACTERS]
    async with post.database.write() as session:
        conversation = await timeline.lock_conversation(session, conversation_id)
        event = timeline.stage(
            session,
            conversation,
            kind=Kind.NOTE,
            author=Author.SYSTEM,
            text=words,
            payload={"reason": "automatic_reply"},
        )
        await session.flush()
        session.add(
            Receipt(
                inbox_id=inbox.id,
                provider_id=provider_id_of(mail),
                conversation_id=conversation_id,
                event_id=event.id,
                processed_at=now(),
            )
        )


async def _note_refused(post: Post, event: Event, refused: Sequence[str]) -> None:
    async with post.database.write() as session:
        conversation = await timeline.lock_conversation(session, event.conversation_id)
        timeline.stage(
            session,
            conversation,
            kind=Kind.NOTE,
            author=Author.SYSTEM,
            text="\n".join(refused)[:MAX_NOTE_CHARACTERS],
            payload={"reason": "files_refused", "event_id": event.id},
        )
