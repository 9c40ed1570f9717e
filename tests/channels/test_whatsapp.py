from __future__ import annotations

from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import select

from serving.channels import secrets
from serving.channels.models import Inbox, Media
from serving.contacts.models import Contact, ContactAddress
from serving.conversations.models import Author, Event, Kind
from tests.channels.hooks import Hooks, meta_signature
from tests.channels.meta_server import (
    APP_SECRET,
    PHONE,
    TOKEN,
    VERIFY_TOKEN,
    whatsapp_hook,
    whatsapp_status,
    whatsapp_text,
)
from tests.gateway import Served

HOOK = "/channels/whatsapp/wa"


async def add_inbox(served: Served, inbox_id: str = "wa", *, phone: str = PHONE) -> None:
    stored = secrets.encrypt(
        {"access_token": TOKEN, "app_secret": APP_SECRET, "verify_token": VERIFY_TOKEN},
        served.settings.secret_key,
    )
    async with served.database.write() as session:
        session.add(
            Inbox(
                id=inbox_id,
                name="WhatsApp",
                channel="whatsapp",
                settings={"phone_number_id": phone},
                secrets=stored,
            )
        )


@pytest.fixture
async def meta(served: Served) -> Hooks:
    await add_inbox(served)
    return Hooks(served.http, HOOK, lambda raw: meta_signature(APP_SECRET, raw))


