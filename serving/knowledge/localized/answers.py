"""Answers in the language of the customer, in reviewed words: no model chooses or translates them."""

from __future__ import annotations

from dataclasses import replace

from serving.knowledge.answers import Found, answer_of
from serving.knowledge.base import Answer, AnswerSource, PreviewSink, Question
from serving.knowledge.localized.languages import language_for
from serving.knowledge.localized.retrieval import LocalizedRetriever
from serving.knowledge.localized.selection import choose
from serving.knowledge.localized.words import with_context
from serving.knowledge.prompt import MAX_CANDIDATES
from serving.translation.base import language


class LocalizedAnswers:
    """Implements `AnswerSource`. What nobody has translated, `others` answers as the documents say it."""

    def __init__(self, retriever: LocalizedRetriever, others: AnswerSource) -> None:
        self._retriever = retriever
        self._others = others

    async def answer(self, question: Question, preview: PreviewSink) -> Answer:
        locale = language(question.locale)
        spoken = language_for(locale) if self._retriever.speaks(locale) else None
        if spoken is None:
            return await self._others.answer(question, preview)
        text = with_context(question.text, question.history, spoken)
        found = await self._retriever.retrieve(text, locale=locale, inbox_id=question.inbox_id)
        shown = found.retrieval.sentences[:MAX_CANDIDATES]
        chosen = [shown[index] for index in choose(found.ranked[:MAX_CANDIDATES])]
        if not chosen and not await self._retriever.knows_all(locale, inbox_id=question.inbox_id):
            return await self._others.answer(question, preview)
        answer = replace(answer_of(Found(found.retrieval), chosen), locale=locale)
        if chosen:
            await preview(answer.text)
        return answer
