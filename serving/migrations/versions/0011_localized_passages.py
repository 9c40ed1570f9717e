"""Passages in the assistant's other languages, found by their words there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from serving.db import BigId

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "localized_passages",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("passage_id", BigId, nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("native", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=True),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passages.id"], name="fk_localized_passages_passage_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_localized_passages"),
        sa.UniqueConstraint("passage_id", "locale", name="uq_localized_passages_passage_id_locale"),
    )
    op.create_table(
        "localized_states",
        sa.Column("source_id", sa.String(64), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("source_revision", sa.String(32), nullable=False),
        sa.Column("memory_revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name="fk_localized_states_source_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", "locale", name="pk_localized_states"),
    )
    if op.get_bind().dialect.name == "postgresql":
        _words_postgresql()
    else:
        _words_sqlite()


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        op.execute("DROP TRIGGER localized_fts_remove")
    for table in ("localized_fts", "localized_states", "localized_passages"):
        op.drop_table(table)


def _words_postgresql() -> None:
    op.execute(
        "CREATE TABLE localized_fts ("
        " localized_id BIGINT CONSTRAINT pk_localized_fts PRIMARY KEY"
        " CONSTRAINT fk_localized_fts_localized_id REFERENCES localized_passages (id) ON DELETE CASCADE,"
        " words TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX ix_localized_fts_words ON localized_fts USING gin (words)")


def _words_sqlite() -> None:
    # Stems and parts of words come as they are to be found: see serving/knowledge/localized/search.py.
    op.execute(
        "CREATE VIRTUAL TABLE localized_fts USING fts5"
        " (stems, grams, tokenize = \"unicode61 remove_diacritics 0 tokenchars '<>_'\")"
    )
    op.execute("INSERT INTO localized_fts (localized_fts, rank) VALUES ('rank', 'bm25(3.0, 1.0)')")
    op.execute(
        "CREATE TRIGGER localized_fts_remove AFTER DELETE ON localized_passages"
        " BEGIN DELETE FROM localized_fts WHERE rowid = old.id; END"
    )
