"""The widget's session token, and the identity that a shop signs for its customer. Both are JWT, HS256."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import jwt
from pydantic import BaseModel, ValidationError

from serving.db import new_id, now
from serving.errors import BadInput, Unauthorized
from serving.http import Line

LIFETIME = timedelta(days=30)
# Whoever signs out of the shop must not stay somebody here for a month.
VERIFIED_LIFETIME = timedelta(days=1)
AUDIENCE = "parley-widget"
MAX_TOKEN_CHARACTERS = 4096


class ExpiredToken(Unauthorized):
    code = "expired_token"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who a session token speaks for. `address` names the contact within the inbox.

    `answers`: to the inbox's questions before the first message (channels/prechat.py).
    """

    inbox_id: str
    address: str
    conversation_id: str
    locale: str | None = None
    locale_chosen: bool = False  # by the customer; else it is the page's
    verified: bool = False
    email: str | None = None
    name: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


class Identity(BaseModel):
    """A customer whom the inbox's owner vouches for."""

    sub: Line
    email: Line | None = None
    name: Line | None = None


def new_visitor(inbox_id: str, *, locale: str | None, identity: Identity | None) -> Visitor:
    if identity is None:
        return Visitor(inbox_id, address=f"visitor:{new_id()}", conversation_id=new_id(), locale=locale)
    return Visitor(
        inbox_id,
        address=address_of(identity),
        conversation_id=new_id(),
        locale=locale,
        verified=True,
        email=identity.email,
        name=identity.name,
    )


def address_of(identity: Identity) -> str:
    return f"user:{identity.sub}"[:255]


def sign(visitor: Visitor, key: bytes) -> str:
    issued = now()
    claims = {
        "aud": AUDIENCE,
        "iat": issued,
        "exp": issued + (VERIFIED_LIFETIME if visitor.verified else LIFETIME),
        "inbox": visitor.inbox_id,
        "sub": visitor.address,
        "conversation": visitor.conversation_id,
        "locale": visitor.locale,
        "locale_chosen": visitor.locale_chosen,
        "verified": visitor.verified,
        "email": visitor.email,
        "name": visitor.name,
        "answers": dict(visitor.answers),
    }
    return jwt.encode(claims, key, algorithm="HS256")


def read(token: str | None, key: bytes, *, inbox_id: str) -> Visitor:
    """Raises ExpiredToken for a token that is missing, broken, expired or of another inbox."""
    if not token or len(token) > MAX_TOKEN_CHARACTERS:
        raise ExpiredToken("The session token is missing or too long: start a new session.")
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=["HS256"],
            audience=AUDIENCE,
            options={"require": ["exp", "sub", "inbox", "conversation"]},
        )
    except jwt.PyJWTError:
        raise ExpiredToken("The session has expired or is not of this platform: start a new one.") from None
    if claims["inbox"] != inbox_id:
        raise ExpiredToken("The session belongs to another inbox: start a new one.")
    return Visitor(
        inbox_id=inbox_id,
        address=claims["sub"],
        conversation_id=claims["conversation"],
        locale=claims.get("locale"),
        locale_chosen=bool(claims.get("locale_chosen")),
        verified=bool(claims.get("verified")),
        email=claims.get("email"),
        name=claims.get("name"),
        answers=claims.get("answers") or {},
    )


def read_identity(token: str, identity_key: str | None) -> Identity:
    if not identity_key:
        raise BadInput("This inbox has no identity key: set one, or leave `identity` out.")
    try:
        claims = jwt.decode(token, identity_key, algorithms=["HS256"], options={"require": ["exp", "sub"]})
        identity = Identity.model_validate(claims)
    except (jwt.PyJWTError, ValidationError):
        raise Unauthorized("The identity has expired or was not signed with this inbox's key.") from None
    if not identity.sub:
        raise Unauthorized("The signed identity names nobody: set `sub`.")
    return identity
