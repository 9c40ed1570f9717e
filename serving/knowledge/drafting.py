"""A reply drafted for an operator: from the documents, with its sources, and never sent by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from serving.conversations.models import Author, Event, Kind
from serving.errors import Conflict
from serving.knowledge.base import Answer, AnswerSource, PreviewSink, Question

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


def question_in(events: Sequence[Event], *, inbox_id: str, locale: str) -> Question:
    """The customer's latest messages in a row, with what came before. Raises NothingAsked."""
    said = [
        (_SPEAKERS[event.author], event.text)
        for event in events
        if event.kind is Kind.MESSAGE and event.author in _SPEAKERS and event.text
    ]
    last = max((index for index, (author, _) in enumerate(said) if author == _CUSTOMER), default=-1)
    if last < 0:
        raise NothingAsked("The customer has asked nothing yet: there is nothing to draft an answer to.")
    first = last
    while first and said[first - 1][0] == _CUSTOMER:
        first -= 1
    return Question(
        text="\n".join(text for _, text in said[first : last + 1]),
        inbox_id=inbox_id,
        conversation_id=events[-1].conversation_id,
        locale=locale,
        history=said[:first],
    )
