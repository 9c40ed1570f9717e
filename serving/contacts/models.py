from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from serving.db import Base, UtcDateTime, now


class Contact(Base):
    """A customer. `verified` is true only when the inbox proved who it is (signed identity)."""

    __tablename__ = "contacts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(320), index=True)
    locale: Mapped[str | None] = mapped_column(String(16))
    verified: Mapped[bool] = mapped_column(default=False)
    attributes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class ContactAddress(Base):
    """How one inbox knows a contact: a chat id, a phone number, a widget session's subject."""

    __tablename__ = "contact_addresses"
    __table_args__ = (UniqueConstraint("inbox_id", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey("contacts.id"), index=True)
    inbox_id: Mapped[str] = mapped_column(ForeignKey("inboxes.id"))
    address: Mapped[str] = mapped_column(String(255))
