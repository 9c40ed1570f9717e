"""What `./parley inbox` runs beside the platform."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import Any

import pytest
from sqlalchemy import select

from serving.audit.models import AuditEntry
from serving.audit.service import HERE
from serving.config import Settings
from serving.db import Database


async def run(settings: Settings, **request: Any) -> tuple[int, str, str]:
    environment = {
        "PARLEY_DATABASE_URL": settings.database_url,
        "PARLEY_REDIS_URL": settings.redis_url,
        "PARLEY_SECRET_KEY": settings.secret_key.get_secret_value(),
        "PARLEY_RASA_URL": settings.rasa_url,
        "PARLEY_RASA_TOKEN": settings.rasa_token.get_secret_value(),
        "PARLEY_LLM_URL": settings.llm_url,
        "PARLEY_PUBLIC_URL": "https://help.example",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "serving.inboxes.command",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **environment},
    )
    output, errors = await process.communicate(json.dumps(request).encode())
    return process.returncode or 0, output.decode(), errors.decode()


async def audited(settings: Settings) -> list[tuple[str, str | None]]:
    database = Database.connect(settings.database_url)
    async with database.read() as session:
        entries = await session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        found = [(entry.action, entry.subject) for entry in entries if entry.details == HERE]
    await database.close()
    return found


async def test_an_inbox_is_made_with_a_first_key_listed_and_removed(settings: Settings) -> None:
    given = {"callback_url": "https://shop.example/parley"}
    status, output, errors = await run(
        settings, action="add", channel="rest", inbox="api", name="API", given=given
    )
    assert (status, errors) == (0, "")
    assert "callback_secret: whsec_" in output
    assert "api_key: pk_" in output
    status, output, _ = await run(settings, action="list", json=True)
    assert [inbox["id"] for inbox in json.loads(output)["inboxes"]] == ["api"]
    assert (await run(settings, action="remove", inbox="api"))[1] == "api is removed.\n"
    assert (await run(settings, action="list"))[1] == "There is none yet.\n"
    assert await audited(settings) == [("inboxes", "api"), ("inboxes.remove", "api")]


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"action": "check", "inbox": "nowhere"}, "There is no inbox 'nowhere'"),
        ({"action": "add", "channel": "fax", "inbox": "x", "name": "X", "given": {}}, "there are widget"),
        ({"action": "sing"}, "names none of the actions"),
    ],
)
async def test_what_cannot_be_done_is_said_on_stderr(
    settings: Settings, request_: dict[str, Any], words: str
) -> None:
    status, output, errors = await run(settings, **request_)
    assert (status, output) == (2, "")
    assert words in errors
