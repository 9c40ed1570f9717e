from __future__ import annotations

from email.message import EmailMessage

import pytest

from serving.channels.email.kinds import MailKind, bounce_of, kind_of
from serving.channels.email.parsing import MAX_MAIL_BYTES, parse, subject_of_answer
from serving.errors import BadInput, TooLarge
from tests.channels.mails import SUPPORT, bounce, mail

OURS = frozenset({SUPPORT})


def written(text: str, *, is_reply: bool = True) -> str:
    return parse(mail(text, references=("<q@shop.example>",) if is_reply else ()).as_bytes()).text


SHOP = "Shop <support@shop.example>"
QUOTES = {
    "gmail": f"On Mon, 3 Nov 2025 at 10:00, {SHOP} wrote:\n> Which order?",
    "German": f"Am Mo., 3. Nov. 2025 um 10:00 Uhr schrieb {SHOP}:\n> Welche?",
    "French": f"Le lun. 3 nov. 2025 à 10:00, {SHOP} a écrit :\n> Laquelle ?",
    "Spanish": "El lun, 3 nov 2025 a las 10:00, Shop (<support@shop.example>) escribió:\n> ¿Cuál?",
    "Arabic": f"في الاثنين، 3 نوفمبر 2025 تمت كتابة ما يلي بواسطة {SHOP}:\n> أي طلب؟",
    "Outlook": "-----Original Message-----\nFrom: Shop\nSent: Monday\nTo: Kim\nSubject: RE: x\n\nWhich?",
    "Outlook.com": f"________________________________\nFrom: {SHOP}\nSent: Monday\nTo: Kim\n\nWhich?",
    "signature": "-- \nKim Lee\nExample Ltd",
    "phone": "Sent from my iPhone",
    "French phone": "Envoyé de mon iPhone",
}


@pytest.mark.parametrize("rest", QUOTES.values(), ids=list(QUOTES))
def test_what_is_quoted_and_signed_is_cut(rest: str) -> None:
    assert written(f"It is P-10482.\n\n{rest}\n") == "It is P-10482."


def test_an_answer_below_the_quote_is_found() -> None:
    text = "> Which order?\n> Please tell us.\n> Thank you.\n\nIt is P-10482.\n"
    assert written(text) == "It is P-10482."


def test_answers_between_the_quoted_lines_are_kept() -> None:
    text = f"On Mon, {SHOP} wrote:\n> Which order?\n> Which item?\n\nP-10482\n> And why?\nIt broke.\n"
    assert "P-10482" in written(text)
    assert "It broke." in written(text)


def test_who_forwards_something_wants_it_read() -> None:
    text = (
        "See below.\n\n---------- Forwarded message ----------\nFrom: DHL\nSubject: Parcel\n\nIt is lost.\n"
    )
    assert "It is lost." in written(text, is_reply=False)


def test_a_line_of_hyphens_between_paragraphs_is_no_signature() -> None:
    text = "First.\n--\n" + "\n".join(f"Line {number}." for number in range(20))
    assert written(text).endswith("Line 19.")


def test_nothing_but_a_quote_is_kept_whole() -> None:
    assert written("> Which order?\n> This one?\n> Or that?\n").startswith("> Which order?")


def test_html_alone_becomes_text_without_its_quote() -> None:
    message = EmailMessage()
    message["From"], message["In-Reply-To"] = "kim@example.org", "<q@shop.example>"
    message.set_content(
        "<html><head><style>p{color:red}</style></head><body><p>It is <b>P-10482</b>.</p><ul><li>a</li>"
        '<li>b</li></ul><div class="gmail_quote">On Mon <blockquote>Which order?</blockquote></div>'
        "<script>alert(1)</script></body></html>",
        subtype="html",
    )
    text = parse(message.as_bytes()).text
    assert text.split("\n")[0] == "It is P-10482."
    assert "* a" in text
    assert "Which order?" not in text
    assert "alert" not in text


def test_words_in_other_charsets_are_read() -> None:
    raw = (
        b"From: =?iso-8859-1?q?J=FCrgen?= <j@example.org>\r\nSubject: =?utf-8?b?R3LDvMOfZQ==?=\r\n"
        b"Content-Type: text/plain; charset=iso-8859-15\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        b"F\xfcr 5 \xa4 bestellt.\r\n"
    )
    read = parse(raw)
    assert (read.sender_name, read.subject, read.text) == ("Jürgen", "Grüße", "Für 5 € bestellt.")


@pytest.mark.parametrize("charset", ["unknown-8bit", "x-made-up", "utf-7'"])
def test_a_charset_that_nobody_knows_loses_no_mail(charset: str) -> None:
    raw = f"From: a@example.org\r\nContent-Type: text/plain; charset={charset}\r\n\r\nHello".encode()
    assert parse(raw).text == "Hello"


def test_attachments_have_clean_names_and_pictures_in_signatures_are_none() -> None:
    message = mail("See the picture.")
    message.add_attachment(
        b"%PDF-1.7", maintype="application", subtype="pdf", filename="../../etc/rechnung.pdf"
    )
    message.add_attachment(b"x", maintype="image", subtype="png", cid="<logo@x>", disposition="inline")
    [attachment] = parse(message.as_bytes()).attachments
    assert (attachment.name, attachment.mime, attachment.content) == (
        "rechnung.pdf",
        "application/pdf",
        b"%PDF-1.7",
    )


@pytest.mark.parametrize(
    "subject", ["My order", "Re: My order", "AW: Re: My order", "RE[2]: WG: My order", "رد: My order"]
)
def test_the_subject_of_an_answer_is_marked_once(subject: str) -> None:
    assert subject_of_answer(subject) == "Re: My order"


