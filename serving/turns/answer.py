"""Step 5: each message of the decision becomes a reply: scripted, from the documents, or a handoff."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import Any

from serving.config import Settings
from serving.conversations.models import Author
from serving.dialogue.base import Decision, DialogueMessage
from serving.errors import ParleyError
from serving.knowledge.addresses import joined
from serving.knowledge.base import Answer, AnswerSource, Citation, Question
from serving.translation.base import language
from serving.turns.base import Live, Reply, Turn

log = logging.getLogger(__name__)

# The intents know one shop's matters: before a customer hears this, the documents are asked.
OUT_OF_SCOPE = "utter_out_of_scope"
# What Rasa takes as the intent (bot/domain): tapping the button asks for a person.
TALK_TO_HUMAN = {"key": "button_talk_to_human", "title": "button_talk_to_human", "payload": "/talk_to_human"}
HISTORY_FOR_ANSWERS = 8


async def answer(turn: Turn, answers: AnswerSource, live: Live, *, settings: Settings) -> None:
    if not turn.text.strip():
        key = "channel_file_received" if turn.files else "channel_text_only"
        turn.replies.append(Reply(route="script", key=key))
        turn.trace.route = "script"
        return
    if turn.decision is None:
        turn.replies.append(Reply(route="handoff", key="notice_failed"))
        turn.trace.route = "handoff"
        return
    for message in turn.decision.messages:
        if message.route == "knowledge":
            found = await _from_documents(turn, message, answers, live, settings)
            turn.replies.append(found or _no_answer(turn.decision))
        elif message.route == "handoff":
            turn.handoff_reason = message.reason or "unspecified"
            turn.replies.append(Reply(route="handoff", key="notice_handoff"))
        elif message.key == OUT_OF_SCOPE:
            found = await _from_documents(turn, message, answers, live, settings)
            turn.replies.append(found or _scripted(message))
        else:
            turn.replies.append(_scripted(message))
    turn.trace.route = _main_route(turn)


def _main_route(turn: Turn) -> str:
    routes = [reply.route for reply in turn.replies]
    return next((route for route in ("handoff", "knowledge") if route in routes), "script")


def _scripted(message: DialogueMessage) -> Reply:
    buttons = [
        {"title": button.title, "payload": button.payload, **({"key": button.key} if button.key else {})}
        for button in message.buttons
    ]
    return Reply(
        route="script",
        text=message.text or "",
        key=message.key,
        args=dict(message.args),
        buttons=buttons,
        cards=[asdict(card) for card in message.cards],
    )


async def _from_documents(
    turn: Turn, message: DialogueMessage, answers: AnswerSource, live: Live, settings: Settings
) -> Reply | None:
    """None: they do not answer it."""
    question = Question(
        text=message.query or turn.words,
        inbox_id=turn.inbox_id,
        conversation_id=turn.conversation_id,
        locale=turn.locale,
        topic=message.topic,
        history=[
            (said.author.value, said.text)
            for said in turn.history[-HISTORY_FOR_ANSWERS:]
            if said.author in (Author.CUSTOMER, Author.BOT)
        ],
    )

    readable = language(turn.locale) in map(language, settings.native)

    async def preview(text: str) -> None:
        if not readable:
            return  # it will be translated first
        await live.preview(turn.conversation_id, turn=turn.trace.turn, text=text)

    try:
        found = await answers.answer(question, preview)
    except Exception as error:
        # The customer is waiting and a person can help: better an honest offer than another try.
        log.exception("answering from the documents failed", extra={"conversation": turn.conversation_id})
        turn.trace.degraded = "answers"
        why = error.message if isinstance(error, ParleyError) else "the worker's log says why"
        turn.trace.decide("answer", "abstained", f"answering from the documents failed: {why}")
        return None
    _copy(turn, found)
    if found.handoff and message.route == "knowledge":
        turn.handoff_reason = "answer_refused"
        turn.trace.decide("answer", "handoff", "the checker confirmed none of the model's drafts")
        return Reply(route="handoff", key="notice_handoff")
    if found.abstained or not found.text.strip():
        turn.trace.decide("answer", "abstained", "no document answers it")
        return None
    return Reply(
        route="knowledge",
        text=found.text,
        sources=[_source(citation, settings.public_url) for citation in found.citations],
        locale=found.locale or settings.default_locale,
    )


def _source(citation: Citation, public_url: str) -> dict[str, Any]:
    """An article's address may be relative to the platform; a channel's customers are elsewhere."""
    return asdict(citation) | {"url": joined(public_url, citation.url) if citation.url else None}


def _no_answer(decision: Decision) -> Reply:
    if decision.messages[-1].route == "script":
        # A flow goes on with its question: a "yes" must not mean two things.
        return Reply(route="knowledge", key="notice_no_answer_here")
    return Reply(route="knowledge", key="notice_no_answer", buttons=[dict(TALK_TO_HUMAN)])


def _copy(turn: Turn, found: Answer) -> None:
    trace = turn.trace
    trace.passages += [
        {
            "title": hit.title,
            "heading": hit.heading,
            "url": hit.url,
            "score": hit.score,
            "cosine": hit.cosine,
            "text_rank": hit.text_rank,
            "expected": hit.expected.question if hit.expected is not None else None,
        }
        for hit in found.passages
    ]
    trace.weighed += [asdict(one) for one in found.weighed]
    for reason in found.refused:
        trace.decide("answer", "refused", f"a sentence that the model composed: {reason}")
    trace.model = found.model or trace.model
    trace.degraded = found.degraded or trace.degraded
    trace.prompt_tokens += found.prompt_tokens
    trace.completion_tokens += found.completion_tokens
    for step, elapsed_ms in found.timings_ms.items():
        trace.timings_ms[step] = round(trace.timings_ms.get(step, 0.0) + elapsed_ms, 1)
