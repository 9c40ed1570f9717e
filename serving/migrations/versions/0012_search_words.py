"""Contacts are found by their words; on PostgreSQL the parts of numbers and addresses, too."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ON_SQLITE = (
    "CREATE VIRTUAL TABLE contacts_fts USING fts5"
    " (name, email, content = 'contacts', tokenize = 'unicode61 remove_diacritics 2')",
    "CREATE TRIGGER contacts_fts_insert AFTER INSERT ON contacts BEGIN"
    " INSERT INTO contacts_fts (rowid, name, email) VALUES (new.rowid, new.name, new.email); END",
    "CREATE TRIGGER contacts_fts_delete AFTER DELETE ON contacts BEGIN"
    " INSERT INTO contacts_fts (contacts_fts, rowid, name, email)"
    " VALUES ('delete', old.rowid, old.name, old.email); END",
    "CREATE TRIGGER contacts_fts_update AFTER UPDATE OF name, email ON contacts BEGIN"
    " INSERT INTO contacts_fts (contacts_fts, rowid, name, email)"
    " VALUES ('delete', old.rowid, old.name, old.email);"
    " INSERT INTO contacts_fts (rowid, name, email) VALUES (new.rowid, new.name, new.email); END",
    "INSERT INTO contacts_fts (rowid, name, email) SELECT rowid, name, email FROM contacts",
)
WORDS = "to_tsvector('simple', translate({}, '-_@./:#+', '        '))"
ON_POSTGRESQL = (
    "DROP INDEX ix_events_words",
    "CREATE INDEX ix_events_words ON events USING gin"
    " (" + WORDS.format("coalesce(text, '')") + ") WHERE kind IN ('message', 'note')",
    "CREATE INDEX ix_contacts_words ON contacts USING gin"
    " (" + WORDS.format("coalesce(name, '') || ' ' || coalesce(email, '')") + ")",
)


def upgrade() -> None:
    for statement in ON_POSTGRESQL if _on_postgresql() else ON_SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if _on_postgresql():
        op.execute("DROP INDEX ix_contacts_words")
        return
    for trigger in ("insert", "delete", "update"):
        op.execute(f"DROP TRIGGER contacts_fts_{trigger}")
    op.execute("DROP TABLE contacts_fts")


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
