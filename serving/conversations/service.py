"""What operators and the platform do with a conversation. Never commits: the caller's edge does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels import media
from serving.channels.models import PULLED_CHANNELS, Inbox, Outgoing
from serving.conversations import timeline
from serving.conversations.models import Author, Conversation, Event, Kind, Status
from serving.db import new_id, now
from serving.errors import BadInput, Conflict
from serving.operators.models import Operator
from serving.operators.roles import Role, may

LONGEST_SNOOZE = timedelta(days=365)
# In the notes that SQLAlchemy keeps beside an object.
LEAVES = "leaves"


def begin(
    session: AsyncSession, *, inbox_id: str, contact_id: str, thread: str | None = None
) -> Conversation:
    """A new, empty conversation with the bot; to be flushed before anything is appended to it."""
    conversation = Conversation(
        id=new_id(), inbox_id=inbox_id, contact_id=contact_id, thread=thread, last_seq=0
    )
    conversation.status = Status.BOT
    session.add(conversation)
    return conversation


async def take_over(session: AsyncSession, conversation_id: str, operator: Operator) -> Sequence[Event]:
    """The operator holds the conversation; the bot is silent in it. Again by the same one: nothing new."""
    conversation = await timeline.lock_conversation(session, conversation_id)
    await refuse_if_held_by_other(session, conversation, operator)
    events: list[Event] = []
    if conversation.status is not Status.OPEN:
        events.append(_set_status(session, conversation, Status.OPEN, "taken_over", operator))
    if conversation.assignee_id != operator.id:
        events.append(_assign(session, conversation, operator.id, by=operator))
    await session.flush()
    return events


async def hand_back(session: AsyncSession, conversation_id: str, operator: Operator) -> Sequence[Event]:
    """The bot has the conversation again; what was said so far is not in its context."""
    conversation = await timeline.lock_conversation(session, conversation_id)
    await refuse_if_held_by_other(session, conversation, operator)
    if conversation.status is Status.BOT:
        return []
    events = [
        timeline.stage(
            session, conversation, kind=Kind.HANDBACK, author=Author.OPERATOR, operator_id=operator.id
        )
    ]
    if conversation.assignee_id is not None:
        events.append(_assign(session, conversation, None, by=operator))
    events.append(_set_status(session, conversation, Status.BOT, "handed_back", operator))
    await session.flush()
    return events


async def reply(
    session: AsyncSession,
    conversation_id: str,
    operator: Operator,
    *,
    text: str,
    client_id: str | None = None,
    files: Sequence[str] = (),
    cards: Sequence[Mapping[str, Any]] = (),
    translation: Mapping[str, Any] | None = None,
) -> Sequence[Event]:
    """Sends the operator's words to the customer. Whoever replies holds the conversation from then on.

    The same `client_id` again appends nothing and returns the first event. `files`: ids of the media that
    go along; with them, or with `cards`, the text may be empty. `translation`: what of
    (serving/translation/service.py), where the text is not what the operator wrote.
    """
    if not files and not cards:
        _require_text(text)
    conversation = await timeline.lock_conversation(session, conversation_id)
    await refuse_if_held_by_other(session, conversation, operator)
    if repeated := await _said_already(session, conversation_id, client_id, Kind.MESSAGE):
        return [repeated]
    events = list(await take_over(session, conversation_id, operator))
    payload: dict[str, Any] = {"route": "operator", "client_id": client_id}
    if translation is not None:
        payload |= {"translation": dict(translation), "locale": translation["target"]}
    if files:
        payload["files"] = await media.attach(
            session, files, inbox_id=conversation.inbox_id, conversation_id=conversation.id
        )
    if cards:
        payload["cards"] = [await _with_picture(session, conversation, card) for card in cards]
    message = timeline.stage(
        session,
        conversation,
        kind=Kind.MESSAGE,
        author=Author.OPERATOR,
        text=text,
        payload=payload,
        operator_id=operator.id,
    )
    await session.flush()
    await queue_delivery(session, conversation, [message])
    return [*events, message]


async def _with_picture(
    session: AsyncSession, conversation: Conversation, card: Mapping[str, Any]
) -> dict[str, Any]:
    """`image`: the id of a stored file, or an address."""
    image = card["image"]
    if image is None or "url" in image:
        return dict(card)
    [shown] = await media.attach(
        session, [image["id"]], inbox_id=conversation.inbox_id, conversation_id=conversation.id
    )
    return {**card, "image": shown}


async def _said_already(
    session: AsyncSession, conversation_id: str, client_id: str | None, kind: Kind
) -> Event | None:
    if client_id is None:
        return None
    return await timeline.find_by_client_id(session, conversation_id, Author.OPERATOR, client_id, kind=kind)


async def note(
    session: AsyncSession,
    conversation_id: str,
    operator: Operator,
    *,
    text: str,
    client_id: str | None = None,
) -> Sequence[Event]:
    """A private remark: anybody of the team may leave one, whoever holds the conversation.

    The same `client_id` again appends nothing and returns the first event.
    """
    _require_text(text)
    conversation = await timeline.lock_conversation(session, conversation_id)
    if repeated := await _said_already(session, conversation_id, client_id, Kind.NOTE):
        return [repeated]
    return [
        await timeline.append(
            session,
            conversation,
            kind=Kind.NOTE,
            author=Author.OPERATOR,
            text=text,
            payload={"reason": None, "client_id": client_id},
            operator_id=operator.id,
        )
    ]


async def resolve(session: AsyncSession, conversation_id: str, operator: Operator) -> Sequence[Event]:
    conversation = await timeline.lock_conversation(session, conversation_id)
    await refuse_if_held_by_other(session, conversation, operator)
    if conversation.status is Status.RESOLVED:
        return []
    events: list[Event] = []
    if conversation.assignee_id is not None:
        events.append(_assign(session, conversation, None, by=operator))
    events.append(_set_status(session, conversation, Status.RESOLVED, "resolved", operator))
    await session.flush()
    return events


async def reopen(session: AsyncSession, conversation_id: str, operator: Operator) -> Sequence[Event]:
    """A resolved conversation goes back to the team's queue."""
    conversation = await timeline.lock_conversation(session, conversation_id)
    if conversation.status is not Status.RESOLVED:
        return []
    event = _set_status(session, conversation, Status.OPEN, "reopened", operator)
    await session.flush()
    return [event]


