"""A reply drafted for an operator: from the documents, with its sources, and never sent by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from serving.conversations.models import Author, Event, Kind
from serving.errors import Conflict
from serving.knowledge.base import Answer, AnswerSource, PreviewSink, Question

# "Yes please" and "it is a small one" come after the question that an operator is to answer.
MOST_QUESTIONS = 3
_CUSTOMER = "customer"
# An operator speaks for the company, as the bot does.
_SPEAKERS = {Author.CUSTOMER: _CUSTOMER, Author.BOT: "bot", Author.OPERATOR: "bot"}


class NothingAsked(Conflict):
    code = "nothing_asked"


class DraftedAnswers:
    """Implements `AnswerSource`: the model writes where it can, and what its checker refuses is quoted."""

    def __init__(self, quoted: AnswerSource, composed: AnswerSource | None) -> None:
        self._quoted = quoted
        self._composed = composed

    async def answer(self, question: Question, preview: PreviewSink) -> Answer:
        refused: Sequence[str] = ()
        if self._composed is not None:
            written = await self._composed.answer(question, preview)
            if written.text:
                return written
            refused = written.refused
        return replace(await self._quoted.answer(question, preview), refused=refused)


def questions_in(events: Sequence[Event], *, inbox_id: str, locale: str) -> Sequence[Question]:
    """What the customer said in a row, each time with what came before; the latest first, at most
    `MOST_QUESTIONS`. Raises NothingAsked."""
    said = [
        (_SPEAKERS[event.author], event.text)
        for event in events
        if event.kind is Kind.MESSAGE and event.author in _SPEAKERS and event.text
    ]
    questions: list[Question] = []
    end = len(said)
    for first in range(len(said) - 1, -1, -1):
        if said[first][0] != _CUSTOMER:
            end = first
        elif first == 0 or said[first - 1][0] != _CUSTOMER:
            questions.append(
                Question(
                    text="\n".join(text for _, text in said[first:end]),
                    inbox_id=inbox_id,
                    conversation_id=events[-1].conversation_id,
                    locale=locale,
                    history=said[:first],
                )
            )
    if not questions:
        raise NothingAsked("The customer has asked nothing yet: there is nothing to draft an answer to.")
    return questions[:MOST_QUESTIONS]