def test_an_answer_goes_where_the_sender_asks_for_it() -> None:
    read = parse(
        mail(sender="Shop form <no-reply@shop.example>", Reply_To="Kim <Kim@Example.org>").as_bytes()
    )
    assert (read.sender, read.sender_name, read.origin) == ("kim@example.org", "Kim", "no-reply@shop.example")


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, MailKind.PERSON),
        ({"Auto_Submitted": "no"}, MailKind.PERSON),
        ({"Auto_Submitted": "auto-replied (vacation)"}, MailKind.AUTOMATIC),
        ({"Auto_Submitted": "auto-generated; owner-email=x"}, MailKind.AUTOMATIC),
        ({"X_Autoreply": "yes"}, MailKind.AUTOMATIC),
        ({"X_Auto_Response_Suppress": "All"}, MailKind.AUTOMATIC),
        ({"Precedence": "auto_reply"}, MailKind.AUTOMATIC),
        ({"Precedence": "bulk"}, MailKind.LIST),
        ({"List_Id": "<news.example.org>"}, MailKind.LIST),
        ({"List_Unsubscribe": "<https://example.org>"}, MailKind.LIST),
        ({"sender": "noreply@example.org"}, MailKind.AUTOMATIC),
        ({"sender": "MAILER-DAEMON@example.org"}, MailKind.AUTOMATIC),
        ({"sender": f"Shop <{SUPPORT.upper()}>"}, MailKind.OWN),
    ],
    ids=lambda value: str(value),
)
def test_only_what_a_person_wrote_to_us_counts(headers: dict[str, str], kind: MailKind) -> None:
    assert kind_of(parse(mail(**headers).as_bytes()), own_addresses=OURS) is kind


def test_a_bounce_names_the_message_and_the_reason() -> None:
    read = parse(bounce("<ours@shop.example>"))
    found = bounce_of(read)
    assert kind_of(read, own_addresses=OURS) is MailKind.BOUNCE
    assert found is not None
    assert "<ours@shop.example>" in found.message_ids
    assert (found.permanent, found.reason) == (True, "550 no such user")


def test_a_message_that_only_waits_has_not_bounced() -> None:
    read = parse(bounce("<ours@shop.example>", action="delayed", status="4.4.7"))
    assert kind_of(read, own_addresses=OURS) is MailKind.REPORT
    assert bounce_of(read) is None


def test_an_old_servers_bounce_without_parts_is_understood() -> None:
    """As qmail's QSBMF writes it."""
    raw = (
        b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mail.example.org\r\nSubject: failure notice\r\n\r\n"
        b"Hi. This is the qmail-send program.\r\n<kim@example.org>:\r\nno mailbox here by that name\r\n\r\n"
        b"--- Below this line is a copy of the message.\r\n\r\nMessage-ID: <ours@shop.example>\r\n"
    )
    found = bounce_of(parse(raw))
    assert found is not None
    assert "<ours@shop.example>" in found.message_ids


def nested(depth: int) -> bytes:
    opened = b"".join(
        b"--a%d\r\nContent-Type: multipart/mixed; boundary=a%d\r\n\r\n" % (n, n + 1) for n in range(depth)
    )
    return b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=a0\r\n\r\n" + opened


def many(parts: int) -> bytes:
    return (
        b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + b"--b\r\n\r\nx\r\n" * parts
        + b"--b--\r\n"
    )


@pytest.mark.parametrize(
    "raw",
    [nested(3000), many(500), b"", b"\r\n\r\nno headers", b"x" * (MAX_MAIL_BYTES + 1)],
    ids=["nested", "many parts", "empty", "no headers", "too large"],
)
def test_what_is_made_to_hurt_is_refused_with_a_reason(raw: bytes) -> None:
    with pytest.raises((BadInput, TooLarge), match="e-mail"):
        parse(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"From: " + b"a@b, " * 20_000 + b"\r\n\r\nx",
        b"From: a@example.org\r\nSubject: " + b"=?utf-8?q?a?= " * 20_000 + b"\r\n\r\nx",
        b"From: a@example.org\r\nReferences: " + b"<a@b> " * 50_000 + b"\r\n\r\nx",
        b"From: a@example.org\r\nIn-Reply-To: <q@b>\r\n\r\n" + b"From: a\n" * 60_000,
        b"From: a@example.org\r\nIn-Reply-To: <q@b>\r\n\r\n" + b"On " * 60_000,
        b"From: a@example.org\r\nContent-Type: text/html\r\n\r\n" + b"<div>" * 100_000 + b"x",
        b"From: a@example.org\r\nContent-Type: text/html\r\n\r\n" + b"<table><tr><td>" * 30_000 + b"x",
        b"From: a@example.org\r\nContent-Type: text/plain; charset=utf-16\r\n\r\n\xff\xfe\x00\xd8",
        b"From: \xff\xfe\x00 <a@example.org>\r\nSubject: =?x?b?!!!?=\r\n\r\n\x00\x00",
        b"From: a@example.org\r\nContent-Type: multipart/mixed\r\n\r\nno boundary",
        b"From: a@example.org\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%%",
    ],
    ids=["addresses", "encoded words", "references", "headers in the text", "one word", "deep divs",
         "deep tables", "surrogates", "controls", "no boundary", "broken base64"],
)  # fmt: skip
@pytest.mark.timeout(20)
def test_what_is_broken_is_read_as_well_as_it_can_be(raw: bytes) -> None:
    read = parse(raw)
    for value in (read.text, read.subject, read.sender_name or ""):
        assert "\x00" not in value
        value.encode()
