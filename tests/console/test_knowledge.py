from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from serving.config import Settings
from serving.knowledge.ingest import ingest_directory
from serving.knowledge.library import Library
from serving.knowledge.models import Source, SourceState
from serving.knowledge.parsers.base import MAX_FILE_BYTES
from tests.gateway import Served, add_team, serve, until
from tests.knowledge.conftest import RememberingEncoder
from tests.knowledge.site import Site

API = "/console/api/knowledge"
OWLS = b"# Owls\n\nOwls hunt at night.\n\n## Food\n\nThey eat mice."


class Desk:
    """An operator before the knowledge."""

    def __init__(self, served: Served, headers: dict[str, str]) -> None:
        self.served = served
        self.headers = headers

    async def overview(self) -> dict[str, Any]:
        return (await self.served.http.get(API)).json()

    async def source(self, name: str) -> dict[str, Any]:
        return next(one for one in (await self.overview())["sources"] if one["id"] == name)

    async def post(self, path: str, **options: Any) -> Any:
        return await self.served.http.post(f"{API}/{path}", headers=self.headers, **options)

    async def upload(self, name: str, content: bytes, **params: Any) -> Any:
        return await self.post("files", params={"name": name, **params}, content=content)

    async def settled(self, name: str) -> dict[str, Any]:
        async def done() -> bool:
            return (await self.source(name))["state"] not in {"queued", "running"}

        await until(done)
        return await self.source(name)

    async def documents(self, name: str, **params: Any) -> dict[str, Any]:
        return (await self.served.http.get(f"{API}/{name}/documents", params=params)).json()

    async def search(self, question: str, inbox: str = "web") -> list[dict[str, Any]]:
        answer = await self.served.http.get(f"{API}/search", params={"q": question, "inbox": inbox})
        assert answer.status_code == 200, answer.text
        return answer.json()["passages"]


@pytest.fixture
async def served(
    make_settings: Callable[..., Settings],
    sqlite_url: str,
    encoder_path: Path,
    tmp_path: Path,
) -> AsyncIterator[Served]:
    settings = make_settings(
        database_url=sqlite_url,
        encoder_path=encoder_path,
        data_dir=tmp_path / "data",
        fetch_allowed_hosts="127.0.0.1",
    )
    async with serve(settings) as running:
        await add_team(running.database)
        yield running


@pytest.fixture
async def desk(served: Served) -> Desk:
    return Desk(served, await served.sign_in())


async def test_an_empty_knowledge_says_what_can_be_put_into_it(desk: Desk) -> None:
    overview = await desk.overview()
    assert overview["sources"] == []
    assert {"id": "web", "name": "Shop"} in overview["inboxes"]
    assert ".pdf" in overview["suffixes"]
    assert overview["max_bytes"] == MAX_FILE_BYTES


async def test_an_upload_is_ingested_found_replaced_and_removed(desk: Desk) -> None:
    answer = await desk.upload("C:\\Users\\ana\\Owls & co.md", OWLS)
    assert (answer.status_code, answer.json()["source"]["state"]) == (202, "queued")
    source = await desk.settled("Owls-co")
    assert (source["state"], source["kind"], source["location"]) == ("done", "upload", "Owls & co.md")
    assert (source["documents"], source["passages"], source["languages"]) == (1, 2, ["en"])
    assert source["inboxes"] is None
    assert source["ingested_at"] is not None
    best = (await desk.search("what do owls eat?"))[0]
    assert (best["title"], best["heading"], best["text"]) == ("Owls", "Food", "They eat mice.")
    assert best["score"] > 0
    assert best["cosine"] > 0.3

    await desk.upload("Owls & co.md", OWLS.replace(b"mice", b"frogs"))
    await desk.settled("Owls-co")
    assert "frogs" in (await desk.search("what do owls eat?"))[0]["text"]

    assert (await desk.post("Owls-co/remove")).status_code == 204
    assert (await desk.overview())["sources"] == []
    assert await desk.search("what do owls eat?") == []
    assert list((desk.served.settings.data_dir / "knowledge").iterdir()) == []


async def test_two_files_that_sound_alike_are_two_sources(desk: Desk) -> None:
    await desk.upload("faq.md", OWLS)
    await desk.upload("faq.txt", b"Bats hang.")
    await desk.settled("faq")
    assert (await desk.settled("faq-2"))["location"] == "faq.txt"


