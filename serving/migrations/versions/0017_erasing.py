"""What refers to an event or a conversation is found when that is erased, without reading the whole table."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_receipts_conversation_id", "receipts", "conversation_id"),
    ("ix_receipts_event_id", "receipts", "event_id"),
    ("ix_outbox_conversation_id", "outbox", "conversation_id"),
    ("ix_media_event_id", "media", "event_id"),
    ("ix_answer_pairs_conversation_id", "answer_pairs", "conversation_id"),
)


def upgrade() -> None:
    for name, table, column in INDEXES:
        op.create_index(name, table, [column])


def downgrade() -> None:
    for name, table, _ in reversed(INDEXES):
        op.drop_index(name, table_name=table)
