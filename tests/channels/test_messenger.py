"""Messenger's and Instagram's webhooks."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from serving.channels import secrets
from serving.channels.models import Inbox, Media
from serving.conversations.models import Event
from tests.channels.hooks import Hooks, meta_signature
from tests.channels.meta_server import APP_SECRET, PAGE, VERIFY_TOKEN, page_event, page_hook
from tests.gateway import Served


@pytest.fixture(params=["messenger", "instagram"])
async def meta(request: pytest.FixtureRequest, served: Served) -> Hooks:
    stored = secrets.encrypt(
        {"app_secret": APP_SECRET, "verify_token": VERIFY_TOKEN}, served.settings.secret_key
    )
    async with served.database.write() as session:
        session.add(
            Inbox(id="fb", name="F", channel=request.param, settings={"account_id": PAGE}, secrets=stored)
        )
    path = f"/channels/{request.param}/fb"
    return Hooks(served.http, path, lambda raw: meta_signature(APP_SECRET, raw))


async def messages(served: Served) -> list[Event]:
    async with served.database.read() as session:
        return list(await session.scalars(select(Event).order_by(Event.id)))


def text(said: str, mid: str = "m_1", **more: Any) -> dict[str, Any]:
    return page_event(message={"mid": mid, "text": said, **more})


async def test_a_batch_is_stored_in_order_and_once(served: Served, meta: Hooks) -> None:
    await meta.send(page_hook(text("one"), text("two", "m_2")))
    await meta.send(page_hook(text("one"), text("two", "m_2"), text("three", "m_3")))

    assert [event.text for event in await messages(served)] == ["one", "two", "three"]


async def test_echoes_are_no_messages(served: Served, meta: Hooks) -> None:
    await meta.send(page_hook(text("we said this", is_echo=True, app_id=1, metadata="parley-9-0-0")))
    await meta.send(page_hook(text("somebody in the page's inbox", is_echo=True)))

    assert await messages(served) == []


async def test_a_quick_reply_and_a_postback_are_their_payload(served: Served, meta: Hooks) -> None:
    await meta.send(page_hook(text("Cancel", quick_reply={"payload": "/cancel"})))
    await meta.send(
        page_hook(page_event(postback={"mid": "m_9", "title": "Start", "payload": "/get_started"}))
    )

    shown = [(event.text, event.payload["pressed"]) for event in await messages(served)]
    assert shown == [("/cancel", "Cancel"), ("/get_started", "Start")]


async def test_an_attachment_is_a_file_to_fetch(served: Served, meta: Hooks) -> None:
    url = "https://scontent.xx.fbcdn.net/v/broken_lamp.jpg?sig=1"
    await meta.send(
        page_hook(
            page_event(message={"mid": "m_1", "attachments": [{"type": "image", "payload": {"url": url}}]})
        )
    )

    [event] = await messages(served)
    async with served.database.read() as session:
        kept = await session.get_one(Media, event.payload["files"][0]["id"])
    assert (kept.name, kept.handle, kept.state) == ("broken_lamp.jpg", url, "pending")


async def test_a_wrong_signature_and_a_wrong_token_are_refused(served: Served, meta: Hooks) -> None:
    meta.sign = lambda raw: meta_signature("other", raw)
    assert (await meta.send(page_hook(text("hi")))).status_code == 401
    query = {"hub.mode": "subscribe", "hub.challenge": "1", "hub.verify_token": "other"}
    assert (await served.http.get(meta.url, params=query)).status_code == 403
    right = await served.http.get(meta.url, params=query | {"hub.verify_token": VERIFY_TOKEN})
    assert right.text == "1"


@pytest.mark.parametrize(
    "event", [{"reaction": {"emoji": "x"}}, {"optin": {}}, {"message": {"text": "no id"}}]
)
async def test_what_is_no_message_is_acknowledged(served: Served, meta: Hooks, event: dict[str, Any]) -> None:
    assert (await meta.send(page_hook(page_event(**event)))).status_code == 200
    assert await messages(served) == []
