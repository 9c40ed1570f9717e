from __future__ import annotations

import pytest
from redis.asyncio import Redis

from serving.config import Settings
from serving.db import Database
from tests.turns.support import Stage


@pytest.fixture
async def stage(database: Database, redis_client: Redis, settings: Settings) -> Stage:
    made = Stage(database, redis_client, settings)
    await made.furnish()
    return made
