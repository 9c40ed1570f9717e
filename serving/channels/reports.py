"""What providers report about messages they took: repeated, out of order, before we wrote down the id."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels.base import Report, State
from serving.channels.models import EarlyReport, Outgoing, SentPart
from serving.contacts.models import ContactAddress
from serving.conversations import timeline
from serving.conversations.models import Author, Conversation, Event, Kind
from serving.conversations.service import refuse_if_held_by_other
from serving.db import Database, now
from serving.errors import Conflict, NotFound
from serving.operators.models import Operator

MAX_ERROR_CHARACTERS = 500
# Providers repeat what we did not acknowledge for days, not for ever.
EARLY_REPORTS_KEPT = timedelta(days=3)
MOST_AT_ONCE = 500
_REFERENCE = re.compile(r"parley-(\d{1,18})-(\d{1,9})-(\d{1,9})")


def reference(outgoing: Outgoing, part: int) -> str:
    """Names one part of one attempt that somebody asked for; the same whenever it is tried again."""
    return f"parley-{outgoing.id}-{outgoing.resends}-{part}"


async def record(database: Database, report: Report) -> None:
    """Raises nothing for what is not known: a provider must not send it for ever."""
    async with database.write() as session:
        await apply(session, report)


async def apply(session: AsyncSession, report: Report) -> None:
    if report.reference is not None and await _apply_by_reference(session, report):
        return
    if report.up_to is not None and report.address is not None:
        await _apply_up_to(session, report, address=report.address, up_to=report.up_to)
        return
    if report.provider_id is None:
        return
    found = await session.execute(
        select(Outgoing.conversation_id, SentPart.id)
        .join(SentPart, SentPart.outbox_id == Outgoing.id)
        .where(SentPart.inbox_id == report.inbox_id, SentPart.provider_id == report.provider_id)
    )
    rows = found.all()
    for conversation_id, part_id in rows:
        conversation = await timeline.lock_conversation(session, conversation_id)
        await _advance(session, conversation, part_id, report)
    if not rows:
        await _remember(session, report)


async def _apply_by_reference(session: AsyncSession, report: Report) -> bool:
    """A report that names our part proves that it left, even if the worker died before it could say so."""
    match = _REFERENCE.fullmatch(report.reference or "")
    if match is None:
        return False
    outbox_id, resends, part = map(int, match.groups())
    outgoing = await session.get(Outgoing, outbox_id)
    if outgoing is None or outgoing.inbox_id != report.inbox_id:
        return False
    conversation = await timeline.lock_conversation(session, outgoing.conversation_id)
    await session.refresh(outgoing)
    if outgoing.resends != resends:
        return True  # of an attempt that was given up
    sent = await write_down(session, outgoing, part, provider_id=report.provider_id)
    await _advance(session, conversation, sent.id, report)
    return True


async def write_down(
    session: AsyncSession,
    outgoing: Outgoing,
    part: int,
    *,
    provider_id: str | None,
    sent_at: datetime | None = None,
) -> SentPart:
    """The part has left; knowing it already changes nothing. The conversation must be locked."""
    known = await session.scalar(
        select(SentPart)
        .where(SentPart.outbox_id == outgoing.id, SentPart.part == part)
        .execution_options(populate_existing=True)
    )
    if known is not None:
        known.provider_id = known.provider_id or provider_id
        return known
    sent = SentPart(
        outbox_id=outgoing.id,
        part=part,
        inbox_id=outgoing.inbox_id,
        provider_id=provider_id,
        state=State.SENT.value,
        sent_at=sent_at or now(),
    )
    session.add(sent)
    await session.flush()
    return sent


async def catch_up(session: AsyncSession, sent: SentPart) -> None:
    """Applies what the provider reported before its id was written down."""
    early = await session.scalars(
        select(EarlyReport).where(
            EarlyReport.inbox_id == sent.inbox_id, EarlyReport.provider_id == sent.provider_id
        )
    )
    for report in early:
        raise_state(sent, State(report.state), report.error)
        await session.delete(report)


async def _apply_up_to(session: AsyncSession, report: Report, *, address: str, up_to: datetime) -> None:
    """Everything sent to an address until a moment (Messenger's watermarks)."""
    found = await session.execute(
        select(Outgoing.conversation_id, SentPart.id)
        .join(SentPart, SentPart.outbox_id == Outgoing.id)
        .join(Conversation, Conversation.id == Outgoing.conversation_id)
        .join(ContactAddress, ContactAddress.contact_id == Conversation.contact_id)
        .where(
            ContactAddress.inbox_id == report.inbox_id,
            ContactAddress.address == address,
            SentPart.inbox_id == report.inbox_id,
            SentPart.sent_at <= up_to,
            SentPart.state.in_([state.value for state in State if state.rank < report.state.rank]),
        )
        .order_by(SentPart.id.desc())
        .limit(MOST_AT_ONCE)
    )
    for conversation_id, part_id in reversed(found.all()):
        conversation = await timeline.lock_conversation(session, conversation_id)
        await _advance(session, conversation, part_id, report)


async def _remember(session: AsyncSession, report: Report) -> None:
    await session.execute(delete(EarlyReport).where(EarlyReport.at < now() - EARLY_REPORTS_KEPT))
    session.add(
        EarlyReport(
            inbox_id=report.inbox_id,
            provider_id=(report.provider_id or "")[:255],
            state=report.state.value,
            error=_short(report.error),
        )
    )


async def _advance(session: AsyncSession, conversation: Conversation, part_id: int, report: Report) -> None:
    sent = await session.get_one(SentPart, part_id, populate_existing=True)
    outgoing = await session.get_one(Outgoing, sent.outbox_id, populate_existing=True)
    if raise_state(sent, report.state, report.error):
        await session.flush()
    await settle(session, conversation, outgoing)


def raise_state(sent: SentPart, state: State, error: str | None) -> bool:
    if state.rank <= State(sent.state).rank:
        return False
    sent.state, sent.error = state.value, _short(error)
    return True


async def settle(session: AsyncSession, conversation: Conversation, outgoing: Outgoing) -> None:
    """Brings the message's state up to its parts', and tells the timeline when that changed it."""
    parts = (await session.scalars(select(SentPart).where(SentPart.outbox_id == outgoing.id))).all()
    state = _state_of(parts, outgoing.parts)
    if state is None or state.rank <= State(outgoing.state).rank:
        return
    error = next((part.error for part in parts if part.state == State.FAILED), None)
    change(session, conversation, outgoing, state=state, error=error)


def _state_of(parts: Sequence[SentPart], of: int | None) -> State | None:
    """None while some parts are still to be sent, unless one has failed."""
    states = [State(part.state) for part in parts]
    if State.FAILED in states:
        return State.FAILED
    if not states or of is None or len(states) < of:
        return None
    return min(states, key=lambda state: state.rank)


def change(
    session: AsyncSession,
    conversation: Conversation,
    outgoing: Outgoing,
    *,
    state: State,
    error: str | None = None,
    operator_id: str | None = None,
) -> Event:
    """The conversation must come from `timeline.lock_conversation`."""
    outgoing.state, outgoing.last_error = state.value, _short(error)
    return timeline.stage(
        session,
        conversation,
        kind=Kind.DELIVERY,
        author=Author.OPERATOR if operator_id is not None else Author.SYSTEM,
        payload={"event_id": outgoing.event_id, "state": state.value, "error": _short(error)},
        operator_id=operator_id,
    )


def _short(error: str | None) -> str | None:
    return error[:MAX_ERROR_CHARACTERS] if error is not None else None


async def resend(
    session: AsyncSession, conversation_id: str, event_id: int, operator: Operator
) -> Sequence[Event]:
    """Sends a failed message again: the parts that failed and those that never left."""
    conversation = await timeline.lock_conversation(session, conversation_id)
    await refuse_if_held_by_other(session, conversation, operator)
    outgoing = await session.scalar(
        select(Outgoing).where(Outgoing.conversation_id == conversation_id, Outgoing.event_id == event_id)
    )
    if outgoing is None:
        raise NotFound("There is no such message on its way out of this conversation.")
    if outgoing.state != State.FAILED:
        raise Conflict(f"The message is {outgoing.state}: only a failed one is sent again.")
    await session.execute(
        delete(SentPart).where(SentPart.outbox_id == outgoing.id, SentPart.state == State.FAILED.value)
    )
    outgoing.resends += 1
    outgoing.attempts = 0
    outgoing.next_attempt_at = outgoing.queued_at = now()
    event = change(session, conversation, outgoing, state=State.PENDING, operator_id=operator.id)
    await session.flush()
    return [event]
