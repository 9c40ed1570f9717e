"""The timeline, who is in it, and what comes in and goes out."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

UNPROCESSED: dict[str, Any] = {
    "postgresql_where": sa.text("processed_at IS NULL"),
    "sqlite_where": sa.text("processed_at IS NULL"),
}
PENDING: dict[str, Any] = {
    "postgresql_where": sa.text("state = 'pending'"),
    "sqlite_where": sa.text("state = 'pending'"),
}

REFUSE_ON_POSTGRESQL = """
CREATE FUNCTION parley_refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM timeline_unlocks) THEN
        RAISE EXCEPTION 'events are append-only: append another one instead';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$
"""
REFUSE_UPDATE_ON_SQLITE = """
CREATE TRIGGER events_append_only_update BEFORE UPDATE ON events
WHEN NOT EXISTS (SELECT 1 FROM timeline_unlocks)
BEGIN SELECT RAISE(ABORT, 'events are append-only: append another one instead'); END
"""
REFUSE_DELETE_ON_SQLITE = """
CREATE TRIGGER events_append_only_delete BEFORE DELETE ON events
WHEN NOT EXISTS (SELECT 1 FROM timeline_unlocks)
BEGIN SELECT RAISE(ABORT, 'events are append-only: append another one instead'); END
"""


def upgrade() -> None:
    _create_people()
    _create_inboxes()
    _create_conversations()
    _create_events()
    _create_receipts()
    _create_outbox()
    _make_events_append_only()


def downgrade() -> None:
    for table in ("outbox", "receipts", "events", "timeline_unlocks", "conversations"):
        op.drop_table(table)
    for table in ("contact_addresses", "contacts", "inboxes", "operator_sessions", "operators"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION parley_refuse_event_change()")


def _create_people() -> None:
    op.create_table(
        "operators",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT),
        sa.UniqueConstraint("email", name="uq_operators_email"),
    )
    op.create_table(
        "operator_sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("operator_id", sa.String(32), sa.ForeignKey("operators.id"), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
    )
    op.create_index("ix_operator_sessions_operator_id", "operator_sessions", ["operator_id"])
    op.create_table(
        "contacts",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(200)),
        sa.Column("email", sa.String(320)),
        sa.Column("locale", sa.String(16)),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_contacts_email", "contacts", ["email"])


def _create_inboxes() -> None:
    op.create_table(
        "inboxes",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("secrets", sa.Text()),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_table(
        "contact_addresses",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("contact_id", sa.String(32), sa.ForeignKey("contacts.id"), nullable=False),
        sa.Column("inbox_id", sa.String(64), sa.ForeignKey("inboxes.id"), nullable=False),
        sa.Column("address", sa.String(255), nullable=False),
        sa.UniqueConstraint("inbox_id", "address", name="uq_contact_addresses_inbox_id_address"),
    )
    op.create_index("ix_contact_addresses_contact_id", "contact_addresses", ["contact_id"])


def _create_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("inbox_id", sa.String(64), sa.ForeignKey("inboxes.id"), nullable=False),
        sa.Column("contact_id", sa.String(32), sa.ForeignKey("contacts.id"), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("assignee_id", sa.String(32), sa.ForeignKey("operators.id")),
        sa.Column("locale", sa.String(16)),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("last_event_at", MOMENT, nullable=False),
        sa.Column("last_text", sa.Text()),
        sa.Column("waiting_since", MOMENT),
    )
    op.create_index("ix_conversations_status_last_event_at", "conversations", ["status", "last_event_at"])
    op.create_index("ix_conversations_contact_id_inbox_id", "conversations", ["contact_id", "inbox_id"])


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", BIG_ID, primary_key=True, autoincrement=True),
        sa.Column("conversation_id", sa.String(64), sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("author", sa.String(16), nullable=False),
        sa.Column("operator_id", sa.String(32), sa.ForeignKey("operators.id")),
        sa.Column("text", sa.Text()),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.UniqueConstraint("conversation_id", "seq", name="uq_events_conversation_id_seq"),
    )
    op.create_table(
        "timeline_unlocks",
        sa.Column("id", BIG_ID, primary_key=True, autoincrement=True),
        sa.Column("reason", sa.String(200), nullable=False),
    )


def _create_receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("id", BIG_ID, primary_key=True, autoincrement=True),
        sa.Column("inbox_id", sa.String(64), sa.ForeignKey("inboxes.id"), nullable=False),
        sa.Column("provider_id", sa.String(255), nullable=False),
        sa.Column("conversation_id", sa.String(64), sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("event_id", BIG_ID, sa.ForeignKey("events.id"), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("processed_at", MOMENT),
        sa.Column("retry_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("waiting_for", sa.String(16)),
        sa.UniqueConstraint("inbox_id", "provider_id", name="uq_receipts_inbox_id_provider_id"),
    )
    op.create_index("ix_receipts_unprocessed_retry_at", "receipts", ["retry_at"], **UNPROCESSED)
    op.create_index("ix_receipts_unprocessed_conversation_id", "receipts", ["conversation_id"], **UNPROCESSED)


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", BIG_ID, primary_key=True, autoincrement=True),
        sa.Column("inbox_id", sa.String(64), sa.ForeignKey("inboxes.id"), nullable=False),
        sa.Column("conversation_id", sa.String(64), sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("event_id", BIG_ID, sa.ForeignKey("events.id"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", MOMENT, nullable=False),
        sa.Column("provider_id", sa.String(255)),
        sa.Column("last_error", sa.String(500)),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("event_id", name="uq_outbox_event_id"),
    )
    op.create_index("ix_outbox_pending_next_attempt_at", "outbox", ["next_attempt_at"], **PENDING)
    op.create_index("ix_outbox_pending_conversation_id", "outbox", ["conversation_id"], **PENDING)


def _make_events_append_only() -> None:
    """A row in `timeline_unlocks` lifts it: uncommitted, it is seen by its own transaction only."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(REFUSE_ON_POSTGRESQL)
        op.execute(
            "CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events "
            "FOR EACH ROW EXECUTE FUNCTION parley_refuse_event_change()"
        )
    else:
        op.execute(REFUSE_UPDATE_ON_SQLITE)
        op.execute(REFUSE_DELETE_ON_SQLITE)
