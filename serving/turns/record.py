"""Step 9: replies, outbox, trace and receipts, in the one transaction that settles the turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.conversations import timeline
from serving.conversations.models import Author, Conversation, Event, Kind, Status
from serving.translation.catalogue import Catalogue
from serving.translation.language import CUSTOMER, DETECTED, OPERATOR, SWITCHED
from serving.turns import handoff
from serving.turns.base import Reply, Turn


async def queue_position(session: AsyncSession, conversation_id: str) -> int:
    """Where this conversation stands among those that wait for a human; 1 is next."""
    ahead = await session.scalar(
        select(func.count()).where(
            Conversation.status == Status.OPEN,
            Conversation.assignee_id.is_(None),
            Conversation.id != conversation_id,
        )
    )
    return (ahead or 0) + 1


def record_handoff(
    session: AsyncSession, conversation: Conversation, turn: Turn, catalogue: Catalogue
) -> None:
    """To be staged before the replies: what the bot says to a waiting customer does not end the wait."""
    timeline.stage(
        session,
        conversation,
        kind=Kind.STATUS,
        author=Author.BOT,
        payload={"status": Status.OPEN.value, "reason": turn.handoff_reason},
    )
    timeline.stage(
        session,
        conversation,
        kind=Kind.NOTE,
        author=Author.BOT,
        text=handoff.note_text(turn, catalogue),
        payload=handoff.note_payload(turn),
    )


def record_locale(session: AsyncSession, conversation: Conversation, turn: Turn) -> None:
    """Only what changes, or becomes the customer's own choice; what an operator has said stays."""
    choice = turn.choice
    if choice is None or conversation.locale_reason == OPERATOR:
        return
    chosen = choice.reason == CUSTOMER and conversation.locale_reason != CUSTOMER
    if choice.locale == conversation.locale and not chosen:
        return
    payload: dict[str, Any] = {"locale": choice.locale, "reason": choice.reason}
    if choice.detection is not None and choice.reason in (DETECTED, SWITCHED):
        payload["confidence"] = choice.detection.confidence
    timeline.stage(session, conversation, kind=Kind.LOCALE, author=Author.SYSTEM, payload=payload)


def record_replies(session: AsyncSession, conversation: Conversation, turn: Turn) -> Sequence[Event]:
    return [
        timeline.stage(
            session,
            conversation,
            kind=Kind.MESSAGE,
            author=Author.BOT,
            text=reply.text,
            payload=_payload(reply, turn),
        )
        for reply in turn.replies
    ]


def _payload(reply: Reply, turn: Turn) -> dict[str, Any]:
    return {
        "route": reply.route,
        "key": reply.key,
        "buttons": reply.buttons,
        "sources": reply.sources,
        "cards": reply.cards,
        "locale": reply.locale,
        "turn": turn.trace.turn,
    } | ({"translation": reply.translation} if reply.translation is not None else {})


def record_dropped_draft(
    session: AsyncSession, conversation: Conversation, turn: Turn, catalogue: Catalogue
) -> None:
    """A script may tell what was done: the operator who came first must know it."""
    said = "\n".join(reply.text for reply in turn.replies if reply.text)
    if not said:
        return
    heading = catalogue.format("note_dropped_draft", catalogue.default_locale).text
    timeline.stage(
        session,
        conversation,
        kind=Kind.NOTE,
        author=Author.BOT,
        text=f"{heading}\n{said}",
        payload={"reason": "dropped_draft", "turn": turn.trace.turn},
    )


def record_trace(
    session: AsyncSession,
    conversation: Conversation,
    turn: Turn,
    *,
    outcome: str,
    answers: list[int] | None = None,
) -> None:
    """`answers` when the turn settles other messages than it was about."""
    turn.took("total", turn.started)
    payload = turn.trace.payload() | {"outcome": outcome}
    if answers is not None:
        payload["answers"] = answers
    timeline.stage(session, conversation, kind=Kind.TURN, author=Author.BOT, payload=payload)
