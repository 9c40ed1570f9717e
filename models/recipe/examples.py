"""Training examples: a question, what retrieval found for it, and which of the sentences answer it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from models.recipe.retrieval import Encoder, Pool, Ranking
from models.recipe.synthetic import Templates
from serving.knowledge.prompt import MAX_CANDIDATES, Candidate

RETRIEVED = 12  # more than are shown, so that a dropped one can be replaced

_PREFIXES = (
    "hi, ", "hello, ", "hello! ", "hey ", "good morning, ", "hi there. ", "sorry to bother you, ",
    "quick question: ", "please tell me, ", "could you tell me ", "i wanted to ask ", "just wondering, ",
    "excuse me, ", "i have a question, ", "one more thing: ", "so ", "um, ", "ok and ",
)  # fmt: skip
_SUFFIXES = (
    " thanks", " thank you", " please", " pls", " thx", " ??", " please help", " many thanks in advance",
    " can you help?", " i need to know today", " thank you!",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with the sentences that answer it: any one of them, or all where `needs_all`."""

    question: str
    answers: tuple[str, ...]
    needs_all: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """`gold`: for each candidate whether it answers; `target`: the indexes to reply, [] for none;
    `answerable`: whether any sentence of the corpus answers, shown or not."""

    question: str
    candidates: list[Candidate]
    gold: list[bool]
    target: list[int]
    answerable: bool


@dataclass(frozen=True, slots=True)
class Retrieved:
    labelled: Labelled
    candidates: list[Candidate]

    def example(self) -> Example:
        return self._show(self.candidates[:MAX_CANDIDATES])

    def perturbed(self, rng: np.random.Generator, *, ordered: bool) -> Example:
        """As serving might show it: fewer sentences, other matches, the answer not found.

        `ordered`: best first, as the platform shows them. Where they are shuffled, the model learns to read
        instead of trusting the order.
        """
        shown = list(self.candidates)
        answers = self.labelled.answers
        if answers and rng.random() < 0.1:
            shown = [c for c in shown if c.sentence not in answers]
        if rng.random() < 0.25:
            shown = [c for c in shown if c.sentence in answers or rng.random() < 0.7] or shown
        shown = shown[: MAX_CANDIDATES if rng.random() < 0.8 else int(rng.integers(2, MAX_CANDIDATES + 1))]
        shift = float(rng.normal(0, 0.04)) if rng.random() < 0.5 else 0.0
        bare = rng.random() < 0.1
        shown = [
            replace(
                c,
                chance=max(0.0, c.chance + shift + float(rng.normal(0, 0.015))),
                heading=None if bare else c.heading,
            )
            for c in shown
        ]
        if not ordered and rng.random() < 0.3:
            shown = [shown[int(index)] for index in rng.permutation(len(shown))]
        return self._show(shown)

    def _show(self, shown: list[Candidate]) -> Example:
        answers = self.labelled.answers
        gold = [candidate.sentence in answers for candidate in shown]
        found = [answer for answer in answers if any(c.sentence == answer for c in shown)]
        wanted = found[:3] if self.labelled.needs_all else found[:1]
        target = [index for index, candidate in enumerate(shown) if candidate.sentence in wanted]
        return Example(self.labelled.question, shown, gold, target, bool(answers))


def read_questions(path: Path, pool: Pool, *, split: str) -> list[Labelled]:
    """`answers` in the file are pieces of sentences: each must be in exactly one sentence of its article."""
    labelled = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["split"] != split:
            continue
        answers = tuple(_whole_sentence(piece, row["article"], pool) for piece in row.get("answers", ()))
        labelled.append(Labelled(row["question"], answers, bool(row.get("needs_all"))))
    return labelled


def _whole_sentence(piece: str, article: str, pool: Pool) -> str:
    found = [s.text for s in pool.sentences if s.article == article and piece in s.text]
    if len(found) != 1:
        raise ValueError(f"{piece!r} is in {len(found)} sentences of {article}.md; it must be in exactly one")
    return found[0]


def retrieve(labelled: Sequence[Labelled], pool: Pool, *, ranking: Ranking) -> list[Retrieved]:
    return [Retrieved(one, pool.retrieve(one.question, RETRIEVED, ranking=ranking)) for one in labelled]


def retrieve_hidden(labelled: Sequence[Labelled], pool: Pool, *, ranking: Ranking) -> list[Retrieved]:
    """Those whose answer retrieval would not show, with the answer shown."""
    examples = []
    for one in labelled:
        candidates = pool.retrieve(one.question, MAX_CANDIDATES, ranking=ranking)
        if one.answers and not any(c.sentence in one.answers for c in candidates):
            candidates = pool.retrieve(one.question, MAX_CANDIDATES, ranking=ranking, forced=one.answers[:1])
            examples.append(Retrieved(one, candidates))
    return examples


def made_up(templates: Templates, encoder: Encoder, count: int, rng: np.random.Generator) -> list[Retrieved]:
    examples: list[Retrieved] = []
    for _ in range(count):
        world = templates.world(rng)
        pool = Pool(world.sentences, encoder)
        labelled = [
            Labelled(asked.question, () if asked.answer is None else (world.sentences[asked.answer].text,))
            for asked in world.asked
        ]
        answered = [one for one in labelled if one.answers]
        labelled += [joined(answered, rng) for _ in range(len(answered) // 20)]
        examples += retrieve(labelled, pool, ranking="fused")
    return examples


def made_up_open(templates: Templates, count: int, rng: np.random.Generator) -> list[Labelled]:
    """Questions about devices that no article knows."""
    questions: list[Labelled] = []
    while len(questions) < count:
        questions += [Labelled(one, ()) for one in templates.device_questions(rng)]
    return questions[:count]


def joined(answered: Sequence[Labelled], rng: np.random.Generator) -> Labelled:
    """Two questions at once: both answers are needed."""
    one, two = (answered[int(index)] for index in rng.choice(len(answered), size=2, replace=False))
    link = str(rng.choice([" and ", " and also ", " ", ", and ", " plus "]))
    return Labelled(one.question.rstrip("?") + link + two.question, (one.answers[0], two.answers[0]), True)


def varied(labelled: Labelled, rng: np.random.Generator) -> Labelled:
    """The same question as a hurried customer types it."""
    question = labelled.question
    if rng.random() < 0.35:
        question = str(rng.choice(_PREFIXES)) + question
    if rng.random() < 0.3:
        question = question.rstrip("?.! ") + str(rng.choice(_SUFFIXES))
    for _ in range(int(rng.choice([0, 0, 0, 1, 1, 2]))):
        question = _typo(question, rng)
    return replace(labelled, question=question)


def _typo(text: str, rng: np.random.Generator) -> str:
    letters = [index for index in range(1, len(text) - 1) if text[index - 1 : index + 2].isalpha()]
    if not letters:
        return text
    at = int(rng.choice(letters))
    match int(rng.integers(4)):
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[:at] + text[at] + text[at:]
        case 2:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        case _:
            return text[:at] + "abcdefghijklmnopqrstuvwxyz"[int(rng.integers(26))] + text[at + 1 :]
