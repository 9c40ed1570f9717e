from __future__ import annotations

import subprocess
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text, update

from serving.channels.models import Inbox
from serving.db import Database
from serving.errors import BadInput
from serving.knowledge import repository
from serving.knowledge.ingest import (
    BATCH_PASSAGES,
    BATCH_TEXTS,
    ingest_directory,
)
from serving.knowledge.models import (
    Document,
    Passage,
    Source,
    Window,
)
from serving.knowledge.parsers.base import MAX_FILE_BYTES
from serving.knowledge.retrieval import Retriever
from serving.knowledge.runs import Failure, IngestProgress, IngestReport
from tests.knowledge.conftest import ARTICLES, BATS, OWLS, CountingEncoder, RememberingEncoder, count

Write = Callable[..., Path]
Ingest = Callable[..., object]
CommandLine = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def ingest(database: Database, encoder: RememberingEncoder) -> Ingest:
    async def run(folder: Path, **options: object) -> IngestReport:
        return await ingest_directory(database, encoder, folder, **({"source": "animals"} | options))

    return run


async def found(retriever: Retriever, query: str, inbox: str = "web") -> list[str]:
    return [hit.title for hit in (await retriever.retrieve(query, inbox_id=inbox)).passages]


async def test_the_sample_articles_are_ingested_once(ingest: Ingest, database: Database) -> None:
    first = await ingest(ARTICLES, source="shop")
    second = await ingest(ARTICLES, source="shop")
    assert len(first.added) == len(list(ARTICLES.glob("*.md"))) >= 20
    assert second == IngestReport(unchanged=first.added)
    assert await count(database, Document) == len(first.added)
    async with database.read() as session:
        passage = await session.scalar(select(Passage).where(Passage.heading == "Express shipping"))
    assert passage.sentence_vectors.shape == (len(passage.sentences), 384)


async def test_a_changed_file_replaces_its_document(
    ingest: Ingest, write_articles: Write, database: Database, retriever: Retriever
) -> None:
    await ingest(write_articles(owls=OWLS, bats=BATS))
    report = await ingest(write_articles(owls=OWLS.replace("hunt at night", "eat mice")))
    assert report == IngestReport(replaced=["owls.md"], unchanged=["bats.md"])
    retrieval = await retriever.retrieve("what do owls eat", inbox_id="web")
    assert "Owls eat mice." in {sentence.text for sentence in retrieval.sentences}
    assert not any("night" in hit.text for hit in retrieval.passages)
    assert await count(database, Document) == 2


async def test_a_removed_file_is_withdrawn_without_a_trace(
    ingest: Ingest, write_articles: Write, database: Database, retriever: Retriever
) -> None:
    await ingest(write_articles(owls=OWLS, bats=BATS))
    assert await found(retriever, "owls") == ["Owls", "Bats"]
    report = await ingest(write_articles(owls=None))
    assert report == IngestReport(withdrawn=["owls.md"], unchanged=["bats.md"])
    assert await found(retriever, "owls") == ["Bats"]
    assert [await count(database, table) for table in (Document, Passage, Window)] == [1, 1, 1]


async def test_a_broken_file_is_reported_and_its_old_version_stays(
    ingest: Ingest, write_articles: Write, retriever: Retriever
) -> None:
    await ingest(write_articles(owls=OWLS, bats=BATS))
    seen: list[IngestProgress] = []
    report = await ingest(
        write_articles(owls=b"\xff", bats=BATS + " In caves.", big=b"x" * (MAX_FILE_BYTES + 1)),
        on_progress=seen.append,
    )
    assert report.replaced == ["bats.md"]
    assert [failure.key for failure in report.failed] == ["big.md", "owls.md"]
    assert report.failed[1] == Failure("owls.md", "not UTF-8 at byte 0: save the file as UTF-8")
    assert "Owls" in await found(retriever, "owls at night")
    assert [(step.done, step.key, step.outcome) for step in seen] == [
        (0, "bats.md", None),
        (0, "big.md", None),
        (1, "big.md", "failed"),
        (1, "owls.md", None),
        (2, "owls.md", "failed"),
        (3, "bats.md", "replaced"),
    ]
    assert {step.total for step in seen} == {3}


