from __future__ import annotations

import pytest

from serving.knowledge.followups import with_context

BEFORE = [("customer", "how much is standard shipping?"), ("bot", "Standard shipping costs EUR 4.90.")]


@pytest.mark.parametrize(
    "question",
    ["and for express?", "what about furniture?", "How about Norway", "how long does it take?", "why?"],
)
def test_a_question_that_cannot_stand_alone_gets_the_turn_before(question: str) -> None:
    assert with_context(question, BEFORE) == f"how much is standard shipping? {question}"


@pytest.mark.parametrize(
    "question",
    [
        "how can I cancel my order?",
        "which bulb fits a floor lamp?",
        "is there parking at the store?",
        "it says delivered but nothing is here",
    ],
)
def test_a_question_that_can_is_left_alone(question: str) -> None:
    assert with_context(question, BEFORE) == question


def test_without_a_turn_before_there_is_nothing_to_add() -> None:
    assert with_context("and for express?", []) == "and for express?"
    assert with_context("and for express?", [("bot", "Hello!")]) == "and for express?"
    assert with_context("and for express?", [("customer", "and for express?")]) == "and for express?"
