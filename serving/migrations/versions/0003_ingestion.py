"""What a source is, how its last ingestion went, and which of its documents failed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from serving.db import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sources", sa.Column("kind", sa.String(16), nullable=False, server_default="folder"))
    op.add_column("sources", sa.Column("state", sa.String(16), nullable=False, server_default="new"))
    op.add_column("sources", sa.Column("progress", sa.JSON(), nullable=True))
    op.add_column("sources", sa.Column("report", sa.JSON(), nullable=True))
    op.add_column("sources", sa.Column("problem", sa.Text(), nullable=True))
    op.add_column("sources", sa.Column("ingested_at", UtcDateTime(), nullable=True))
    op.add_column("sources", sa.Column("heartbeat_at", UtcDateTime(), nullable=True))
    op.add_column("documents", sa.Column("file_hash", sa.String(64), nullable=True))
    op.create_table(
        "source_failures",
        sa.Column("source_id", sa.String(64), nullable=False),
        sa.Column("key", sa.String(500), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name="fk_source_failures_source_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", "key", name="pk_source_failures"),
    )


def downgrade() -> None:
    op.drop_table("source_failures")
    op.drop_column("documents", "file_hash")
    for column in ("heartbeat_at", "ingested_at", "problem", "report", "progress", "state", "kind"):
        op.drop_column("sources", column)
