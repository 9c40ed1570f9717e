"""Inboxes: made, changed, checked and removed; from the console and from the command line alike."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from serving.channels import secrets
from serving.channels.models import Inbox
from serving.config import Settings
from serving.db import Database, now
from serving.errors import BadInput, Conflict
from serving.inboxes import repository, values
from serving.inboxes.base import Around, Draft, Finding, Setup
from serving.inboxes.registry import setup_of

TIMEOUT_S = 10.0
MAX_NAME_CHARACTERS = 200
# In addresses of webhooks, and typed by people.
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Made:
    """`shown`: secrets that were made here and are never shown again. `steps`: what is left to do."""

    inbox: Inbox
    findings: Sequence[Finding]
    steps: Sequence[str]
    shown: Mapping[str, str]


@asynccontextmanager
async def around_of(settings: Settings, database: Database) -> AsyncIterator[Around]:
    async with httpx.AsyncClient(timeout=TIMEOUT_S, follow_redirects=False) as http:
        yield Around(settings=settings, database=database, http=http)


async def add(around: Around, channel: str, *, inbox_id: str, name: str, given: Mapping[str, Any]) -> Made:
    """Raises BadInput, Conflict, Unavailable: nothing is stored then. A removed inbox may come back."""
    setup = setup_of(channel)
    _require_names(inbox_id, name)
    chosen, hidden = values.read(setup.fields, given)
    draft = Draft(id=inbox_id, name=name.strip(), settings=chosen, secrets=dict(hidden))
    async with around.database.read() as session:
        _require_free(await session.get(Inbox, inbox_id), channel)
    await setup.prepare(around, draft)
    async with around.database.write() as session:
        inbox = await session.get(Inbox, inbox_id)
        _require_free(inbox, channel)
        if inbox is None:
            inbox = Inbox(id=inbox_id, name=draft.name, channel=channel, settings={})
            session.add(inbox)
        inbox.removed_at = None
        _fill(inbox, draft, around.settings)
    return await _finish(around, setup, inbox, shown=draft.shown)


async def change(around: Around, inbox_id: str, *, name: str | None, given: Mapping[str, Any]) -> Made:
    """Only what is given changes. What the provider is told is told again, so this also repairs."""
    async with around.database.read() as session:
        inbox = await repository.get(session, inbox_id)
    setup = setup_of(inbox.channel)
    if name is not None:
        _require_names(inbox_id, name)
    settled = [field.name for field in setup.fields if field.settled and field.name in given]
    if settled:
        raise BadInput(f"{settled[0]} cannot be changed: make a new inbox.")
    chosen, hidden = values.read(setup.fields, given, partial=True)
    known = secrets.decrypt(inbox.secrets, around.settings.secret_key)
    draft = Draft(
        id=inbox_id,
        name=(name or inbox.name).strip(),
        settings={key: value for key, value in (inbox.settings | chosen).items() if value is not None},
        secrets=known | hidden,
    )
    await setup.prepare(around, draft)
    async with around.database.write() as session:
        inbox = await repository.get(session, inbox_id)
        _fill(inbox, draft, around.settings)
    return await _finish(around, setup, inbox, shown=draft.shown)


async def check(around: Around, inbox_id: str) -> Made:
    async with around.database.read() as session:
        inbox = await repository.get(session, inbox_id)
    setup = setup_of(inbox.channel)
    stored = secrets.decrypt(inbox.secrets, around.settings.secret_key)
    findings = await setup.check(around, inbox, stored)
    return Made(inbox, findings, setup.steps(around, inbox, stored), {})


async def remove(around: Around, inbox_id: str) -> None:
    """Takes its secrets away and nothing comes in or goes out any more. Conversations stay readable."""
    async with around.database.write() as session:
        inbox = await repository.get(session, inbox_id)
        inbox.removed_at = now()
        inbox.secrets = None
        for key in await repository.keys(session, inbox_id):
            key.revoked_at = now()
        if (mailbox := await repository.mailbox(session, inbox_id)) is not None:
            await session.delete(mailbox)


async def _finish(around: Around, setup: Setup, inbox: Inbox, *, shown: Mapping[str, str]) -> Made:
    stored = secrets.decrypt(inbox.secrets, around.settings.secret_key)
    await setup.connect(around, inbox, stored)
    findings = await setup.check(around, inbox, stored)
    return Made(inbox, findings, setup.steps(around, inbox, stored), shown)


def _fill(inbox: Inbox, draft: Draft, settings: Settings) -> None:
    inbox.name = draft.name
    inbox.settings = dict(draft.settings)
    inbox.secrets = secrets.encrypt(draft.secrets, settings.secret_key) if draft.secrets else None


def _require_names(inbox_id: str, name: str) -> None:
    if not _ID.fullmatch(inbox_id):
        raise BadInput(
            f"{inbox_id[:60]!r} is no id for an inbox: use small letters, digits, - and _, at most 40."
        )
    if not name.strip() or len(name) > MAX_NAME_CHARACTERS:
        raise BadInput(f"An inbox has a name of 1 to {MAX_NAME_CHARACTERS} characters.")


def _require_free(inbox: Inbox | None, channel: str) -> None:
    if inbox is None:
        return
    if inbox.removed_at is None:
        raise Conflict(f"There is an inbox {inbox.id!r} already: choose another id, or change that one.")
    if inbox.channel != channel:
        raise Conflict(f"{inbox.id!r} was an inbox of the channel {inbox.channel}: choose another id.")
