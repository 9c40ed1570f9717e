"""Threads within a contact's messages, removed inboxes, API keys, and how far mailboxes are read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from serving.db import BigId, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("thread", sa.String(255), nullable=True))
    op.add_column("inboxes", sa.Column("removed_at", UtcDateTime(), nullable=True))
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("inbox_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("hint", sa.String(8), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["inbox_id"], ["inboxes.id"], name="fk_api_keys_inbox_id"),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("key_hash", name="uq_api_keys_key_hash"),
    )
    op.create_index("ix_api_keys_inbox_id", "api_keys", ["inbox_id"])
    op.create_table(
        "mailboxes",
        sa.Column("inbox_id", sa.String(64), nullable=False),
        sa.Column("uid_validity", BigId, nullable=False),
        sa.Column("last_uid", BigId, nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.Column("problem", sa.String(500), nullable=True),
        sa.ForeignKeyConstraint(["inbox_id"], ["inboxes.id"], name="fk_mailboxes_inbox_id"),
        sa.PrimaryKeyConstraint("inbox_id", name="pk_mailboxes"),
    )


def downgrade() -> None:
    op.drop_table("mailboxes")
    op.drop_table("api_keys")
    op.drop_column("inboxes", "removed_at")
    op.drop_column("conversations", "thread")
