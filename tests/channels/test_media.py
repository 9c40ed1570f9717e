"""Files that come and go: checked, kept, given out by signed addresses only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from serving.channels import media
from serving.channels.media import MediaFiles, clean_name, sniff
from serving.channels.models import Media, Outgoing
from serving.errors import BadInput
from tests.gateway import Served, add_team

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 64


async def chunks(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 50):
        yield content[start : start + 50]


async def keep(served: Served, content: bytes = PNG, name: str = "lamp.png") -> Media:
    files = MediaFiles(served.settings)
    return await media.store(served.database, files, chunks(content), inbox_id="web", name=name)


def path_of(served: Served, media_id: str, **lifetime: int) -> str:
    return MediaFiles(served.settings).address(media_id, **lifetime).removeprefix(served.settings.public_url)


async def test_a_file_is_given_out_by_its_signed_address(served: Served) -> None:
    kept = await keep(served)
    response = await served.http.get(path_of(served, kept.id))

    assert (response.status_code, response.content) == (200, PNG)
    assert response.headers["content-type"] == "image/png"
    assert response.headers["content-disposition"].startswith("inline")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    "change", [("expires=", "expires=9"), ("signature=", "signature=x&unused="), ("media/", "media/a")]
)
async def test_an_address_that_was_changed_is_refused(served: Served, change: tuple[str, str]) -> None:
    kept = await keep(served)

    assert (await served.http.get(path_of(served, kept.id).replace(*change))).status_code == 403


async def test_an_address_expires(served: Served) -> None:
    kept = await keep(served)

    assert (await served.http.get(path_of(served, kept.id, lifetime_s=-1))).status_code == 403


async def test_what_is_still_being_fetched_is_asked_for_again_later(served: Served) -> None:
    async with served.database.write() as session:
        session.add(Media(id="m1", inbox_id="web", name="a", mime="image/png", state="pending"))
        session.add(Media(id="m2", inbox_id="web", name="a", mime="image/png", state="refused", error="big"))
        session.add(Media(id="m3", inbox_id="web", name="a", mime="image/png", state="failed"))
    statuses = [
        (await served.http.get(path_of(served, name))).status_code for name in ("m1", "m2", "m3", "m4")
    ]

    assert statuses == [503, 415, 404, 404]


async def test_documents_are_offered_as_a_download(served: Served) -> None:
    kept = await keep(served, b"a plain text, <b>not</b> a page", "../../etc/notes.txt")
    response = await served.http.get(path_of(served, kept.id))

    assert response.headers["content-disposition"] == 'attachment; filename="notes.txt"'
    assert response.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "content",
    [b"", b"<html><script>alert(1)</script>\x00", b"MZ\x90\x00" + b"\x00" * 64, b"\x7fELF" + b"\x00" * 60],
    ids=["empty", "page with a NUL", "program", "another program"],
)
async def test_what_is_not_taken_leaves_nothing_behind(served: Served, content: bytes) -> None:
    with pytest.raises(BadInput):
        await keep(served, content)

    folder = served.settings.data_dir / "media"
    assert [path for path in await asyncio.to_thread(lambda: list(folder.rglob("*"))) if path.is_file()] == []
    async with served.database.read() as session:
        assert list(await session.scalars(select(Media))) == []


def test_a_page_is_only_ever_text() -> None:
    assert sniff(b"<html><script>alert(1)</script>") == "text/plain"


@pytest.mark.parametrize(
    ("given", "shown"),
    [("C:\\pics\\a.jpg", "a.jpg"), ("..", "file"), ("a\u202egpj.exe", "agpj.exe"), ("", "file")],
)
def test_a_name_is_only_a_name(given: str, shown: str) -> None:
    assert clean_name(given) == shown


async def test_an_operator_sends_a_file_with_a_reply(served: Served) -> None:
    await add_team(served.database)
    headers = await served.sign_in()
    token = (await served.session())["token"]
    sent = await served.http.post(
        "/api/widget/web/messages",
        json={"text": "hi", "client_id": "c"},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert sent.status_code == 202
    conversation = (await served.session(token=token))["conversation"]

    query = {"name": "lamp.png", "inbox": "web"}
    taken = await served.http.post("/console/api/media", params=query, content=PNG, headers=headers)
    file = taken.json()["file"]
    body = {"text": "Look at this", "files": [file["id"]]}
    path = f"/console/api/conversations/{conversation}"
    replied = await served.http.post(f"{path}/reply", json=body, headers=headers)

    assert replied.json()["events"][-1]["payload"]["files"] == [file]
    shown = await served.http.get(f"/console/api/media/{file['id']}", follow_redirects=True)
    assert shown.content == PNG
    seen = await served.http.get("/api/widget/web/events", headers={"Authorization": f"Bearer {token}"})
    assert seen.json()["events"][-1]["payload"]["files"] == [file]


async def test_a_file_of_another_conversation_cannot_be_sent(served: Served) -> None:
    await add_team(served.database)
    headers = await served.sign_in()
    async with served.database.write() as session:
        session.add(Media(id="m1", inbox_id="rest", name="a", mime="image/png", bytes=1))
    token = (await served.session())["token"]
    await served.http.post(
        "/api/widget/web/messages",
        json={"text": "hi", "client_id": "c"},
        headers={"Authorization": f"Bearer {token}"},
    )
    conversation = (await served.session(token=token))["conversation"]
    replied = await served.http.post(
        f"/console/api/conversations/{conversation}/reply",
        json={"text": "x", "files": ["m1"]},
        headers=headers,
    )

    assert replied.status_code == 404


async def test_the_console_has_a_failed_message_sent_again(served: Served) -> None:
    await add_team(served.database)
    headers = await served.sign_in()
    body = {
        "update_id": 1,
        "message": {
            "message_id": 5,
            "date": 1_700_000_000,
            "chat": {"id": 77, "type": "private"},
            "from": {"id": 9, "is_bot": False, "first_name": "Kim"},
            "text": "hello",
        },
    }
    proof = {"X-Telegram-Bot-Api-Secret-Token": "hook-secret"}
    await served.http.post("/channels/telegram/tg", json=body, headers=proof)
    listed = await served.http.get("/console/api/conversations")
    path = f"/console/api/conversations/{listed.json()['conversations'][0]['id']}"
    replied = await served.http.post(f"{path}/reply", json={"text": "Ana here"}, headers=headers)
    message = replied.json()["events"][-1]["id"]
    early = await served.http.post(f"{path}/events/{message}/resend", headers=headers)
    async with served.database.write() as session:
        (await session.scalars(select(Outgoing))).one().state = "failed"

    again = await served.http.post(f"{path}/events/{message}/resend", headers=headers)

    assert early.status_code == 409
    assert again.json()["events"][0]["payload"] == {"event_id": message, "state": "pending", "error": None}
    async with served.database.read() as session:
        assert (await session.scalars(select(Outgoing))).one().state == "pending"