async def test_another_encoder_means_encoding_again(
    ingest: Ingest, write_articles: Write, encoder: RememberingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_articles(owls=OWLS)
    await ingest(folder)
    monkeypatch.setattr(encoder, "fingerprint", "another")
    assert await ingest(folder) == IngestReport(replaced=["owls.md"])


async def test_what_was_stored_before_its_encoder_was_noted_is_signed_when_it_is_met_unchanged(
    ingest: Ingest, write_articles: Write, encoder: RememberingEncoder, database: Database
) -> None:
    folder = write_articles(owls=OWLS)
    await ingest(folder)
    async with database.write() as session:
        await session.execute(update(Document).values(encoder=None))
    assert await ingest(folder) == IngestReport(unchanged=["owls.md"])
    async with database.read() as session:
        assert await session.scalar(select(Document.encoder)) == encoder.fingerprint


async def test_a_source_keeps_to_its_inboxes(
    ingest: Ingest, write_articles: Write, database: Database, retriever: Retriever
) -> None:
    async with database.write() as session:
        session.add_all(Inbox(id=inbox, name=inbox, channel="rest") for inbox in ("vip", "web"))
    folder = write_articles(owls=OWLS)
    await ingest(folder, inboxes=["vip"])
    assert await found(retriever, "owls", "vip") == ["Owls"]
    assert await found(retriever, "owls", "web") == []
    # Nobody who only refreshes the documents opens them to everyone.
    await ingest(folder)
    assert await found(retriever, "owls", "web") == []
    await ingest(folder, inboxes=["web"])
    assert await found(retriever, "owls", "web") == ["Owls"]
    assert await found(retriever, "owls", "vip") == []
    async with database.write() as session:
        await repository.restrict(session, await repository.lock_source(session, "animals"), inboxes=None)
    assert await found(retriever, "owls", "vip") == await found(retriever, "owls", "web") == ["Owls"]


async def test_without_its_inboxes_a_restricted_source_is_shown_to_nobody(
    ingest: Ingest, write_articles: Write, database: Database, retriever: Retriever
) -> None:
    async with database.write() as session:
        session.add(Inbox(id="vip", name="vip", channel="rest"))
    await ingest(write_articles(owls=OWLS), inboxes=["vip"])
    async with database.write() as session:
        await session.execute(delete(Inbox))
    assert await found(retriever, "owls", "vip") == []
    assert await found(retriever, "owls", "web") == []


async def test_an_unknown_inbox_is_refused_before_anything_is_written(
    ingest: Ingest, write_articles: Write, database: Database
) -> None:
    with pytest.raises(BadInput, match="There is no inbox 'nope'"):
        await ingest(write_articles(owls=OWLS), inboxes=["nope"])
    assert await count(database, Source) == 0


async def test_a_directory_without_articles_changes_nothing(
    ingest: Ingest, write_articles: Write, tmp_path: Path, retriever: Retriever
) -> None:
    folder = write_articles(owls=OWLS)
    await ingest(folder)
    write_articles(owls=None)
    for missing in (folder, tmp_path / "nowhere"):
        with pytest.raises(BadInput, match="There is no"):
            await ingest(missing)
    assert await found(retriever, "owls") == ["Owls"]


async def test_what_is_deleted_in_sql_is_no_longer_found(
    ingest: Ingest, write_articles: Write, database: Database
) -> None:
    await ingest(write_articles(owls=OWLS))
    async with database.write() as session:
        await session.execute(delete(Source))
    async with database.read() as session:
        assert await session.scalar(text("SELECT count(*) FROM passages_fts")) == 0


def pages(count: int, *, sentences: int) -> str:
    body = "".join(f"## Part {part}\n\n{'Some words stand here. ' * sentences}\n\n" for part in range(count))
    return f"---\ntitle: Big\nlanguage: en\n---\n{body}"


async def test_memory_holds_a_batch_and_never_the_source(database: Database, write_articles: Write) -> None:
    folder = write_articles(**{f"a{n:03}": pages(20, sentences=3) for n in range(60)})
    encoder = CountingEncoder()
    tracemalloc.start()
    report = await ingest_directory(database, encoder, folder, source="big")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(report.added) == 60
    assert await count(database, Passage) == 1200
    # 1 200 passages are 6 000 texts with 9 MB of vectors; a batch of 80 passages is 400 texts with 0.6 MB.
    assert sum(encoder.calls) == 6000
    assert max(encoder.calls) <= BATCH_TEXTS
    assert len(encoder.calls) <= 2 * 6000 / BATCH_TEXTS
    assert peak < 12_000_000


async def test_small_documents_are_encoded_together(database: Database, write_articles: Write) -> None:
    encoder = CountingEncoder()
    folder = write_articles(**{f"a{n}": f"# Title {n}\n\nOne sentence." for n in range(BATCH_PASSAGES + 6)})
    await ingest_directory(database, encoder, folder, source="many")
    assert encoder.calls == [2 * BATCH_PASSAGES, 2 * 6]
