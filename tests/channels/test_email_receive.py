"""E-mail in, by the webhook: what a mail server posts, as it came."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select

from serving.channels import reports, secrets
from serving.channels.base import State
from serving.channels.email.ids import Ids
from serving.channels.models import Inbox, Media, Outgoing
from serving.contacts.models import Contact
from serving.conversations.models import Author, Event, Kind
from serving.db import Database
from serving.middleware import API_CSP
from tests.channels.mails import KIM, SUPPORT, bounce, mail
from tests.gateway import Served

KEY = "mail-key"


@pytest.fixture(autouse=True)
async def inbox(served: Served) -> Inbox:
    made = Inbox(id="mail", name="Shop", channel="email", settings={"address": SUPPORT})
    made.secrets = secrets.encrypt(
        {"webhook_key_hash": secrets.hash_api_key(KEY)}, served.settings.secret_key
    )
    async with served.database.write() as session:
        session.add(made)
    return made


async def post(served: Served, message: EmailMessage | bytes, *, status: int = 202) -> dict[str, Any]:
    raw = message if isinstance(message, bytes) else message.as_bytes()
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "message/rfc822"}
    response = await served.http.post("/channels/email/mail", content=raw, headers=headers)
    assert response.status_code == status, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def events(database: Database, kind: Kind = Kind.MESSAGE) -> list[Event]:
    async with database.read() as session:
        return list(await session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


async def answer(served: Served, conversation_id: str) -> str:
    """The bot's answer has left; returns its Message-ID."""
    event = await served.append(conversation_id, "It is on its way.", payload={"route": "script"})
    async with served.database.write() as session:
        outgoing = Outgoing(inbox_id="mail", conversation_id=conversation_id, event_id=event.id)
        session.add(outgoing)
        await session.flush()
        reference = reports.reference(outgoing, 0)
        outgoing.parts = 1
        outgoing.state = State.SENT.value
        await reports.write_down(session, outgoing, 0, provider_id=None)
    ids = Ids(served.settings.secret_key, "mail")
    return ids.message_id(reference, conversation_id, domain="shop.example")


async def test_an_email_is_a_message_with_its_subject_and_sender(served: Served) -> None:
    assert await post(served, mail("It has not come.", subject="My order P-10482")) == {"kind": "person"}

    [event] = await events(served.database)
    assert event.text == "My order P-10482\n\nIt has not come."
    assert event.payload["email"] == {
        "subject": "My order P-10482",
        "message_id": "<first@example.org>",
        "references": [],
    }
    async with served.database.read() as session:
        contact = (await session.scalars(select(Contact))).one()
    assert (contact.name, contact.email, contact.verified) == ("Kim Lee", KIM, False)


@pytest.mark.parametrize("message_id", ["<first@example.org>", None, f"<{'x' * 240}@example.org>"])
async def test_an_email_that_comes_twice_is_stored_once(served: Served, message_id: str | None) -> None:
    for _ in range(2):
        await post(served, mail(message_id=message_id))
    assert len(await events(served.database)) == 1


async def test_an_answer_to_ours_goes_on_in_the_same_conversation(served: Served) -> None:
    await post(served, mail())
    [first] = await events(served.database)
    ours = await answer(served, first.conversation_id)

    await post(served, mail("Thanks", message_id="<2@example.org>", references=("<first@example.org>", ours)))

    *_, last = await events(served.database)
    assert (last.conversation_id, last.text) == (first.conversation_id, "Thanks")


async def test_an_addition_to_the_customers_own_email_goes_on_too(served: Served) -> None:
    await post(served, mail())
    await post(served, mail("P.S.", message_id="<2@example.org>", references=("<first@example.org>",)))
    assert len({event.conversation_id for event in await events(served.database)}) == 1


async def test_the_token_in_the_reply_address_leads_back_without_references(served: Served) -> None:
    await post(served, mail())
    [first] = await events(served.database)
    tagged = Ids(served.settings.secret_key, "mail").reply_address(SUPPORT, first.conversation_id)
    assert tagged is not None

    await post(served, mail("Thanks", message_id="<2@example.org>", to=tagged))

    assert len({event.conversation_id for event in await events(served.database)}) == 1


async def test_a_new_email_begins_a_conversation_of_its_own(served: Served) -> None:
    await post(served, mail())
    await post(served, mail(message_id="<2@example.org>", subject="Something else"))
    first, second = await events(served.database)
    assert first.conversation_id != second.conversation_id
    async with served.database.read() as session:
        assert len((await session.scalars(select(Contact))).all()) == 1


async def test_somebody_else_who_answers_begins_a_conversation_of_their_own(served: Served) -> None:
    await post(served, mail())
    [first] = await events(served.database)
    ours = await answer(served, first.conversation_id)

    stranger = mail("And mine?", sender="eve@example.net", message_id="<e@example.net>", references=(ours,))
    await post(served, stranger)

    *_, last = await events(served.database)
    assert last.conversation_id != first.conversation_id


async def test_an_id_that_was_not_given_out_here_leads_nowhere(served: Served) -> None:
    await post(served, mail())
    [first] = await events(served.database)
    forged = Ids(served.settings.secret_key, "another").message_id(
        "parley-1-0-0", first.conversation_id, domain="shop.example"
    )
    await post(served, mail("x", message_id="<2@example.org>", references=(forged,)))
    *_, last = await events(served.database)
    assert last.conversation_id != first.conversation_id


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"List_Id": "<news.example.org>"},
        {"Precedence": "bulk"},
        {"sender": "no-reply@example.org"},
        {"sender": SUPPORT},
    ],
    ids=["vacation", "list", "bulk", "no-reply", "our own"],
)
async def test_what_no_person_wrote_is_never_answered(served: Served, headers: dict[str, str]) -> None:
    answered = await post(served, mail(**headers))
    assert answered["kind"] != "person"
    assert await events(served.database) == []