async def test_a_broken_file_shows_its_error_and_a_retry_heals_it(desk: Desk) -> None:
    await desk.upload("faq.csv", b"question,reply\nA,B\n")
    source = await desk.settled("faq")
    assert (source["documents"], source["failures"]) == (0, 1)
    (document,) = (await desk.documents("faq"))["documents"]
    assert document["problem"].startswith("no column 'answer'")
    await desk.upload("faq.csv", b"question,answer\nA?,B.\nC?,D.\n")
    source = await desk.settled("faq")
    assert (source["documents"], source["failures"]) == (2, 0)


@pytest.mark.parametrize(
    "name, content, status, reason",
    [
        ("old.doc", b"x", 400, "old.doc: .doc is not read: save it as DOCX."),
        ("..", b"x", 400, "Give the file a name"),
        ("x" * 200 + ".md", b"x", 400, "Give the file a name"),
        ("empty.md", b"", 400, "The file is empty."),
        ("big.md", b"x" * (MAX_FILE_BYTES + 1), 413, "larger than"),
    ],
)
async def test_what_cannot_be_taken_is_refused(
    desk: Desk, name: str, content: bytes, status: int, reason: str
) -> None:
    answer = await desk.upload(name, content)
    assert (answer.status_code, reason in answer.json()["error"]["message"]) == (status, True), answer.text
    assert (await desk.overview())["sources"] == []


async def test_no_name_leads_out_of_the_folder(desk: Desk) -> None:
    await desk.upload("../../../etc/passwd.md", OWLS)
    await desk.settled("passwd")
    folder = desk.served.settings.data_dir / "knowledge"
    assert [path.relative_to(folder).as_posix() for path in folder.rglob("*.md")] == ["passwd/passwd.md"]


async def test_an_address_is_fetched_and_fetched_again(desk: Desk, site: Site) -> None:
    site.page("/owls", "<h1>Owls</h1><p>They hunt at night.</p>")
    site.page("/bats", "<h1>Bats</h1><p>They hang.</p>")
    answer = await desk.post("addresses", json={"url": site.sitemap("/owls", "/bats")})
    name = answer.json()["source"]["id"]
    source = await desk.settled(name)
    assert (source["kind"], source["documents"], source["location"]) == (
        "sitemap",
        2,
        f"{site.url}/sitemap.xml",
    )
    site.sitemap("/bats")
    assert (await desk.post(f"{name}/ingest")).status_code == 202
    source = await desk.settled(name)
    assert (source["documents"], source["report"]["withdrawn"]) == (1, 1)
    site.pages.clear()
    await desk.post(f"{name}/ingest")
    source = await desk.settled(name)
    assert (source["state"], source["documents"]) == ("failed", 1)
    assert "the server says 404" in source["problem"]


async def test_only_addresses_of_the_web_are_taken(desk: Desk) -> None:
    for url in ("file:///etc/passwd", "/etc", "javascript:alert(1)"):
        answer = await desk.post("addresses", json={"url": url})
        assert answer.status_code == 400
        assert "begins with https://" in answer.json()["error"]["message"]


async def test_an_address_inside_the_network_is_refused_with_a_reason(desk: Desk) -> None:
    await desk.post("addresses", json={"url": "http://localhost:1/secrets"})
    source = await desk.settled("localhost-secrets")
    assert source["state"] == "failed"
    assert "'localhost' is inside a private network" in source["problem"]


async def test_a_source_is_shown_where_it_may_be(desk: Desk) -> None:
    await desk.upload("owls.md", OWLS, inbox=["rest"])
    assert (await desk.settled("owls"))["inboxes"] == ["rest"]
    assert await desk.search("owls", "web") == []
    assert await desk.search("owls", "rest") != []
    answer = await desk.post("owls/inboxes", json={"inboxes": None})
    assert answer.json()["source"]["inboxes"] is None
    assert await desk.search("owls", "web") != []
    await desk.post("owls/inboxes", json={"inboxes": []})
    assert await desk.search("owls", "rest") == []
    answer = await desk.post("owls/inboxes", json={"inboxes": ["nowhere"]})
    assert answer.json()["error"]["message"].startswith("There is no inbox 'nowhere'")


