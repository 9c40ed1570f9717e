"""Reads the mailboxes of the e-mail inboxes, in the worker: each message once, whatever breaks in between.

How far a mailbox was read is kept by UIDVALIDITY and UID and moves on after a message is stored; a message
that is read twice is known by its Message-ID. One worker reads a mailbox at a time, by a lease in Redis.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar
from uuid import uuid4

from imapclient.exceptions import IMAPClientError
from redis.asyncio import Redis
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from serving.channels.email.account import CHANNEL, Account, account_of
from serving.channels.email.imap import ImapSession, MailboxProblem
from serving.channels.email.kinds import MailKind
from serving.channels.email.receive import Post, take
from serving.channels.models import Inbox, Mailbox
from serving.config import Settings
from serving.db import Database, now
from serving.errors import BadInput, ParleyError, TooLarge, Unavailable
from serving.redis import AWAY
from serving.tasks import cancel_and_wait

log = logging.getLogger(__name__)

T = TypeVar("T")

LOOK_FOR_INBOXES_S = 5.0
LEASE_S = 60
# IDLE ends here, and a cancelled reader with it; servers end it after half an hour (RFC 2177).
WAIT_STEP_S = 2.0
WITHOUT_IDLE_S = 15.0
LONGEST_BACK_OFF_S = 300.0
FIRST_BACK_OFF_S = 5.0
BATCH = 50
# When a mailbox was made anew its UIDs say nothing: what came since shortly before the last look is read.
LOOK_BACK = timedelta(days=2)
TAKEN = frozenset({MailKind.PERSON, MailKind.BOUNCE, MailKind.REPORT, MailKind.AUTOMATIC})


@dataclass(frozen=True, slots=True)
class _Read:
    inbox: Inbox
    account: Account


class Mailboxes:
    def __init__(self, database: Database, redis: Redis, settings: Settings) -> None:
        self._database = database
        self._redis = redis
        self._settings = settings
        self._post = Post.of(settings, database, redis)
        self._readers: dict[str, tuple[str, asyncio.Task[None]]] = {}
        self._name = uuid4().hex

    @property
    def reading(self) -> frozenset[str]:
        """The inboxes whose mailboxes are being read."""
        return frozenset(self._readers)

    async def run(self) -> None:
        """Until it is cancelled. An inbox that is added, changed or removed is noticed within seconds."""
        try:
            while True:
                with suppress(DBAPIError, OSError):
                    await self._tend()
                await asyncio.sleep(LOOK_FOR_INBOXES_S)
        finally:
            await cancel_and_wait([task for _, task in self._readers.values()])

    async def _tend(self) -> None:
        async with self._database.read() as session:
            inboxes = await session.scalars(
                select(Inbox).where(Inbox.channel == CHANNEL, Inbox.removed_at.is_(None))
            )
            wanted = {inbox.id: inbox for inbox in inboxes if inbox.settings.get("imap_host")}
        for inbox_id, (version, task) in list(self._readers.items()):
            inbox = wanted.get(inbox_id)
            if inbox is None or version != _version(inbox) or task.done():
                await cancel_and_wait([task])
                del self._readers[inbox_id]
        for inbox_id, inbox in wanted.items():
            if inbox_id not in self._readers:
                reader = asyncio.create_task(self._keep_reading(inbox), name=f"mailbox {inbox_id}")
                self._readers[inbox_id] = (_version(inbox), reader)

    async def _keep_reading(self, inbox: Inbox) -> None:
        wait_s = FIRST_BACK_OFF_S
        while True:
            began = time.monotonic()
            try:
                if not await self._lease(inbox):
                    await asyncio.sleep(LEASE_S / 2)
                    continue
                await self._read(inbox)
            except MailboxProblem as problem:
                await self._report(inbox, str(problem))
            except (IMAPClientError, OSError) as error:
                # Servers close connections as they like; only what lasts is a problem.
                log.info(
                    "a mailbox's connection ended", extra={"inbox": inbox.id, "error": type(error).__name__}
                )
            except ParleyError as error:
                log.warning("a mailbox could not be read on", extra={"inbox": inbox.id, "why": error.code})
            except DBAPIError as error:
                log.warning("a mailbox waits for the database", extra={"error": type(error).__name__})
            except Exception:
                log.exception("reading a mailbox broke", extra={"inbox": inbox.id})
            if time.monotonic() - began > LEASE_S:
                wait_s = FIRST_BACK_OFF_S
            await asyncio.sleep(wait_s)
            wait_s = min(LONGEST_BACK_OFF_S, wait_s * 2)

    async def _lease(self, inbox: Inbox) -> bool:
        key = f"parley:mailbox:{inbox.id}"
        try:
            if await self._redis.set(key, self._name, nx=True, ex=LEASE_S):
                return True
            if await self._redis.get(key) != self._name:
                return False
            await self._redis.expire(key, LEASE_S)
        except AWAY:
            return False
        return True

    async def _read(self, inbox: Inbox) -> None:
        account = account_of(inbox, self._settings.secret_key)
        session = await _in_thread(lambda: ImapSession(account))
        try:
            read = _Read(inbox, account)
            while await self._lease(inbox):
                await self._catch_up(read, session)
                await self._wait(inbox, session)
        finally:
            await _in_thread(lambda: session.__exit__(None, None, None))

    async def _catch_up(self, read: _Read, session: ImapSession) -> None:
        mailbox = await self._mailbox(read.inbox, session)
        if mailbox.uid_validity != session.position.uid_validity:
            log.warning("a mailbox was made anew: reading what came lately", extra={"inbox": read.inbox.id})
            day = (mailbox.checked_at - LOOK_BACK).date()
            uids = await _in_thread(lambda: session.since(day))
            mailbox.uid_validity, mailbox.last_uid = session.position.uid_validity, 0
        else:
            last = mailbox.last_uid
            uids = await _in_thread(lambda: session.after(last))
        for start in range(0, len(uids), BATCH):
            if not await self._lease(read.inbox):
                raise Unavailable("Redis is away, or another worker reads this mailbox.")
            messages = session.fetch(uids[start : start + BATCH])
            while (found := await _in_thread(partial(next, messages, None))) is not None:
                uid, raw = found
                problem = await self._take(read, session, uid, raw)
                mailbox.last_uid = max(mailbox.last_uid, uid)
                await self._remember(mailbox, problem)
        if not uids and now() - mailbox.checked_at > timedelta(minutes=1):
            await self._remember(mailbox, None)

    async def _take(self, read: _Read, session: ImapSession, uid: int, raw: bytes | None) -> str | None:
        """What a person has to look at, if this message could not be taken."""
        try:
            if raw is None:
                raise TooLarge("An e-mail is too large to be taken.")
            kind = await take(self._post, read.inbox, raw)
        except (BadInput, TooLarge) as error:
            log.warning(
                "an e-mail was refused", extra={"inbox": read.inbox.id, "uid": uid, "why": error.code}
            )
            await _in_thread(lambda: session.mark_refused(uid))
            return f"{error.message} It is flagged in the mailbox."
        if kind in TAKEN:
            await _in_thread(lambda: session.mark_taken(uid))
        return None

    async def _wait(self, inbox: Inbox, session: ImapSession) -> None:
        """Until something came, or for as long as the lease is sure."""
        if not session.can_wait:
            await asyncio.sleep(WITHOUT_IDLE_S)
            return
        await _in_thread(session.idle)
        try:
            for _ in range(int(LEASE_S / 2 / WAIT_STEP_S)):
                if await _in_thread(lambda: session.wait(WAIT_STEP_S)):
                    return
        finally:
            await _in_thread(session.idle_done)

    async def _mailbox(self, inbox: Inbox, session: ImapSession) -> Mailbox:
        """Where reading goes on. At first that is the end: what lay there before is not answered."""
        async with self._database.write() as database:
            mailbox = await database.get(Mailbox, inbox.id)
            if mailbox is None:
                mailbox = start_of(inbox, session)
                database.add(mailbox)
        return mailbox

    async def _remember(self, mailbox: Mailbox, problem: str | None) -> None:
        mailbox.checked_at, mailbox.problem = now(), problem[:500] if problem else None
        async with self._database.write() as database:
            await database.merge(mailbox)

    async def _report(self, inbox: Inbox, problem: str) -> None:
        log.warning("a mailbox cannot be read", extra={"inbox": inbox.id})
        async with self._database.write() as database:
            mailbox = await database.get(Mailbox, inbox.id)
            if mailbox is not None:
                mailbox.problem = problem[:500]


def start_of(inbox: Inbox, session: ImapSession) -> Mailbox:
    position = session.position
    return Mailbox(
        inbox_id=inbox.id,
        uid_validity=position.uid_validity,
        last_uid=position.next_uid - 1,
        checked_at=now(),
    )


def _version(inbox: Inbox) -> str:
    return f"{sorted(inbox.settings.items())!r} {inbox.secrets}"


async def _in_thread(call: Callable[[], T]) -> T:
    """A thread cannot be cancelled: its call is waited for, so that two never use one connection."""
    task = asyncio.ensure_future(asyncio.to_thread(call))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
