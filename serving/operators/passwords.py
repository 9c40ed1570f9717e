"""Argon2id, off the event loop and never more than two at once: each run takes 64 MiB and one core."""

from __future__ import annotations

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MAX_PASSWORD_CHARACTERS = 1000

_hasher = PasswordHasher()
_at_once = asyncio.Semaphore(2)


def hash_password(password: str) -> str:
    return _hasher.hash(password)


async def verify_password(password_hash: str | None, password: str) -> bool:
    async with _at_once:
        return await asyncio.to_thread(_verify, password_hash, password)


@cache
def _nobody() -> str:
    """Verified when there is no such operator, so that the time taken does not tell."""
    return _hasher.hash("nobody")


def _verify(password_hash: str | None, password: str) -> bool:
    try:
        _hasher.verify(password_hash or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
