"""What a training changed: for each reviewed message, and for those that customers wrote last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.db import now
from serving.reviews import repository
from serving.reviews.files import locale_of
from serving.reviews.models import Review, Training, is_as_wanted

Message = tuple[str, str]  # text and language
Understood = Mapping[str, Any]  # text, locale, intent, confidence, route

# Of each kind, so many are kept to be shown; the counts are of all.
MOST_SHOWN = 100


async def record(session: AsyncSession, figures: Mapping[str, Any], *, model: str) -> Training:
    """`figures`: of bot/evaluation/reviews.py."""
    after, before = _by_message(figures["after"]), _by_message(figures.get("before", ()))
    reviews = (await session.scalars(select(Review).where(repository.HAS_WISH))).all()
    moment = now()
    for review in reviews:
        understood = after.get(_message(review))
        if understood is not None:
            review.after_intent, review.after_route = understood["intent"], understood["route"]
            review.after_confidence = understood["confidence"]
            review.after_at = moment
    training = Training(
        at=moment,
        model=model,
        examples=await repository.count(session, [Review.trains.is_(True)]),
        tests=len(figures["tests"]),
        report=_report(reviews, after, before, figures["tests"]),
    )
    session.add(training)
    await session.flush()
    return training


def _message(review: Review) -> Message:
    return review.text, locale_of(review.locale)


def _by_message(understood: Sequence[Understood]) -> dict[Message, Understood]:
    return {(one["text"], one["locale"]): one for one in understood}


def _report(
    reviews: Sequence[Review],
    after: Mapping[Message, Understood],
    before: Mapping[Message, Understood],
    tests: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    compared = [review for review in reviews if _message(review) in after]
    right = {
        review.id: is_as_wanted(review, after[_message(review)]["intent"], after[_message(review)]["route"])
        for review in compared
    }
    confirmed = {
        review.id: is_as_wanted(review, review.given_intent, review.given_route) for review in compared
    }
    corrected = [review for review in compared if not confirmed[review.id]]
    fixed = [review for review in corrected if right[review.id]]
    broken = [review for review in compared if confirmed[review.id] and not right[review.id]]
    reviewed = {_message(review) for review in reviews}
    changed = [
        _change(before[message], one)
        for message, one in after.items()
        if message in before and message not in reviewed and _taken_for(before[message]) != _taken_for(one)
    ]
    failed = [test for test in tests if not test["right"]]
    return {
        "counts": {
            "corrected": len(corrected),
            "fixed": len(fixed),
            "broken": len(broken),
            "compared": len(after),
            "changed": len(changed),
            "tests": len(tests),
            "failed": len(failed),
        },
        "changed": changed[:MOST_SHOWN],
        "failed": failed[:MOST_SHOWN],
    }


def _taken_for(understood: Understood) -> tuple[str, str]:
    return understood["intent"], understood["route"]


def _change(before: Understood, after: Understood) -> dict[str, Any]:
    return {
        "text": after["text"],
        "before": before["intent"],
        "after": after["intent"],
        "before_route": before["route"],
        "after_route": after["route"],
        "confidence": after["confidence"],
    }
