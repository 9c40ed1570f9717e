"""One engine's tries at sentences: mask style after mask style, then in pieces; each try is proven."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import select

from serving.db import now
from serving.translation import repository
from serving.translation.base import (
    Capabilities,
    Translation,
    TranslationEngine,
    TranslationRequest,
    TranslationStatus,
    language,
)
from serving.translation.checks import length_penalty, problems
from serving.translation.glossary import Glossary
from serving.translation.keys import normalized, shape_key, source_key
from serving.translation.masks import DEFAULT_ORDER, RAW, Masked, mask, unmask
from serving.translation.memory import Match, TranslationMemory
from serving.translation.models import Segment, SegmentStatus
from serving.translation.texts import UNSPACED, Piece, clauses, join

if TYPE_CHECKING:
    from serving.translation.service import Order, Translated

# What an engine without a confidence of its own is given.
USUAL_CONFIDENCE = 0.8
LATER_STYLE = 0.95
IN_PIECES = 0.7
# As the tables keep it.
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Task:
    text: str
    order: Order


@dataclass(frozen=True, slots=True)
class Attempt:
    """A translation that passed every check. `doubts`: why its score is low; `masks`: the style that held;
    `via`: the language in between, where it took two translations."""

    text: str
    engine: str
    score: float
    status: TranslationStatus
    doubts: Sequence[str] = ()
    masks: str | None = None
    via: str | None = None

    @property
    def sure(self) -> bool:
        return self.status is not TranslationStatus.MACHINE_UNSURE

    def better_than(self, other: Attempt) -> bool:
        return (self.sure, self.score) > (other.sure, other.score)


Outcome = tuple[Attempt | None, list[str]]


class Remembered(Protocol):
    text: str
    found: Attempt | None


def of_memory(match: Match) -> Attempt:
    status = TranslationStatus.HUMAN if match.is_human else TranslationStatus.MEMORY
    return Attempt(match.text, "memory", match.score, status)


def through(pivot: str, text: str, halves: Sequence[Translated], order: Order) -> Attempt | None:
    """Two translations as one, no better than the worse of them and never a person's."""
    last = halves[-1]
    wrong = problems(text, last.text, source_locale=order.source, target_locale=order.target)
    if last.status is TranslationStatus.UNTRANSLATED or wrong:
        return None
    statuses = [half.status for half in halves]
    if TranslationStatus.MACHINE_UNSURE in statuses:
        status = TranslationStatus.MACHINE_UNSURE
    else:
        by_machine = TranslationStatus.MACHINE in statuses
        status = TranslationStatus.MACHINE if by_machine else TranslationStatus.MEMORY
    engines = dict.fromkeys(name for half in halves for name in (half.engine or "").split(", ") if name)
    score = min(half.score if half.score is not None else 1.0 for half in halves)
    doubts = [f"through {pivot}", *dict.fromkeys(doubt for half in halves for doubt in half.problems)]
    return Attempt(last.text, ", ".join(engines)[:LONGEST_NAME], score, status, doubts, last.masks, pivot)


