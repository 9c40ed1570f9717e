from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from serving.channels import reports, secrets
from serving.channels.base import DeliveryDeferred, DeliveryFailed, Part, Permission, State, WindowClosed
from serving.channels.models import Inbox, Media, Outgoing
from serving.channels.twilio_delivery import SMS, WHATSAPP, TwilioChannel, build_sms, build_whatsapp
from serving.config import Settings
from serving.contacts.models import Contact
from serving.conversations.models import Event, Kind
from tests.channels.support import adapter, delivery
from tests.channels.twilio_server import ACCOUNT, AUTH_TOKEN, NUMBER, PICTURE, Sender, TwilioServer, sms
from tests.gateway import Served, listening

PATH = "/channels/twilio/sms"
CUSTOMER = "+14017122661"


def make_inbox(settings: Settings, channel: str = SMS, base_url: str = "", **changes: Any) -> Inbox:
    values = {"account_sid": ACCOUNT, "number": NUMBER, "base_url": base_url}
    inbox_id = "sms" if channel == SMS else "wa"
    made = Inbox(id=inbox_id, name="Phone", channel=channel, settings=values | changes)
    made.secrets = secrets.encrypt({"auth_token": AUTH_TOKEN}, settings.secret_key)
    return made


@pytest.fixture
async def sender(served: Served) -> Sender:
    async with served.database.write() as session:
        session.add_all([make_inbox(served.settings), make_inbox(served.settings, WHATSAPP)])
    return Sender(served.http, served.settings.public_url)


@pytest.fixture
def twilio() -> TwilioServer:
    return TwilioServer()


@pytest.fixture
async def base_url(twilio: TwilioServer) -> AsyncIterator[str]:
    async with listening(twilio.app()) as address:
        yield f"http://{address}"


@pytest.fixture
async def channel(settings: Settings) -> AsyncIterator[TwilioChannel]:
    async with adapter(build_sms, settings) as made:
        yield made


@pytest.fixture
async def whatsapp(settings: Settings) -> AsyncIterator[TwilioChannel]:
    async with adapter(build_whatsapp, settings) as made:
        yield made


async def messages(served: Served) -> list[Event]:
    async with served.database.read() as session:
        return list(await session.scalars(select(Event).where(Event.kind == Kind.MESSAGE).order_by(Event.id)))


async def test_a_text_message_is_stored_and_answered_with_nothing(served: Served, sender: Sender) -> None:
    answer = await sender.send(PATH, sms(body="Où est ma commande ?"))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/xml")
    assert answer.text.endswith("<Response/>")
    [message] = await messages(served)
    assert message.text == "Où est ma commande ?"


async def test_a_message_that_comes_again_is_stored_once(served: Served, sender: Sender) -> None:
    for _ in range(3):
        await sender.send(PATH, sms())
    assert len(await messages(served)) == 1


async def test_whatsapp_brings_the_name_the_button_and_the_files(served: Served, sender: Sender) -> None:
    """https://www.twilio.com/docs/whatsapp/buttons"""
    more = {
        "From": f"whatsapp:{CUSTOMER}",
        "To": f"whatsapp:{NUMBER}",
        "ProfileName": "Kim",
        "WaId": CUSTOMER[1:],
    }
    pressed = {"ButtonText": "Yes", "ButtonPayload": "/affirm"}
    picture = {
        "NumMedia": "1",
        "MediaUrl0": "https://api.twilio.com/x/Media/ME1",
        "MediaContentType0": "image/jpeg",
    }
    await sender.send("/channels/twilio/wa", sms("SM1", "Yes", **more, **pressed))
    await sender.send("/channels/twilio/wa", sms("SM2", "", **more, **picture))
    first, second = await messages(served)
    assert (first.text, first.payload["pressed"]) == ("/affirm", "Yes")
    assert second.payload["files"][0]["mime"] == "image/jpeg"
    async with served.database.read() as session:
        assert (await session.scalars(select(Contact.name))).all() == ["Kim"]


async def test_stop_and_help_are_twilios_to_answer(served: Served, sender: Sender) -> None:
    await sender.send(PATH, sms(body="STOP", OptOutType="STOP"))
    assert await messages(served) == []


@pytest.mark.parametrize("signature", ["", "wrong", "\xe9"])
async def test_without_the_signature_nothing_is_taken(served: Served, sender: Sender, signature: str) -> None:
    headers = {"X-Twilio-Signature": signature.encode("latin-1")}
    answer = await served.http.post(PATH, data=sms(), headers=headers)
    assert answer.status_code == 401
    assert await messages(served) == []


async def test_a_signature_of_other_words_or_another_address_is_refused(
    served: Served, sender: Sender
) -> None:
    elsewhere = Sender(served.http, "https://elsewhere.example")
    assert (await elsewhere.send(PATH, sms())).status_code == 401
    assert (await Sender(served.http, sender.public_url, "another").send(PATH, sms())).status_code == 401
    assert (await sender.send("/channels/twilio/nowhere", sms())).status_code == 401


async def sent_message(served: Served) -> Outgoing:
    async with served.database.read() as session:
        [event] = await session.scalars(select(Event).where(Event.kind == Kind.MESSAGE))
    reply = await served.append(event.conversation_id, "On its way.")
    async with served.database.write() as session:
        outgoing = Outgoing(inbox_id="sms", conversation_id=event.conversation_id, event_id=reply.id)
        session.add(outgoing)
        await session.flush()
        outgoing.parts, outgoing.state = 1, State.SENT.value
        await reports.write_down(session, outgoing, 0, provider_id="SM9")
    return outgoing


