"""The route that the model of the last training gives a reviewed message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reviews", sa.Column("after_route", sa.String(16)))


def downgrade() -> None:
    op.drop_column("reviews", "after_route")