async def translate(
    engine: TranslationEngine, tasks: Sequence[Task], glossary: Glossary, *, deadline_s: float
) -> list[Outcome]:
    """For each sentence the attempt that held, or what went wrong in all. Raises EngineUnavailable."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + deadline_s
    outcomes: list[Outcome] = [(None, []) for _ in tasks]
    for number, style in enumerate(engine.capabilities().masks or DEFAULT_ORDER):
        waiting = [index for index, (attempt, _) in enumerate(outcomes) if attempt is None]
        tried = await _try(
            engine, [tasks[index] for index in waiting], glossary, style, deadline_s=ends - loop.time()
        )
        factor = LATER_STYLE**number
        for index, (attempt, wrong) in zip(waiting, tried, strict=True):
            judged = _judge(attempt, engine.capabilities(), factor) if attempt else None
            outcomes[index] = (judged, [*outcomes[index][1], *wrong])
        if all(attempt is not None for attempt, _ in outcomes):
            return outcomes
    for index, (attempt, wrong) in enumerate(outcomes):
        if attempt is None:
            whole = await _in_pieces(engine, tasks[index], glossary, deadline_s=ends - loop.time())
            outcomes[index] = (whole, [*wrong, *([] if whole else ["in pieces"])])
    return [(attempt, list(dict.fromkeys(wrong))) for attempt, wrong in outcomes]


async def _try(
    engine: TranslationEngine, tasks: Sequence[Task], glossary: Glossary, style: str, *, deadline_s: float
) -> list[Outcome]:
    knows_terms = engine.capabilities().glossary and style != RAW
    masked = [_masked(task.text, glossary, style, knows_terms=knows_terms) for task in tasks]
    asked = [index for index, one in enumerate(masked) if one is not None]
    outcomes: list[Outcome] = [(None, []) for _ in tasks]
    if not asked:
        return outcomes
    requests = [
        _request(one, task, glossary, knows_terms=knows_terms)
        for one, task in zip(masked, tasks, strict=True)
        if one is not None
    ]
    answers = await engine.translate(requests, deadline_s=deadline_s)
    for index, answer in zip(asked, answers, strict=True):
        one = masked[index]
        if one is not None:
            terms = glossary.within(tasks[index].text) if knows_terms else {}
            outcomes[index] = _proven(engine.name, one, answer, tasks[index], terms)
    return outcomes


def _masked(text: str, glossary: Glossary, style: str, *, knows_terms: bool) -> Masked | None:
    """Terms are masked too where the engine cannot be told about them."""
    return mask(text, glossary.spans(text, terms=not knows_terms), style)


def _request(masked: Masked, task: Task, glossary: Glossary, *, knows_terms: bool) -> TranslationRequest:
    return TranslationRequest(
        text=masked.text,
        source=language(task.order.source),
        target=language(task.order.target),
        formality=task.order.formality,
        glossary=glossary.within(masked.text) if knows_terms else {},
        context=task.order.context,
    )


def _proven(
    engine: str, masked: Masked, answer: Translation, task: Task, terms: Mapping[str, str]
) -> Outcome:
    order = task.order
    spaced = language(order.target) not in UNSPACED
    text = unmask(masked, answer.text.strip(), spaced=spaced)
    if text is None:
        return None, [f"values lost ({masked.style})"]
    wrong = problems(task.text, text, source_locale=order.source, target_locale=order.target)
    if any(ours.casefold() not in text.casefold() for ours in terms.values()):
        wrong.append("glossary")
    if wrong:
        return None, wrong
    confidence = USUAL_CONFIDENCE if answer.confidence is None else answer.confidence
    odd = length_penalty(task.text, text, source_locale=order.source, target_locale=order.target)
    style = masked.style if masked.spans else None
    doubts = ["length"] if odd < 1 else []
    return Attempt(text, engine, confidence * odd, TranslationStatus.MACHINE, doubts, style), []


def _judge(attempt: Attempt, capabilities: Capabilities, factor: float) -> Attempt:
    score = round(attempt.score * factor, 3)
    sure = score >= capabilities.threshold
    status = TranslationStatus.MACHINE if sure else TranslationStatus.MACHINE_UNSURE
    doubts = attempt.doubts if sure else [*attempt.doubts, "score"]
    return Attempt(attempt.text, attempt.engine, score, status, doubts, attempt.masks)


async def _in_pieces(
    engine: TranslationEngine, task: Task, glossary: Glossary, *, deadline_s: float
) -> Attempt | None:
    """Clause by clause: the values come through, the grammar may not. Never sure."""
    parts = clauses(task.text)
    if len(parts) == 1:
        return None
    ends = asyncio.get_running_loop().time() + deadline_s
    tasks = [Task(part.text, task.order) for part in parts if part.words]
    done: dict[str, Attempt] = {}
    for style in engine.capabilities().masks or DEFAULT_ORDER:
        waiting = [one for one in tasks if one.text not in done]
        if not waiting:
            break
        left_s = ends - asyncio.get_running_loop().time()
        tried = await _try(engine, waiting, glossary, style, deadline_s=left_s)
        done |= {one.text: attempt for one, (attempt, _) in zip(waiting, tried, strict=True) if attempt}
    if len(done) < len({one.text for one in tasks}):
        return None
    joined = join(
        [Piece(done[part.text].text, words=True) if part.words else part for part in parts],
        locale=task.order.target,
    )
    wrong = problems(task.text, joined, source_locale=task.order.source, target_locale=task.order.target)
    score = min((attempt.score for attempt in done.values()), default=0.0) * IN_PIECES
    unsure = TranslationStatus.MACHINE_UNSURE
    return None if wrong else Attempt(joined, engine.name, round(score, 3), unsure, ["in pieces"])


async def remember(
    memory: TranslationMemory, sentences: Iterable[Remembered], order: Order, glossary: Glossary
) -> None:
    """Machine-made sentences become segments, for reviewers and so that they need not be made again."""
    made = {normalized(one.text): one.found for one in sentences if one.found and one.found.via is None}
    if not made:
        return
    async with memory.database.write() as session:
        for text, attempt in made.items():
            status = SegmentStatus.MACHINE if attempt.sure else SegmentStatus.MACHINE_UNSURE
            key = source_key(text)
            known = await session.scalar(
                select(Segment).where(
                    Segment.source_locale == language(order.source),
                    Segment.target_locale == language(order.target),
                    Segment.source_key == key,
                    Segment.formality == order.formality,
                    Segment.engine == attempt.engine,
                    Segment.glossary_version == glossary.version,
                )
            )
            if known is not None:
                known.target, known.score, known.status = attempt.text, attempt.score, status
                known.updated_at = now()
                continue
            session.add(
                Segment(
                    source_locale=language(order.source),
                    target_locale=language(order.target),
                    source_key=key,
                    shape_key=shape_key(text),
                    source=text,
                    target=attempt.text,
                    formality=order.formality,
                    engine=attempt.engine,
                    glossary_version=glossary.version,
                    status=status,
                    score=attempt.score,
                    origin="machine",
                )
            )
        await repository.count_up(session)
