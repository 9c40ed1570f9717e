"""Reviews and trainings, accounts and their log, the desk, and what analytics count."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from serving.db import BigId, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    "api_tokens", "invitations", "audit_log", "canned_replies", "saved_views",
    "answer_pairs", "reviews", "trainings", "turn_facts", "waits",
)  # fmt: skip


def upgrade() -> None:
    _accounts()
    _audit()
    _desk()
    _reviews()
    _facts()
    _projections()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_index("ix_conversations_assignee_id_last_event_at", "conversations")
    op.drop_index("ix_conversations_handoff_reason", "conversations")
    op.drop_index("ix_conversations_inbox_id_last_event_at", "conversations")
    op.drop_index("ix_conversations_last_event_at_id", "conversations")
    op.drop_index("ix_conversations_locale", "conversations")
    op.drop_index("ix_conversations_lowest_confidence", "conversations")
    op.drop_index("ix_conversations_rating", "conversations")
    op.drop_index("ix_conversations_reviewed_at", "conversations")
    op.drop_index("ix_conversations_snoozed_until", "conversations")
    op.drop_column("conversations", "snoozed_until")
    op.drop_column("conversations", "lowest_confidence")
    op.drop_column("conversations", "handoff_reason")
    op.drop_column("conversations", "handed_over_at")
    op.drop_column("conversations", "reviewed_at")
    op.drop_column("conversations", "helped_at")
    op.drop_column("conversations", "confirmed_at")
    op.drop_column("conversations", "reopened_at")
    op.drop_index("ix_operators_subject", "operators")
    op.drop_column("operators", "subject")
    for column in ("method", "address", "browser"):
        op.drop_column("operator_sessions", column)


def _accounts() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("operator_id", sa.String(32), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime()),
        sa.Column("used_at", UtcDateTime()),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name="fk_api_tokens_operator_id"),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_api_tokens_token_hash"),
    )
    op.create_index("ix_api_tokens_operator_id", "api_tokens", ["operator_id"])
    op.create_table(
        "invitations",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("operator_id", sa.String(32), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime()),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name="fk_invitations_operator_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("token_hash", name="uq_invitations_token_hash"),
    )
    op.add_column(
        "operator_sessions", sa.Column("method", sa.String(16), nullable=False, server_default="password")
    )
    op.add_column("operator_sessions", sa.Column("address", sa.String(64)))
    op.add_column("operator_sessions", sa.Column("browser", sa.String(200)))
    op.add_column("operators", sa.Column("subject", sa.String(255)))
    op.create_index("ix_operators_subject", "operators", ["subject"], unique=True)


def _audit() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", BigId, autoincrement=True, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("operator_id", sa.String(32)),
        sa.Column("token_id", sa.String(32)),
        sa.Column("address", sa.String(64)),
        sa.Column("action", sa.String(100), nullable=False),
        sa.Column("subject", sa.String(200)),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name="fk_audit_log_operator_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_log"),
    )
    op.create_index("ix_audit_log_action_at", "audit_log", ["action", "at"])
    op.create_index("ix_audit_log_at", "audit_log", ["at"])
    op.create_index("ix_audit_log_operator_id_at", "audit_log", ["operator_id", "at"])


def _desk() -> None:
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("shortcut", sa.String(40), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.String(32)),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name="fk_canned_replies_operator_id"),
        sa.PrimaryKeyConstraint("id", name="pk_canned_replies"),
        sa.UniqueConstraint("shortcut", "locale", name="uq_canned_replies_shortcut_locale"),
    )
    op.create_table(
        "saved_views",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("operator_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("query", sa.String(1000), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name="fk_saved_views_operator_id"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_views"),
    )
    op.create_index("ix_saved_views_operator_id", "saved_views", ["operator_id"])


def _reviews() -> None:
    op.create_table(
        "trainings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("model", sa.String(64), nullable=False),
        sa.Column("examples", sa.Integer(), nullable=False),
        sa.Column("tests", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_trainings"),
    )
    op.create_table(
        "answer_pairs",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("question", sa.String(500), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("conversation_id", sa.String(64)),
        sa.Column("turn", sa.String(64)),
        sa.Column("operator_id", sa.String(32)),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_answer_pairs_conversation_id"
        ),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name="fk_answer_pairs_operator_id"),
        sa.PrimaryKeyConstraint("id", name="pk_answer_pairs"),
        sa.UniqueConstraint("question", name="uq_answer_pairs_question"),
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("turn", sa.String(64), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(16)),
        sa.Column("given_intent", sa.String(100)),
        sa.Column("given_confidence", sa.Float()),
        sa.Column("given_route", sa.String(16)),
        sa.Column("intent", sa.String(100)),
        sa.Column("route", sa.String(16)),
        sa.Column("trains", sa.Boolean(), nullable=False),
        sa.Column("tests", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("operator_id", sa.String(32)),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("after_intent", sa.String(100)),
        sa.Column("after_confidence", sa.Float()),
        sa.Column("after_at", UtcDateTime()),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_reviews_conversation_id"),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name="fk_reviews_operator_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.UniqueConstraint("conversation_id", "turn", name="uq_reviews_conversation_id_turn"),
    )
    op.create_index("ix_reviews_updated_at", "reviews", ["updated_at"])


def _facts() -> None:
    op.create_table(
        "turn_facts",
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("inbox_id", sa.String(64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("turn", sa.String(64), nullable=False),
        sa.Column("asked_seq", sa.Integer()),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("route", sa.String(16)),
        sa.Column("intent", sa.String(100)),
        sa.Column("confidence", sa.Float()),
        sa.Column("reason", sa.String(100)),
        sa.Column("unanswered", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(16)),
        sa.Column("total_ms", sa.Float()),
        sa.Column("first_token_ms", sa.Float()),
        sa.Column("prompt_tokens", sa.Integer(), nullable=False),
        sa.Column("completion_tokens", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_turn_facts_conversation_id"
        ),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name="pk_turn_facts"),
    )
    op.create_index("ix_turn_facts_at", "turn_facts", ["at"])
    op.create_index("ix_turn_facts_intent_conversation_id", "turn_facts", ["intent", "conversation_id"])
    op.create_table(
        "waits",
        sa.Column("conversation_id", sa.String(64), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("inbox_id", sa.String(64), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.Column("operator_id", sa.String(32)),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_waits_conversation_id"),
        sa.ForeignKeyConstraint(["operator_id"], ["operators.id"], name="fk_waits_operator_id"),
        sa.PrimaryKeyConstraint("conversation_id", "opened_at", name="pk_waits"),
    )
    op.create_index("ix_waits_opened_at", "waits", ["opened_at"])


def _projections() -> None:
    op.add_column("conversations", sa.Column("snoozed_until", UtcDateTime()))
    op.add_column("conversations", sa.Column("lowest_confidence", sa.Float()))
    op.add_column("conversations", sa.Column("handoff_reason", sa.String(100)))
    op.add_column("conversations", sa.Column("handed_over_at", UtcDateTime()))
    op.add_column("conversations", sa.Column("reviewed_at", UtcDateTime()))
    op.add_column("conversations", sa.Column("helped_at", UtcDateTime()))
    op.add_column("conversations", sa.Column("confirmed_at", UtcDateTime()))
    op.add_column("conversations", sa.Column("reopened_at", UtcDateTime()))
    op.create_index(
        "ix_conversations_assignee_id_last_event_at", "conversations", ["assignee_id", "last_event_at"]
    )
    op.create_index("ix_conversations_handoff_reason", "conversations", ["handoff_reason"])
    op.create_index("ix_conversations_inbox_id_last_event_at", "conversations", ["inbox_id", "last_event_at"])
    op.create_index("ix_conversations_last_event_at_id", "conversations", ["last_event_at", "id"])
    op.create_index("ix_conversations_locale", "conversations", ["locale"])
    op.create_index("ix_conversations_lowest_confidence", "conversations", ["lowest_confidence"])
    op.create_index("ix_conversations_rating", "conversations", ["rating"])
    op.create_index("ix_conversations_reviewed_at", "conversations", ["reviewed_at"])
    op.create_index("ix_conversations_snoozed_until", "conversations", ["snoozed_until"])
