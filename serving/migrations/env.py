"""Alembic's entry: runs the scripts on the connection that `serving.migrations` hands over."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, text

from serving.migrations.models import target_metadata

# Two gateways that start at once take turns; the number only has to be the same everywhere.
ADVISORY_LOCK = 7_233_190_441


def run(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
    context.configure(
        connection=connection,
        target_metadata=target_metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