async def assign(
    session: AsyncSession, conversation_id: str, operator: Operator, *, to: str
) -> Sequence[Event]:
    """Gives the conversation to a colleague. An admin may take it from whoever holds it."""
    conversation = await timeline.lock_conversation(session, conversation_id)
    if not may(operator, Role.ADMIN):
        await refuse_if_held_by_other(session, conversation, operator)
    colleague = await session.get(Operator, to)
    if colleague is None or colleague.disabled_at is not None or not may(colleague, Role.AGENT):
        raise BadInput("Nobody of this name answers customers: choose an agent or an admin.")
    events: list[Event] = []
    if conversation.status is not Status.OPEN:
        events.append(_set_status(session, conversation, Status.OPEN, "assigned", operator))
    if conversation.assignee_id != colleague.id:
        events.append(_assign(session, conversation, colleague.id, by=operator))
    await session.flush()
    return events


async def snooze(
    session: AsyncSession, conversation_id: str, operator: Operator, *, until: datetime
) -> Sequence[Event]:
    """Out of sight until then, or until the customer writes; whoever holds it goes on holding it."""
    if not now() < until <= now() + LONGEST_SNOOZE:
        raise BadInput(f"{until.isoformat()} is not within the next {LONGEST_SNOOZE.days} days.")
    conversation = await timeline.lock_conversation(session, conversation_id)
    await refuse_if_held_by_other(session, conversation, operator)
    event = _set_status(session, conversation, Status.SNOOZED, "snoozed", operator, until=until)
    await session.flush()
    return [event]


async def end_snooze(session: AsyncSession, conversation_id: str) -> Sequence[Event]:
    """The time is over: the conversation is in the queue again, or with whoever holds it."""
    conversation = await timeline.lock_conversation(session, conversation_id)
    until = conversation.snoozed_until
    if conversation.status is not Status.SNOOZED or until is None or until > now():
        return []
    event = _set_status(session, conversation, Status.OPEN, "snooze_over", None)
    await session.flush()
    return [event]


def wake(session: AsyncSession, conversation: Conversation) -> Sequence[Event]:
    """A customer's message ends a rest: a resolved conversation goes to the bot, a snoozed one to the team.

    The conversation must come from `timeline.lock_conversation`.
    """
    if conversation.status is Status.RESOLVED:
        return [_set_status(session, conversation, Status.BOT, "customer_wrote", None)]
    if conversation.status is Status.SNOOZED:
        return [_set_status(session, conversation, Status.OPEN, "customer_wrote", None)]
    return []


async def queue_delivery(
    session: AsyncSession,
    conversation: Conversation,
    messages: Sequence[Event],
    *,
    channel: str | None = None,
) -> None:
    """Puts messages into the outbox, in the transaction that appended them. They must have their ids.

    Who knows the inbox's channel already passes it, and saves a read.
    """
    if channel is None or (channel in PULLED_CHANNELS and channel != "widget"):
        asked = await session.execute(_channel_of(), {"inbox": conversation.inbox_id})
        kind, settings = asked.one()
        channel = kind if not settings.get("callback_url") else None
    if channel in PULLED_CHANNELS:
        return
    for message in messages:
        inspect(message).info[LEAVES] = True
        session.add(
            Outgoing(inbox_id=conversation.inbox_id, conversation_id=conversation.id, event_id=message.id)
        )


def leaves(event: Event) -> bool:
    """Whether the transaction that appended it has put it into the outbox."""
    return bool(inspect(event).info.get(LEAVES))


@cache
def _channel_of() -> Select[str, dict[str, Any]]:
    """Asked at each turn, so it is built once."""
    return select(Inbox.channel, Inbox.settings).where(Inbox.id == bindparam("inbox"))


def _require_text(text: str) -> None:
    if not text.strip():
        raise BadInput("The text is empty: write something first.")


async def refuse_if_held_by_other(
    session: AsyncSession, conversation: Conversation, operator: Operator
) -> None:
    if conversation.assignee_id in (None, operator.id):
        return
    holder = await session.get(Operator, conversation.assignee_id)
    name = holder.name if holder is not None else conversation.assignee_id
    raise Conflict(f"{name} holds this conversation: ask them to hand it back first.")


def _set_status(
    session: AsyncSession,
    conversation: Conversation,
    status: Status,
    reason: str,
    operator: Operator | None,
    *,
    until: datetime | None = None,
) -> Event:
    payload = {"status": status.value, "reason": reason}
    if until is not None:
        payload["until"] = until.isoformat()
    return timeline.stage(
        session,
        conversation,
        kind=Kind.STATUS,
        author=Author.OPERATOR if operator is not None else Author.SYSTEM,
        payload=payload,
        operator_id=operator.id if operator is not None else None,
    )


def _assign(
    session: AsyncSession, conversation: Conversation, operator_id: str | None, *, by: Operator
) -> Event:
    payload: dict[str, Any] = {"operator_id": operator_id}
    return timeline.stage(
        session,
        conversation,
        kind=Kind.ASSIGNMENT,
        author=Author.OPERATOR,
        payload=payload,
        operator_id=by.id,
    )
