from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from serving.db import Base, UtcDateTime, now, str_enum


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"


class Review(Base):
    """What somebody of the team says about one turn of the bot, and what follows from it.

    `text` is what the bot had heard, `given_*` what it made of it. `intent` and `route`: the right ones.
    `trains`: the text is a training example of the intent; `tests`: and a regression test of `intent`, of
    `route`, or of both. `after_*`: what the model of the last training makes of the text.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("conversation_id", "turn"),
        Index("ix_reviews_updated_at", "updated_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    turn: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[Verdict] = mapped_column(str_enum(Verdict))
    text: Mapped[str] = mapped_column(Text)
    locale: Mapped[str | None] = mapped_column(String(16))
    given_intent: Mapped[str | None] = mapped_column(String(100))
    given_confidence: Mapped[float | None] = mapped_column(Float)
    given_route: Mapped[str | None] = mapped_column(String(16))
    intent: Mapped[str | None] = mapped_column(String(100))
    route: Mapped[str | None] = mapped_column(String(16))
    trains: Mapped[bool] = mapped_column(default=False)
    tests: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None] = mapped_column(Text)
    operator_id: Mapped[str | None] = mapped_column(ForeignKey("operators.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    after_intent: Mapped[str | None] = mapped_column(String(100))
    after_confidence: Mapped[float | None] = mapped_column(Float)
    after_route: Mapped[str | None] = mapped_column(String(16))
    after_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def is_as_wanted(review: Review, intent: str | None, route: str | None) -> bool:
    """What nobody corrected is as wanted, whatever it is."""
    return review.intent in (None, intent) and review.route in (None, route)


class AnswerPair(Base):
    """A question and its approved answer, from a review or a gap: a document of the knowledge."""

    __tablename__ = "answer_pairs"
    __table_args__ = (UniqueConstraint("question"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    question: Mapped[str] = mapped_column(String(500))
    answer: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(16))
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    turn: Mapped[str | None] = mapped_column(String(64))
    operator_id: Mapped[str | None] = mapped_column(ForeignKey("operators.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Training(Base):
    """One `./parley train`. `report`: what changed, message by message (serving/reviews/outcome.py)."""

    __tablename__ = "trainings"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    model: Mapped[str] = mapped_column(String(64))
    examples: Mapped[int] = mapped_column(Integer)
    tests: Mapped[int] = mapped_column(Integer)
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
