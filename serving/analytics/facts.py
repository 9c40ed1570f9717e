"""From events to what can be counted: called for each event, in the transaction that appends it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from serving.analytics.models import TurnFact, Wait
from serving.conversations.models import Author, Conversation, Event, Kind, Status

# Whoever only greets was not helped yet (bot/domain/intents.yml).
SMALL_TALK = frozenset({"greet", "goodbye", "thank", "chitchat", "bot_challenge", "affirm", "deny"})
THANKS = frozenset({"thank"})
PARTING = THANKS | {"goodbye"}
SATISFIED_FROM = 4
# What the bot does when it has nothing to say (policies/decisions.py).
AT_A_LOSS = frozenset({"utter_out_of_scope", "utter_not_understood", "utter_did_you_mean"})
TOLD = frozenset({"answered", "handed_off"})


def count(session: AsyncSession, conversation: Conversation, event: Event, *, before: Status) -> None:
    """`before`: the conversation's status until this event, which it has been given already."""
    if event.kind is Kind.TURN:
        _count_turn(session, conversation, event)
    elif event.kind is Kind.STATUS:
        _count_status(conversation, event, before=before)
    elif event.kind is Kind.MESSAGE and event.author is Author.OPERATOR:
        _count_first_answer(session, conversation, event)
    elif event.kind is Kind.RATING and event.payload["score"] >= SATISFIED_FROM and conversation.helped_at:
        conversation.confirmed_at = event.at


def _count_turn(session: AsyncSession, conversation: Conversation, event: Event) -> None:
    trace = event.payload
    intent, outcome, confidence = (
        trace.get("intent"),
        trace.get("outcome", "answered"),
        trace.get("confidence"),
    )
    unanswered = _unanswered(trace)
    timings = trace.get("timings_ms") or {}
    session.add(
        TurnFact(
            conversation_id=conversation.id,
            seq=event.seq,
            inbox_id=conversation.inbox_id,
            at=event.at,
            turn=trace.get("turn", ""),
            asked_seq=max(trace["answers"], default=None),
            outcome=outcome,
            route=trace.get("route"),
            intent=intent,
            confidence=confidence if intent else None,
            reason=conversation.handoff_reason if outcome in ("handed_off", "failed") else None,
            unanswered=unanswered,
            locale=conversation.locale,
            total_ms=timings.get("total"),
            first_token_ms=timings.get("first_token"),
            prompt_tokens=trace.get("prompt_tokens") or 0,
            completion_tokens=trace.get("completion_tokens") or 0,
        )
    )
    if outcome not in TOLD or not intent:
        return
    known = conversation.lowest_confidence
    if confidence is not None and (known is None or confidence < known):
        conversation.lowest_confidence = confidence
    if intent in PARTING:
        _part(conversation, event, confirms=intent in THANKS)
    elif unanswered:
        conversation.helped_at = conversation.confirmed_at = None
    elif outcome == "answered" and intent not in SMALL_TALK:
        # What was confirmed before was another answer.
        conversation.helped_at, conversation.confirmed_at = event.at, None


def _part(conversation: Conversation, event: Event, *, confirms: bool) -> None:
    # Thanks for a resolution wake the conversation and ask for nothing.
    settled = conversation.confirmed_at or conversation.helped_at
    if conversation.reopened_at is not None and (settled is None or settled <= conversation.reopened_at):
        conversation.reopened_at = None
    if confirms and conversation.helped_at is not None:
        conversation.confirmed_at = event.at


def _unanswered(trace: dict[str, Any]) -> bool:
    abstained = any(
        made.get("step") == "answer" and made.get("decision") == "abstained"
        for made in trace.get("decisions") or ()
    )
    return abstained or bool(AT_A_LOSS.intersection(trace.get("actions") or ()))


def _count_status(conversation: Conversation, event: Event, *, before: Status) -> None:
    status = conversation.status
    until = event.payload.get("until")
    conversation.snoozed_until = datetime.fromisoformat(until) if status is Status.SNOOZED and until else None
    if before is Status.RESOLVED and status is not Status.RESOLVED:
        conversation.reopened_at = event.at
    if status is Status.OPEN and event.author is Author.BOT:
        conversation.handoff_reason = event.payload.get("reason")
        conversation.handed_over_at = conversation.handed_over_at or event.at
        conversation.helped_at = conversation.confirmed_at = None
    elif status is Status.RESOLVED:
        conversation.handed_over_at = None
        if event.author is Author.OPERATOR:
            conversation.confirmed_at = event.at
    elif status is Status.BOT:
        conversation.handed_over_at = None


def _count_first_answer(session: AsyncSession, conversation: Conversation, event: Event) -> None:
    if conversation.handed_over_at is None:
        return
    session.add(
        Wait(
            conversation_id=conversation.id,
            opened_at=conversation.handed_over_at,
            inbox_id=conversation.inbox_id,
            answered_at=event.at,
            operator_id=event.operator_id,
        )
    )
    conversation.handed_over_at = None
