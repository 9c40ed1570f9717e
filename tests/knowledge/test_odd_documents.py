"""What one document does to the others of its source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from serving.db import Database
from serving.knowledge.ingest import ingest_directory
from serving.knowledge.models import Document
from tests.knowledge.conftest import RememberingEncoder

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        ("---\nupdated: 2024-02-30\n---\nBats sleep.", "day is out of range"),
        ('---\nurl: "http://[x"\n---\nBats sleep.', "neither a path nor http"),
        (f"---\ndeep: {'[' * 2000}\n---\nBats sleep.", "RecursionError"),
    ],
)
async def test_whatever_is_odd_about_a_document_the_others_are_stored(
    database: Database, encoder: RememberingEncoder, write_articles: Write, odd: str, reason: str
) -> None:
    folder = write_articles(bats=odd, owls="Owls hunt at night.")
    report = await ingest_directory(database, encoder, folder, source="animals")
    assert report.added == ["owls.md"]
    [failure] = report.failed
    assert failure.key == "bats.md"
    assert reason in failure.reason


async def test_characters_that_no_database_keeps_are_left_out(
    database: Database, encoder: RememberingEncoder, write_articles: Write
) -> None:
    folder = write_articles(bats='---\ntitle: "Ba\\0ts"\n---\nBats sleep upside down.')
    report = await ingest_directory(database, encoder, folder, source="animals")
    assert report.added == ["bats.md"]
    async with database.read() as session:
        assert await session.scalar(select(Document.title)) == "Bats"
