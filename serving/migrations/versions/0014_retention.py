"""How long conversations are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from serving.db import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retention",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("days", sa.Integer),
        sa.Column("operator_id", sa.String(32), sa.ForeignKey("operators.id")),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("retention")
