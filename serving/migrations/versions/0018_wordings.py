"""What an admin says instead of the catalogue's own texts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from serving.db import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wordings",
        sa.Column("folder", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("operator_id", sa.String(32), sa.ForeignKey("operators.id")),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("wordings")
