"""What an e-mail inbox is told about its mailbox and its mail server."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import SecretStr

from serving.channels import secrets
from serving.channels.models import Inbox
from serving.errors import BadInput

CHANNEL = "email"
FOLDER = "INBOX"


class Security(StrEnum):
    """`none` is for a server on this machine: passwords and mail travel readable."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


PORTS = {
    ("imap", Security.TLS): 993,
    ("imap", Security.STARTTLS): 143,
    ("imap", Security.NONE): 143,
    ("smtp", Security.TLS): 465,
    ("smtp", Security.STARTTLS): 587,
    ("smtp", Security.NONE): 25,
}


@dataclass(frozen=True, slots=True)
class Server:
    host: str
    port: int
    security: Security
    user: str
    password: SecretStr


@dataclass(frozen=True, slots=True)
class Account:
    """`imap` is None for an inbox that gets its mail by webhook."""

    address: str
    from_name: str
    imap: Server | None
    smtp: Server | None
    folder: str
    processed_folder: str | None
    tagged_replies: bool
    webhook_key_hash: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def account_of(inbox: Inbox, secret_key: SecretStr) -> Account:
    settings, stored = inbox.settings, secrets.decrypt(inbox.secrets, secret_key)
    return Account(
        address=str(settings.get("address") or "").lower(),
        from_name=str(settings.get("from_name") or inbox.name),
        imap=_server("imap", settings, stored),
        smtp=_server("smtp", settings, stored),
        folder=str(settings.get("folder") or FOLDER),
        processed_folder=str(settings["processed_folder"]) if settings.get("processed_folder") else None,
        tagged_replies=bool(settings.get("tagged_replies")),
        webhook_key_hash=str(stored.get("webhook_key_hash") or ""),
    )


def _server(protocol: str, settings: dict[str, Any], stored: dict[str, Any]) -> Server | None:
    host = str(settings.get(f"{protocol}_host") or "")
    if not host:
        return None
    try:
        security = Security(str(settings.get(f"{protocol}_security") or "tls"))
        port = int(settings.get(f"{protocol}_port") or PORTS[protocol, security])
    except ValueError as error:
        raise BadInput(f"The inbox's {protocol} settings are wrong: {error}.") from error
    return Server(
        host=host,
        port=port,
        security=security,
        user=str(settings.get(f"{protocol}_user") or settings.get("address") or ""),
        password=SecretStr(str(stored.get(f"{protocol}_password") or "")),
    )


def tls_context() -> ssl.SSLContext:
    return ssl.create_default_context()
