"""What an operator's judgement of a turn does. Never commits: the caller's edge does."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from serving.analytics.models import TurnFact
from serving.conversations import timeline
from serving.conversations.models import Author, Event, Kind
from serving.db import new_id, now
from serving.dialogue.base import Route
from serving.errors import BadInput, NotFound
from serving.operators.models import Operator
from serving.reviews import repository
from serving.reviews.models import AnswerPair, Review, Verdict

MAX_EXAMPLE_CHARACTERS = 1000
MAX_QUESTION_CHARACTERS = 500
MAX_ANSWER_CHARACTERS = 10_000
INTENT = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,99}")


@dataclass(frozen=True, slots=True)
class Judgement:
    """`text`: the customer's words as they shall be learned, None as the bot heard them."""

    verdict: Verdict
    intent: str | None = None
    route: Route | None = None
    text: str | None = None
    trains: bool = False
    tests: bool = False
    note: str | None = None


async def judge(
    session: AsyncSession, conversation_id: str, turn: str, operator: Operator, judgement: Judgement
) -> tuple[Review, Event]:
    """Writes or replaces the review of a turn, and tells every console by a private event."""
    conversation = await timeline.lock_conversation(session, conversation_id)
    fact = await repository.turn_fact(session, conversation_id, turn)
    heard, locale = await repository.heard(session, fact)
    review = await repository.of_turn(session, conversation_id, turn)
    if review is None:
        review = Review(id=new_id(), conversation_id=conversation_id, turn=turn)
    _fill(review, fact, judgement, text=judgement.text or heard)
    review.locale = locale
    review.operator_id, review.updated_at = operator.id, now()
    session.add(review)
    event = await timeline.append(
        session,
        conversation,
        kind=Kind.REVIEW,
        author=Author.OPERATOR,
        payload={"turn": turn, "verdict": review.verdict.value, "intent": review.intent},
        operator_id=operator.id,
    )
    return review, event


def _fill(review: Review, fact: TurnFact, judgement: Judgement, *, text: str) -> None:
    right = judgement.verdict is Verdict.RIGHT
    intent = fact.intent if right else judgement.intent or None
    # As the first message of a conversation a right turn may take another route: only who asks tests it.
    route = judgement.route if not right else fact.route if judgement.tests else None
    text = text.strip()
    if intent is not None and not INTENT.fullmatch(intent):
        raise BadInput(f"{intent!r} is not an intent's name: letters, digits and _ only.")
    if judgement.trains and not intent:
        raise BadInput("Choose the right intent: without it there is nothing to learn.")
    if judgement.tests and not intent and not route:
        raise BadInput("Choose the right intent or the right route: without them there is nothing to test.")
    if (judgement.trains or judgement.tests) and (not text or text.startswith("/")):
        raise BadInput("The customer tapped a button here: there are no words to learn from.")
    if len(text) > MAX_EXAMPLE_CHARACTERS and judgement.trains:
        raise BadInput(f"An example has at most {MAX_EXAMPLE_CHARACTERS} characters: shorten it.")
    review.verdict = judgement.verdict
    review.text = text
    review.given_intent, review.given_confidence = fact.intent, fact.confidence
    review.given_route = fact.route
    review.intent, review.route = intent, route
    review.trains, review.tests = judgement.trains, judgement.tests
    review.note = judgement.note
    review.after_intent = review.after_confidence = review.after_route = review.after_at = None


async def withdraw(session: AsyncSession, conversation_id: str, turn: str, operator: Operator) -> Event:
    conversation = await timeline.lock_conversation(session, conversation_id)
    review = await repository.of_turn(session, conversation_id, turn)
    if review is None:
        raise NotFound("This turn has no review: there is nothing to take back.")
    await session.delete(review)
    await session.flush()
    if not await repository.of_conversation(session, conversation_id):
        conversation.reviewed_at = None
    return await timeline.append(
        session,
        conversation,
        kind=Kind.REVIEW,
        author=Author.OPERATOR,
        payload={"turn": turn, "verdict": None, "intent": None},
        operator_id=operator.id,
    )


async def keep_pair(
    session: AsyncSession,
    operator: Operator,
    *,
    question: str,
    answer: str,
    language: str,
    conversation_id: str | None = None,
    turn: str | None = None,
) -> AnswerPair:
    """A question that is known already gets the new answer."""
    question, answer = " ".join(question.split()), answer.strip()
    if not question or not answer:
        raise BadInput("A pair needs a question and an answer.")
    if len(question) > MAX_QUESTION_CHARACTERS or len(answer) > MAX_ANSWER_CHARACTERS:
        raise BadInput(
            f"A question has at most {MAX_QUESTION_CHARACTERS} characters, an answer {MAX_ANSWER_CHARACTERS}."
        )
    pair = await repository.pair_of_question(session, question)
    if pair is None:
        pair = AnswerPair(id=new_id(), question=question)
    pair.answer, pair.language, pair.operator_id, pair.updated_at = answer, language, operator.id, now()
    pair.conversation_id, pair.turn = conversation_id or pair.conversation_id, turn or pair.turn
    session.add(pair)
    await session.flush()
    return pair


async def remove_pair(session: AsyncSession, pair_id: str) -> None:
    pair = await session.get(AnswerPair, pair_id)
    if pair is None:
        raise NotFound("There is no such pair any more.")
    await session.delete(pair)
