"""The language that an operator chose for the console."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("operators", sa.Column("locale", sa.String(16), nullable=True))


def downgrade() -> None:
    op.drop_column("operators", "locale")
