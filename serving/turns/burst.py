"""What a turn has to answer: every unprocessed message of the conversation, read in two statements."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels.models import Inbox, Receipt
from serving.config import Settings
from serving.contacts.models import Contact
from serving.conversations import repository
from serving.conversations.models import Author, Conversation, Event, Kind, Status
from serving.db import new_id, now
from serving.translation.catalogue import formality_of
from serving.translation.language import Situation
from serving.turns import memory
from serving.turns.base import Said, Turn, TurnTrace
from serving.turns.plain import plain
from serving.turns.told import returned, since_last_turn

MAX_BURST = 20
HISTORY = 24
HISTORY_KINDS = frozenset({Kind.MESSAGE, Kind.TURN, Kind.STATUS})
# Buttons send what Rasa takes as a command: joined with other words it would be one no more.
COMMAND = "/"


async def load(session: AsyncSession, conversation_id: str, settings: Settings) -> Turn | None:
    """The next turn of the conversation; None when every message is processed."""
    rows = (await session.execute(_unprocessed(), {"conversation": conversation_id})).all()
    if not rows:
        return None
    _, _, conversation, contact, inbox = rows[0]
    pending = [(receipt, event) for receipt, event, _, _, _ in rows]
    taken = pending if conversation.status is not Status.BOT else _one_burst(pending, settings)
    receipts = [receipt for receipt, _ in taken]
    messages = [event for _, event in taken]
    trace = TurnTrace(turn=new_id(), answers=[message.seq for message in messages])
    waited = now() - receipts[0].received_at
    trace.timings_ms["queue"] = round(waited.total_seconds() * 1000, 1)
    turn = Turn(
        conversation_id=conversation.id,
        inbox_id=inbox.id,
        channel=inbox.channel,
        text="\n".join(plain(message.text) for message in messages if message.text),
        message_id=str(messages[-1].id),
        locale=conversation.locale or settings.default_locale,
        trace=trace,
        receipt_ids=[receipt.id for receipt in receipts],
        last_seq=conversation.last_seq,
        held=conversation.status is not Status.BOT,
        files=sum(len(message.payload.get("files") or ()) for message in messages),
        formality=formality_of(inbox.settings, settings.formality),
        told_to_wait=any(receipt.waiting_for is not None for receipt in receipts),
        metadata=_metadata(inbox, contact),
        situation=_situation(conversation, messages, ()),
    )
    if not turn.held:
        events = await _add_history(session, turn, messages)
        earlier = [event for event in events if event.seq < messages[0].seq]
        turn.situation = _situation(conversation, messages, earlier)
        turn.told_untranslated = any(_has_notice(event) for event in earlier)
        await _add_memory(session, turn, conversation, events, days=settings.memory_days)
    return turn


@cache
def _unprocessed() -> Select[Receipt, Event, Conversation, Contact, Inbox]:
    """Asked at each turn, so it is built once."""
    return (
        select(Receipt, Event, Conversation, Contact, Inbox)
        .join(Event, Event.id == Receipt.event_id)
        .join(Conversation, Conversation.id == Receipt.conversation_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .join(Inbox, Inbox.id == Receipt.inbox_id)
        .where(Receipt.conversation_id == bindparam("conversation"), Receipt.processed_at.is_(None))
        .order_by(Receipt.id)
        .limit(MAX_BURST)
    )


def _one_burst(
    pending: Sequence[tuple[Receipt, Event]], settings: Settings
) -> Sequence[tuple[Receipt, Event]]:
    """The first messages that can be answered together: no command among words, not too long."""
    taken: list[tuple[Receipt, Event]] = []
    size = 0
    for receipt, event in pending:
        text = event.text or ""
        size += len(text.encode()) + 1
        if taken and (text.startswith(COMMAND) or size > settings.max_message_bytes):
            break
        taken.append((receipt, event))
        if text.startswith(COMMAND):
            break
    return taken


def _metadata(inbox: Inbox, contact: Contact) -> dict[str, object]:
    return {
        "channel": inbox.channel,
        "inbox": inbox.id,
        "identity": {"verified": contact.verified, "email": contact.email, "name": contact.name},
    }


def _situation(conversation: Conversation, messages: Sequence[Event], events: Sequence[Event]) -> Situation:
    """`events`: what came before the messages, as far as it is looked at."""
    earlier = [event for event in events if event.kind is Kind.MESSAGE and event.author is Author.CUSTOMER]
    latest = next((one for one in reversed(messages) if one.payload.get("locale")), None)
    before = next((one for one in reversed(earlier) if one.payload.get("locale")), None)
    return Situation(
        messages=[message.text for message in messages if message.text],
        earlier=[event.text for event in earlier if event.text],
        channel=_locale_of(latest),
        channel_before=_locale_of(before),
        chosen=latest is not None and bool(latest.payload.get("locale_chosen")),
        known=conversation.locale,
        known_reason=conversation.locale_reason,
    )


def _locale_of(message: Event | None) -> str | None:
    return str(message.payload["locale"]).replace("_", "-") if message is not None else None


async def _add_history(session: AsyncSession, turn: Turn, messages: Sequence[Event]) -> Sequence[Event]:
    limit = HISTORY + len(messages)
    events = await repository.latest_events(session, turn.conversation_id, kinds=HISTORY_KINDS, limit=limit)
    turn.before = since_last_turn(events)
    earlier = [event for event in events if event.seq < messages[0].seq]
    # What was said while somebody else had the conversation is not the bot's context.
    since = max((event.seq for event in earlier if _comes_back(event)), default=0)
    for event in earlier:
        if event.seq > since and event.kind is Kind.MESSAGE and event.author is not Author.SYSTEM:
            turn.history.append(Said(author=event.author, text=event.text or ""))
        elif event.kind is Kind.TURN and event.payload.get("intent"):
            turn.tried.append(f"{event.payload['intent']} ({event.payload.get('route') or '-'})")
            turn.known |= {found["entity"]: str(found["value"]) for found in event.payload["entities"]}
    return events


async def _add_memory(
    session: AsyncSession, turn: Turn, conversation: Conversation, events: Sequence[Event], *, days: int
) -> None:
    if any(_is_handed_back(event) for event in returned(events)):
        return  # the operator said that the bot's context begins here
    if not any(event.kind is Kind.TURN for event in events):
        contact_id = conversation.contact_id
        events = await memory.turns_before(session, contact_id=contact_id, conversation_id=conversation.id)
    turn.memory = memory.recall(events, days=days)
    if turn.memory is not None:
        turn.known = {name: str(value) for name, value in turn.memory.slots.items()} | turn.known


def _has_notice(event: Event) -> bool:
    return bool((event.payload.get("translation") or {}).get("notice"))


def _is_handed_back(event: Event) -> bool:
    return bool(event.payload["reason"] == "handed_back")


def _comes_back(event: Event) -> bool:
    return event.kind is Kind.STATUS and event.payload["status"] == Status.BOT.value


async def has_newer(session: AsyncSession, conversation_id: str, *, after: int) -> bool:
    """Is a message unprocessed whose receipt is younger than `after`?

    Receipts of one conversation are made under its row lock, so their ids are in the order of commit.
    """
    return bool(await session.scalar(_is_newer(), {"conversation": conversation_id, "after": after}))


@cache
def _is_newer() -> Select[bool]:
    """Asked at each turn, so it is built once."""
    return select(
        exists().where(
            Receipt.conversation_id == bindparam("conversation"),
            Receipt.processed_at.is_(None),
            Receipt.id > bindparam("after"),
        )
    )
