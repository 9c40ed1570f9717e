"""What happens to a message whose turn could not be finished: it is kept, tried again, or handed over."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from serving.channels.models import Receipt
from serving.config import Settings
from serving.conversations import service as conversations
from serving.conversations import timeline
from serving.conversations.models import Author, Kind, Status
from serving.db import now
from serving.translation.catalogue import Catalogue
from serving.turns import check, record
from serving.turns.base import Reply, Turn
from serving.turns.localize import localize

DIALOGUE = "dialogue"
MAX_BACK_OFF_S = 300.0


async def wait_for_dialogue(
    session: AsyncSession, turn: Turn, *, settings: Settings, catalogue: Catalogue
) -> None:
    """The messages stay unprocessed until the dialogue manager is back; the customer is told, once."""
    conversation = await timeline.lock_conversation(session, turn.conversation_id)
    await session.execute(
        update(Receipt)
        .where(Receipt.id.in_(turn.receipt_ids), Receipt.processed_at.is_(None))
        .values(waiting_for=DIALOGUE, retry_at=now() + timedelta(seconds=settings.sweep_interval_s))
        .execution_options(synchronize_session=False)
    )
    if turn.told_to_wait or conversation.status is not Status.BOT:
        return
    wording = catalogue.addressing(turn.formality).format("notice_dialogue_away", turn.locale)
    notice = timeline.stage(
        session,
        conversation,
        kind=Kind.MESSAGE,
        author=Author.SYSTEM,
        text=wording.text,
        payload={"route": "notice", "key": "notice_dialogue_away", "locale": wording.locale},
    )
    await session.flush()
    await conversations.queue_delivery(session, conversation, [notice], channel=turn.channel)


async def count_failure(session: AsyncSession, turn: Turn, *, settings: Settings) -> bool:
    """True when the messages may be tried again, later each time; False when a human has to."""
    attempts = await session.scalar(
        select(func.max(Receipt.attempts)).where(Receipt.id.in_(turn.receipt_ids))
    )
    failures = (attempts or 0) + 1
    wait_s = min(MAX_BACK_OFF_S, settings.sweep_interval_s * 2 ** (failures - 1))
    await session.execute(
        update(Receipt)
        .where(Receipt.id.in_(turn.receipt_ids), Receipt.processed_at.is_(None))
        .values(attempts=failures, retry_at=now() + timedelta(seconds=wait_s))
        .execution_options(synchronize_session=False)
    )
    return failures < settings.turn_attempts


async def hand_over(session: AsyncSession, turn: Turn, *, catalogue: Catalogue, error: str) -> None:
    """The last resort: a human gets the conversation, the customer is told, the messages are settled."""
    conversation = await timeline.lock_conversation(session, turn.conversation_id)
    await check.claim(session, turn)
    turn.handoff_reason = "turn_failed"
    turn.replies = [Reply(route="handoff", key="notice_failed")]
    turn.trace.route = "handoff"
    turn.trace.decide("record", "failed", error)
    localize(turn, catalogue)
    if conversation.status is Status.BOT:
        record.record_handoff(session, conversation, turn, catalogue)
        messages = record.record_replies(session, conversation, turn)
        await session.flush()
        await conversations.queue_delivery(session, conversation, messages, channel=turn.channel)
    record.record_trace(session, conversation, turn, outcome="failed")