async def test_a_file_for_chosen_inboxes_of_which_none_is_chosen_is_shown_in_none(desk: Desk) -> None:
    await desk.upload("owls.md", OWLS, restricted="true")
    assert (await desk.settled("owls"))["inboxes"] == []
    assert await desk.search("owls", "web") == []


async def test_a_new_version_of_a_file_is_shown_to_those_who_were_shown_the_old_one(desk: Desk) -> None:
    await desk.upload("owls.md", OWLS, inbox=["rest"])
    await desk.settled("owls")
    await desk.upload("owls.md", OWLS.replace(b"mice", b"frogs"))
    assert (await desk.settled("owls"))["inboxes"] == ["rest"]


async def test_documents_come_in_pages(desk: Desk) -> None:
    rows = "".join(f"Question {n:02}?,Answer.\n" for n in range(5))
    await desk.upload("faq.csv", b"question,answer\n" + rows.encode())
    await desk.settled("faq")
    first = await desk.documents("faq", limit=3)
    rest = await desk.documents("faq", limit=3, after=first["next"])
    titles = [one["title"] for one in first["documents"] + rest["documents"]]
    assert sorted(titles) == [f"Question {n:02}?" for n in range(5)]
    assert rest["next"] is None
    assert [one["title"] for one in (await desk.documents("faq", q="question 03"))["documents"]] == [
        "Question 03?"
    ]


async def test_viewers_read_and_change_nothing(served: Served) -> None:
    vera = Desk(served, await served.sign_in("vera@example.com"))
    assert (await vera.overview())["sources"] == []
    assert await vera.search("owls") == []
    for path in ("files?name=a.md", "addresses", "owls/ingest", "owls/inboxes", "owls/remove"):
        assert (await vera.post(path, content=b"{}")).status_code == 403


async def test_strangers_and_forged_changes_are_refused(desk: Desk, served: Served) -> None:
    desk.headers = {}
    assert (await desk.upload("a.md", OWLS)).status_code == 403
    served.http.cookies.clear()
    for path in ("", "/search?q=a&inbox=web", "/owls/documents"):
        assert (await served.http.get(API + path)).status_code == 401


async def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    assert (await desk.served.http.get(f"{API}/nothing/documents")).status_code == 404
    for path in ("nothing/ingest", "nothing/remove"):
        assert (await desk.post(path)).status_code == 404


async def test_a_source_waits_for_its_ingestion_to_end_before_the_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = asyncio.Event()
    library = desk.served.gateway.library
    ingest = library._ingest

    async def held(source_id: str) -> None:
        await go_on.wait()
        await ingest(source_id)

    monkeypatch.setattr(library, "_ingest", held)
    await desk.upload("owls.md", OWLS)
    answer = await desk.post("owls/ingest")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "conflict")
    go_on.set()
    assert (await desk.settled("owls"))["state"] == "done"


async def test_what_was_forgotten_can_be_ingested_again(desk: Desk) -> None:
    await desk.upload("owls.md", OWLS)
    await desk.settled("owls")
    async with desk.served.database.write() as session:
        (await session.get(Source, "owls")).state = SourceState.QUEUED
    assert (await desk.post("owls/ingest")).status_code == 202
    assert (await desk.settled("owls"))["state"] == "done"


async def test_a_failure_of_our_own_is_said_without_its_details(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_source_id: str) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(desk.served.gateway.library, "_ingest", broken)
    await desk.upload("owls.md", OWLS)
    source = await desk.settled("owls")
    assert (source["state"], source["problem"]) == (
        "failed",
        "Something went wrong; the gateway's log says what.",
    )


async def test_what_waited_when_the_gateway_ended_goes_on_with_the_next(
    desk: Desk, encoder: RememberingEncoder, write_articles: Callable[..., Path]
) -> None:
    library, database = desk.served.gateway.library, desk.served.database
    await ingest_directory(database, encoder, write_articles(owls=OWLS), source="animals")
    await library.close()
    write_articles(bats=b"Bats hang.")
    await desk.post("animals/ingest")
    async with database.read() as session:
        source = await session.get(Source, "animals")
        assert (source.state, source.run_id) == (SourceState.QUEUED, None)
    after = Library(desk.served.settings, database)
    after.start()
    assert (await desk.settled("animals"))["documents"] == 2
    await after.close()
