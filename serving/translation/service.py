"""A text in another language: memory first, then the engines, each attempt proven before it counts.

The engines only translate. What must not change, the glossary, the checks, the score and what happens when
nothing works are decided here, the same for all of them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from serving.translation import attempts
from serving.translation.attempts import Attempt, Task
from serving.translation.base import (
    Audience,
    EngineUnavailable,
    TranslationEngine,
    TranslationStatus,
    language,
)
from serving.translation.glossary import Glossaries, Glossary
from serving.translation.memory import TranslationMemory, Wanted
from serving.translation.models import Formality
from serving.translation.texts import Piece, join, pieces

log = logging.getLogger(__name__)

MAX_CHARACTERS = 20_000
# What is left of the deadline for putting the text together.
RESERVE_S = 0.05
# Between two other languages, where no engine knows both.
PIVOT = "en"
MEMORY = "memory"
# The worst of a text's sentences is the text's.
_FROM_BEST: Sequence[TranslationStatus] = tuple(TranslationStatus)


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted. `remember`: the sentences are documents' or approved texts, not a person's words."""

    source: str
    target: str
    audience: Audience
    formality: Formality = Formality.FORMAL
    deadline_s: float = 4.0
    context: Sequence[str] = ()
    remember: bool = False


@dataclass(frozen=True, slots=True)
class Translated:
    """`original` stays beside `text`. `engine`: memory or engines' names. `problems`: why it is unsure."""

    text: str
    original: str
    source: str
    target: str
    status: TranslationStatus
    engine: str | None = None
    score: float | None = None
    problems: Sequence[str] = ()
    masks: str | None = None

    @property
    def is_sure(self) -> bool:
        return self.status in (TranslationStatus.HUMAN, TranslationStatus.MEMORY, TranslationStatus.MACHINE)

    def payload(self) -> dict[str, Any]:
        """For the timeline."""
        return {
            "original": self.original,
            "source": self.source,
            "target": self.target,
            "status": self.status.value,
            "engine": self.engine,
            "score": self.score,
            "problems": list(self.problems),
        }


@dataclass(slots=True)
class _Sentence:
    text: str
    found: Attempt | None = None
    problems: list[str] = field(default_factory=list)


class Translator:
    """Never raises for what an engine does: the worst answer is the text as it was, and says so."""

    def __init__(
        self,
        memory: TranslationMemory,
        glossaries: Glossaries,
        engines: Sequence[TranslationEngine],
    ) -> None:
        self.memory = memory
        self.glossaries = glossaries
        self.engines = engines

    async def close(self) -> None:
        for engine in self.engines:
            await engine.close()

    def look_again(self) -> None:
        """Segments or terms were changed by this process: the change counts from now on."""
        self.memory.look_again()
        self.glossaries.look_again()

    def can(self, source: str, target: str, audience: Audience) -> bool:
        """Is there an engine for it? The memory may know a text without one."""
        return bool(self._engines(source, target, audience))

    async def translate(self, text: str, order: Order) -> Translated:
        return (await self.translate_many([text], order))[0]

    async def translate_many(self, texts: Sequence[str], order: Order) -> list[Translated]:
        """One answer a text, in order, within the deadline whatever the engines do."""
        if language(order.source) == language(order.target):
            return [_as_it_is(text, order, TranslationStatus.HUMAN) for text in texts]
        glossary = await self.glossaries.between(order.source, order.target)
        parts = [_Parts.of(text, order) for text in texts]
        wanted = self._wanted(order, glossary)
        open_sentences: dict[str, _Sentence] = {}
        for part in parts:
            await self._from_memory(part, wanted)
            for sentence in part.missing():
                open_sentences.setdefault(sentence.text, sentence)
        if open_sentences:
            await self._from_engines(list(open_sentences.values()), order, glossary)
        answers = [part.put_together(order, open_sentences) for part in parts]
        if order.remember:
            await attempts.remember(self.memory, open_sentences.values(), order, glossary)
        return answers

    def _wanted(self, order: Order, glossary: Glossary) -> Wanted:
        names = frozenset(engine.name for engine in self.engines)
        return Wanted(order.source, order.target, order.formality, glossary.version, names)

    async def _from_memory(self, part: _Parts, wanted: Wanted) -> None:
        whole = await self.memory.find(part.text, wanted)
        if whole is not None:
            part.whole = attempts.of_memory(whole)
            return
        for sentence in part.sentences.values():
            match = await self.memory.find(sentence.text, wanted)
            sentence.found = attempts.of_memory(match) if match is not None else None

    def _engines(self, source: str, target: str, audience: Audience) -> list[TranslationEngine]:
        return [
            engine
            for engine in self.engines
            if engine.supports(language(source), language(target))
            and (audience is Audience.OPERATOR or engine.capabilities().may_face_customers)
        ]

    async def _from_engines(self, sentences: list[_Sentence], order: Order, glossary: Glossary) -> None:
        loop = asyncio.get_running_loop()
        ends = loop.time() + order.deadline_s - RESERVE_S
        try:
            async with asyncio.timeout_at(ends):
                for engine in self._engines(order.source, order.target, order.audience):
                    waiting = [one for one in sentences if one.found is None or not one.found.sure]
                    if not waiting:
                        return
                    await self._ask(engine, waiting, order, glossary, deadline_s=ends - loop.time())
                lost = [one for one in sentences if one.found is None]
                if lost and PIVOT not in (language(order.source), language(order.target)):
                    await self._through_pivot(lost, order, deadline_s=ends - loop.time())
        except TimeoutError:
            for sentence in sentences:
                if sentence.found is None:
                    sentence.problems.append("deadline")

    async def _through_pivot(
        self, sentences: Sequence[_Sentence], order: Order, *, deadline_s: float
    ) -> None:
        """Two translations one after the other, each with its own proof; the worse one's score counts."""
        ends = asyncio.get_running_loop().time() + deadline_s
        there = replace(order, target=PIVOT, deadline_s=deadline_s, remember=False)
        halves = await self.translate_many([sentence.text for sentence in sentences], there)
        known = [
            pair
            for pair in zip(sentences, halves, strict=True)
            if pair[1].status is not TranslationStatus.UNTRANSLATED
        ]
        left_s = ends - asyncio.get_running_loop().time()
        on = replace(order, source=PIVOT, deadline_s=left_s, context=(), remember=False)
        others = await self.translate_many([half.text for _, half in known], on)
        for (sentence, half), other in zip(known, others, strict=True):
            sentence.found = attempts.through(PIVOT, sentence.text, (half, other), order)

    async def _ask(
        self,
        engine: TranslationEngine,
        sentences: Sequence[_Sentence],
        order: Order,
        glossary: Glossary,
        *,
        deadline_s: float,
    ) -> None:
        tasks = [Task(sentence.text, order) for sentence in sentences]
        try:
            found = await attempts.translate(engine, tasks, glossary, deadline_s=deadline_s)
        except EngineUnavailable as error:
            log.warning("a translation engine is away", extra={"engine": engine.name, "error": error.message})
            for sentence in sentences:
                sentence.problems.append(f"{engine.name}: away")
            return
        for sentence, (attempt, problems) in zip(sentences, found, strict=True):
            sentence.problems += [f"{engine.name}: {problem}" for problem in problems]
            if attempt is not None and (sentence.found is None or attempt.better_than(sentence.found)):
                sentence.found = attempt


