from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from serving.db import Database
from serving.knowledge.index import search_index
from serving.knowledge.ingest import ingest_directory
from serving.knowledge.retrieval import Retriever
from tests.knowledge.conftest import RememberingEncoder

Write = Callable[..., Path]


@pytest.fixture
async def here(sqlite_url: str) -> Any:
    database = Database.connect(sqlite_url)
    yield database
    await database.close()


@pytest.fixture
async def elsewhere(sqlite_url: str) -> Any:
    """The same file, as another process has it."""
    database = Database.connect(sqlite_url)
    yield database
    await database.close()


@contextmanager
def windows_read(database: Database) -> Iterator[list[int]]:
    """For each reading of windows, of how many documents."""
    read: list[int] = []

    def note(_c: Any, _u: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "FROM windows" in statement:
            read.append(len(parameters))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    yield read
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def titles(retriever: Retriever, query: str) -> list[str]:
    return [hit.title for hit in (await retriever.retrieve(query, inbox_id="web")).passages]


async def test_what_another_process_stores_is_found_and_only_that_is_read(
    here: Database, elsewhere: Database, encoder: RememberingEncoder, write_articles: Write
) -> None:
    folder = write_articles(**{f"a{n}": f"# Animal {n}\n\nAnimal {n} sleeps." for n in range(5)})
    await ingest_directory(elsewhere, encoder, folder, source="animals")
    retriever = Retriever(here, encoder, search_index(here.dialect))
    with windows_read(here) as read:
        assert len(await titles(retriever, "animals")) == 5
        assert read == [5]
        await titles(retriever, "animals again")
        assert read == [5]
        write_articles(a0=None, a1="# Owls\n\nOwls hunt at night.")
        await ingest_directory(elsewhere, encoder, folder, source="animals")
        assert (await titles(retriever, "owls hunting"))[0] == "Owls"
        assert read == [5, 1]
        assert sorted(await titles(retriever, "animals")) == ["Animal 2", "Animal 3", "Animal 4", "Owls"]


async def test_a_source_that_loses_everything_and_comes_back(
    here: Database, elsewhere: Database, encoder: RememberingEncoder, write_articles: Write
) -> None:
    folder = write_articles(owls="# Owls\n\nOwls hunt.")
    retriever = Retriever(here, encoder, search_index(here.dialect))
    assert await titles(retriever, "owls") == []
    await ingest_directory(elsewhere, encoder, folder, source="animals")
    assert await titles(retriever, "owls") == ["Owls"]
    write_articles(owls="# Bats\n\nBats hang.")
    await ingest_directory(elsewhere, encoder, folder, source="animals")
    assert await titles(retriever, "owls") == ["Bats"]
