from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from serving.conversations.models import Author, Event, Kind
from serving.knowledge.base import Answer, PreviewSink, Question
from serving.knowledge.drafting import DraftedAnswers, NothingAsked, questions_in


@dataclass
class Fixed:
    given: Answer

    async def answer(self, question: Question, preview: PreviewSink) -> Answer:
        return self.given


async def no_preview(text: str) -> None:
    return None


def said(*turns: tuple[Author, str]) -> Sequence[Event]:
    return [
        Event(conversation_id="c1", seq=seq, kind=Kind.MESSAGE, author=author, text=text)
        for seq, (author, text) in enumerate(turns, start=1)
    ]


def test_a_burst_is_one_question_and_what_came_before_is_its_history() -> None:
    events = said(
        (Author.CUSTOMER, "hi"),
        (Author.OPERATOR, "Hello!"),
        (Author.CUSTOMER, "my lamp is broken"),
        (Author.CUSTOMER, "what now?"),
        (Author.BOT, "A person takes over."),
    )
    latest, first = questions_in(events, inbox_id="web", locale="en")
    assert latest.text == "my lamp is broken\nwhat now?"
    assert latest.history == [("customer", "hi"), ("bot", "Hello!")]
    assert (first.text, first.history) == ("hi", [])


def test_without_a_customer_there_is_nothing_to_answer() -> None:
    with pytest.raises(NothingAsked, match="asked nothing"):
        questions_in(said((Author.OPERATOR, "Hello!")), inbox_id="web", locale="en")


async def test_what_the_checker_refused_is_quoted_instead() -> None:
    nothing = Answer(text="", citations=[], passages=[], abstained=True)
    quoted = replace(nothing, text="Standard shipping takes 3 days.", abstained=False)
    written = replace(nothing, text="It takes 3 days.", abstained=False, style="composed")
    [question] = questions_in(said((Author.CUSTOMER, "how long?")), inbox_id="web", locale="en")

    refused = DraftedAnswers(Fixed(quoted), Fixed(replace(nothing, refused=("number",), handoff=True)))
    fallen_back = await refused.answer(question, no_preview)
    assert (fallen_back.text, fallen_back.refused) == (quoted.text, ("number",))
    assert fallen_back.style == "quoted"

    accepted = await DraftedAnswers(Fixed(quoted), Fixed(written)).answer(question, no_preview)
    assert accepted == written
