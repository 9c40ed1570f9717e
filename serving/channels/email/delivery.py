"""E-mail, outward: one message a reply, with the thread's headers, through the inbox's own mail server."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, formataddr
from html import escape
from typing import Any

import aiosmtplib
import anyio

from serving.channels.base import Capabilities, Delivery, DeliveryDeferred, DeliveryFailed, State, Tools
from serving.channels.email.account import CHANNEL, Account, Security, Server, account_of, tls_context
from serving.channels.email.ids import Ids
from serving.channels.email.parsing import MAX_REFERENCES, subject_of_answer
from serving.channels.media import MediaFiles
from serving.channels.models import Media
from serving.translation.catalogue import get_catalogue

CONNECT_TIMEOUT_S = 10.0
MEBIBYTE = 1024 * 1024

_WEB_ADDRESS = re.compile(r"(https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]])")

# Attachments grow by a third on the way, and many servers take 25 MB.
CAPABILITIES = Capabilities(
    max_characters=200_000,
    media={f"{kind}/*": 15 * MEBIBYTE for kind in ("image", "audio", "video", "application", "text")},
    together=True,
    reports=frozenset({State.FAILED}),
)


class EmailChannel:
    name = CHANNEL
    capabilities = CAPABILITIES

    def __init__(self, tools: Tools) -> None:
        self._settings = tools.settings
        self._files = MediaFiles(tools.settings)

    async def deliver(self, delivery: Delivery) -> str | None:
        account = account_of(delivery.inbox, self._settings.secret_key)
        if account.smtp is None or not account.address:
            raise DeliveryFailed(f"The inbox {delivery.inbox.id!r} has no SMTP server: enter one.")
        message = await self._compose(delivery, account)
        await send(account.smtp, message, sender=account.address, recipient=delivery.address)
        return str(message["Message-ID"])

    async def close(self) -> None:
        return None

    async def _compose(self, delivery: Delivery, account: Account) -> EmailMessage:
        ids = Ids(self._settings.secret_key, delivery.inbox.id)
        message = EmailMessage(policy=SMTP_POLICY)
        message["From"] = formataddr((_one_line(account.from_name), account.address))
        message["To"] = delivery.address
        message["Subject"] = self._subject(delivery)
        message["Date"] = format_datetime(delivery.event.at)
        message["Message-ID"] = ids.message_id(
            delivery.reference, delivery.conversation_id, domain=account.domain
        )
        _thread(message, delivery.asked)
        reply_to = ids.reply_address(account.address, delivery.conversation_id)
        if account.tagged_replies and reply_to is not None:
            message["Reply-To"] = formataddr((_one_line(account.from_name), reply_to))
        if not delivery.by_human:
            # RFC 3834: other machines do not answer this. The second one is for Exchange's.
            message["Auto-Submitted"] = "auto-replied"
            message["X-Auto-Response-Suppress"] = "All"
        message.set_content(delivery.part.text, cte="quoted-printable")
        message.add_alternative(_html(delivery.part.text), subtype="html", cte="quoted-printable")
        await self._attach(message, delivery.part.files)
        return message

    def _subject(self, delivery: Delivery) -> str:
        answered = subject_of_answer(_one_line(str(delivery.asked.get("subject") or "")))
        if answered:
            return answered
        locale = delivery.event.payload.get("locale")
        catalogue = get_catalogue(self._settings.default_locale)
        return catalogue.format("channel_email_subject", locale, {"inbox": delivery.inbox.name}).text

    async def _attach(self, message: EmailMessage, files: Sequence[Media]) -> None:
        for file in files:
            try:
                content = await anyio.Path(self._files.path(file.id)).read_bytes()
            except FileNotFoundError:
                raise DeliveryFailed("The file is not in the data directory any more.") from None
            main, _, sub = file.mime.partition("/")
            message.add_attachment(content, maintype=main, subtype=sub, filename=file.name)


def build(tools: Tools) -> EmailChannel:
    return EmailChannel(tools)


async def connect(server: Server) -> aiosmtplib.SMTP:
    """Connected and signed in. Raises aiosmtplib.SMTPException and OSError."""
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        use_tls=server.security is Security.TLS,
        start_tls=server.security is Security.STARTTLS,
        tls_context=tls_context() if server.security is not Security.NONE else None,
        timeout=CONNECT_TIMEOUT_S,
    )
    await client.connect()
    try:
        if server.password.get_secret_value():
            await client.login(server.user, server.password.get_secret_value())
    except BaseException:
        client.close()
        raise
    return client


async def send(server: Server, message: EmailMessage, *, sender: str, recipient: str) -> None:
    """Raises DeliveryFailed and DeliveryDeferred."""
    try:
        client = await connect(server)
        try:
            await client.send_message(message, sender=sender, recipients=[recipient])
        finally:
            client.close()
    except (aiosmtplib.SMTPException, OSError, UnicodeError) as error:
        raise failure(error) from error


def failure(error: Exception) -> DeliveryFailed | DeliveryDeferred:
    """A refusal of this message is final (5xx); what may pass, and what the team can mend, is tried again."""
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return DeliveryDeferred(
            f"The mail server refused the sign-in ({error.code}): check user and password."
        )
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        error = error.recipients[0]
    if isinstance(error, aiosmtplib.SMTPResponseException) and not isinstance(
        error, aiosmtplib.SMTPConnectError | aiosmtplib.SMTPHeloError
    ):
        words = f"The mail server refused the message: {error.code} {_one_line(error.message)[:300]}"
        return DeliveryFailed(words) if error.code >= 500 else DeliveryDeferred(words)
    if isinstance(error, UnicodeError | aiosmtplib.SMTPNotSupported):
        return DeliveryFailed("The mail server cannot send to an address of this kind.")
    return DeliveryDeferred(f"The mail server cannot be reached: {type(error).__name__}")


def _thread(message: EmailMessage, asked: Mapping[str, Any]) -> None:
    answered = str(asked.get("message_id") or "")
    if not answered:
        return
    before = [str(reference) for reference in asked.get("references") or ()]
    # RFC 5322, 3.6.4; the first one is what programs group by, so the middle is left out when there are many.
    chain = list(dict.fromkeys([*before[:1], *before[1:][-(MAX_REFERENCES - 2) :], answered]))
    message["In-Reply-To"] = answered
    message["References"] = " ".join(chain)


def _html(text: str) -> str:
    paragraphs = "".join(f'<p dir="auto">{_marked_up(paragraph)}</p>' for paragraph in text.split("\n\n"))
    return f'<!doctype html><html><head><meta charset="utf-8"></head><body>{paragraphs}</body></html>'


def _marked_up(text: str) -> str:
    """Escaped, with links for the addresses in it: nothing but http and https becomes one."""
    # With one group `split` gives what stands between and what was found, in turn.
    pieces = (
        f'<a href="{escape(piece)}">{escape(piece)}</a>' if number % 2 else escape(piece)
        for number, piece in enumerate(_WEB_ADDRESS.split(text))
    )
    return "".join(pieces).replace("\n", "<br>")


def _one_line(value: str) -> str:
    return " ".join(value.split())
