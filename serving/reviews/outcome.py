"""What a training changed: for each reviewed message, and for those that customers wrote last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.db import now
from serving.reviews import repository
from serving.reviews.models import Review, Training

# Of each kind, so many are kept to be shown; the counts are of all.
MOST_SHOWN = 100


async def record(session: AsyncSession, figures: Mapping[str, Any], *, model: str) -> Training:
    """`figures`: of bot/evaluation/reviews.py."""
    after = {one["text"]: one for one in figures["after"]}
    before = {one["text"]: one for one in figures.get("before", ())}
    reviews = (await session.scalars(select(Review).where(Review.intent.is_not(None)))).all()
    moment = now()
    for review in reviews:
        if review.text in after:
            review.after_intent = after[review.text]["intent"]
            review.after_confidence = after[review.text]["confidence"]
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


def _report(
    reviews: Sequence[Review],
    after: Mapping[str, Mapping[str, Any]],
    before: Mapping[str, Mapping[str, Any]],
    tests: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    compared = [review for review in reviews if review.text in after]
    corrected = [review for review in compared if review.given_intent != review.intent]
    fixed = [review for review in corrected if after[review.text]["intent"] == review.intent]
    broken = [
        review
        for review in compared
        if review.given_intent == review.intent and after[review.text]["intent"] != review.intent
    ]
    reviewed = {review.text for review in reviews}
    changed = [
        {
            "text": text,
            "before": before[text]["intent"],
            "after": one["intent"],
            "confidence": one["confidence"],
        }
        for text, one in after.items()
        if text in before and text not in reviewed and before[text]["intent"] != one["intent"]
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
