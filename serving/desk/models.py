"""What makes an operator's day shorter: views of the inbox worth keeping, replies worth repeating."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from serving.db import Base, UtcDateTime, now


class SavedView(Base):
    """A filter of the inbox under a name. `query` is the address' query string; `shared`: everybody's."""

    __tablename__ = "saved_views"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    operator_id: Mapped[str] = mapped_column(ForeignKey("operators.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    query: Mapped[str] = mapped_column(String(1000))
    shared: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class CannedReply(Base):
    """A text that operators insert with `/shortcut`, one for each locale that has its own words."""

    __tablename__ = "canned_replies"
    __table_args__ = (UniqueConstraint("shortcut", "locale"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    shortcut: Mapped[str] = mapped_column(String(40))
    locale: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    operator_id: Mapped[str | None] = mapped_column(ForeignKey("operators.id"))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
