"""API keys of REST inboxes: shown once, kept as hashes, revoked one by one."""

from __future__ import annotations

import secrets as random

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels.models import ApiKey
from serving.channels.secrets import hash_api_key
from serving.db import new_id, now
from serving.errors import BadInput, Conflict, NotFound
from serving.inboxes import repository

MAX_NAME_CHARACTERS = 200
MOST_KEYS = 50
KEY_HINT_CHARACTERS = 4


async def make_key(session: AsyncSession, inbox_id: str, *, name: str) -> tuple[ApiKey, str]:
    """A new API key of a REST inbox: the second value is the key itself, which is stored nowhere."""
    inbox = await repository.get(session, inbox_id)
    if inbox.channel != "rest":
        raise BadInput(f"The inbox {inbox_id!r} has no API keys: it is of the channel {inbox.channel}.")
    if not name.strip() or len(name) > MAX_NAME_CHARACTERS:
        raise BadInput(f"A key has a name of 1 to {MAX_NAME_CHARACTERS} characters: who uses it.")
    if len(await repository.keys(session, inbox_id)) >= MOST_KEYS:
        raise Conflict(f"The inbox has {MOST_KEYS} keys already: revoke one that nobody uses.")
    made = f"pk_{random.token_urlsafe(32)}"
    stored = _store(session, inbox_id, name=name.strip(), key=made)
    await session.flush()
    return stored, made


async def set_key(session: AsyncSession, inbox_id: str, *, name: str, key: str) -> None:
    """This key and no other counts under this name. For keys that are made elsewhere."""
    hashed = hash_api_key(key)
    same = await session.scalars(select(ApiKey).where(ApiKey.inbox_id == inbox_id, ApiKey.name == name))
    known = list(same)
    for stored in known:
        stored.revoked_at = None if stored.key_hash == hashed else (stored.revoked_at or now())
    if all(stored.key_hash != hashed for stored in known):
        _store(session, inbox_id, name=name, key=key)
    await session.flush()


async def revoke_key(session: AsyncSession, inbox_id: str, key_id: str) -> None:
    key = await session.get(ApiKey, key_id)
    if key is None or key.inbox_id != inbox_id or key.revoked_at is not None:
        raise NotFound(f"The inbox {inbox_id!r} has no key {key_id!r}.")
    key.revoked_at = now()


def _store(session: AsyncSession, inbox_id: str, *, name: str, key: str) -> ApiKey:
    stored = ApiKey(
        id=new_id(),
        inbox_id=inbox_id,
        name=name,
        key_hash=hash_api_key(key),
        hint=key[-KEY_HINT_CHARACTERS:],
    )
    session.add(stored)
    return stored
