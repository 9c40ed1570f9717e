"""What endpoints share: the process' parts, request bodies, identifiers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection, Request

from serving.channels.models import Inbox
from serving.config import Settings
from serving.db import Database
from serving.errors import BadInput, NotFound, Unavailable
from serving.knowledge.library import Library
from serving.limits import TokenBuckets
from serving.operators.directory import OperatorNames
from serving.operators.oidc import Provider
from serving.operators.service import SignInThrottle
from serving.realtime.hub import Hub
from serving.realtime.publisher import Publisher
from serving.reviews.domain import KnownIntents
from serving.reviews.pairs import PairsInKnowledge
from serving.translation.service import Translator
from serving.wordings.service import Wordings

if TYPE_CHECKING:
    from serving.channels.webhooks import KnownInboxes
    from serving.turns.intake import Intake

IDENTIFIER = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
# Sequence numbers and ids are 32-bit in the database; a greater one breaks the statement.
MAX_SEQ = 2**31 - 1

BodyT = TypeVar("BodyT", bound=BaseModel)

# PostgreSQL keeps no NUL in a text.
WITHOUT_NUL = r"^[^\x00]*$"
Line = Annotated[str, StringConstraints(max_length=320, pattern=r"^[^\x00-\x1f\x7f]*$")]
After = Annotated[int, Query(ge=0, le=MAX_SEQ)]


class Body(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class SocketCount:
    """Open sockets and event streams of this process; the newest is refused when there are too many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open = 0

    def __enter__(self) -> None:
        if self._open >= self._most:
            raise Unavailable("Too many connections are open: try again in a moment.", retry_after_s=5)
        self._open += 1

    def __exit__(self, *_: object) -> None:
        self._open -= 1


@dataclass(frozen=True, slots=True)
class Gateway:
    """Everything an endpoint may use, made by the application's lifespan."""

    settings: Settings
    database: Database
    redis: Redis
    hub: Hub
    publisher: Publisher
    operators: OperatorNames
    sign_in_throttle: SignInThrottle
    message_limits: TokenBuckets
    upload_limits: TokenBuckets
    flood_limits: TokenBuckets
    mail_limits: TokenBuckets
    api_limits: TokenBuckets
    sockets: SocketCount
    intake: Intake
    hooked: KnownInboxes
    library: Library
    translator: Translator
    wordings: Wordings
    pairs: PairsInKnowledge
    known_intents: KnownIntents
    provider: Provider


def gateway_of(connection: HTTPConnection) -> Gateway:
    gateway: Gateway = connection.app.state.gateway
    return gateway


async def _gateway(connection: HTTPConnection) -> Gateway:
    """FastAPI sends what is not a coroutine through a thread, which costs more than a webhook's signature."""
    return gateway_of(connection)


GatewayDep = Annotated[Gateway, Depends(_gateway)]


async def read_body(request: Request, model: type[BodyT]) -> BodyT:
    """The JSON body as `model`. The error names the field, never its value."""
    return parse_body(await request.body(), model)


def parse_body(raw: bytes | str, model: type[BodyT]) -> BodyT:
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        raise BadInput(_explain(error)) from None


def _explain(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        return f"The body is not JSON in UTF-8 ({first['msg'].removeprefix('Invalid JSON: ')})."
    field = ".".join(str(part) for part in first["loc"]) or "body"
    return f"{field}: {first['msg']}."


async def find_inbox(session: AsyncSession, inbox_id: str, *, channel: str) -> Inbox:
    inbox = await session.get(Inbox, inbox_id) if IDENTIFIER.fullmatch(inbox_id) else None
    if inbox is None or inbox.channel != channel or inbox.removed_at is not None:
        raise NotFound(f"There is no {channel} inbox of this name: check the address.")
    return inbox


def require_identifier(value: str, what: str) -> str:
    if not IDENTIFIER.fullmatch(value):
        raise NotFound(f"There is no such {what}.")
    return value