@pytest.mark.parametrize(
    ("told", "state", "error"),
    [
        (["sent", "delivered", "read"], "read", None),
        (["delivered", "sent", "delivered"], "delivered", None),
        (["undelivered"], "failed", "Twilio 30003: the phone is off or out of reach"),
        (["queued", "sending"], "sent", None),
    ],
    ids=["in order", "out of order and again", "failed", "on its way"],
)
async def test_what_became_of_a_message_is_known(
    served: Served, sender: Sender, told: list[str], state: str, error: str | None
) -> None:
    """https://www.twilio.com/docs/messaging/guides/track-outbound-message-status"""
    await sender.send(PATH, sms())
    outgoing = await sent_message(served)
    path = f"{PATH}/status?ref={reports.reference(outgoing, 0)}"
    for status in told:
        form = {"MessageSid": "SM9", "MessageStatus": status, "AccountSid": ACCOUNT}
        code = {"ErrorCode": "30003"} if status == "undelivered" else {}
        assert (await sender.send(path, form | code)).status_code == 204
    async with served.database.read() as session:
        known = await session.get_one(Outgoing, outgoing.id)
    assert (known.state, known.last_error) == (state, error)


async def test_a_reply_is_sent_from_the_number_and_asks_to_be_told(
    channel: TwilioChannel, settings: Settings, twilio: TwilioServer, base_url: str
) -> None:
    made = make_inbox(settings, base_url=base_url)
    assert await channel.deliver(delivery(made, CUSTOMER, Part(text="On its way.")))
    [form] = twilio.sent
    assert (form["From"], form["To"], form["Body"]) == (NUMBER, CUSTOMER, "On its way.")
    assert form["StatusCallback"] == f"{settings.public_url}{PATH}/status?ref=parley-1-0-0"


async def test_a_messaging_service_sends_in_the_numbers_place(
    channel: TwilioChannel, settings: Settings, twilio: TwilioServer, base_url: str
) -> None:
    made = make_inbox(settings, base_url=base_url, messaging_service_sid="MG1")
    await channel.deliver(delivery(made, CUSTOMER, Part(text="x")))
    assert twilio.sent[0]["MessagingServiceSid"] == "MG1"
    assert "From" not in twilio.sent[0]


async def test_whatsapp_sends_files_by_their_address_and_templates_by_their_name(
    whatsapp: TwilioChannel, settings: Settings, twilio: TwilioServer, base_url: str
) -> None:
    made = make_inbox(settings, WHATSAPP, base_url, template={"name": "HX1"})
    file = Media(id="m1", name="a.png", mime="image/png", bytes=5)
    prepared = delivery(made, f"whatsapp:{CUSTOMER}", Part(file=file))
    await whatsapp.deliver(prepared)
    await whatsapp.deliver(replace(prepared, permission=Permission.TEMPLATE))
    picture, template = twilio.sent
    assert picture["From"] == f"whatsapp:{NUMBER}"
    assert picture["MediaUrl"].startswith(f"{settings.public_url}/media/m1?")
    assert template["ContentSid"] == "HX1"


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (400, 21211, DeliveryFailed),
        (400, 21610, DeliveryFailed),
        (400, 63016, WindowClosed),
        (401, 20003, DeliveryDeferred),
        (500, 20500, DeliveryDeferred),
        (503, 20503, DeliveryDeferred),
    ],
)
async def test_a_refusal_is_final_or_passes(
    channel: TwilioChannel,
    settings: Settings,
    twilio: TwilioServer,
    base_url: str,
    status: int,
    code: int,
    expected: type[Exception],
) -> None:
    twilio.refuse(status, code, "no")
    with pytest.raises(expected):
        await channel.deliver(delivery(make_inbox(settings, base_url=base_url), CUSTOMER, Part(text="x")))


async def test_twilios_word_on_waiting_is_kept(
    channel: TwilioChannel, settings: Settings, twilio: TwilioServer, base_url: str
) -> None:
    twilio.limit(17)
    with pytest.raises(DeliveryDeferred) as caught:
        await channel.deliver(delivery(make_inbox(settings, base_url=base_url), CUSTOMER, Part(text="x")))
    assert caught.value.retry_after_s == 17


async def test_twilio_that_is_away_is_waited_for(channel: TwilioChannel, settings: Settings) -> None:
    made = make_inbox(settings, base_url="http://127.0.0.1:9")
    with pytest.raises(DeliveryDeferred):
        await channel.deliver(delivery(made, CUSTOMER, Part(text="x")))


async def test_files_are_fetched_with_the_accounts_credentials_which_go_nowhere_else(
    channel: TwilioChannel, settings: Settings, twilio: TwilioServer, base_url: str
) -> None:
    made = make_inbox(settings, base_url=base_url)
    handle = f"{base_url}/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME1"
    assert b"".join([chunk async for chunk in channel.fetch(made, handle)]) == PICTURE
    with pytest.raises(DeliveryFailed):
        [chunk async for chunk in channel.fetch(made, "https://evil.example/ME1")]