@dataclass(slots=True)
class _Parts:
    """A text, its sentences by their words, and what the memory knows of it as a whole."""

    text: str
    pieces: Sequence[Piece]
    sentences: dict[str, _Sentence]
    whole: Attempt | None = None

    @classmethod
    def of(cls, text: str, order: Order) -> _Parts:
        taken = (
            pieces(text, locale=order.source) if len(text) <= MAX_CHARACTERS else [Piece(text, words=False)]
        )
        return cls(text, taken, {piece.text: _Sentence(piece.text) for piece in taken if piece.words})

    def missing(self) -> list[_Sentence]:
        if self.whole is not None:
            return []
        return [sentence for sentence in self.sentences.values() if sentence.found is None]

    def put_together(self, order: Order, asked: Mapping[str, _Sentence]) -> Translated:
        if self.whole is not None:
            return _translated(self.text, self.whole.text, [self.whole], order)
        if not self.sentences:
            too_long = len(self.text) > MAX_CHARACTERS
            status = TranslationStatus.UNTRANSLATED if too_long else TranslationStatus.HUMAN
            answer = _as_it_is(self.text, order, status)
            return replace(answer, problems=["too long"]) if too_long else answer
        done = {text: asked.get(text, sentence) for text, sentence in self.sentences.items()}
        missing = [sentence for sentence in done.values() if sentence.found is None]
        problems = list(dict.fromkeys(problem for sentence in done.values() for problem in sentence.problems))
        found = [sentence.found for sentence in done.values() if sentence.found is not None]
        # A customer reads one language at a time; an operator rather reads what there is.
        if missing and (order.audience is Audience.CUSTOMER or not found):
            answer = _as_it_is(self.text, order, TranslationStatus.UNTRANSLATED)
            return replace(answer, problems=problems or ["no engine"])
        parts = [
            Piece(sentence.found.text, words=True)
            if (sentence := done.get(piece.text) if piece.words else None) and sentence.found
            else piece
            for piece in self.pieces
        ]
        answer = _translated(self.text, join(parts, locale=order.target), found, order)
        if missing:
            return replace(answer, status=TranslationStatus.MACHINE_UNSURE, problems=problems, score=0.0)
        return answer if answer.is_sure else replace(answer, problems=answer.problems or problems)


def _translated(original: str, text: str, found: Sequence[Attempt], order: Order) -> Translated:
    status = max((attempt.status for attempt in found), key=_FROM_BEST.index)
    scores = [attempt.score for attempt in found]
    return Translated(
        text=text,
        original=original,
        source=order.source,
        target=order.target,
        status=status,
        engine=", ".join(dict.fromkeys(attempt.engine for attempt in found)),
        score=round(min(scores), 3),
        problems=list(dict.fromkeys(problem for attempt in found for problem in attempt.doubts)),
        masks=next((attempt.masks for attempt in found if attempt.masks), None),
    )


def _as_it_is(text: str, order: Order, status: TranslationStatus) -> Translated:
    return Translated(text=text, original=text, source=order.source, target=order.target, status=status)
