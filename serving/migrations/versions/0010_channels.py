"""Parts of outgoing messages and what providers report about them; files that came or go."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from serving.db import BigId, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

PENDING = sa.text("state = 'pending'")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("resends", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("outbox", sa.Column("queued_at", UtcDateTime(), nullable=True))
    op.add_column("outbox", sa.Column("parts", sa.Integer(), nullable=True))
    _add_reports()
    _add_media()


def _add_reports() -> None:
    op.create_table(
        "outbox_parts",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("outbox_id", BigId, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("inbox_id", sa.String(64), nullable=False),
        sa.Column("provider_id", sa.String(255), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("error", sa.String(500), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name="fk_outbox_parts_outbox_id"),
        sa.ForeignKeyConstraint(["inbox_id"], ["inboxes.id"], name="fk_outbox_parts_inbox_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_parts"),
        sa.UniqueConstraint("outbox_id", "part", name="uq_outbox_parts_outbox_id_part"),
    )
    op.create_index("ix_outbox_parts_inbox_id_provider_id", "outbox_parts", ["inbox_id", "provider_id"])
    op.create_table(
        "early_reports",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("inbox_id", sa.String(64), nullable=False),
        sa.Column("provider_id", sa.String(255), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("error", sa.String(500), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["inbox_id"], ["inboxes.id"], name="fk_early_reports_inbox_id"),
        sa.PrimaryKeyConstraint("id", name="pk_early_reports"),
    )
    op.create_index("ix_early_reports_inbox_id_provider_id", "early_reports", ["inbox_id", "provider_id"])


def _add_media() -> None:
    op.create_table(
        "media",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("inbox_id", sa.String(64), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=True),
        sa.Column("event_id", BigId, nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("mime", sa.String(100), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("handle", sa.Text(), nullable=True),
        sa.Column("error", sa.String(500), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", UtcDateTime(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["inbox_id"], ["inboxes.id"], name="fk_media_inbox_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_media_conversation_id"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_media_event_id"),
        sa.PrimaryKeyConstraint("id", name="pk_media"),
    )
    op.create_index("ix_media_conversation_id", "media", ["conversation_id"])
    op.create_index(
        "ix_media_pending_next_attempt_at",
        "media",
        ["next_attempt_at"],
        postgresql_where=PENDING,
        sqlite_where=PENDING,
    )


def downgrade() -> None:
    op.drop_table("media")
    op.drop_table("early_reports")
    op.drop_table("outbox_parts")
    for column in ("parts", "queued_at", "resends"):
        op.drop_column("outbox", column)
