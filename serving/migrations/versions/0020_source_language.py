"""The language that was given for a source's documents, for when they are ingested again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sources", sa.Column("language", sa.String(16), nullable=True))


def downgrade() -> None:
    op.drop_column("sources", "language")
