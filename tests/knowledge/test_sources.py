from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from serving.bootstrap import SAMPLES_SOURCE, bootstrap
from serving.config import Settings
from serving.db import Database
from serving.errors import BadInput
from serving.knowledge import repository
from serving.knowledge.fetch import Fetcher
from serving.knowledge.ingest import ingest
from serving.knowledge.models import Document, Source, SourceKind
from serving.knowledge.runs import Failure, IngestReport
from serving.knowledge.sources import open_place, source_name
from tests.knowledge.conftest import RememberingEncoder
from tests.knowledge.site import Page, Site

FAQ = "question,answer,url\nDo owls sleep?,By day.,/owls\nDo bats see?,A little.,\n"


@dataclass
class Knowledge:
    database: Database
    encoder: RememberingEncoder
    fetcher: Fetcher

    async def ingest(self, location: str | Path, *, source: str = "animals") -> IngestReport:
        place = await open_place(str(location), self.fetcher)
        return await ingest(self.database, self.encoder, place, source=source)

    async def documents(self) -> dict[str, Document]:
        async with self.database.read() as session:
            return {document.key: document for document in await session.scalars(select(Document))}


@pytest.fixture
async def knowledge(database: Database, encoder: RememberingEncoder) -> AsyncIterator[Knowledge]:
    async with Fetcher(allowed_hosts=["127.0.0.1"]) as fetcher:
        yield Knowledge(database, encoder, fetcher)


async def test_a_page_is_cited_where_it_was_found(knowledge: Knowledge, site: Site) -> None:
    url = site.page("/owls", "<h1>Owls</h1><p>They hunt at night.</p>")
    assert (await knowledge.ingest(site.redirect("/birds", "/owls"))).added == [f"{site.url}/birds"]
    (document,) = (await knowledge.documents()).values()
    assert (document.title, document.url) == ("Owls", url)


async def test_a_page_that_says_the_same_is_unchanged_whatever_its_markup(
    knowledge: Knowledge, site: Site
) -> None:
    url = site.page("/owls", "<h1>Owls</h1><p>They hunt at night.</p><script>token = 1</script>")
    await knowledge.ingest(url)
    site.page("/owls", "<h1>Owls</h1><p>They hunt at night.</p><script>token = 2</script>")
    assert await knowledge.ingest(url) == IngestReport(unchanged=[url])
    site.page("/owls", "<h1>Owls</h1><p>They hunt by day.</p>")
    assert await knowledge.ingest(url) == IngestReport(replaced=[url])


async def test_a_sitemap_brings_its_pages_and_withdraws_what_left_it(
    knowledge: Knowledge, site: Site
) -> None:
    owls, bats = site.page("/owls", "Owls hunt."), site.page("/bats", "Bats hang.")
    sitemap = site.sitemap("/owls", "/bats")
    assert await knowledge.ingest(sitemap) == IngestReport(added=[owls, bats])
    site.sitemap("/bats")
    assert await knowledge.ingest(sitemap) == IngestReport(unchanged=[bats], withdrawn=[owls])
    async with knowledge.database.read() as session:
        source = await session.get(Source, "animals")
    assert (source.kind, source.location) == (SourceKind.SITEMAP, sitemap)


async def test_a_page_that_is_away_keeps_its_old_version_and_one_that_is_gone_does_not(
    knowledge: Knowledge, site: Site
) -> None:
    owls, bats = site.page("/owls", "Owls hunt."), site.page("/bats", "Bats hang.")
    sitemap = site.sitemap("/owls", "/bats")
    await knowledge.ingest(sitemap)
    site.pages["/owls"] = Page(b"", status=503)
    del site.pages["/bats"]
    report = await knowledge.ingest(sitemap)
    assert report.failed == [
        Failure(owls, "the server says 503: open it in a browser and see"),
        Failure(bats, "the server says 404: the page is gone"),
    ]
    assert report.withdrawn == [bats]
    assert list(await knowledge.documents()) == [owls]


