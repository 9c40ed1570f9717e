"""Step 6: under the conversation's row lock, is the draft still wanted?"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from sqlalchemy import CursorResult, Update, bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels.models import Receipt
from serving.conversations.models import Conversation, Status
from serving.db import now
from serving.turns import burst
from serving.turns.base import Turn

# A customer who never stops writing is answered all the same.
MAX_MESSAGES_WITHOUT_ANSWER = 5


class Superseded(Exception):
    """Another worker has answered these messages: roll back, there is nothing to do."""


class Verdict(StrEnum):
    SEND = "send"
    OPERATOR = "operator"  # somebody of the team has the conversation now: the draft is dropped
    NEWER = "newer"  # the next turn answers these messages together with the newer one


async def check(session: AsyncSession, conversation: Conversation, turn: Turn) -> Verdict:
    """The conversation must come from `timeline.lock_conversation`."""
    if conversation.status is not Status.BOT:
        turn.trace.decide("check", "dropped", "an operator has the conversation")
        return Verdict.OPERATOR
    # Every message moves `last_seq`: a conversation where nothing happened needs no look at receipts.
    if conversation.last_seq == turn.last_seq or not await _newer_message(session, turn):
        return Verdict.SEND
    if _dialogue_acted(turn):
        turn.trace.decide("check", "sent", "a newer message came, but the dialogue has acted already")
        return Verdict.SEND
    if len(turn.receipt_ids) >= MAX_MESSAGES_WITHOUT_ANSWER:
        turn.trace.decide("check", "sent", "a newer message came, but the customer has waited long")
        return Verdict.SEND
    turn.trace.decide("check", "dropped", "a newer message came: the next turn answers both")
    return Verdict.NEWER


async def _newer_message(session: AsyncSession, turn: Turn) -> bool:
    return await burst.has_newer(session, turn.conversation_id, after=turn.receipt_ids[-1])


def _dialogue_acted(turn: Turn) -> bool:
    """Only an answer from the documents can be taken back: a script may report what was done."""
    return any(reply.route != "knowledge" for reply in turn.replies)


async def claim(session: AsyncSession, turn: Turn) -> None:
    """Marks the turn's messages as processed: exactly one turn can. Raises Superseded."""
    result = await session.execute(_processed(), {"receipts": turn.receipt_ids, "at": now()})
    assert isinstance(result, CursorResult)  # noqa: S101  # what execute returns for an UPDATE
    if result.rowcount != len(turn.receipt_ids):
        raise Superseded(f"the messages of turn {turn.trace.turn} were answered by another worker")


@cache
def _processed() -> Update:
    """Done at each turn, so it is built once."""
    return (
        update(Receipt)
        .where(Receipt.id.in_(bindparam("receipts", expanding=True)), Receipt.processed_at.is_(None))
        .values(processed_at=bindparam("at"), waiting_for=None)
        .execution_options(synchronize_session=False)
    )
