"""Step 4: the dialogue manager decides what to do with the customer's words."""

from __future__ import annotations

import logging
import time

from serving.dialogue.base import Dialogue, DialogueFailed, DialogueTrace
from serving.turns.base import Turn
from serving.turns.told import RESTART

log = logging.getLogger(__name__)


async def decide(turn: Turn, dialogue: Dialogue) -> None:
    """Raises DialogueUnavailable. A dialogue manager that fails means a human: asking again would too."""
    started = time.monotonic()
    try:
        if RESTART in turn.before:
            turn.trace.decide("decide", "restarted", "the conversation came back to the bot")
        turn.decision = await dialogue.respond(
            turn.conversation_id,
            turn.words,
            message_id=turn.message_id,
            metadata=turn.metadata,
            before=turn.before,
            memory=turn.memory,
        )
    except DialogueFailed as error:
        log.error(
            "the dialogue manager failed: handing over",
            extra={"conversation": turn.conversation_id, "error": str(error)},
        )
        turn.handoff_reason = "dialogue_failed"
        turn.trace.decide("decide", "handoff", f"the dialogue manager failed: {error}")
        return
    finally:
        turn.took("dialogue", started)
    _copy(turn, turn.decision.trace)
    turn.trace.remember = dict(turn.decision.remember)


def _copy(turn: Turn, source: DialogueTrace) -> None:
    trace = turn.trace
    trace.intent = source.intent
    trace.confidence = source.confidence
    trace.ranking = [{"intent": intent, "confidence": value} for intent, value in source.ranking]
    trace.entities = [dict(entity) for entity in source.entities]
    trace.policy = source.policy
    trace.policy_confidence = source.policy_confidence
    trace.reason = source.reason
    trace.slots_set = dict(source.slots_set)
    trace.actions = list(source.actions)
