"""Reviews as files: training examples and tests for Rasa's side, pairs for the documents."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

import yaml

from serving.reviews.models import AnswerPair, Review

# The language of what says nothing of its language (bot/locales.py).
PIVOT = "en"

# Rasa reads [words](entity) in examples as annotations.
_ANNOTATION = re.compile(r"[\[\]{}]")


def locale_of(locale: str | None) -> str:
    return (locale or PIVOT).partition("-")[0]


def one_line(text: str) -> str:
    return " ".join(_ANNOTATION.sub(" ", text).split())


def nlu_yaml(reviews: Iterable[Review]) -> str:
    """Rasa's training data: each example under its intent, each once; the last review of a text decides."""
    learned = (review for review in reviews if review.trains and review.intent)
    intents = {(one_line(review.text), locale_of(review.locale)): review.intent or "" for review in learned}
    grouped: dict[tuple[str, str], list[str]] = {}
    for (text, locale), intent in intents.items():
        grouped.setdefault((intent, locale), []).append(text)
    examples = [
        {
            "intent": intent,
            "metadata": {"locale": locale},
            "examples": "".join(f"- {text}\n" for text in texts),
        }
        for (intent, locale), texts in sorted(grouped.items())
    ]
    return yaml.safe_dump({"version": "3.1", "nlu": examples}, allow_unicode=True, sort_keys=False)


def tests_yaml(reviews: Iterable[Review]) -> str:
    """What the trained model must make of a message (bot/evaluation/reviews.py)."""
    tests = {(one_line(review.text), locale_of(review.locale)): review for review in reviews if review.tests}
    listed = [
        {"text": text, "locale": locale, "intent": review.intent, "route": review.route}
        for (text, locale), review in tests.items()
    ]
    return yaml.safe_dump({"tests": listed}, allow_unicode=True, sort_keys=False)


def pairs_csv(pairs: Sequence[AnswerPair]) -> bytes:
    """As serving/knowledge/parsers/question_answers.py reads it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("question", "answer", "language"))
    writer.writerows((pair.question, pair.answer, pair.language) for pair in pairs)
    return out.getvalue().encode()
