from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from serving.db import Base, UtcDateTime, now


class Wording(Base):
    """What is said instead of a text of the catalogue. `folder`: its locale, or `<locale>@familiar`;
    `source`: a Fluent pattern."""

    __tablename__ = "wordings"

    folder: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    operator_id: Mapped[str | None] = mapped_column(ForeignKey("operators.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
