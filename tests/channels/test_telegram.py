from __future__ import annotations

import asyncio
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import select

from serving.channels import secrets
from serving.channels.models import Inbox, Media, Receipt
from serving.contacts.models import Contact, ContactAddress
from serving.conversations.models import Event
from serving.turns.pointers import stream_names
from tests.gateway import WEBHOOK_SECRET, Served

HOOK = "/channels/telegram/tg"
PROOF = {"X-Telegram-Bot-Api-Secret-Token": WEBHOOK_SECRET}
KIM = {"id": 9, "is_bot": False, "first_name": "Kim", "last_name": "Lee", "language_code": "de"}
CHAT = {"id": 77, "type": "private", "first_name": "Kim"}


def update(number: int = 1, **message: Any) -> dict[str, Any]:
    content = {"message_id": 5, "date": 1_700_000_000, "chat": CHAT, "from": KIM} | message
    return {"update_id": number, "message": content}


async def post(served: Served, body: dict[str, Any]) -> dict[str, Any]:
    response = await served.http.post(HOOK, json=body, headers=PROOF)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def stored(served: Served) -> list[Event]:
    async with served.database.read() as session:
        return list(await session.scalars(select(Event).order_by(Event.id)))


async def queued(served: Served) -> int:
    streams = [served.gateway.redis.xlen(name) for name in stream_names(served.settings)]
    return sum(await asyncio.gather(*streams))


async def test_a_message_is_stored_with_who_wrote_it(served: Served) -> None:
    assert await post(served, update(text="where is my order?")) == {}

    [event] = await stored(served)
    assert event.text == "where is my order?"
    assert event.payload["locale"] == "de"
    async with served.database.read() as session:
        contact = (await session.scalars(select(Contact))).one()
        address = (await session.scalars(select(ContactAddress))).one()
    assert (contact.name, contact.verified, address.address) == ("Kim Lee", False, "77")


async def test_an_update_delivered_twice_is_stored_once(served: Served) -> None:
    await post(served, update(text="hello"))
    await post(served, update(text="hello"))

    assert len(await stored(served)) == 1


async def test_messages_of_one_chat_are_one_conversation(served: Served) -> None:
    await post(served, update(1, text="hello"))
    await post(served, update(2, text="again"))

    assert len({event.conversation_id for event in await stored(served)}) == 1


async def test_a_pressed_button_is_a_message_and_stops_spinning(served: Served) -> None:
    query = {"id": "q1", "from": KIM, "chat_instance": "x", "data": "/cancel"}
    message = update(text="Sure?")["message"]
    answer = await post(served, {"update_id": 3, "callback_query": query | {"message": message}})

    assert answer == {"method": "answerCallbackQuery", "callback_query_id": "q1"}
    assert [event.text for event in await stored(served)] == ["/cancel"]


async def test_a_photo_with_a_caption_is_a_message_with_a_file_to_fetch(served: Served) -> None:
    sizes = [
        {"file_id": name, "file_unique_id": name, "width": 1, "height": 1, "file_size": 9}
        for name in ("small", "large")
    ]
    await post(served, update(photo=sizes, caption="it arrived broken"))

    [event] = await stored(served)
    assert event.text == "it arrived broken"
    [file] = event.payload["files"]
    async with served.database.read() as session:
        kept = await session.get_one(Media, file["id"])
    assert (kept.state, kept.handle, kept.mime, kept.event_id) == ("pending", "large", "image/jpeg", event.id)


@pytest.mark.parametrize(
    "content",
    [
        {"location": {"latitude": 1.0, "longitude": 2.0}},
        {"sticker": {"file_id": "f", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1,
                     "is_animated": False, "is_video": False}},
        {"text": "   "},
        {"text": "\x00"},
    ],
    ids=["place", "sticker", "blank", "NUL"],
)  # fmt: skip
async def test_what_cannot_be_read_is_refused_politely(served: Served, content: dict[str, Any]) -> None:
    answer = await post(served, update(**content))

    assert answer["method"] == "sendMessage"
    assert answer["chat_id"] == 77
    assert answer["text"].startswith("Ich kann nur Text lesen")
    assert await stored(served) == []


async def test_start_is_greeted(served: Served) -> None:
    answer = await post(served, update(text="/start shop"))

    assert (answer["method"], answer["chat_id"]) == ("sendMessage", 77)
    assert answer["text"]
    assert await stored(served) == []


@pytest.mark.parametrize(
    "body",
    [
        {"update_id": 1, "edited_message": update(text="corrected")["message"]},
        {"update_id": 1, "channel_post": update(text="news")["message"]},
        update(text="hi all", chat={"id": -5, "type": "group", "title": "Friends"}),
        {"update_id": 1, "my_chat_member": None},
        {"update_id": 1},
    ],
    ids=["edited", "channel post", "group", "nothing", "unknown kind"],
)
async def test_what_is_not_a_private_message_is_ignored(served: Served, body: dict[str, Any]) -> None:
    assert await post(served, body) == {}
    assert await stored(served) == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Telegram-Bot-Api-Secret-Token": "wrong"},
        {"X-Telegram-Bot-Api-Secret-Token": ""},
        {"X-Telegram-Bot-Api-Secret-Token": "s\xe9cret".encode("latin-1")},
    ],
    ids=["none", "wrong", "empty", "not ASCII"],
)
async def test_without_the_secret_nothing_is_taken(served: Served, headers: dict[str, Any]) -> None:
    response = await served.http.post(HOOK, json=update(text="hello"), headers=headers)

    assert response.status_code == 401
    assert await stored(served) == []


async def test_an_inbox_without_a_secret_takes_nothing(served: Served) -> None:
    async with served.database.write() as session:
        encrypted = secrets.encrypt({"bot_token": "1:a"}, served.settings.secret_key)
        session.add(Inbox(id="tg0", name="T", channel="telegram", settings={}, secrets=encrypted))

    response = await served.http.post(
        "/channels/telegram/tg0", json=update(text="x"), headers={"X-Telegram-Bot-Api-Secret-Token": ""}
    )

    assert response.status_code == 401


async def test_a_chat_that_floods_is_answered_in_bursts_and_then_put_off(
    served: Served, redis_client: Redis
) -> None:
    served.stop_the_clock()
    before = await queued(served)
    for number in range(60):
        await post(served, update(number, text="hello"))

    refused = await served.http.post(HOOK, json=update(61, text="hello"), headers=PROOF)
    other = update(62, text="hello", chat=CHAT | {"id": 78})

    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    await post(served, other)
    async with served.database.read() as session:
        assert len(list(await session.scalars(select(Receipt)))) == 61
    assert await queued(served) - before == 21  # twenty at once, and the other person's
