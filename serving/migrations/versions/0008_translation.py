"""Translation memory, glossary, operators' translations, and why a conversation is in its language."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from serving.db import BigId, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("locale_reason", sa.String(16), nullable=True))
    _segments()
    op.create_table(
        "terms",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("source_locale", sa.String(16), nullable=False),
        sa.Column("target_locale", sa.String(16), nullable=False),
        sa.Column("term", sa.String(200), nullable=False),
        sa.Column("translation", sa.String(200), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_terms"),
        sa.UniqueConstraint(
            "source_locale", "target_locale", "term", name="uq_terms_source_locale_target_locale_term"
        ),
    )
    revisions = op.create_table(
        "translation_revisions",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_translation_revisions"),
    )
    op.bulk_insert(revisions, [{"id": 1, "revision": 0}])
    op.create_table(
        "message_translations",
        sa.Column("event_id", BigId, nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source_locale", sa.String(16), nullable=False),
        sa.Column("engine", sa.String(120), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_message_translations_event_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "locale", name="pk_message_translations"),
    )


def _segments() -> None:
    op.create_table(
        "segments",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("source_locale", sa.String(16), nullable=False),
        sa.Column("target_locale", sa.String(16), nullable=False),
        sa.Column("source_key", sa.String(32), nullable=False),
        sa.Column("shape_key", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("formality", sa.String(16), nullable=False),
        sa.Column("engine", sa.String(120), nullable=False),
        sa.Column("glossary_version", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("origin", sa.String(200), nullable=False),
        sa.Column("reviewed_by", sa.String(32), nullable=True),
        sa.Column("reviewed_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["reviewed_by"], ["operators.id"], name="fk_segments_reviewed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_segments"),
        sa.UniqueConstraint(
            "source_locale",
            "target_locale",
            "source_key",
            "formality",
            "engine",
            "glossary_version",
            name="uq_segments",
        ),
    )
    op.create_index("ix_segments_status_updated_at", "segments", ["status", "updated_at"])


def downgrade() -> None:
    for table in ("message_translations", "translation_revisions", "terms", "segments"):
        op.drop_table(table)
    op.drop_column("conversations", "locale_reason")
