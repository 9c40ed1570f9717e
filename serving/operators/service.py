"""Who may use the console: sign-in, sessions, the first admin."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from serving.db import new_id, now
from serving.errors import BadInput, Forbidden, TooManyRequests, Unauthorized
from serving.keys import derive_key
from serving.limits import TokenBuckets
from serving.operators import repository
from serving.operators.models import Operator, OperatorSession
from serving.operators.passwords import MAX_PASSWORD_CHARACTERS, hash_password, verify_password
from serving.operators.roles import Role

FIRST_ADMIN_EMAIL = "admin@localhost"
IDLE_LIFETIME = timedelta(hours=12)
LONGEST_LIFETIME = timedelta(days=7)
# A session is written at most this often, so that reading does not turn into writing.
SLIDE_AFTER = timedelta(minutes=10)
MIN_PASSWORD_CHARACTERS = 10


@dataclass(frozen=True, slots=True)
class SignedIn:
    operator: Operator
    token_hash: str
    needs_slide: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """Where somebody signs in from, for the list in which they find and end their sessions."""

    address: str | None
    browser: str | None


class SignInThrottle:
    """Wrong passwords only: a few from one address for one account, more from one address or in all.

    The limit for an account as a whole is wide, or a stranger could lock its owner out.
    """

    def __init__(self) -> None:
        self._pair = TokenBuckets(5, refill_s=180)
        self._address = TokenBuckets(30, refill_s=30)
        self._account = TokenBuckets(100, refill_s=30)

    def take(self, *, address: str, email: str) -> None:
        account = email.lower()
        pair, address_wait = self._pair.take(f"{address} {account}"), self._address.take(address)
        wait_s = max(pair, address_wait, self._account.take(account))
        if wait_s:
            raise TooManyRequests(
                f"Too many wrong passwords: wait {wait_s} s and try again.", retry_after_s=wait_s
            )

    def succeeded(self, *, address: str, email: str) -> None:
        account = email.lower()
        self._pair.give_back(f"{address} {account}")
        self._address.give_back(address)
        self._account.give_back(account)


def add_operator(session: AsyncSession, email: str, *, name: str, role: Role, password: str) -> Operator:
    operator = Operator(id=new_id(), email=email, name=name, role=role.value)
    set_password(operator, password)
    session.add(operator)
    return operator


def set_password(operator: Operator, password: str) -> None:
    if not MIN_PASSWORD_CHARACTERS <= len(password) <= MAX_PASSWORD_CHARACTERS:
        raise BadInput(f"A password has {MIN_PASSWORD_CHARACTERS} to {MAX_PASSWORD_CHARACTERS} characters.")
    operator.password_hash = hash_password(password)


async def ensure_first_admin(session: AsyncSession) -> str | None:
    """Makes `admin@localhost` when there is no operator yet; its password is returned this once."""
    if await repository.count(session):
        return None
    password = secrets.token_urlsafe(15)
    add_operator(session, FIRST_ADMIN_EMAIL, name="Admin", role=Role.ADMIN, password=password)
    await session.flush()
    return password


async def authenticate(operator: Operator | None, password: str) -> Operator:
    password_hash = operator.password_hash if operator is not None and not operator.disabled_at else None
    right = await verify_password(password_hash, password)
    if operator is None or not right:
        raise Unauthorized("The e-mail or the password is wrong.")
    return operator


async def choose_locale(session: AsyncSession, operator_id: str, locale: str) -> Operator:
    """`locale` is one that the catalogue has."""
    operator = await session.get_one(Operator, operator_id)
    operator.locale = locale
    return operator


async def open_session(
    session: AsyncSession, operator: Operator, *, seen: Seen | None = None, method: str = "password"
) -> str:
    """Returns the token for the cookie; the database only ever sees its hash."""
    seen = seen or Seen(None, None)
    token = secrets.token_urlsafe(32)
    moment = now()
    await repository.delete_expired_sessions(session, at=moment)
    session.add(
        OperatorSession(
            token_hash=hash_token(token),
            operator_id=operator.id,
            created_at=moment,
            expires_at=moment + IDLE_LIFETIME,
            method=method,
            address=seen.address,
            browser=seen.browser,
        )
    )
    return token


async def find_session(session: AsyncSession, token: str | None) -> SignedIn:
    if not token:
        raise Unauthorized("Sign in first.")
    token_hash, moment = hash_token(token), now()
    found = await repository.signed_in(session, token_hash, at=moment)
    if found is None:
        raise Unauthorized("The session has ended: sign in again.")
    operator, kept = found
    idle = IDLE_LIFETIME - (kept.expires_at - moment)
    may_grow = kept.expires_at < kept.created_at + LONGEST_LIFETIME
    return SignedIn(operator, token_hash, needs_slide=idle > SLIDE_AFTER and may_grow)


async def slide_session(session: AsyncSession, token_hash: str) -> None:
    kept = await session.get(OperatorSession, token_hash)
    if kept is not None:
        kept.expires_at = min(now() + IDLE_LIFETIME, kept.created_at + LONGEST_LIFETIME)


async def close_session(session: AsyncSession, token_hash: str) -> None:
    await repository.delete_session(session, token_hash)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_token(secret: SecretStr, token_hash: str) -> str:
    """Bound to the session: nothing has to be stored, and another session's token does not fit."""
    return hmac.new(derive_key(secret, "csrf"), token_hash.encode(), hashlib.sha256).hexdigest()


def check_csrf(secret: SecretStr, token_hash: str, given: str | None) -> None:
    expected = csrf_token(secret, token_hash)
    if given is None or not hmac.compare_digest(expected.encode(), given.encode()):
        raise Forbidden("The X-Parley-CSRF header is missing or not of this session: reload the page.")
