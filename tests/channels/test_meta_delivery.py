"""WhatsApp, Messenger and Instagram, outward, against a peer that answers as the Graph API does."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from serving.channels import secrets
from serving.channels.base import (
    Channel,
    Delivery,
    DeliveryDeferred,
    DeliveryFailed,
    Part,
    Permission,
    WindowClosed,
)
from serving.channels.instagram import InstagramChannel
from serving.channels.media import MediaFiles
from serving.channels.messenger import MessengerChannel
from serving.channels.models import Inbox, Media
from serving.channels.whatsapp import WhatsAppChannel
from serving.config import Settings
from serving.conversations.models import Author
from tests.channels.meta_server import PAGE, PHONE, TOKEN, MetaServer
from tests.channels.support import adapter, delivery
from tests.gateway import listening

KEY = SecretStr("a secret key for tests, 32 characters")
BUTTONS = [{"title": "Yes", "payload": "/yes"}, {"title": "No", "payload": "/no"}]
BUILDERS: dict[str, Callable[..., Channel]] = {
    "whatsapp": WhatsAppChannel,
    "messenger": MessengerChannel,
    "instagram": InstagramChannel,
}


@pytest.fixture
async def meta() -> AsyncIterator[MetaServer]:
    server = MetaServer()
    async with listening(server.app()) as address:
        server.base_url = f"http://{address}"
        yield server


@pytest.fixture
def configured(make_settings: Callable[..., Settings], sqlite_url: str) -> Settings:
    return make_settings(secret_key=KEY, database_url=sqlite_url, public_url="https://parley.example")


@contextlib.asynccontextmanager
async def opened(name: str, settings: Settings) -> AsyncIterator[Channel]:
    async with adapter(BUILDERS[name], settings) as channel:
        yield channel


def inbox(meta: MetaServer, name: str, *, token: str | None = TOKEN, **settings: Any) -> Inbox:
    stored = secrets.encrypt({"access_token": token} if token else {}, KEY)
    account = {"phone_number_id": PHONE} if name == "whatsapp" else {"account_id": PAGE}
    return Inbox(
        id="m",
        name="M",
        channel=name,
        settings={"base_url": meta.base_url} | account | settings,
        secrets=stored,
    )


def message(
    meta: MetaServer, name: str, part: Part | str = "Hello", *, token: str | None = TOKEN, **more: Any
) -> Delivery:
    made = Part(text=part) if isinstance(part, str) else part
    return delivery(inbox(meta, name, token=token), "16505551234", made, **more)


async def test_whatsapp_takes_a_text_and_gives_our_reference_back_with_its_statuses(
    meta: MetaServer, configured: Settings
) -> None:
    async with opened("whatsapp", configured) as channel:
        assert await channel.deliver(message(meta, "whatsapp")) == "wamid.1"

    [sent] = meta.sent
    assert (sent["to"], sent["text"]["body"]) == ("16505551234", "Hello")
    assert sent["biz_opaque_callback_data"] == "parley-1-0-0"


async def test_whatsapp_shows_up_to_three_reply_buttons(meta: MetaServer, configured: Settings) -> None:
    async with opened("whatsapp", configured) as channel:
        await channel.deliver(message(meta, "whatsapp", Part(text="Sure?", buttons=BUTTONS)))

    interactive = meta.sent[0]["interactive"]
    replies = [button["reply"] for button in interactive["action"]["buttons"]]
    assert interactive["body"]["text"] == "Sure?"
    assert replies == [{"id": "/yes", "title": "Yes"}, {"id": "/no", "title": "No"}]


async def test_outside_its_window_whatsapp_gets_the_inboxs_template(
    meta: MetaServer, configured: Settings
) -> None:
    sent = message(meta, "whatsapp", "Two\nlines,\tand    spaces", permission=Permission.TEMPLATE)
    sent.inbox.settings = sent.inbox.settings | {
        "template": {"name": "follow_up", "language": "en_US", "text": True}
    }
    async with opened("whatsapp", configured) as channel:
        await channel.deliver(sent)

    template = meta.sent[0]["template"]
    assert (template["name"], template["language"]) == ("follow_up", {"code": "en_US"})
    assert template["components"][0]["parameters"] == [{"type": "text", "text": "Two lines, and spaces"}]


@pytest.mark.parametrize("name", ["messenger", "instagram"])
async def test_messenger_and_instagram_show_quick_replies(
    meta: MetaServer, configured: Settings, name: str
) -> None:
    async with opened(name, configured) as channel:
        assert await channel.deliver(message(meta, name, Part(text="Sure?", buttons=BUTTONS))) == "m_1"

    [sent] = meta.sent
    assert sent["messaging_type"] == "RESPONSE"
    assert sent["message"]["metadata"] == "parley-1-0-0"
    assert [reply["payload"] for reply in sent["message"]["quick_replies"]] == ["/yes", "/no"]


async def test_a_humans_answer_after_a_day_is_tagged_as_one(meta: MetaServer, configured: Settings) -> None:
    tagged = message(meta, "messenger", author=Author.OPERATOR, permission=Permission.AGENT)
    async with opened("messenger", configured) as channel:
        await channel.deliver(tagged)

    assert (meta.sent[0]["messaging_type"], meta.sent[0]["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")


@pytest.fixture
def picture(configured: Settings) -> Media:
    path: Path = MediaFiles(configured).path("abc")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\x89PNG\r\n\x1a\n picture")
    return Media(id="abc", name="a.png", mime="image/png", bytes=16)


async def test_a_file_is_uploaded_and_sent_by_its_id(
    meta: MetaServer, configured: Settings, picture: Media
) -> None:
    async with opened("whatsapp", configured) as channel:
        await channel.deliver(message(meta, "whatsapp", Part(file=picture)))
    async with opened("messenger", configured) as channel:
        await channel.deliver(message(meta, "messenger", Part(file=picture)))

    whatsapp, messenger = meta.sent
    assert whatsapp["image"] == {"id": "1"}
    assert messenger["message"]["attachment"] == {"type": "image", "payload": {"attachment_id": "2"}}
    assert meta.uploads == [("image/png", b"\x89PNG\r\n\x1a\n picture")] * 2


async def test_instagram_gets_a_signed_address_of_the_file(
    meta: MetaServer, configured: Settings, picture: Media
) -> None:
    async with opened("instagram", configured) as channel:
        await channel.deliver(message(meta, "instagram", Part(file=picture)))

    url = meta.sent[0]["message"]["attachment"]["payload"]["url"]
    assert url.startswith("https://parley.example/media/abc?expires=")


@pytest.mark.parametrize("name", list(BUILDERS))
@pytest.mark.parametrize(
    ("status", "code", "raised"),
    [
        (400, 131026, DeliveryFailed),
        (403, 10, DeliveryFailed),
        (400, 100, DeliveryFailed),
        (429, 4, DeliveryDeferred),
        (400, 80007, DeliveryDeferred),
        (400, 130429, DeliveryDeferred),
        (400, 131056, DeliveryDeferred),
        (400, 613, DeliveryDeferred),
        (500, 131000, DeliveryDeferred),
        (503, 2, DeliveryDeferred),
        (401, 190, DeliveryDeferred),
        (400, 131047, WindowClosed),
    ],
)
async def test_metas_errors_mean_what_they_say(
    meta: MetaServer, configured: Settings, name: str, status: int, code: int, raised: type[Exception]
) -> None:
    meta.trouble(code, status)
    async with opened(name, configured) as channel:
        with pytest.raises(raised) as error:
            await channel.deliver(message(meta, name))

    assert type(error.value) is raised
    assert meta.sent == []


async def test_messenger_says_by_a_subcode_that_its_window_is_closed(
    meta: MetaServer, configured: Settings
) -> None:
    meta.trouble(10, 403, subcode=2018278)
    async with opened("messenger", configured) as channel:
        with pytest.raises(WindowClosed):
            await channel.deliver(message(meta, "messenger"))


async def test_meta_says_how_long_to_wait(meta: MetaServer, configured: Settings) -> None:
    meta.trouble(4, 429, Retry_After="42")
    async with opened("whatsapp", configured) as channel:
        with pytest.raises(DeliveryDeferred) as deferred:
            await channel.deliver(message(meta, "whatsapp"))

    assert deferred.value.retry_after_s == 42


@pytest.mark.parametrize("name", list(BUILDERS))
async def test_a_meta_that_is_away_defers_and_a_wrong_token_too(
    meta: MetaServer, configured: Settings, name: str
) -> None:
    nowhere = message(meta, name)
    nowhere.inbox.settings = nowhere.inbox.settings | {"base_url": "http://127.0.0.1:1"}
    async with opened(name, configured) as channel:
        with pytest.raises(DeliveryDeferred):
            await channel.deliver(nowhere)
        with pytest.raises(DeliveryDeferred, match="enter a new one"):
            await channel.deliver(message(meta, name, token="old"))
        with pytest.raises(DeliveryFailed, match="access token"):
            await channel.deliver(message(meta, name, token=None))


async def _content(channel: Any, meta: MetaServer, name: str, handle: str) -> bytes:
    return b"".join([chunk async for chunk in channel.fetch(inbox(meta, name), handle)])


async def test_what_customers_send_is_fetched(meta: MetaServer, configured: Settings) -> None:
    meta.files = {"777": b"picture", "public-1": b"another"}
    async with opened("whatsapp", configured) as channel:
        assert await _content(channel, meta, "whatsapp", "777") == b"picture"
        with pytest.raises(DeliveryFailed):
            await _content(channel, meta, "whatsapp", "778")
    async with opened("messenger", configured) as channel:
        assert await _content(channel, meta, "messenger", f"{meta.base_url}/download/public-1") == b"another"
        with pytest.raises(DeliveryFailed, match="not a host of Meta's"):
            await _content(channel, meta, "messenger", "http://169.254.169.254/latest")
