"""Questions that customers are expected to ask, by which passages are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import Vector

from serving.db import BigId

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    embedding = sa.LargeBinary().with_variant(Vector(), "postgresql")
    op.create_table(
        "expected_questions",
        sa.Column("id", BigId, nullable=False),
        sa.Column("passage_id", BigId, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("embedding", embedding, nullable=False),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passages.id"], name="fk_expected_questions_passage_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_expected_questions"),
    )
    op.create_index("ix_expected_questions_passage_id", "expected_questions", ["passage_id"])


def downgrade() -> None:
    op.drop_table("expected_questions")
