"""Full-text search over messages and notes, kept by the database in the transaction that appends them."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# The words stay in `events`: the index refers to them by rowid, and is told of each change.
ON_SQLITE = (
    "CREATE VIRTUAL TABLE messages_fts USING fts5"
    " (text, content = 'events', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2')",
    "CREATE TRIGGER messages_fts_insert AFTER INSERT ON events WHEN new.kind IN ('message', 'note')"
    " BEGIN INSERT INTO messages_fts (rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER messages_fts_delete AFTER DELETE ON events WHEN old.kind IN ('message', 'note') BEGIN"
    " INSERT INTO messages_fts (messages_fts, rowid, text) VALUES ('delete', old.id, old.text); END",
    "CREATE TRIGGER messages_fts_update AFTER UPDATE OF text ON events"
    " WHEN old.kind IN ('message', 'note') BEGIN"
    " INSERT INTO messages_fts (messages_fts, rowid, text) VALUES ('delete', old.id, old.text);"
    " INSERT INTO messages_fts (rowid, text) VALUES (new.id, new.text); END",
    "INSERT INTO messages_fts (rowid, text) SELECT id, text FROM events WHERE kind IN ('message', 'note')",
)
ON_POSTGRESQL = (
    "CREATE INDEX ix_events_words ON events USING gin (to_tsvector('simple', coalesce(text, '')))"
    " WHERE kind IN ('message', 'note')",
)


def upgrade() -> None:
    for statement in ON_POSTGRESQL if _on_postgresql() else ON_SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if _on_postgresql():
        op.execute("DROP INDEX ix_events_words")
        return
    for trigger in ("insert", "delete", "update"):
        op.execute(f"DROP TRIGGER messages_fts_{trigger}")
    op.execute("DROP TABLE messages_fts")


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
