"""Schema changes, applied by Alembic: `python -m serving.migrations`, or `upgrade(url)`.

No alembic.ini: the URL comes from the caller, the scripts lie beside this file.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from serving.db import create_engine


def config(connection: Connection | None = None) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def upgrade(url: str, revision: str = "head") -> None:
    """Brings the database at `url` up to date. Nothing happens when it is."""
    asyncio.run(upgrade_async(url, revision))


async def upgrade_async(url: str, revision: str = "head") -> None:
    await _run(url, lambda connection: command.upgrade(config(connection), revision))


async def downgrade_async(url: str, revision: str) -> None:
    await _run(url, lambda connection: command.downgrade(config(connection), revision))


async def _run(url: str, step: Callable[[Connection], None]) -> None:
    engine = create_engine(url)
    try:
        async with engine.execution_options(parley_write=True).begin() as connection:
            await connection.run_sync(step)
    finally:
        await engine.dispose()
