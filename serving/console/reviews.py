"""The console's API for the review loop: everybody reads, agents and admins judge."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field

from serving.console.session import Agent, Reader
from serving.conversations import repository as conversations
from serving.dialogue.base import Route
from serving.errors import BadInput
from serving.http import WITHOUT_NUL, Body, GatewayDep, Line, read_body, require_identifier
from serving.realtime import messages
from serving.reviews import repository, service
from serving.reviews.models import AnswerPair, Review, Training, Verdict, is_as_wanted
from serving.reviews.pairs import SOURCE
from serving.reviews.repository import ReviewRow

router = APIRouter(prefix="/console/api")

Text = Annotated[str, Field(max_length=10_000, pattern=WITHOUT_NUL)]


class ReviewBody(Body):
    """`text`: the words to learn, when they shall differ from what the customer wrote."""

    turn: Annotated[Line, Field(max_length=64)]
    verdict: Literal["right", "wrong"]
    intent: Annotated[Line, Field(max_length=100)] | None = None
    route: Route | None = None
    text: Text | None = None
    trains: bool = False
    tests: bool = False
    note: Text | None = None


class TurnBody(Body):
    turn: Annotated[Line, Field(max_length=64)]


class PairBody(Body):
    question: Text
    answer: Text
    language: Annotated[Line, Field(max_length=16)] = "en"
    conversation: Annotated[Line, Field(max_length=64)] | None = None
    turn: Annotated[Line, Field(max_length=64)] | None = None


@router.get("/reviews")
async def list_reviews(
    caller: Reader,
    gateway: GatewayDep,
    verdict: Literal["", "right", "wrong"] = "",
    after: Literal["", "right", "wrong"] = "",
    limit: Annotated[int, Query(ge=1, le=repository.MAX_PAGE)] = 100,
) -> dict[str, Any]:
    async with gateway.database.read() as session:
        rows = await repository.list_reviews(
            session, verdict=Verdict(verdict) if verdict else None, after=after or None, limit=limit
        )
        counts = {
            "all": await repository.count(session),
            "trains": await repository.count(session, [Review.trains.is_(True)]),
            "tests": await repository.count(session, [Review.tests.is_(True)]),
        }
        trainings = await repository.trainings(session)
        pairs = await repository.list_pairs(session)
    return {
        "reviews": [_row(row) for row in rows],
        "counts": counts | {"pairs": len(pairs)},
        "trainings": [_training(one) for one in trainings],
    }


@router.get("/intents")
async def intents(caller: Reader, gateway: GatewayDep) -> dict[str, Any]:
    known = await gateway.known_intents.intents()
    async with gateway.database.read() as session:
        seen = await repository.known_intents(session)
    return {"intents": sorted({*known, *seen})}


@router.get("/conversations/{conversation_id}/reviews")
async def of_conversation(caller: Reader, gateway: GatewayDep, conversation_id: str) -> dict[str, Any]:
    require_identifier(conversation_id, "conversation")
    async with gateway.database.read() as session:
        await conversations.get(session, conversation_id)
        return {
            "reviews": [_review(one) for one in await repository.of_conversation(session, conversation_id)]
        }


@router.post("/conversations/{conversation_id}/reviews")
async def judge(request: Request, caller: Agent, gateway: GatewayDep, conversation_id: str) -> dict[str, Any]:
    require_identifier(conversation_id, "conversation")
    body = await read_body(request, ReviewBody)
    known = await gateway.known_intents.intents()
    if body.intent and known and body.intent not in known:
        raise BadInput(f"The bot does not know the intent {body.intent!r}: choose one of its own.")
    judgement = service.Judgement(
        verdict=Verdict(body.verdict),
        intent=body.intent,
        route=body.route,
        text=body.text,
        trains=body.trains,
        tests=body.tests,
        note=body.note,
    )
    async with gateway.database.write() as session:
        request.state.audit = {"turn": body.turn, "verdict": body.verdict, "intent": body.intent}
        review, _ = await service.judge(session, conversation_id, body.turn, caller.operator, judgement)
        return {"review": _review(review)}


@router.post("/conversations/{conversation_id}/reviews/withdraw", status_code=204)
async def withdraw(request: Request, caller: Agent, gateway: GatewayDep, conversation_id: str) -> None:
    require_identifier(conversation_id, "conversation")
    body = await read_body(request, TurnBody)
    async with gateway.database.write() as session:
        await service.withdraw(session, conversation_id, body.turn, caller.operator)


@router.get("/pairs")
async def list_pairs(caller: Reader, gateway: GatewayDep) -> dict[str, Any]:
    async with gateway.database.read() as session:
        return {"pairs": [_pair(one) for one in await repository.list_pairs(session)], "source": SOURCE}


@router.post("/pairs")
async def keep_pair(request: Request, caller: Agent, gateway: GatewayDep) -> dict[str, Any]:
    body = await read_body(request, PairBody)
    async with gateway.database.write() as session:
        pair = await service.keep_pair(
            session,
            caller.operator,
            question=body.question,
            answer=body.answer,
            language=body.language,
            conversation_id=body.conversation,
            turn=body.turn,
        )
        view = _pair(pair)
    request.state.audit = {"pair": view["id"]}
    gateway.pairs.changed()
    return {"pair": view}


@router.post("/pairs/{pair_id}/remove", status_code=204)
async def remove_pair(caller: Agent, gateway: GatewayDep, pair_id: str) -> None:
    async with gateway.database.write() as session:
        await service.remove_pair(session, require_identifier(pair_id, "pair"))
    gateway.pairs.changed()


def _review(review: Review) -> dict[str, Any]:
    return {
        "id": review.id,
        "conversation": review.conversation_id,
        "turn": review.turn,
        "verdict": review.verdict.value,
        "text": review.text,
        "locale": review.locale,
        "given": {
            "intent": review.given_intent,
            "confidence": review.given_confidence,
            "route": review.given_route,
        },
        "intent": review.intent,
        "route": review.route,
        "trains": review.trains,
        "tests": review.tests,
        "note": review.note,
        "updated_at": messages.instant(review.updated_at),
        "after": {
            "intent": review.after_intent,
            "confidence": review.after_confidence,
            "route": review.after_route,
            "at": messages.instant(review.after_at),
            "right": is_as_wanted(review, review.after_intent, review.after_route),
        }
        if review.after_at is not None
        else None,
    }


def _row(row: ReviewRow) -> dict[str, Any]:
    return _review(row.review) | {
        "contact": row.contact.name or row.contact.email,
        "operator": row.operator.name if row.operator is not None else None,
    }


def _pair(pair: AnswerPair) -> dict[str, Any]:
    return {
        "id": pair.id,
        "question": pair.question,
        "answer": pair.answer,
        "language": pair.language,
        "conversation": pair.conversation_id,
        "turn": pair.turn,
        "updated_at": messages.instant(pair.updated_at),
    }


def _training(training: Training) -> dict[str, Any]:
    return {
        "id": training.id,
        "at": messages.instant(training.at),
        "model": training.model,
        "examples": training.examples,
        "tests": training.tests,
        "report": training.report,
    }
