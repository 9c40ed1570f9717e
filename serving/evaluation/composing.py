"""What the composed mode says to questions as customers ask them, and what its checker refuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from serving.evaluation.answers import ARTICLES, Asked, read_samples
from serving.evaluation.asking import Note, each, unpreviewed, unseen
from serving.evaluation.library import INBOX, opened_library
from serving.knowledge.base import Answer, Question
from serving.knowledge.encoder import Encoder
from serving.knowledge.reader import Reader
from serving.knowledge.service import composed_answers
from serving.llm.base import LanguageModel


@dataclass(frozen=True, slots=True)
class ComposedFigures:
    """Shares. `right`: of the answerable questions, those whose answer cites the passage that answers them;
    `wrong`: another one; `handed_over`: both drafts were refused; `silent`: the model, or retrieval, said
    that nothing answers; `refused`: of the others, how many got no answer. `reasons`: why sentences were
    refused, counted; `said`: what was sent, by question."""

    model: str
    answerable: int
    unanswerable: int
    right: float
    wrong: float
    handed_over: float
    silent: float
    refused: float
    reasons: Mapping[str, int]
    said: Mapping[str, str]


async def measure_composed(
    encoder: Encoder,
    model: LanguageModel,
    *,
    reader: Reader | None = None,
    every: int,
    note: Note = unseen,
) -> ComposedFigures:
    """`every`: of our own questions, each how many-th is asked."""
    asked = read_samples()[::every]
    async with opened_library(ARTICLES, encoder, reader=reader) as library:
        source = composed_answers(library.retriever, encoder, model)

        async def ask(number: int, one: Asked) -> Answer:
            return await source.answer(Question(one.question, INBOX, f"composed-{number}"), unpreviewed)

        answers = await each(asked, ask, note, what="questions composed")
    return composed_figures(model.name, list(zip(asked, answers, strict=True)))


def composed_figures(model: str, given: Sequence[tuple[Asked, Answer]]) -> ComposedFigures:
    answerable = [(asked, answer) for asked, answer in given if asked.says]
    others = [answer for asked, answer in given if not asked.says]
    right = sum(_right(asked, answer) for asked, answer in answerable)
    spoke = sum(bool(answer.text) for _, answer in answerable)
    handed = sum(answer.handoff for _, answer in answerable)
    return ComposedFigures(
        model=model,
        answerable=len(answerable),
        unanswerable=len(others),
        right=_share(right, len(answerable)),
        wrong=_share(spoke - right, len(answerable)),
        handed_over=_share(handed, len(answerable)),
        silent=_share(len(answerable) - spoke - handed, len(answerable)),
        refused=_share(sum(not answer.text for answer in others), len(others)),
        reasons=dict(Counter(reason for _, answer in given for reason in answer.refused)),
        said={asked.question: answer.text for asked, answer in given if answer.text},
    )


def _right(asked: Asked, answer: Answer) -> bool:
    """A citation quotes one sentence of its passage, which stands whole in `passages`."""
    cited = {(citation.title, citation.heading) for citation in answer.citations}
    texts = [hit.text.lower() for hit in answer.passages if (hit.title, hit.heading) in cited]
    return any(says.lower() in text for says in asked.says for text in texts)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0