async def test_two_of_our_own_addresses_do_not_talk_to_each_other(served: Served) -> None:
    async with served.database.write() as session:
        session.add(Inbox(id="m2", name="Sales", channel="email", settings={"address": "sales@shop.example"}))
    assert await post(served, mail(sender="Sales <sales@shop.example>")) == {"kind": "own"}


async def test_an_out_of_office_answer_is_a_note_for_the_operators_once(served: Served) -> None:
    await post(served, mail())
    [first] = await events(served.database)
    ours = await answer(served, first.conversation_id)
    absent = mail(
        "I am away until Monday.",
        subject="Automatic reply",
        message_id="<a@example.org>",
        references=(ours,),
        Auto_Submitted="auto-replied",
    )
    for _ in range(2):
        await post(served, absent)

    [note] = await events(served.database, Kind.NOTE)
    assert "away until Monday" in (note.text or "")
    assert note.payload["reason"] == "automatic_reply"
    assert len([e for e in await events(served.database) if e.author is Author.CUSTOMER]) == 1


async def test_a_machine_that_hides_it_is_answered_a_few_times_and_then_no_more(served: Served) -> None:
    kinds = [
        (await post(served, mail("Beep.", message_id=f"<{number}@example.org>")))["kind"]
        for number in range(15)
    ]
    assert kinds == ["person"] * 10 + ["automatic"] * 5


async def test_a_bounce_is_the_failure_of_the_message_that_bounced(served: Served) -> None:
    await post(served, mail())
    [first] = await events(served.database)
    one = await answer(served, first.conversation_id)
    await answer(served, first.conversation_id)

    for _ in range(2):
        assert await post(served, bounce(one)) == {"kind": "bounce"}

    async with served.database.read() as session:
        states = [
            (o.state, o.last_error) for o in await session.scalars(select(Outgoing).order_by(Outgoing.id))
        ]
    assert states == [("failed", "550 no such user"), ("sent", None)]
    deliveries = await events(served.database, Kind.DELIVERY)
    assert [event.payload["state"] for event in deliveries] == ["failed"]


async def test_a_bounce_of_somebody_elses_message_changes_nothing(served: Served) -> None:
    assert await post(served, bounce("<other@example.net>")) == {"kind": "bounce"}
    assert await events(served.database, Kind.DELIVERY) == []


async def test_files_are_kept_and_what_is_not_taken_is_said(served: Served) -> None:
    message = mail("See the invoice.")
    message.add_attachment(b"%PDF-1.7\n%x", maintype="application", subtype="pdf", filename="invoice.pdf")
    message.add_attachment(b"MZ\x90\x00", maintype="application", subtype="x-msdownload", filename="run.exe")
    await post(served, message)

    [event] = await events(served.database)
    assert [file["name"] for file in event.payload["files"]] == ["invoice.pdf"]
    [note] = await events(served.database, Kind.NOTE)
    assert "run.exe" in (note.text or "")
    async with served.database.read() as session:
        [kept] = await session.scalars(select(Media))
    assert (kept.mime, kept.conversation_id) == ("application/pdf", event.conversation_id)


async def test_a_long_email_is_shown_in_part_and_kept_whole(served: Served) -> None:
    text = "A line of a log file.\n" * 2_000
    await post(served, mail(text))
    [event] = await events(served.database)
    assert len((event.text or "").encode()) <= served.settings.max_message_bytes
    [file] = event.payload["files"]
    assert file["name"] == "message.txt"
    assert file["bytes"] > 40_000


async def test_an_email_without_words_says_so(served: Served) -> None:
    await post(served, mail(" ", subject=""))
    [event] = await events(served.database)
    assert event.text == "(an empty e-mail)"


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer wrong", "Basic !!!", f"Basic {base64.b64encode(b'parley:wrong').decode()}", f"Token {KEY}"],
)
async def test_without_the_key_nothing_is_taken(served: Served, authorization: str) -> None:
    response = await served.http.post(
        "/channels/email/mail", content=mail().as_bytes(), headers={"Authorization": authorization}
    )
    assert response.status_code == 401
    assert response.headers["Content-Security-Policy"] == API_CSP
    assert await events(served.database) == []


async def test_the_key_may_be_the_password_of_the_address(served: Served) -> None:
    response = await served.http.post("/channels/email/mail", content=mail().as_bytes(), auth=("parley", KEY))
    assert response.status_code == 202


async def test_an_inbox_without_a_key_takes_nothing_by_webhook(served: Served) -> None:
    async with served.database.write() as session:
        session.add(Inbox(id="m2", name="Sales", channel="email", settings={"address": "s@shop.example"}))
    response = await served.http.post(
        "/channels/email/m2", content=mail().as_bytes(), headers={"Authorization": "Bearer "}
    )
    assert response.status_code == 401


async def test_what_cannot_be_read_is_refused_with_a_reason(served: Served) -> None:
    answered = await post(served, b"\r\nno headers", status=400)
    assert "no headers" in answered["error"]["message"]


async def test_an_email_with_large_files_is_taken_and_one_beyond_the_limit_is_not(served: Served) -> None:
    message = mail()
    message.add_attachment(
        b"%PDF-1.7\n" + b"x" * 3_000_000, maintype="application", subtype="pdf", filename="a.pdf"
    )
    assert await post(served, message) == {"kind": "person"}
    await post(served, b"From: a@example.org\r\n\r\n" + b"x" * (26 * 1024 * 1024), status=413)
