"""Step 1: a channel's messages are stored, then pointers to them are enqueued. Nothing else happens here."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from redis.asyncio import Redis
from sqlalchemy.exc import IntegrityError

from serving.channels.base import IncomingMessage, Received
from serving.config import Settings
from serving.db import Database, is_away
from serving.errors import BadInput, ParleyError, TooLarge, Unavailable
from serving.redis import AWAY
from serving.turns import pointers
from serving.turns.store import store

log = logging.getLogger(__name__)

LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}")
RETRY_WHEN_FULL_S = 5
# Two first messages at once may break on a unique key once; the second try finds what the other made.
STORE_ATTEMPTS = 3


Outcome = Received | Exception


@dataclass(frozen=True, slots=True)
class Arrival:
    """`at_once` false: the sweeper enqueues it later, whoever writes too much is answered in bursts."""

    message: IncomingMessage
    at_once: bool = True


async def receive(db: Database, redis: Redis, settings: Settings, message: IncomingMessage) -> Received:
    """Stores the message and enqueues its conversation. A known `provider_id` changes nothing.

    Raises BadInput, TooLarge, NotFound (inbox, conversation), Unavailable (the queue is full).
    """
    [outcome] = await receive_all(db, redis, settings, [Arrival(message)])
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


async def receive_all(
    db: Database, redis: Redis, settings: Settings, arrivals: Sequence[Arrival]
) -> list[Outcome]:
    """What became of each message, in their order: one that is refused keeps no other out."""
    outcomes: dict[int, Outcome] = {}
    for number, arrival in enumerate(arrivals):
        try:
            validate(arrival.message, settings)
        except ParleyError as error:
            outcomes[number] = error
    redis_is_there = await _admit(redis, settings, arrivals, outcomes)
    admitted = [number for number in range(len(arrivals)) if number not in outcomes]
    stored = await _store(db, settings, [arrivals[number].message for number in admitted])
    outcomes |= dict(zip(admitted, stored, strict=True))
    await _enqueue(redis, settings, arrivals, outcomes, redis_is_there=redis_is_there)
    return [outcomes[number] for number in range(len(arrivals))]


def validate(message: IncomingMessage, settings: Settings) -> None:
    fields = {
        "text": message.text,
        "message id": message.provider_id,
        "address": message.address,
        "conversation": message.conversation_id,
        "name": message.contact_name,
        "e-mail": message.contact_email,
        "echo id": message.client_id,
        "thread": message.thread,
    }
    for name, value in fields.items():
        _require_storable(name, value)
    if not message.text.strip() and not message.files and message.unreadable is None:
        raise BadInput("The message is empty: write something first.")
    size = len(message.text.encode())
    if size > settings.max_message_bytes:
        raise TooLarge(
            f"The message has {size} bytes, at most {settings.max_message_bytes} are taken: send less."
        )
    limits = (
        ("message id", 255),
        ("address", 255),
        ("name", 200),
        ("e-mail", 320),
        ("echo id", 255),
        ("thread", 255),
    )
    for name, limit in limits:
        length = len(fields[name] or "")
        if length > limit:
            raise TooLarge(f"The {name} has {length} characters, at most {limit} are taken.")
    if not message.provider_id or not message.address:
        raise BadInput("A message needs an id and an address of its sender.")
    if message.locale is not None and not LOCALE.fullmatch(message.locale):
        raise BadInput(f"{message.locale!r} is not a locale: send one like 'en' or 'pt-BR'.")


def _require_storable(name: str, value: str | None) -> None:
    """JSON can carry what no database stores: lone surrogates and NUL."""
    if value is None:
        return
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise BadInput(f"The {name} is not valid Unicode: it holds a lone surrogate.") from error
    if "\x00" in value:
        raise BadInput(f"The {name} holds a NUL character: leave it out.")


async def _admit(
    redis: Redis, settings: Settings, arrivals: Sequence[Arrival], outcomes: dict[int, Outcome]
) -> bool:
    """Refuses before anything is stored when too much waits already; false when Redis is away."""
    # The shard of a conversation that is not known yet: conversations spread evenly, any one is like it.
    wanted = {
        number: arrival.message.conversation_id or arrival.message.address
        for number, arrival in enumerate(arrivals)
        if number not in outcomes
    }
    if not wanted:
        return True
    try:
        full = await pointers.are_full(redis, set(wanted.values()), settings)
    except AWAY:
        return False
    for number, whose in wanted.items():
        if whose in full:
            outcomes[number] = Unavailable(
                "Too many messages are waiting: send it again in a moment.", retry_after_s=RETRY_WHEN_FULL_S
            )
    return True


async def _enqueue(
    redis: Redis,
    settings: Settings,
    arrivals: Sequence[Arrival],
    outcomes: dict[int, Outcome],
    *,
    redis_is_there: bool,
) -> None:
    new = {
        number: received.event.conversation_id
        for number, received in outcomes.items()
        if isinstance(received, Received) and not received.duplicate and arrivals[number].at_once
    }
    if not new:
        return
    try:
        if redis_is_there:
            await pointers.enqueue_all(redis, set(new.values()), settings)
            return
    except AWAY as error:
        log.warning(
            "Redis is away: messages are stored and will be enqueued by the sweeper",
            extra={"messages": len(new), "error": type(error).__name__},
        )
    for number in new:
        received = outcomes[number]
        if isinstance(received, Received):
            outcomes[number] = replace(received, queued=False)


async def _store(db: Database, settings: Settings, messages: Sequence[IncomingMessage]) -> Sequence[Outcome]:
    """Together; one that breaks the transaction is found by storing each on its own."""
    if not messages:
        return []
    try:
        return await _store_together(db, settings, messages)
    except Exception as error:
        if len(messages) == 1 or is_away(error):
            return [error] * len(messages)
        log.warning("messages are stored one by one", extra={"error": type(error).__name__})
    outcomes: list[Outcome] = []
    for message in messages:
        outcomes += await _store(db, settings, [message])
    return outcomes


async def _store_together(
    db: Database, settings: Settings, messages: Sequence[IncomingMessage]
) -> Sequence[Outcome]:
    for attempt in range(1, STORE_ATTEMPTS + 1):
        try:
            async with db.write() as session:
                return await store(session, settings, messages)
        except IntegrityError:
            if attempt == STORE_ATTEMPTS:
                raise
    raise AssertionError("unreachable")