async def test_sitemaps_of_sitemaps_packed_or_not_are_read(knowledge: Knowledge, site: Site) -> None:
    owls, bats = site.page("/owls", "Owls hunt."), site.page("/bats", "Bats hang.")
    site.sitemap("/owls", at="/one.xml")
    site.sitemap("/bats", at="/two.xml")
    site.pages["/two.xml.gz"] = Page(gzip.compress(site.pages["/two.xml"].content), "application/gzip")
    index = site.sitemap("/one.xml", "/two.xml.gz", kind="sitemapindex")
    assert (await knowledge.ingest(index)).added == [owls, bats]


async def test_a_sitemap_that_misses_a_part_changes_nothing(knowledge: Knowledge, site: Site) -> None:
    site.page("/owls", "Owls hunt.")
    site.sitemap("/owls", at="/one.xml")
    index = site.sitemap("/one.xml", kind="sitemapindex")
    await knowledge.ingest(index)
    site.sitemap("/one.xml", "/missing.xml", kind="sitemapindex")
    with pytest.raises(BadInput, match="missing.xml: the server says 404.*Nothing was changed"):
        await knowledge.ingest(index)
    assert len(await knowledge.documents()) == 1


@pytest.mark.parametrize(
    "xml, reason",
    [
        ("<urlset><url><loc>https://elsewhere.example/</loc></url></urlset>", "names no page of its host"),
        ("<urlset><url>", "not a readable sitemap"),
        ('<!DOCTYPE u [<!ENTITY a "b">]><urlset><url><loc>&a;</loc></url></urlset>', "EntitiesForbidden"),
    ],
)
async def test_a_bad_sitemap_is_refused(knowledge: Knowledge, site: Site, xml: str, reason: str) -> None:
    site.pages["/sitemap.xml"] = Page(xml.encode(), "text/xml")
    with pytest.raises(BadInput, match=reason):
        await knowledge.ingest(f"{site.url}/sitemap.xml")


async def test_a_list_of_addresses_is_read_from_a_file_and_from_the_web(
    knowledge: Knowledge, site: Site, tmp_path: Path
) -> None:
    owls = site.page("/owls", "Owls hunt.")
    bats = site.page("/bats", "Bats hang.")
    text = f"# our help pages\n{owls}\n\n{bats}\n{owls}\n"
    (tmp_path / "pages.txt").write_text(text)
    assert (await knowledge.ingest(tmp_path / "pages.txt")).added == [owls, bats]
    site.pages["/pages.txt"] = Page(text.encode(), "text/plain")
    assert (await knowledge.ingest(f"{site.url}/pages.txt", source="web")).added == [owls, bats]


