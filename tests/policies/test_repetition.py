"""Is it the same question again?"""

from __future__ import annotations

import pytest

from policies.repetition import asked_before, likeness


@pytest.mark.parametrize(
    ("question", "again"),
    [
        ("How long is the warranty?", "how long is the warranty"),
        ("do you ship to malta?", "I asked whether... do you ship to Malta or not"),
        ("can I pay by invoice", "sorry but I still want to know if I can pay by invoice"),
        ("which bulbs fit", "which bulb fits??"),
        ("why?", "Why?"),
    ],
)
def test_the_same_question_is_known_in_other_clothes(question, again):
    assert asked_before(again, [question], at_least=0.7)


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("how long does shipping take?", "how much does shipping cost?"),
        ("can I return a lamp", "can I return a lamp that I have used"),
        ("is the table made of oak", "is the chair made of oak"),
        ("why?", "where?"),
        ("where do you ship", "when do you ship"),
        ("", ""),
    ],
)
def test_another_question_is_another_question(question, other):
    assert not asked_before(other, [question], at_least=0.7)


@pytest.mark.parametrize("texts", [("a b", "c"), ("oil the table", "table oil"), ("", "lamp"), ("?", "!")])
def test_likeness_is_a_share_and_has_no_direction(texts):
    one, other = texts
    assert 0.0 <= likeness(one, other) <= 1.0
    assert likeness(one, other) == likeness(other, one)
