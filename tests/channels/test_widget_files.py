"""A customer's files: taken, shown to that customer only, and part of the message."""

from __future__ import annotations

import httpx
import pytest

from serving.channels.models import Inbox
from tests.channels.test_widget import bearer, say
from tests.gateway import Served

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


async def upload(
    served: Served, session: dict, content: bytes = PNG, name: str = "lamp.png"
) -> httpx.Response:
    return await served.http.post(
        "/api/widget-files/web", params={"name": name}, content=content, headers=bearer(session)
    )


async def send(served: Served, session: dict, *ids: str, text: str = "") -> httpx.Response:
    body = {"text": text, "client_id": "with files", "files": list(ids)}
    return await served.http.post("/api/widget/web/messages", json=body, headers=bearer(session))


async def test_a_file_goes_out_with_its_message_and_is_shown_to_its_customer(served: Served) -> None:
    session = await served.session()
    file = (await upload(served, session)).json()["file"]
    sent = (await send(served, session, file["id"])).json()["event"]

    assert (
        sent["payload"]["files"] == [file] == [{**file, "name": "lamp.png", "mime": "image/png", "bytes": 72}]
    )
    address = await served.http.get(f"/api/widget-files/web/{file['id']}", headers=bearer(session))
    shown = await served.http.get(address.json()["path"])
    assert (shown.status_code, shown.content, shown.headers["content-type"]) == (200, PNG, "image/png")


async def test_nobody_elses_file_is_shown(served: Served) -> None:
    session, stranger = await served.session(), await served.session()
    file = (await upload(served, session)).json()["file"]
    await send(served, session, file["id"])
    await say(served, stranger, "hello")

    refused = await served.http.get(f"/api/widget-files/web/{file['id']}", headers=bearer(stranger))
    stolen = await send(served, stranger, file["id"], text="mine")

    assert (refused.status_code, stolen.status_code) == (404, 404)


@pytest.mark.parametrize("content", [b"", b"<html><script>alert(1)</script></html>\x00", b"MZ\x90\x00" * 20])
async def test_what_could_act_in_a_browser_or_is_empty_is_refused(served: Served, content: bytes) -> None:
    assert (await upload(served, await served.session(), content)).status_code == 400


async def test_a_file_that_is_too_large_is_refused(served: Served) -> None:
    session = await served.session()
    too_large = PNG + b"\x00" * served.settings.max_file_bytes

    assert (await upload(served, session, too_large)).status_code == 413


async def test_an_inbox_may_take_no_files(served: Served) -> None:
    assert (await served.session())["files"]["most"] > 0
    async with served.database.write() as write:
        inbox = await write.get_one(Inbox, "web")
        inbox.settings = {**inbox.settings, "files": False}

    session = await served.session()
    assert session["files"] is None
    assert (await upload(served, session)).status_code == 403


async def test_a_flood_of_files_is_slowed(served: Served) -> None:
    session = await served.session()
    answers = [await upload(served, session) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [201] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
