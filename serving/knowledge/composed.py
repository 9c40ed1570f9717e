"""Answers in the composed mode: the model writes, and only sentences that the checker confirms are sent.

One that it does not confirm ends the draft. The model writes once more, told what was wrong; after that a
person answers (decision 0037).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from serving.knowledge import compose_prompt, facts
from serving.knowledge.answers import Found, Generated, answer_of, without_model
from serving.knowledge.base import Answer, Citation, PassageHit, PreviewSink, Question
from serving.knowledge.checker import Checker
from serving.knowledge.compose_prompt import MAX_PASSAGES, Cited, Refused
from serving.knowledge.followups import with_context
from serving.knowledge.injection import hit_addresses_a_model
from serving.knowledge.retrieval import Retrieves
from serving.knowledge.selection import worth_asking
from serving.knowledge.sentences import split_sentences
from serving.llm.base import LanguageModel, ModelUnavailable

log = logging.getLogger(__name__)

MAX_TOKENS = 400
DRAFTS = 2

# What the model is told of a sentence that was refused, by the checker's reason.
_WHY: Mapping[str, str] = {
    "number": "a number that the passages do not hold",
    "date": "a day or month that the passages do not hold",
    "address": "an address that the passages do not hold",
    "name": "a name that the passages do not hold",
    "negation": "the passages say the opposite",
    "claims_more": "it claims more than the passages",
    "condition": "the passages say it of another time, amount or condition",
    "promise": "it promises something",
    "instructions": "it speaks of your instructions",
    "meaning": "the passages do not say it",
    "nothing": "it says nothing by itself",
    "uncited": "it cites no passage that was shown",
}


@dataclass(slots=True)
class _Draft:
    """`accepted`: sentences in order; `refused`: the first that was not confirmed, with the reason."""

    accepted: list[Cited] = field(default_factory=list)
    refused: Cited | None = None
    reason: str | None = None

    @property
    def text(self) -> str:
        return " ".join(cited.sentence for cited in self.accepted)


class ComposedAnswers:
    """Implements `AnswerSource`. With the model away it quotes, as the quoted mode does."""

    def __init__(self, retriever: Retrieves, model: LanguageModel, checker: Checker) -> None:
        self._retriever = retriever
        self._model = model
        self._checker = checker

    async def answer(self, question: Question, preview: PreviewSink) -> Answer:
        text = with_context(question.text, question.history)
        found = Found.by(await self._retriever.retrieve(text, inbox_id=question.inbox_id))
        if not worth_asking(found.likely):
            return answer_of(found, [])
        shown = [hit for hit in found.retrieval.passages if not hit_addresses_a_model(hit, hit.text)]
        shown = shown[:MAX_PASSAGES]
        if not shown:
            return answer_of(found, [])
        generated = Generated()
        refused: list[Refused] = []
        reasons: list[str] = []
        try:
            for _ in range(DRAFTS):
                draft = await self._draft(question, text, shown, refused, generated, preview)
                if draft.refused is None:
                    return self._answer(draft, found, shown, generated, reasons)
                reasons.append(draft.reason or "meaning")
                refused.append(Refused(draft.refused.sentence, _WHY[reasons[-1]]))
        except ModelUnavailable as error:
            log.warning("answering without the model: %s", error.message)
            return await without_model(found, generated, preview)
        finally:
            generated.mark("generate")
        nothing = self._answer(_Draft(), found, shown, generated, reasons)
        return replace(nothing, handoff=True)

    async def _draft(
        self,
        question: Question,
        text: str,
        shown: Sequence[PassageHit],
        refused: Sequence[Refused],
        generated: Generated,
        preview: PreviewSink,
    ) -> _Draft:
        """Ends at the first sentence that is not confirmed: leaving the stream stops the model."""
        draft = _Draft()
        written = ""
        messages = compose_prompt.messages(text, shown, history=question.history, refused=refused)
        stream = self._model.stream(
            messages,
            max_tokens=MAX_TOKENS,
            structured=compose_prompt.structured(len(shown)),
            conversation_id=question.conversation_id,
        )
        async with aclosing(stream) as pieces:
            async for piece in pieces:
                generated.count(piece)
                written += piece.text
                # A sentence is whole once its citation is.
                known = written if piece.finished else compose_prompt.whole(written)
                for cited in compose_prompt.parse(known, len(shown))[len(draft.accepted) :]:
                    draft.reason = await self._objection(cited, shown, text)
                    if draft.reason is not None:
                        draft.refused = cited
                        return draft
                    draft.accepted.append(cited)
                    await preview(draft.text)
        return draft

    async def _objection(self, cited: Cited, shown: Sequence[PassageHit], question: str) -> str | None:
        if not cited.passages:
            return "uncited"
        passages = [shown[index].text for index in cited.passages]
        titles = [f"{compose_prompt.source(shown[index])}." for index in cited.passages]
        for sentence in split_sentences(cited.sentence):
            verdict = await self._checker.check(sentence, passages, titles=titles, question=question)
            if verdict.reason is not None:
                return verdict.reason
        return None

    def _answer(
        self,
        draft: _Draft,
        found: Found,
        shown: Sequence[PassageHit],
        generated: Generated,
        reasons: Sequence[str],
    ) -> Answer:
        answer = answer_of(found, [], generated=generated, model=self._model.name)
        return replace(
            answer,
            text=draft.text,
            citations=_citations(draft.accepted, shown),
            abstained=not draft.accepted,
            style="composed",
            refused=tuple(reasons),
        )


def _citations(accepted: Sequence[Cited], shown: Sequence[PassageHit]) -> list[Citation]:
    """Each cited passage once, in the order of the text; quoted is its sentence most like what was said."""
    said: dict[int, list[str]] = {}
    for cited in accepted:
        for index in cited.passages:
            said.setdefault(index, []).append(cited.sentence)
    return [
        Citation(
            title=shown[index].title,
            url=shown[index].url,
            quote=_nearest(" ".join(sentences), shown[index].sentences),
            heading=shown[index].heading,
            page=shown[index].page,
        )
        for index, sentences in said.items()
    ]


def _nearest(said: str, sentences: Sequence[str]) -> str:
    words = set(facts.telling_stems(said))
    return max(sentences, key=lambda sentence: len(words.intersection(facts.telling_stems(sentence))))
