from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Float,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from serving.db import Base, BigId, UtcDateTime, now, str_enum


class Status(StrEnum):
    """The bot acts only in `bot`; `open` waits for or is held by a human."""

    BOT = "bot"
    OPEN = "open"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class Kind(StrEnum):
    """What an event of the timeline says. `PUBLIC_KINDS` may reach the customer."""

    MESSAGE = "message"  # payload: buttons, sources, route, template, client_id, locale, turn, files, pressed
    NOTE = "note"  # private: handoff reason and summary, operators' remarks
    STATUS = "status"  # payload: status, reason
    ASSIGNMENT = "assignment"  # payload: operator_id (None: nobody)
    HANDBACK = "handback"  # the bot's context starts after it
    LOCALE = "locale"  # payload: locale, reason
    DELIVERY = "delivery"  # payload: event_id, state, error
    FILE = "file"  # payload: event_id, file, state, error
    TURN = "turn"  # payload: the trace of serving/turns/base.py:TurnTrace
    RATING = "rating"  # payload: score (1-5), resolution (seq of the status event); text: the remark
    REVIEW = "review"  # private; payload: turn, verdict (None: taken back), intent


class Author(StrEnum):
    CUSTOMER = "customer"
    BOT = "bot"
    OPERATOR = "operator"
    SYSTEM = "system"


PUBLIC_KINDS = frozenset(
    {Kind.MESSAGE, Kind.STATUS, Kind.DELIVERY, Kind.HANDBACK, Kind.ASSIGNMENT, Kind.RATING}
)


class Conversation(Base):
    """One conversation of one contact in one inbox.

    Everything after `created_at` is a projection of the timeline, kept in the transaction that appends
    to it, so that the inbox can filter and sort without reading events. `handed_over_at`: a human owes a
    first answer since then. `helped_at`: the bot last answered more than small talk; `confirmed_at`: the
    customer said that it helped, or an operator closed it; `reopened_at`: it came up again after that.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        Index("ix_conversations_status_last_event_at", "status", "last_event_at"),
        Index("ix_conversations_contact_id_inbox_id", "contact_id", "inbox_id"),
        Index("ix_conversations_last_event_at_id", "last_event_at", "id"),
        Index("ix_conversations_inbox_id_last_event_at", "inbox_id", "last_event_at"),
        Index("ix_conversations_assignee_id_last_event_at", "assignee_id", "last_event_at"),
        Index("ix_conversations_locale", "locale"),
        Index("ix_conversations_rating", "rating"),
        Index("ix_conversations_handoff_reason", "handoff_reason"),
        Index("ix_conversations_lowest_confidence", "lowest_confidence"),
        Index("ix_conversations_reviewed_at", "reviewed_at"),
        Index("ix_conversations_snoozed_until", "snoozed_until"),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    inbox_id: Mapped[str] = mapped_column(ForeignKey("inboxes.id"))
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id"))
    thread: Mapped[str | None] = mapped_column(String(255))  # see IncomingMessage.thread
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    status: Mapped[Status] = mapped_column(str_enum(Status), default=Status.BOT)
    assignee_id: Mapped[str | None] = mapped_column(ForeignKey("operators.id"))
    locale: Mapped[str | None] = mapped_column(String(16))
    locale_reason: Mapped[str | None] = mapped_column(String(16))  # of its last `locale` event
    last_seq: Mapped[int] = mapped_column(Integer, default=0)
    last_event_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    last_text: Mapped[str | None] = mapped_column(Text)
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rating: Mapped[int | None] = mapped_column(SmallInteger)  # of the last resolution that was rated
    snoozed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lowest_confidence: Mapped[float | None] = mapped_column(Float)
    handoff_reason: Mapped[str | None] = mapped_column(String(100))
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    helped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Event(Base):
    """One line of the append-only timeline. `seq` counts from 1 within its conversation, no gaps."""

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("conversation_id", "seq"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    seq: Mapped[int] = mapped_column(Integer)
    kind: Mapped[Kind] = mapped_column(str_enum(Kind))
    author: Mapped[Author] = mapped_column(str_enum(Author))
    operator_id: Mapped[str | None] = mapped_column(ForeignKey("operators.id"))
    text: Mapped[str | None] = mapped_column(Text)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class TimelineUnlock(Base):
    """Lifts the append-only trigger of `events` for the transaction that inserts and deletes a row here.

    Only erasing a person may need it (docs/decisions/0041-append-only-timeline.md).
    """

    __tablename__ = "timeline_unlocks"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    reason: Mapped[str] = mapped_column(String(200))
