from __future__ import annotations

import pytest

from serving.knowledge.ranking import has_what_is_asked_for


@pytest.mark.parametrize(
    ("question", "sentence", "holds"),
    [
        ("how long does it take?", "A repair takes about 2 weeks.", True),
        ("how long does it take?", "We repair lamps.", False),
        ("when is the sale", "It starts on Monday.", True),
        ("what does delivery cost", "Pick-up is free of charge.", True),
        ("who makes the lamps?", "They are made by Jonas Berg.", True),
        ("who makes the lamps?", "They are made by hand.", False),
        ("where is the shop in Ghent", "The shop in Ghent is big.", False),
        ("where is the shop in Ghent", "Our shop is at Korenlei 12.", True),
        ("what if I am out when it comes", "Wait for 2 days.", False),
        ("is it fine for a person who is tall", "Ask Jonas Berg or Ida.", False),
        ("can I wash it", "Wash it at 30 degrees.", False),
    ],
)
def test_a_number_answers_how_long_and_a_new_name_answers_who(
    question: str, sentence: str, holds: object
) -> None:
    assert has_what_is_asked_for(question, sentence) is holds
