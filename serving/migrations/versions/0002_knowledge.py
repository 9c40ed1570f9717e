"""Sources, documents, passages and their windows, with the full-text table of each database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import Vector

from serving.db import BigId, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    _sources()
    _documents(sa.LargeBinary().with_variant(Vector(), "postgresql"))
    if postgresql:
        _words_postgresql()
    else:
        _words_sqlite()


def downgrade() -> None:
    for table in ("passages_fts", "windows", "passages", "documents", "source_inboxes", "sources"):
        op.execute(f"DROP TABLE {table}")


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.String(32), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
    )
    op.create_table(
        "source_inboxes",
        sa.Column("source_id", sa.String(64), nullable=False),
        sa.Column("inbox_id", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name="fk_source_inboxes_source_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["inbox_id"], ["inboxes.id"], name="fk_source_inboxes_inbox_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", "inbox_id", name="pk_source_inboxes"),
    )


def _documents(embedding: sa.types.TypeEngine[bytes]) -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("source_id", sa.String(64), nullable=False),
        sa.Column("key", sa.String(500), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("topic", sa.String(64), nullable=True),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("ingested_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name="fk_documents_source_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("source_id", "key", name="uq_documents_source_id_key"),
    )
    op.create_table(
        "passages",
        sa.Column("id", BigId, nullable=False),
        sa.Column("document_id", sa.String(32), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("sentence_vectors", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name="fk_passages_document_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_passages"),
        sa.UniqueConstraint("document_id", "ordinal", name="uq_passages_document_id_ordinal"),
    )
    op.create_table(
        "windows",
        sa.Column("id", BigId, nullable=False),
        sa.Column("passage_id", BigId, nullable=False),
        sa.Column("embedding", embedding, nullable=False),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passages.id"], name="fk_windows_passage_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_windows"),
    )
    op.create_index("ix_windows_passage_id", "windows", ["passage_id"])


def _words_postgresql() -> None:
    op.execute(
        "CREATE TABLE passages_fts ("
        " passage_id BIGINT CONSTRAINT pk_passages_fts PRIMARY KEY"
        " CONSTRAINT fk_passages_fts_passage_id REFERENCES passages (id) ON DELETE CASCADE,"
        " words TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX ix_passages_fts_words ON passages_fts USING gin (words)")


def _words_sqlite() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE passages_fts USING fts5"
        " (title, heading, text, tokenize = 'porter unicode61 remove_diacritics 2')"
    )
    # A virtual table takes part in no foreign key; a cascading delete fires triggers.
    op.execute(
        "CREATE TRIGGER passages_fts_remove AFTER DELETE ON passages"
        " BEGIN DELETE FROM passages_fts WHERE rowid = old.id; END"
    )
