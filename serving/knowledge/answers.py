"""Answers in the quoted mode: a model or a rule points at sentences of the documents, the server quotes them.

So no answer can say what no document says; at worst it quotes the wrong sentence.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from serving.knowledge import prompt
from serving.knowledge.base import Answer, Citation, PreviewSink, Question
from serving.knowledge.followups import with_context
from serving.knowledge.injection import hit_addresses_a_model
from serving.knowledge.prompt import Candidate
from serving.knowledge.retrieval import FoundSentence, Retrieval, Retrieves
from serving.knowledge.selection import Likely, by_likelihood, chance, select, weighed, worth_asking
from serving.llm.base import Completion, LanguageModel, ModelUnavailable

log = logging.getLogger(__name__)

MAX_TOKENS = 16
# Sentences that the rule weighs; the model is shown the likeliest of them.
WEIGHED = 24


@dataclass(slots=True)
class Generated:
    """What the model wrote, and when."""

    started: float = field(default_factory=time.perf_counter)
    text: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    timings_ms: dict[str, float] = field(default_factory=dict)

    def mark(self, name: str) -> None:
        self.timings_ms.setdefault(name, (time.perf_counter() - self.started) * 1000)

    def count(self, piece: Completion) -> None:
        if piece.text:
            self.mark("first_token")
        self.text += piece.text
        self.prompt_tokens += piece.prompt_tokens
        self.completion_tokens += piece.completion_tokens


@dataclass(frozen=True, slots=True)
class Found:
    """What retrieval found; `likely`: which of its sentences answer, where that decides."""

    retrieval: Retrieval
    likely: Likely = ()

    @classmethod
    def by(cls, retrieval: Retrieval) -> Found:
        return cls(retrieval, by_likelihood(candidates(retrieval.sentences)))


class QuotedAnswers:
    """Implements `AnswerSource`: the model decides, and the rule where the model is away."""

    def __init__(self, retriever: Retrieves, model: LanguageModel) -> None:
        self._retriever = retriever
        self._model = model

    async def answer(self, question: Question, preview: PreviewSink) -> Answer:
        text = with_context(question.text, question.history)
        found = Found.by(await self._retriever.retrieve(text, inbox_id=question.inbox_id))
        if not worth_asking(found.likely):
            return answer_of(found, [])
        generated = Generated()
        try:
            chosen = await self._choose(
                question, text, found.likely[: prompt.MAX_CANDIDATES], generated, preview
            )
        except ModelUnavailable as error:
            log.warning("answering without the model: %s", error.message)
            return await without_model(found, generated, preview)
        except ValueError:
            # A server that knows no structured outputs may write anything.
            log.warning("the model's reply is not of the form", extra={"model": self._model.name})
            return await without_model(found, generated, preview)
        finally:
            generated.mark("generate")
        return answer_of(found, chosen, generated=generated, model=self._model.name)

    async def _choose(
        self,
        question: Question,
        text: str,
        likely: Likely,
        generated: Generated,
        preview: PreviewSink,
    ) -> list[FoundSentence]:
        """Raises ModelUnavailable, or ValueError for a reply that `prompt.parse` does not accept."""
        shown = [_candidate(sentence, logit) for sentence, logit in likely]
        stream = self._model.stream(
            prompt.messages(text, shown, history=question.history),
            max_tokens=MAX_TOKENS,
            structured=prompt.structured(shown),
            conversation_id=question.conversation_id,
        )
        shown_so_far = ""
        async with aclosing(stream) as pieces:
            async for piece in pieces:
                generated.count(piece)
                # A number is whole once a comma or the end follows it.
                whole = generated.text if piece.finished else generated.text.rpartition(",")[0]
                chosen = self._chosen(whole, likely) if whole else []
                if (so_far := _render(chosen)[0]) != shown_so_far:
                    shown_so_far = so_far
                    await preview(so_far)
        return self._chosen(generated.text, likely)

    def _chosen(self, reply: str, likely: Likely) -> list[FoundSentence]:
        return [likely[index][0] for index in prompt.parse(reply, len(likely))]


def candidates(sentences: Sequence[FoundSentence]) -> list[FoundSentence]:
    """The best, each wording once, and none that speaks to a model."""
    by_text: dict[str, FoundSentence] = {}
    for sentence in sentences:
        if len(by_text) == WEIGHED:
            break
        if not hit_addresses_a_model(sentence.passage, sentence.text):
            by_text.setdefault(sentence.text, sentence)
    return list(by_text.values())


def _candidate(sentence: FoundSentence, logit: float) -> Candidate:
    hit = sentence.passage
    return Candidate(sentence=sentence.text, title=hit.title, heading=hit.heading, chance=chance(logit))


async def without_model(found: Found, generated: Generated, preview: PreviewSink) -> Answer:
    """What the measured rule quotes while the model is away; `generated`: what there was of its reply."""
    chosen = select(candidates(found.retrieval.sentences))
    if chosen:
        await preview(_render(chosen)[0])
    return answer_of(found, chosen, generated=generated, degraded="model")


def answer_of(
    found: Found,
    chosen: Sequence[FoundSentence],
    *,
    generated: Generated | None = None,
    model: str | None = None,
    degraded: str | None = None,
) -> Answer:
    text, citations = _render(chosen)
    timings = {**found.retrieval.timings_ms, "retrieve": sum(found.retrieval.timings_ms.values())}
    return Answer(
        text=text,
        citations=citations,
        passages=found.retrieval.passages,
        weighed=weighed(found.likely),
        abstained=not chosen,
        degraded=degraded,
        model=model,
        prompt_tokens=generated.prompt_tokens if generated else 0,
        completion_tokens=generated.completion_tokens if generated else 0,
        timings_ms={**timings, **(generated.timings_ms if generated else {})},
    )


def _render(chosen: Sequence[FoundSentence]) -> tuple[str, list[Citation]]:
    """The text and one citation for each quote. Neighbours in a passage are one quote."""
    quotes: list[list[FoundSentence]] = []
    for sentence in _in_reading_order(chosen):
        last = quotes[-1][-1] if quotes else None
        if (
            last
            and last.passage.passage_id == sentence.passage.passage_id
            and last.index + 1 == sentence.index
        ):
            quotes[-1].append(sentence)
        else:
            quotes.append([sentence])
    texts = [" ".join(sentence.text for sentence in quote) for quote in quotes]
    citations = [
        Citation(
            title=quote[0].passage.title,
            url=quote[0].passage.url,
            quote=text,
            heading=quote[0].passage.heading,
            page=quote[0].passage.page,
            original=_original(quote),
        )
        for quote, text in zip(quotes, texts, strict=True)
    ]
    return "\n\n".join(texts), citations


def _original(quote: Sequence[FoundSentence]) -> str | None:
    originals = quote[0].passage.originals
    return None if originals is None else " ".join(originals[sentence.index] for sentence in quote)


def _in_reading_order(chosen: Sequence[FoundSentence]) -> list[FoundSentence]:
    """Passages in the order of their best sentence, each read from its beginning."""
    first: dict[int, int] = {}
    for position, sentence in enumerate(chosen):
        first.setdefault(sentence.passage.passage_id, position)
    return sorted(chosen, key=lambda sentence: (first[sentence.passage.passage_id], sentence.index))
