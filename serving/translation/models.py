from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from serving.db import Base, BigId, UtcDateTime, now, str_enum


class SegmentStatus(StrEnum):
    """`human`: written or approved by a person. A machine's segment waits for a review."""

    HUMAN = "human"
    MACHINE = "machine"
    MACHINE_UNSURE = "machine_unsure"


class Formality(StrEnum):
    FORMAL = "formal"
    FAMILIAR = "familiar"


class Segment(Base):
    """One text and its translation.

    `source_key` finds the same text again, `shape_key` the same text with other order numbers, amounts or
    punctuation (serving/translation/keys.py). A person's segment carries no engine and no glossary version:
    it outlives both.
    """

    __tablename__ = "segments"
    __table_args__ = (
        UniqueConstraint(
            "source_locale",
            "target_locale",
            "source_key",
            "formality",
            "engine",
            "glossary_version",
            name="uq_segments",
        ),
        Index("ix_segments_status_updated_at", "status", "updated_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    source_locale: Mapped[str] = mapped_column(String(16))
    target_locale: Mapped[str] = mapped_column(String(16))
    source_key: Mapped[str] = mapped_column(String(32))
    shape_key: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(Text)
    target: Mapped[str] = mapped_column(Text)
    formality: Mapped[Formality] = mapped_column(str_enum(Formality), default=Formality.FORMAL)
    engine: Mapped[str] = mapped_column(String(120), default="")
    glossary_version: Mapped[str] = mapped_column(String(16), default="")
    status: Mapped[SegmentStatus] = mapped_column(str_enum(SegmentStatus))
    score: Mapped[float | None] = mapped_column(Float)
    origin: Mapped[str] = mapped_column(String(200), default="")
    reviewed_by: Mapped[str | None] = mapped_column(ForeignKey("operators.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Term(Base):
    """A word of the glossary. Without a translation it is never translated; `target_locale` "*": anywhere."""

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("source_locale", "target_locale", "term"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    source_locale: Mapped[str] = mapped_column(String(16))
    target_locale: Mapped[str] = mapped_column(String(16))
    term: Mapped[str] = mapped_column(String(200))
    translation: Mapped[str | None] = mapped_column(String(200))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class TranslationRevision(Base):
    """One row, counted up by whoever changes segments or terms: processes know when to read them again."""

    __tablename__ = "translation_revisions"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    revision: Mapped[int] = mapped_column(Integer, default=0)


class MessageTranslation(Base):
    """A message of the timeline in an operator's language, so that nobody waits for it twice."""

    __tablename__ = "message_translations"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    locale: Mapped[str] = mapped_column(String(16), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    source_locale: Mapped[str] = mapped_column(String(16))
    engine: Mapped[str | None] = mapped_column(String(120))
    score: Mapped[float | None] = mapped_column(Float)
    status: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
