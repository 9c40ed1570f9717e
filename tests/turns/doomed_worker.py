"""A worker in a process of its own that never ends its first answer: `test_worker` kills it.

python -m tests.turns.doomed_worker DATABASE_URL REDIS_URL LOCK_TTL_S
"""

from __future__ import annotations

import asyncio
import sys

from pydantic import SecretStr

from serving import redis as parley_redis
from serving.config import Settings
from serving.db import Database
from serving.knowledge.base import Answer, PreviewSink, Question
from serving.turns.worker import Worker
from tests.turns.support import ScriptedAnswers, Stage, look_up


class EndlessAnswers(ScriptedAnswers):
    async def answer(self, question: Question, preview: PreviewSink) -> Answer:
        sys.stdout.write("in the middle of a turn\n")
        sys.stdout.flush()
        await asyncio.Event().wait()
        raise AssertionError


async def main(database_url: str, redis_url: str, lock_ttl_s: float) -> None:
    settings = Settings(
        database_url=database_url,
        redis_url=redis_url,
        lock_ttl_s=lock_ttl_s,
        secret_key=SecretStr("a secret key for tests, 32 characters"),
        rasa_url="http://127.0.0.1:1",
        rasa_token=SecretStr("test-token"),
        llm_url="http://127.0.0.1:1/v1",
    )
    redis = parley_redis.connect(redis_url, timeout_s=5)
    stage = Stage(Database.connect(database_url), redis, settings, answers=EndlessAnswers())
    stage.script(look_up)
    await Worker(stage.pipeline(), redis, settings).run(asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3])))
