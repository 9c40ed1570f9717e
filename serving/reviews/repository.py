from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.analytics.models import TurnFact
from serving.contacts.models import Contact
from serving.conversations.models import Author, Conversation, Event, Kind
from serving.errors import NotFound
from serving.operators.models import Operator
from serving.reviews.models import AnswerPair, Review, Training, Verdict
from serving.translation.base import TranslationStatus

MAX_PAGE = 200
# The translations that the dialogue manager was given (serving/translation/service.py:Translated.is_sure).
SURE = frozenset({TranslationStatus.HUMAN, TranslationStatus.MEMORY, TranslationStatus.MACHINE})


# Reviews that say what a message should have been taken for.
HAS_WISH = or_(Review.intent.is_not(None), Review.route.is_not(None))


@dataclass(frozen=True, slots=True)
class ReviewRow:
    review: Review
    contact: Contact
    operator: Operator | None


async def of_conversation(session: AsyncSession, conversation_id: str) -> Sequence[Review]:
    return (
        await session.scalars(
            select(Review).where(Review.conversation_id == conversation_id).order_by(Review.created_at)
        )
    ).all()


async def of_turn(session: AsyncSession, conversation_id: str, turn: str) -> Review | None:
    review: Review | None = await session.scalar(
        select(Review).where(Review.conversation_id == conversation_id, Review.turn == turn)
    )
    return review


async def list_reviews(
    session: AsyncSession, *, verdict: Verdict | None = None, after: str | None = None, limit: int = 50
) -> Sequence[ReviewRow]:
    """Newest first. `after`: whether the model of the last training gets it `right` or `wrong`."""
    statement = (
        select(Review, Contact, Operator)
        .join(Conversation, Conversation.id == Review.conversation_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .outerjoin(Operator, Operator.id == Review.operator_id)
        .order_by(Review.updated_at.desc(), Review.id)
        .limit(limit)
    )
    if verdict is not None:
        statement = statement.where(Review.verdict == verdict)
    if after is not None:
        right = and_(
            or_(Review.intent.is_(None), Review.after_intent == Review.intent),
            or_(Review.route.is_(None), Review.after_route == Review.route),
        )
        statement = statement.where(Review.after_at.is_not(None), right if after == "right" else ~right)
    return [ReviewRow(*row) for row in (await session.execute(statement)).all()]


async def chosen(session: AsyncSession, which: ColumnElement[bool]) -> Sequence[Review]:
    """Reviews in the order in which they were made, which is the order of the files made of them."""
    statement = select(Review).where(which).order_by(Review.created_at, Review.id)
    return (await session.scalars(statement)).all()


async def turn_fact(session: AsyncSession, conversation_id: str, turn: str) -> TurnFact:
    fact: TurnFact | None = await session.scalar(
        select(TurnFact).where(TurnFact.conversation_id == conversation_id, TurnFact.turn == turn)
    )
    if fact is None:
        raise NotFound(f"There is no turn {turn!r} in this conversation.")
    return fact


async def heard(session: AsyncSession, fact: TurnFact) -> tuple[str, str | None]:
    """What the bot was asked and in which language: all messages of the burst, or their translation."""
    event = await session.scalar(
        select(Event).where(Event.conversation_id == fact.conversation_id, Event.seq == fact.seq)
    )
    trace = event.payload if event is not None else {}
    translation = trace.get("translation") or {}
    if translation.get("status") in SURE:
        return translation["text"], translation["target"]
    return await _asked(session, fact, trace.get("answers", [])), fact.locale


async def _asked(session: AsyncSession, fact: TurnFact, answers: Sequence[int]) -> str:
    messages = await session.scalars(
        select(Event)
        .where(
            Event.conversation_id == fact.conversation_id,
            Event.seq.in_(answers),
            Event.kind == Kind.MESSAGE,
            Event.author == Author.CUSTOMER,
        )
        .order_by(Event.seq)
    )
    return "\n".join(message.text or "" for message in messages)


async def recent_questions(session: AsyncSession, *, limit: int) -> Sequence[tuple[str, str | None]]:
    """Text and language of what customers wrote last: a training is judged by what it changes for them."""
    messages = await session.execute(
        select(Event.text, TurnFact.locale)
        .join(
            TurnFact,
            (TurnFact.conversation_id == Event.conversation_id) & (TurnFact.asked_seq == Event.seq),
        )
        .where(TurnFact.intent.is_not(None))
        .order_by(TurnFact.at.desc())
        .limit(limit)
    )
    said = ((text, locale) for text, locale in messages if text and not text.startswith("/"))
    return list(dict.fromkeys(said))


async def known_intents(session: AsyncSession) -> Sequence[str]:
    seen = await session.scalars(select(TurnFact.intent).where(TurnFact.intent.is_not(None)).distinct())
    given = await session.scalars(select(Review.intent).where(Review.intent.is_not(None)).distinct())
    return sorted({intent for intent in (*seen, *given) if intent})


async def list_pairs(session: AsyncSession) -> Sequence[AnswerPair]:
    return (await session.scalars(select(AnswerPair).order_by(AnswerPair.created_at, AnswerPair.id))).all()


async def pair_of_question(session: AsyncSession, question: str) -> AnswerPair | None:
    pair: AnswerPair | None = await session.scalar(
        select(AnswerPair).where(func.lower(AnswerPair.question) == question.lower())
    )
    return pair


async def trainings(session: AsyncSession, *, limit: int = 20) -> Sequence[Training]:
    return (await session.scalars(select(Training).order_by(Training.id.desc()).limit(limit))).all()


async def count(session: AsyncSession, which: Collection[ColumnElement[bool]] = ()) -> int:
    return await session.scalar(select(func.count()).select_from(Review).where(*which)) or 0
