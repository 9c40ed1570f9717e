"""One connection to a mailbox. Blocking, for a thread of its own: the library has no other way.

Nothing is ever deleted. Messages are looked at without marking them (BODY.PEEK), and marked once they are
stored here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from types import TracebackType

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from serving.channels.email.account import Account, Security, Server, tls_context
from serving.channels.email.parsing import MAX_MAIL_BYTES

TIMEOUT_S = 30.0
SEEN = b"\\Seen"
FLAGGED = b"\\Flagged"


class MailboxProblem(Exception):
    """What keeps the mailbox from being read, in words for the team."""


@dataclass(frozen=True, slots=True)
class Position:
    """`next_uid`: what the next message will get, within this `uid_validity`."""

    uid_validity: int
    next_uid: int


class ImapSession:
    def __init__(self, account: Account) -> None:
        if account.imap is None:
            raise MailboxProblem("The inbox has no IMAP server: enter one.")
        self._account = account
        self._server = account.imap
        self._client = _connect(self._server)
        try:
            self._position = self._open()
        except BaseException:
            self._client.shutdown()
            raise

    def __enter__(self) -> ImapSession:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(IMAPClientError, OSError):
            self._client.logout()
        with suppress(OSError):
            self._client.shutdown()

    @property
    def position(self) -> Position:
        return self._position

    @property
    def can_wait(self) -> bool:
        return bool(self._client.has_capability("IDLE"))

    @property
    def can_move(self) -> bool:
        return bool(self._client.has_capability("MOVE"))

    def folder_exists(self, name: str) -> bool:
        return bool(self._client.folder_exists(name))

    def after(self, uid: int) -> Sequence[int]:
        """UIDs above this one, in order. `n:*` names the last message even below n (RFC 9051, 6.4.4)."""
        found = self._client.search(["UID", f"{uid + 1}:*"])
        return sorted(number for number in found if number > uid)

    def since(self, day: date) -> Sequence[int]:
        return sorted(self._client.search(["SINCE", day]))

    def fetch(self, uids: Sequence[int]) -> Iterator[tuple[int, bytes | None]]:
        """Each message's bytes; None for one that is too large. One that is gone meanwhile is left out."""
        sizes = self._client.fetch(uids, ["RFC822.SIZE"]) if uids else {}
        for uid in uids:
            size = sizes.get(uid, {}).get(b"RFC822.SIZE")
            if size is None:
                continue
            if size > MAX_MAIL_BYTES:
                yield uid, None
                continue
            body = self._client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
            if isinstance(body, bytes):
                yield uid, body

    def mark_taken(self, uid: int) -> None:
        self._client.add_flags([uid], [SEEN], silent=True)
        if self._account.processed_folder and self.can_move:
            self._client.move([uid], self._account.processed_folder)

    def mark_refused(self, uid: int) -> None:
        """A person finds it in the mailbox: unread as it was, with a flag."""
        self._client.add_flags([uid], [FLAGGED], silent=True)

    def wait(self, seconds: float) -> bool:
        """True as soon as the server says that something came. IDLE must be on (`idle`)."""
        answers = self._client.idle_check(timeout=seconds)
        return any(len(answer) > 1 and answer[1] in (b"EXISTS", b"RECENT") for answer in answers)

    def idle(self) -> None:
        self._client.idle()

    def idle_done(self) -> None:
        self._client.idle_done()

    def _open(self) -> Position:
        if not self._client.folder_exists(self._account.folder):
            raise MailboxProblem(
                f"The mailbox has no folder {self._account.folder!r}: enter one that it has."
            )
        state = self._client.select_folder(self._account.folder)
        if b"READ-WRITE" not in state and state.get(b"READ-ONLY") is not None:
            raise MailboxProblem(
                f"The folder {self._account.folder!r} may only be read: grant writing flags."
            )
        return Position(uid_validity=int(state[b"UIDVALIDITY"]), next_uid=int(state[b"UIDNEXT"]))


def _connect(server: Server) -> IMAPClient:
    where = f"{server.host}:{server.port}"
    try:
        client = IMAPClient(
            server.host,
            port=server.port,
            ssl=server.security is Security.TLS,
            ssl_context=tls_context() if server.security is Security.TLS else None,
            timeout=TIMEOUT_S,
        )
        if server.security is Security.STARTTLS:
            client.starttls(tls_context())
    except (OSError, IMAPClientError) as error:
        raise MailboxProblem(f"The IMAP server {where} cannot be reached: {_short(error)}") from error
    try:
        client.login(server.user, server.password.get_secret_value())
    except LoginError as error:
        client.shutdown()
        raise MailboxProblem(
            f"{where} refused the sign-in of {server.user!r}: check user and password ({_short(error)})."
        ) from error
    except (OSError, IMAPClientError) as error:
        client.shutdown()
        raise MailboxProblem(f"The IMAP server {where} broke off the sign-in: {_short(error)}") from error
    return client


def _short(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:200]
