from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import JSON, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from serving.db import Base, BigId
from serving.knowledge.models import Passage


class LocalizedPassage(Base):
    """A passage in a language of the assistant, in reviewed words, or in the document's own.

    `sentences`: one for each of the passage's; None where no reviewed segment says it. `native`: the document
    itself is in this language.
    """

    __tablename__ = "localized_passages"
    __table_args__ = (UniqueConstraint("passage_id", "locale"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey("passages.id", ondelete="CASCADE"))
    locale: Mapped[str] = mapped_column(String(16))
    native: Mapped[bool]
    title: Mapped[str] = mapped_column(Text)
    heading: Mapped[str | None] = mapped_column(Text)
    sentences: Mapped[Sequence[str | None]] = mapped_column(JSON)

    passage: Mapped[Passage] = relationship(lazy="raise")


class LocalizedState(Base):
    """How far the localized passages of a source are kept: up to which revision of it and of the memory."""

    __tablename__ = "localized_states"

    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True)
    locale: Mapped[str] = mapped_column(String(16), primary_key=True)
    source_revision: Mapped[str] = mapped_column(String(32))
    memory_revision: Mapped[int] = mapped_column(Integer)
