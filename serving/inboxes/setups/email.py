"""E-mail: both servers are signed in to before anything is stored."""

from __future__ import annotations

import asyncio
import re
import secrets as random
from collections.abc import Mapping, Sequence
from typing import Any

import aiosmtplib

from serving.channels import secrets as sealed
from serving.channels.email.account import CHANNEL, Account, account_of
from serving.channels.email.delivery import connect, failure
from serving.channels.email.imap import ImapSession, MailboxProblem
from serving.channels.email.mailboxes import start_of
from serving.channels.models import Inbox, Mailbox
from serving.errors import BadInput
from serving.inboxes.base import Around, Draft, Field, FieldKind, Finding, ok, problem, warning

SECURITIES = ("tls", "starttls", "none")
_ADDRESS = re.compile(r"[^\s@<>,;:\"]{1,64}@[A-Za-z0-9.-]{1,190}")


class EmailSetup:
    channel = CHANNEL
    title = "E-mail"
    fields = (
        Field("address", required=True, asked=True, example="support@shop.example"),
        Field("from_name", asked=True, example="Lumen & Oak support"),
        Field("imap_host", asked=True, example="imap.shop.example"),
        Field("imap_port", FieldKind.NUMBER),
        Field("imap_security", FieldKind.CHOICE, default="tls", choices=SECURITIES),
        Field("imap_user"),
        Field("imap_password", FieldKind.SECRET, asked=True),
        Field("smtp_host", required=True, asked=True, example="smtp.shop.example"),
        Field("smtp_port", FieldKind.NUMBER),
        Field("smtp_security", FieldKind.CHOICE, default="tls", choices=SECURITIES),
        Field("smtp_user"),
        Field("smtp_password", FieldKind.SECRET, asked=True),
        Field("folder", default="INBOX"),
        Field("processed_folder", example="Handled"),
        Field("tagged_replies", FieldKind.SWITCH, default=False),
    )

    async def prepare(self, around: Around, draft: Draft) -> None:
        address = str(draft.settings["address"])
        if not _ADDRESS.fullmatch(address):
            raise BadInput(f"{address!r} is no e-mail address.")
        draft.settings["address"] = address.lower()
        # Most mail services have one password for both.
        for protocol, other in (("smtp", "imap"), ("imap", "smtp")):
            if not draft.secrets.get(f"{protocol}_password") and draft.secrets.get(f"{other}_password"):
                draft.secrets[f"{protocol}_password"] = draft.secrets[f"{other}_password"]
        inbox = Inbox(id=draft.id, name=draft.name, channel=CHANNEL, settings=dict(draft.settings))
        inbox.secrets = sealed.encrypt(draft.secrets, around.settings.secret_key)
        problems = [found for found in await _servers(around, inbox) if found.level == "problem"]
        if problems:
            raise BadInput(problems[0].message)
        if not draft.settings.get("imap_host") and not draft.secrets.get("webhook_key_hash"):
            key = f"pk_{random.token_urlsafe(32)}"
            draft.shown["webhook_key"] = key
            draft.secrets["webhook_key_hash"] = sealed.hash_api_key(key)

    async def connect(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> None:
        """What lies in the mailbox at this moment is not answered; what comes from now on is."""
        account = account_of(inbox, around.settings.secret_key)
        if account.imap is None:
            return
        async with around.database.read() as session:
            if await session.get(Mailbox, inbox.id) is not None:
                return
        start = await asyncio.to_thread(_start, inbox, account)
        async with around.database.write() as session:
            await session.merge(start)

    async def check(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> Sequence[Finding]:
        found = list(await _servers(around, inbox))
        if not inbox.settings.get("imap_host"):
            found.append(ok("webhook", "It takes e-mail by webhook."))
            return found
        async with around.database.read() as session:
            mailbox = await session.get(Mailbox, inbox.id)
        if mailbox is not None and mailbox.problem:
            found.append(warning("mailbox", mailbox.problem))
        return found

    def steps(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> Sequence[str]:
        if inbox.settings.get("imap_host"):
            return []
        return [
            "Let your mail service post each message as it is (RFC 822) to "
            f"{around.webhook(CHANNEL, inbox.id)}, with the key as a bearer token or as the password of "
            "basic authentication."
        ]


async def _servers(around: Around, inbox: Inbox) -> Sequence[Finding]:
    account = account_of(inbox, around.settings.secret_key)
    return [await _smtp(account), *([await asyncio.to_thread(_imap, account)] if account.imap else [])]


async def _smtp(account: Account) -> Finding:
    if account.smtp is None:
        return problem("smtp", "There is no SMTP server: enter smtp_host.")
    where = f"{account.smtp.host}:{account.smtp.port}"
    try:
        client = await connect(account.smtp)
    except (aiosmtplib.SMTPException, OSError) as error:
        return problem("smtp", f"{where}: {failure(error)} {_hint(error)}".strip())
    client.close()
    if not account.smtp.password.get_secret_value():
        return warning("smtp", f"{where} answers; nobody signs in there, so it may refuse to send.")
    return ok("smtp", f"{where} takes the sign-in of {account.smtp.user}.")


def _hint(error: Exception) -> str:
    text = str(error).lower()
    if "certificate" in text or "ssl" in text or "wrong version" in text:
        return "Check the security: tls is for ports like 465, starttls for 587."
    return ""


def _imap(account: Account) -> Finding:
    try:
        with ImapSession(account) as session:
            if account.processed_folder and not session.folder_exists(account.processed_folder):
                return problem(
                    "imap", f"The mailbox has no folder {account.processed_folder!r}: make it first."
                )
            if account.processed_folder and not session.can_move:
                return warning("imap", "The server cannot move messages: they stay where they are, as seen.")
            how = "tells of new mail at once" if session.can_wait else "is asked every 15 s"
            return ok("imap", f"The folder {account.folder} can be read and the server {how}.")
    except MailboxProblem as found:
        return problem("imap", str(found))


def _start(inbox: Inbox, account: Account) -> Mailbox:
    with ImapSession(account) as session:
        return start_of(inbox, session)
