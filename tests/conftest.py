"""Fixtures for every test. The bot's environment (tests/bot, tests/policies) has none of the platform."""

from __future__ import annotations

from importlib.util import find_spec

if find_spec("alembic") is not None:
    from tests.model_server import model_server  # noqa: F401
    from tests.services import (  # noqa: F401  # pytest finds fixtures by name in this module
        database,
        database_url,
        make_settings,
        own_redis_server,
        postgres_server,
        postgres_template,
        postgres_url,
        redis_client,
        redis_server,
        settings,
        sqlite_template,
        sqlite_url,
    )
