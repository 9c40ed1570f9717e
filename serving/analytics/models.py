"""What the timeline says in numbers: written in the transaction that appends the events (facts.py)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from serving.db import Base, UtcDateTime


class TurnFact(Base):
    """One turn of the bot. `seq` is its `turn` event's, `asked_seq` the customer's last message's.

    `unanswered`: no document and no flow had an answer. `reason`: why a human got it.
    """

    __tablename__ = "turn_facts"
    __table_args__ = (
        Index("ix_turn_facts_intent_conversation_id", "intent", "conversation_id"),
        Index("ix_turn_facts_at", "at"),
    )

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    inbox_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    turn: Mapped[str] = mapped_column(String(64))
    asked_seq: Mapped[int | None] = mapped_column(Integer)
    outcome: Mapped[str] = mapped_column(String(16))
    route: Mapped[str | None] = mapped_column(String(16))
    intent: Mapped[str | None] = mapped_column(String(100))
    confidence: Mapped[float | None] = mapped_column(Float)
    reason: Mapped[str | None] = mapped_column(String(100))
    unanswered: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str | None] = mapped_column(String(16))
    total_ms: Mapped[float | None] = mapped_column(Float)
    first_token_ms: Mapped[float | None] = mapped_column(Float)
    prompt_tokens: Mapped[int] = mapped_column(Integer, default=0)
    completion_tokens: Mapped[int] = mapped_column(Integer, default=0)


class Wait(Base):
    """A customer was handed to the team at `opened_at`, and a person first answered at `answered_at`."""

    __tablename__ = "waits"
    __table_args__ = (Index("ix_waits_opened_at", "opened_at"),)

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    inbox_id: Mapped[str] = mapped_column(String(64))
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    operator_id: Mapped[str | None] = mapped_column(ForeignKey("operators.id"))
