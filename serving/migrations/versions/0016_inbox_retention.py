"""Inboxes whose conversations are kept for a time of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from serving.db import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbox_retentions",
        sa.Column("inbox_id", sa.String(64), sa.ForeignKey("inboxes.id"), primary_key=True),
        sa.Column("days", sa.Integer),
        sa.Column("operator_id", sa.String(32), sa.ForeignKey("operators.id")),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("inbox_retentions")
