from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, select

from serving.config import PROJECT_ROOT
from serving.db import Database
from serving.knowledge.encoder import MiniLmEncoder
from serving.knowledge.index import search_index
from serving.knowledge.ingest import ingest_directory
from serving.knowledge.models import FloatArray
from serving.knowledge.reader import Reader, load_reader
from serving.knowledge.retrieval import Retriever
from tests.knowledge.site import Site, serving_site

ARTICLES = PROJECT_ROOT / "samples" / "articles"
OWLS = "---\ntitle: Owls\nurl: /owls\n---\nOwls hunt at night. They hear very well."
BATS = "---\ntitle: Bats\n---\nBats sleep upside down."


class RememberingEncoder:
    """The real encoder, which meets the same articles in many tests."""

    def __init__(self, encoder: MiniLmEncoder) -> None:
        self._encoder = encoder
        self._known: dict[str, FloatArray] = {}
        self.fingerprint = encoder.fingerprint

    async def encode(self, texts: Sequence[str]) -> FloatArray:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, await self._encoder.encode(new), strict=True))
        return np.stack([self._known[text] for text in texts])


@dataclass
class CountingEncoder:
    """Vectors without meaning, and how much was asked for at a time."""

    fingerprint: str = "counting"
    calls: list[int] = field(default_factory=list)

    async def encode(self, texts: Sequence[str]) -> FloatArray:
        self.calls.append(len(texts))
        return np.ones((len(texts), 384), dtype=np.float32)


async def count(database: Database, table: type) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(table))


@pytest.fixture(scope="session")
def encoder_path() -> Path:
    return Path(os.environ.get("PARLEY_ENCODER_PATH", PROJECT_ROOT / ".parley" / "models" / "minilm"))


@pytest.fixture(scope="session")
def minilm(encoder_path: Path) -> MiniLmEncoder:
    return MiniLmEncoder(encoder_path)


@pytest.fixture(scope="session")
def encoder(minilm: MiniLmEncoder) -> RememberingEncoder:
    return RememberingEncoder(minilm)


@pytest.fixture
def retriever(database: Database, encoder: RememberingEncoder) -> Retriever:
    return Retriever(database, encoder, search_index(database.dialect))


@pytest.fixture(scope="session")
def reader(encoder_path: Path) -> Reader:
    return load_reader(encoder_path)


@pytest.fixture
def reading_retriever(database: Database, encoder: RememberingEncoder, reader: Reader) -> Retriever:
    return Retriever(database, encoder, search_index(database.dialect), reader)


@pytest.fixture
async def shop(database: Database, encoder: RememberingEncoder) -> Database:
    """A database that holds the sample articles."""
    report = await ingest_directory(database, encoder, ARTICLES, source="shop")
    assert not report.failed
    return database


@pytest.fixture
def write_articles(tmp_path: Path) -> Callable[..., Path]:
    """Writes files into a directory of articles; None removes one."""
    folder = tmp_path / "articles"

    def write(**files: str | bytes | None) -> Path:
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            path = folder / f"{name}.md"
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write


@pytest.fixture
def site() -> Iterator[Site]:
    with serving_site() as running:
        yield running
