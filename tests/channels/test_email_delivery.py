"""E-mail out, to a real SMTP server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import anyio
import pytest

from serving.channels import secrets
from serving.channels.base import Delivery, DeliveryDeferred, DeliveryFailed, Part
from serving.channels.degrade import parts
from serving.channels.email.delivery import CAPABILITIES, EmailChannel, build
from serving.channels.email.ids import Ids
from serving.channels.media import MediaFiles
from serving.channels.models import Inbox, Media
from serving.config import Settings
from serving.conversations.models import Author
from serving.db import now
from tests.channels.mail_servers import PASSWORD, USER, SmtpServer
from tests.channels.support import adapter, delivery

KIM = "kim@example.org"
CONVERSATION = "0123456789abcdef0123456789abcdef"
ASKED = {"subject": "Re: My order", "message_id": "<2@example.org>", "references": ["<1@example.org>"]}


@pytest.fixture
async def smtp() -> AsyncIterator[SmtpServer]:
    server = SmtpServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def channel(settings: Settings) -> AsyncIterator[EmailChannel]:
    async with adapter(build, settings) as made:
        yield made


def inbox(settings: Settings, smtp: SmtpServer, **changes: Any) -> Inbox:
    values = {
        "address": USER,
        "from_name": "Lumen & Oak",
        "smtp_host": "127.0.0.1",
        "smtp_port": smtp.port,
        "smtp_security": "none",
    }
    made = Inbox(id="mail", name="Shop", channel="email", settings=values | changes)
    made.secrets = secrets.encrypt({"smtp_password": PASSWORD}, settings.secret_key)
    return made


def reply(
    made: Inbox, text: str = "It is on its way.", *, author: Author = Author.BOT, **changes: Any
) -> Delivery:
    prepared = delivery(made, KIM, Part(text=text), author=author)
    prepared.event.at = now()
    return replace(prepared, conversation_id=CONVERSATION, **({"asked": ASKED} | changes))


async def sent(channel: EmailChannel, smtp: SmtpServer, prepared: Delivery) -> EmailMessage:
    await channel.deliver(prepared)
    message: Any = smtp.messages[-1]
    return message


async def test_an_answer_stands_in_the_thread_with_both_kinds_of_text(
    channel: EmailChannel, settings: Settings, smtp: SmtpServer
) -> None:
    text = 'See <our page>: https://shop.example/track?a=1&b="2".\n\nBye'
    message = await sent(channel, smtp, reply(inbox(settings, smtp), text))

    assert message["From"] == "Lumen & Oak <support@shop.example>"
    assert (message["To"], message["Subject"]) == (KIM, "Re: My order")
    assert message["In-Reply-To"] == "<2@example.org>"
    assert message["References"] == "<1@example.org> <2@example.org>"
    plain, html = (part.get_payload(decode=True).decode() for part in message.get_payload())
    assert plain.replace("\r\n", "\n").strip() == text
    assert '<a href="https://shop.example/track?a=1&amp;b=">' in html
    assert "&lt;our page&gt;" in html
    [envelope] = smtp.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == (USER, [KIM])


async def test_its_id_leads_back_and_stays_the_same_when_it_is_sent_again(
    channel: EmailChannel, settings: Settings, smtp: SmtpServer
) -> None:
    prepared = reply(inbox(settings, smtp))
    ids = {(await sent(channel, smtp, prepared))["Message-ID"] for _ in range(2)}
    assert len(ids) == 1
    ours = Ids(settings.secret_key, "mail").ours(ids)
    assert ours is not None
    assert (ours.conversation_id, ours.reference) == (CONVERSATION, prepared.reference)


async def test_machines_are_told_not_to_answer_the_bot_and_a_human_writes_as_one(
    channel: EmailChannel, settings: Settings, smtp: SmtpServer
) -> None:
    made = inbox(settings, smtp)
    by_bot = await sent(channel, smtp, reply(made))
    by_human = await sent(channel, smtp, reply(made, author=Author.OPERATOR))
    assert by_bot["Auto-Submitted"] == "auto-replied"
    assert by_human["Auto-Submitted"] is None


async def test_tagged_replies_carry_the_conversation_in_the_address(
    channel: EmailChannel, settings: Settings, smtp: SmtpServer
) -> None:
    message = await sent(channel, smtp, reply(inbox(settings, smtp, tagged_replies=True)))
    ids = Ids(settings.secret_key, "mail")
    assert f"<{ids.reply_address(USER, CONVERSATION)}>" in message["Reply-To"]


async def test_files_are_attached_to_the_one_message(
    channel: EmailChannel, settings: Settings, smtp: SmtpServer
) -> None:
    path = MediaFiles(settings).path("m1")
    await anyio.Path(path.parent).mkdir(parents=True)
    await anyio.Path(path).write_bytes(b"%PDF-1.7")
    file = Media(id="m1", name="Rechnung für Kim.pdf", mime="application/pdf", bytes=8)
    [part] = parts("Here it is.", {}, CAPABILITIES, files=[file])

    message = await sent(channel, smtp, replace(reply(inbox(settings, smtp)), part=part))

    [attachment] = [found for found in message.walk() if found.get_filename()]
    assert attachment.get_payload(decode=True) == b"%PDF-1.7"


def test_choices_are_numbered_in_one_message() -> None:
    buttons = [{"title": "Yes", "payload": "/yes"}, {"title": "No", "payload": "/no"}]
    [part] = parts("Sure?", {"buttons": buttons}, CAPABILITIES, hint="Answer with a number.")
    assert part.text == "Sure?\n1. Yes\n2. No\nAnswer with a number."


async def test_a_name_cannot_add_headers(channel: EmailChannel, settings: Settings, smtp: SmtpServer) -> None:
    made = inbox(settings, smtp, from_name="Shop\r\nBcc: eve@example.net")
    asked = ASKED | {"subject": "x\r\nBcc: eve@example.net"}
    message = await sent(channel, smtp, reply(made, asked=asked))
    assert message["Bcc"] is None
    assert smtp.taken[0].rcpt_tos == [KIM]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("550 5.1.1 no such user", DeliveryFailed),
        ("552 5.3.4 message too big", DeliveryFailed),
        ("451 4.7.1 greylisted, try later", DeliveryDeferred),
        ("452 4.2.2 mailbox full", DeliveryDeferred),
    ],
)
async def test_a_refusal_is_final_or_passes_as_the_server_says(
    channel: EmailChannel, settings: Settings, smtp: SmtpServer, answer: str, error: type[Exception]
) -> None:
    made = inbox(settings, smtp)
    smtp.answers.append(answer)
    with pytest.raises(error, match=answer.split()[0]):
        await channel.deliver(reply(made))
    smtp.refused[KIM] = answer
    with pytest.raises(error, match=answer.split()[0]):
        await channel.deliver(reply(made))


async def test_a_wrong_password_waits_for_the_right_one(
    channel: EmailChannel, settings: Settings, smtp: SmtpServer
) -> None:
    smtp.password = "another"
    with pytest.raises(DeliveryDeferred, match="sign-in"):
        await channel.deliver(reply(inbox(settings, smtp)))


async def test_a_server_that_is_away_is_waited_for(
    channel: EmailChannel, settings: Settings, smtp: SmtpServer
) -> None:
    await smtp.stop()
    with pytest.raises(DeliveryDeferred, match="cannot be reached"):
        await channel.deliver(reply(inbox(settings, smtp)))


async def test_an_inbox_without_a_server_cannot_send(
    channel: EmailChannel, settings: Settings, smtp: SmtpServer
) -> None:
    with pytest.raises(DeliveryFailed, match="SMTP"):
        await channel.deliver(reply(inbox(settings, smtp, smtp_host="")))
