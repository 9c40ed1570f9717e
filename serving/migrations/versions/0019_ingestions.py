"""Which ingestion holds a source, and which encoder a document's vectors are of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sources", sa.Column("run_id", sa.String(32), nullable=True))
    op.add_column("documents", sa.Column("encoder", sa.String(16), nullable=True))


def downgrade() -> None:
    # Not in a batch: that replaces the table, and on SQLite takes with it what refers to its rows.
    op.drop_column("documents", "encoder")
    op.drop_column("sources", "run_id")