async def test_a_text_that_is_no_list_is_a_document(knowledge: Knowledge, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("See https://shop.example/ for more.\n")
    assert (await knowledge.ingest(tmp_path / "notes.txt")).added == ["notes.txt"]


async def test_pairs_come_change_and_go_one_by_one(knowledge: Knowledge, tmp_path: Path) -> None:
    faq = tmp_path / "faq.csv"
    faq.write_text(FAQ)
    first = await knowledge.ingest(faq)
    assert len(first.added) == 2
    assert {(one.title, one.url) for one in (await knowledge.documents()).values()} == {
        ("Do owls sleep?", "/owls"),
        ("Do bats see?", None),
    }
    assert await knowledge.ingest(faq) == IngestReport(unchanged=first.added)
    faq.write_text(FAQ.replace("A little.", "Very well.").replace("Do owls sleep?", "Do owls dream?"))
    second = await knowledge.ingest(faq)
    assert [len(keys) for keys in (second.added, second.replaced, second.withdrawn)] == [1, 1, 1]


async def test_a_broken_file_of_pairs_keeps_all_its_pairs(knowledge: Knowledge, tmp_path: Path) -> None:
    (tmp_path / "faq.csv").write_text(FAQ)
    (tmp_path / "owls.md").write_text("Owls hunt.")
    await knowledge.ingest(tmp_path)
    (tmp_path / "faq.csv").write_text("just words\n")
    report = await knowledge.ingest(tmp_path)
    assert [failure.key for failure in report.failed] == ["faq.csv"]
    assert report.withdrawn == []
    assert len(await knowledge.documents()) == 3


async def test_a_folder_takes_every_format_and_leaves_out_what_is_hidden(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / ".git").mkdir()
    for name, text in {
        "deep/a.md": "Owls.", "b.html": "<p>Bats.</p>", "c.csv": FAQ, "d.txt": "Cats.", ".git/e.md": "no",
        ".hidden.md": "no", "~$open.docx": "no", "picture.png": "no", "old.doc": "no",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text)
    report = await knowledge.ingest(tmp_path)
    assert {key.partition("#")[0] for key in report.added} == {"deep/a.md", "b.html", "c.csv", "d.txt"}
    assert report.failed == [Failure("old.doc", ".doc is not read: save it as DOCX")]


async def test_an_address_that_cannot_be_fetched_is_refused(knowledge: Knowledge, site: Site) -> None:
    with pytest.raises(BadInput, match="/nothing: the server says 404"):
        await knowledge.ingest(f"{site.url}/nothing")


async def test_a_page_that_moved_is_cited_at_its_new_address(knowledge: Knowledge, site: Site) -> None:
    site.page("/old", "Owls hunt.")
    sitemap = site.sitemap("/old")
    await knowledge.ingest(sitemap)
    site.page("/new", "Owls hunt.")
    site.redirect("/old", "/new")
    report = await knowledge.ingest(sitemap)
    assert report == IngestReport(replaced=[f"{site.url}/old"])
    [document] = (await knowledge.documents()).values()
    assert document.url == f"{site.url}/new"


async def test_a_long_address_gets_a_short_key(knowledge: Knowledge, site: Site) -> None:
    urls = [site.page(f"/{'x' * 600}{letter}", f"Text {letter}.") for letter in "ab"]
    site.sitemap(*(url.removeprefix(site.url) for url in urls))
    report = await knowledge.ingest(f"{site.url}/sitemap.xml")
    assert len(report.added) == 2
    assert all(len(key) < 500 for key in report.added)


@pytest.mark.parametrize(
    "text, name",
    [("Hilfe & Ärger", "Hilfe-rger"), ("shop.example/help/a", "shop.example-help-a"), ("سؤال", "documents")],
)
def test_a_source_gets_a_name_that_an_address_can_hold(text: str, name: str) -> None:
    assert source_name(text) == name


async def test_lists_show_what_is_there_and_what_failed(
    knowledge: Knowledge, write_articles: Callable[..., Path]
) -> None:
    await knowledge.ingest(
        write_articles(owls="# Owls\n\nOwls hunt.", bats=b"\xff", cats="# Cats\n\nCats purr.")
    )
    async with knowledge.database.read() as session:
        (row,) = await repository.list_sources(session)
        documents = await repository.list_documents(session, "animals")
        searched = await repository.list_documents(session, "animals", query="OWL")
        behind = await repository.list_documents(session, "animals", after="bats.md", limit=1)
    assert (row.documents, row.passages, row.failures, row.languages) == (2, 2, 1, ["en"])
    assert [(one.key, one.passages, one.problem) for one in documents] == [
        ("bats.md", 0, "not UTF-8 at byte 0: save the file as UTF-8"),
        ("cats.md", 1, None),
        ("owls.md", 1, None),
    ]
    assert [one.key for one in searched] == ["owls.md"]
    assert [one.key for one in behind] == ["cats.md"]


async def test_samples_that_were_removed_do_not_come_back_with_the_next_start(
    make_settings: Callable[..., Settings], tmp_path: Path, encoder_path: Path
) -> None:
    samples = tmp_path / "samples"
    samples.mkdir()
    (samples / "hours.md").write_text("# Hours\n\nThe desk is open until six.\n", encoding="utf-8")
    settings = make_settings(
        encoder_path=encoder_path, database_url=f"sqlite+aiosqlite:///{tmp_path}/parley.db"
    )
    assert (await bootstrap(settings, samples=samples)).articles == 1
    assert (await bootstrap(settings, samples=samples)).articles == 1
    database = Database.connect(settings.database_url)
    async with database.write() as session:
        await repository.remove_source(session, SAMPLES_SOURCE)
    await database.close()
    assert (await bootstrap(settings, samples=samples)).articles == 0