async def stored(served: Served, kind: Kind = Kind.MESSAGE) -> list[Event]:
    async with served.database.read() as session:
        return list(await session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


async def test_a_message_is_stored_with_who_wrote_it(served: Served, meta: Hooks) -> None:
    body = whatsapp_hook(whatsapp_text("Does it come in another color?", message_id="wamid.A"))

    assert (await meta.send(body)).status_code == 200

    [event] = await stored(served)
    assert event.text == "Does it come in another color?"
    async with served.database.read() as session:
        contact = (await session.scalars(select(Contact))).one()
        address = (await session.scalars(select(ContactAddress))).one()
    assert (contact.name, contact.verified, address.address) == ("Sheena Nelson", False, "16505551234")


async def test_a_message_delivered_again_changes_nothing(served: Served, meta: Hooks) -> None:
    body = whatsapp_hook(whatsapp_text("hello", message_id="wamid.A"))
    await meta.send(body)

    assert (await meta.send(body)).status_code == 200
    assert len(await stored(served)) == 1


async def test_a_batch_is_stored_in_its_order_and_known_messages_are_left_out(
    served: Served, meta: Hooks
) -> None:
    one, two, three = (whatsapp_text(text, message_id=f"wamid.{text}") for text in ("one", "two", "three"))
    await meta.send(whatsapp_hook(two))
    await meta.send(whatsapp_hook(one, two, three))

    assert [event.text for event in await stored(served)] == ["two", "one", "three"]


async def test_one_odd_message_does_not_keep_the_others_out(served: Served, meta: Hooks) -> None:
    odd: dict[str, Any] = {"from": "16505551234", "type": "text", "text": {"body": "no id"}}
    fine = whatsapp_text("fine", message_id="wamid.B")

    assert (await meta.send(whatsapp_hook(odd, fine))).status_code == 200
    assert [event.text for event in await stored(served)] == ["fine"]


@pytest.mark.parametrize(
    ("message", "text", "pressed"),
    [
        ({"type": "interactive", "interactive": {"type": "button_reply",
          "button_reply": {"id": "/cancel", "title": "Cancel"}}}, "/cancel", "Cancel"),
        ({"type": "interactive", "interactive": {"type": "list_reply",
          "list_reply": {"id": "/returns", "title": "Returns", "description": "x"}}}, "/returns", "Returns"),
        ({"type": "button", "button": {"payload": "/stop", "text": "Stop"}}, "/stop", "Stop"),
        ({"type": "location", "location": {"latitude": 1.5, "longitude": 2, "name": "Shop"}},
         "Shop\n1.5, 2", None),
    ],
    ids=["button", "list", "template button", "place"],
)  # fmt: skip
async def test_what_is_pressed_is_its_payload(
    served: Served, meta: Hooks, message: dict[str, Any], text: str, pressed: str | None
) -> None:
    sent = {"from": "16505551234", "id": "wamid.C", "timestamp": "1749416383"} | message
    await meta.send(whatsapp_hook(sent))

    [event] = await stored(served)
    assert (event.text, event.payload.get("pressed")) == (text, pressed)


async def test_a_picture_is_a_file_to_fetch_and_its_caption_the_text(served: Served, meta: Hooks) -> None:
    image = {
        "caption": "it arrived broken",
        "mime_type": "image/jpeg",
        "sha256": "x",
        "id": "1037543291543636",
    }
    sent = {
        "from": "16505551234",
        "id": "wamid.D",
        "timestamp": "1744344496",
        "type": "image",
        "image": image,
    }
    await meta.send(whatsapp_hook(sent))

    [event] = await stored(served)
    [file] = event.payload["files"]
    async with served.database.read() as session:
        kept = await session.get_one(Media, file["id"])
    assert event.text == "it arrived broken"
    assert (kept.state, kept.handle, kept.event_id) == ("pending", "1037543291543636", event.id)


@pytest.mark.parametrize("kind", ["unsupported", "contacts", "order"])
async def test_what_nobody_can_read_is_kept_as_such(served: Served, meta: Hooks, kind: str) -> None:
    await meta.send(whatsapp_hook({"from": "16505551234", "id": "wamid.E", "type": kind, kind: []}))

    [event] = await stored(served)
    assert (event.text, event.payload["unreadable"]) == ("", kind)


async def test_a_reaction_is_no_message(served: Served, meta: Hooks) -> None:
    reaction = {"message_id": "wamid.A", "emoji": "😀"}
    await meta.send(whatsapp_hook({"from": "1", "id": "wamid.F", "type": "reaction", "reaction": reaction}))

    assert await stored(served) == []


@pytest.mark.parametrize("secret", ["wrong", ""])
async def test_a_wrong_signature_is_refused(served: Served, meta: Hooks, secret: str) -> None:
    meta.sign = lambda raw: meta_signature(secret, raw)

    assert (await meta.send(whatsapp_hook(whatsapp_text("hi", message_id="x")))).status_code == 401
    assert await stored(served) == []


async def test_the_signature_is_over_the_raw_bytes(served: Served, meta: Hooks) -> None:
    """Meta escapes what is not ASCII; a body that was parsed and written again would not fit."""
    raw = b'{"object": "whatsapp_business_account", "entry": [], "x": "\\u00e9\\/"}'
    response = await served.http.post(HOOK, content=raw, headers=meta_signature(APP_SECRET, raw))

    assert response.status_code == 200
    other = raw.replace(b"\\/", b"/")
    response = await served.http.post(HOOK, content=other, headers=meta_signature(APP_SECRET, raw))
    assert response.status_code == 401


async def test_without_a_signature_or_an_inbox_nothing_is_taken(served: Served, meta: Hooks) -> None:
    body = whatsapp_hook(whatsapp_text("hi", message_id="x"))
    meta.sign = lambda raw: {}
    assert (await meta.send(body)).status_code == 401
    meta.url = "/channels/whatsapp/nobody"
    meta.sign = lambda raw: meta_signature("", raw)
    assert (await meta.send(body)).status_code == 401


async def test_the_handshake_gives_the_challenge_back_for_the_right_token(
    served: Served, meta: Hooks
) -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": VERIFY_TOKEN}

    right = await served.http.get(HOOK, params=query)
    wrong = await served.http.get(HOOK, params=query | {"hub.verify_token": "other"})

    assert (right.status_code, right.text) == (200, "1158201444")
    assert wrong.status_code == 403


async def test_a_second_number_of_the_same_app_reaches_its_own_inbox(served: Served, meta: Hooks) -> None:
    await add_inbox(served, "wa2", phone="2222")
    await meta.send(whatsapp_hook(whatsapp_text("hi", message_id="wamid.G"), phone="2222"))
    await meta.send(whatsapp_hook(whatsapp_text("hi", message_id="wamid.H"), phone="3333"))

    async with served.database.read() as session:
        assert list(await session.scalars(select(ContactAddress.inbox_id))) == ["wa2"]


async def test_a_flood_in_a_batch_holds_up_nobody_else(served: Served, meta: Hooks) -> None:
    served.stop_the_clock()
    flood = [whatsapp_text(str(number), message_id=f"wamid.f{number}") for number in range(61)]
    other = whatsapp_text("me too", message_id="wamid.o", sender="4915112345")

    response = await meta.send(whatsapp_hook(*flood, other))

    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    events = await stored(served)
    assert (len(events), events[-1].text) == (61, "me too")


async def test_statuses_are_acknowledged_even_for_what_we_do_not_know(served: Served, meta: Hooks) -> None:
    hook = whatsapp_hook(statuses=[whatsapp_status("wamid.unknown", "read")])

    assert (await meta.send(hook)).status_code == 200
    assert [event for event in await stored(served) if event.author is not Author.CUSTOMER] == []


async def test_a_full_queue_puts_the_provider_off_and_loses_nothing_it_took(
    served: Served, meta: Hooks, redis_client: Redis
) -> None:
    await redis_client.flushall()
    served.settings.stream_max_length = 1
    served.settings.stream_shards = 1
    first = whatsapp_hook(whatsapp_text("taken", message_id="wamid.1"))
    second = whatsapp_hook(whatsapp_text("later", message_id="wamid.2", sender="4915112345"))
    assert (await meta.send(first)).status_code == 200

    refused = await meta.send(second)

    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert [event.text for event in await stored(served)] == ["taken"]
    await redis_client.flushall()  # the worker has caught up
    assert (await meta.send(second)).status_code == 200
    assert [event.text for event in await stored(served)] == ["taken", "later"]
