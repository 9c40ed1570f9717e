from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from serving.db import Base, UtcDateTime, now


class Retention(Base):
    """How long conversations are kept after their last event; one row at most. `days` None: for ever."""

    __tablename__ = "retention"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, default=1)
    days: Mapped[int | None] = mapped_column(Integer)
    operator_id: Mapped[str | None] = mapped_column(ForeignKey("operators.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class InboxRetention(Base):
    """The same for one inbox, instead of the general one. `days` None: for ever."""

    __tablename__ = "inbox_retentions"

    inbox_id: Mapped[str] = mapped_column(ForeignKey("inboxes.id"), primary_key=True)
    days: Mapped[int | None] = mapped_column(Integer)
    operator_id: Mapped[str | None] = mapped_column(ForeignKey("operators.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
