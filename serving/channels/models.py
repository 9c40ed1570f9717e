from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from serving.db import Base, BigId, UtcDateTime, now

# The customer's side reads the timeline itself: nothing has to be sent, so no outbox row is written, unless
# a REST inbox names an address that is called with each reply.
PULLED_CHANNELS = frozenset({"widget", "rest"})

# Most receipts are processed and most messages are sent: the indexes hold only the rest.
UNPROCESSED: dict[str, Any] = {
    "postgresql_where": text("processed_at IS NULL"),
    "sqlite_where": text("processed_at IS NULL"),
}
PENDING: dict[str, Any] = {
    "postgresql_where": text("state = 'pending'"),
    "sqlite_where": text("state = 'pending'"),
}


class Inbox(Base):
    """Where conversations come in: one channel with its settings and its encrypted secrets."""

    __tablename__ = "inboxes"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    channel: Mapped[str] = mapped_column(String(32))
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    secrets: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # A removed inbox keeps its conversations: its secrets are gone and nothing comes in or goes out.
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ApiKey(Base):
    """A key of a REST inbox. Only its hash is kept; `hint` are its last characters, to tell keys apart."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    inbox_id: Mapped[str] = mapped_column(ForeignKey("inboxes.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hint: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Mailbox(Base):
    """How far an e-mail inbox has been read. `last_uid` counts within `uid_validity` (RFC 9051, 2.3.1.1)."""

    __tablename__ = "mailboxes"

    inbox_id: Mapped[str] = mapped_column(ForeignKey("inboxes.id"), primary_key=True)
    uid_validity: Mapped[int] = mapped_column(BigId)
    last_uid: Mapped[int] = mapped_column(BigId)
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    problem: Mapped[str | None] = mapped_column(String(500))


class Receipt(Base):
    """A provider's message id, stored with the message: a second delivery changes nothing.

    `processed_at` is set when the turn that answers the message is committed. What stays without it is
    enqueued again by the sweeper at `retry_at`, or, when `waiting_for` names a part that was away,
    once that part is back; the customer has then been told. `attempts` counts turns that broke.
    """

    __tablename__ = "receipts"
    __table_args__ = (
        UniqueConstraint("inbox_id", "provider_id"),
        Index("ix_receipts_unprocessed_retry_at", "retry_at", **UNPROCESSED),
        Index("ix_receipts_unprocessed_conversation_id", "conversation_id", **UNPROCESSED),
        Index("ix_receipts_conversation_id", "conversation_id"),
        Index("ix_receipts_event_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    inbox_id: Mapped[str] = mapped_column(ForeignKey("inboxes.id"))
    provider_id: Mapped[str] = mapped_column(String(255))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    processed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retry_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    waiting_for: Mapped[str | None] = mapped_column(String(16))


class Outgoing(Base):
    """One message on its way out, committed together with its timeline event.

    `state`: of channels/base.py:State. `next_attempt_at` drives retries with back-off, and is the end of
    the lease while a worker is sending. `resends` counts how often somebody had it sent again, which
    starts the clock and the attempts anew at `queued_at`.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_pending_next_attempt_at", "next_attempt_at", **PENDING),
        Index("ix_outbox_pending_conversation_id", "conversation_id", **PENDING),
        Index("ix_outbox_conversation_id", "conversation_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    inbox_id: Mapped[str] = mapped_column(ForeignKey("inboxes.id"))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), unique=True)
    state: Mapped[str] = mapped_column(String(16), default="pending")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    provider_id: Mapped[str | None] = mapped_column(String(255))
    last_error: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    resends: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    queued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    parts: Mapped[int | None] = mapped_column(Integer)  # how many it was split into, once that is known


class SentPart(Base):
    """One part of an outgoing message that the provider took, and what it reported since.

    A message that is tried again goes on after the parts that are here.
    """

    __tablename__ = "outbox_parts"
    __table_args__ = (
        UniqueConstraint("outbox_id", "part"),
        Index("ix_outbox_parts_inbox_id_provider_id", "inbox_id", "provider_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"))
    part: Mapped[int] = mapped_column(Integer)
    inbox_id: Mapped[str] = mapped_column(ForeignKey("inboxes.id"))
    provider_id: Mapped[str | None] = mapped_column(String(255))
    state: Mapped[str] = mapped_column(String(16))
    error: Mapped[str | None] = mapped_column(String(500))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class EarlyReport(Base):
    """A provider's report about a message whose id is not written down yet: it is applied once it is."""

    __tablename__ = "early_reports"
    __table_args__ = (Index("ix_early_reports_inbox_id_provider_id", "inbox_id", "provider_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    inbox_id: Mapped[str] = mapped_column(ForeignKey("inboxes.id"))
    provider_id: Mapped[str] = mapped_column(String(255))
    state: Mapped[str] = mapped_column(String(16))
    error: Mapped[str | None] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Media(Base):
    """A file that came or goes; its bytes lie in the data directory (`media.py`).

    `state`: pending (to be fetched from the provider by its `handle`), stored, refused (type or size),
    failed. `mime` is what the content shows once it is stored, before that what the sender claimed.
    """

    __tablename__ = "media"
    __table_args__ = (
        Index("ix_media_pending_next_attempt_at", "next_attempt_at", **PENDING),
        Index("ix_media_conversation_id", "conversation_id"),
        Index("ix_media_event_id", "event_id"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    inbox_id: Mapped[str] = mapped_column(ForeignKey("inboxes.id"))
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    name: Mapped[str] = mapped_column(String(200))
    mime: Mapped[str] = mapped_column(String(100))
    bytes: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default="stored")
    handle: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(String(500))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
