"""A real SMTP server (aiosmtpd) and a real IMAP server (pymap), on this machine and for this test only."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from imapclient import IMAPClient

from tests.services import free_port

USER = "support@shop.example"
PASSWORD = "mailbox password"


@dataclass
class SmtpServer:
    """`answers`: what it says to the next messages before it takes one, as `451 try later`."""

    port: int = field(default_factory=free_port)
    taken: list[Envelope] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    password: str = PASSWORD
    _server: asyncio.Server | None = None

    @property
    def messages(self) -> list[Message]:
        return [message_from_bytes(envelope.original_content or b"") for envelope in self.taken]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answers:
            return self.answers.pop(0)
        self.taken.append(envelope)
        return "250 Message accepted for delivery"

    def _authenticate(
        self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any
    ) -> AuthResult:
        right = data.login == USER.encode() and data.password == self.password.encode()
        return AuthResult(success=right, handled=right)

    async def start(self) -> None:
        loop = asyncio.get_running_loop()

        def protocol() -> SMTP:
            with warnings.catch_warnings():
                # It warns of passwords without TLS: here they stay on this machine.
                warnings.simplefilter("ignore")
                return SMTP(
                    self,
                    authenticator=self._authenticate,
                    auth_require_tls=False,
                    auth_required=True,
                    loop=loop,
                    hostname="mail.shop.example",
                )

        self._server = await loop.create_server(protocol, "127.0.0.1", self.port)

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None


class ImapServer:
    """`put` delivers a message as a mail server would."""

    def __init__(self) -> None:
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = Path(sys.executable).with_name("pymap")
        arguments = ("--host", "127.0.0.1", "--port", str(self.port), "--no-tls", "dict", "--demo-data")
        user = ("--demo-user", USER, "--demo-password", PASSWORD)
        self._process = subprocess.Popen(
            [str(program), *arguments, *user], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(200):
            try:
                with self.client():
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"the IMAP server did not come up on port {self.port}")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        client = IMAPClient("127.0.0.1", port=self.port, ssl=False, timeout=60)
        client.login(USER, PASSWORD)
        try:
            yield client
        finally:
            client.logout()

    def put(self, message: EmailMessage | bytes, folder: str = "INBOX") -> None:
        raw = message if isinstance(message, bytes) else message.as_bytes()
        with self.client() as client:
            client.append(folder, raw)

    def flags(self, folder: str = "INBOX") -> list[set[bytes]]:
        with self.client() as client:
            client.select_folder(folder, readonly=True)
            found = client.get_flags(client.search())
        return [set(found[uid]) for uid in sorted(found)]

    def count(self, folder: str = "INBOX") -> int:
        with self.client() as client:
            return int(client.folder_status(folder, ["MESSAGES"])[b"MESSAGES"])
