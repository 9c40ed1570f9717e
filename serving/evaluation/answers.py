"""What is quoted, what is wrong and what is refused, against taking the best-retrieved sentence."""

from __future__ import annotations

import json
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import yaml

from serving.config import PROJECT_ROOT
from serving.evaluation.asking import Note, each, unpreviewed, unseen
from serving.evaluation.companies import Company, read_company, write_articles
from serving.evaluation.library import INBOX, Library, opened_library
from serving.evaluation.xquad import read_xquad, write_paragraphs
from serving.knowledge.answers import QuotedAnswers, candidates
from serving.knowledge.base import Question
from serving.knowledge.encoder import Encoder
from serving.knowledge.prompt import MAX_CANDIDATES
from serving.knowledge.reader import Reader
from serving.knowledge.retrieval import FoundSentence, Retrieval, Retrieves
from serving.knowledge.selection import Likely, by_likelihood, select
from serving.llm.base import LanguageModel

ARTICLES = PROJECT_ROOT / "samples" / "articles"
SAMPLES = PROJECT_ROOT / "samples" / "evaluation" / "answers.yml"
# To choose on: more questions over our articles.
CHOOSING = SAMPLES.with_name("choosing.yml")
# Another company with its own articles and questions.
NURSERY = SAMPLES.with_name("nursery.txt")
PHRASINGS = PROJECT_ROOT / "models" / "recipe" / "data"
# Companies that the reader has not learnt from (models/reader/README.md).
HELD_OUT = PROJECT_ROOT / "models" / "reader" / "held_out"
MORE_COMPANIES = PROJECT_ROOT / "models" / "recipe" / "companies"
UNEXPECTED = "the same, without expected questions"

Choose = Callable[[Sequence[FoundSentence], Sequence[int]], Sequence[FoundSentence]]


@dataclass(frozen=True, slots=True)
class Asked:
    """`says`: an answer is right when it holds one of these; [] where the documents answer nothing.
    `without`: the key of a document that is withdrawn for this question."""

    question: str
    says: Sequence[str] = ()
    without: str | None = None


@dataclass(frozen=True, slots=True)
class Replied:
    """`shown`: what was weighed; `picked`: the model's choice, by index in it."""

    asked: Asked
    shown: Sequence[FoundSentence]
    picked: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shares. `right`, `wrong`, `abstained`: of the answerable questions; `refused`: of the others."""

    by: str
    right: float
    wrong: float
    abstained: float
    refused: float
    sentences: float  # quoted, on average, where something was


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """`found`: the share of answerable questions whose answer is among the sentences that are shown."""

    questions: str
    answerable: int
    unanswerable: int
    found: float
    outcomes: Sequence[Outcome]


@dataclass(slots=True)
class _Without:
    """A retriever for which one document is withdrawn."""

    retriever: Retrieves
    document_id: str | None = None
    last: Retrieval | None = field(default=None)

    async def retrieve(self, query: str, *, inbox_id: str) -> Retrieval:
        found = await self.retriever.retrieve(query, inbox_id=inbox_id)
        self.last = replace(
            found,
            passages=[hit for hit in found.passages if hit.document_id != self.document_id],
            sentences=[one for one in found.sentences if one.passage.document_id != self.document_id],
        )
        return self.last


async def measure_answers(
    xquad: Path,
    encoder: Encoder,
    model: LanguageModel,
    *,
    reader: Reader | None = None,
    every: int = 4,
    postgres: bool = False,
    note: Note = unseen,
) -> list[AnswerFigures]:
    """`every`: of XQuAD's questions, each how many-th is asked."""

    async def ask(name: str, library: Library, questions: Sequence[Asked]) -> AnswerFigures:
        return figures(name, await replies(library, questions, model, note, what=name))

    opened = partial(opened_library, ARTICLES, encoder, reader=reader, postgres=postgres)
    async with opened() as library:
        own = await ask("our articles, as customers ask", library, read_samples())
        phrased = await ask("our articles, held-out phrasings", library, read_phrasings("test"))
    async with opened(expecting=False) as library:
        own_unexpected = await ask(UNEXPECTED, library, read_samples())
        phrased_unexpected = await ask(UNEXPECTED, library, read_phrasings("test"))
    company = read_company(NURSERY)
    async with company_library(company, encoder, reader=reader) as library:
        other = await ask("another company's articles", library, questions_of(company))
    async with company_library(company, encoder, reader=reader, expecting=False) as library:
        other_unexpected = await ask(UNEXPECTED, library, questions_of(company))
    async with xquad_library(xquad, encoder, reader=reader, postgres=postgres) as library:
        questions = read_questions(xquad, every=every, parity=1)
        public = await ask("XQuAD, held-out paragraphs", library, questions)
    return [own, own_unexpected, other, other_unexpected, phrased, phrased_unexpected, public]


@asynccontextmanager
async def xquad_library(
    folder: Path, encoder: Encoder, *, reader: Reader | None = None, postgres: bool = False
) -> AsyncIterator[Library]:
    with tempfile.TemporaryDirectory(prefix="parley-xquad-") as documents:
        write_paragraphs(read_xquad(folder)[0], Path(documents))
        async with opened_library(Path(documents), encoder, reader=reader, postgres=postgres) as library:
            yield library


def read_samples(file: Path = SAMPLES) -> list[Asked]:
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [
        *(Asked(row["question"], row["says"]) for row in data["answerable"]),
        *(Asked(question) for question in data["unanswerable"]),
    ]


@asynccontextmanager
async def company_library(
    company: Company, encoder: Encoder, *, reader: Reader | None = None, expecting: bool = True
) -> AsyncIterator[Library]:
    with tempfile.TemporaryDirectory(prefix="parley-company-") as documents:
        write_articles(company, Path(documents))
        async with opened_library(Path(documents), encoder, reader=reader, expecting=expecting) as library:
            yield library


def questions_of(company: Company) -> list[Asked]:
    return [
        *(Asked(question, [company.lines[index].text]) for question, index in company.answered),
        *(Asked(question) for question in company.unanswered),
    ]


def read_phrasings(split: str) -> list[Asked]:
    """The questions of the embedded model's recipe; its training has seen the split "train"."""

    def rows(name: str) -> list[dict[str, list[str]]]:
        lines = (PHRASINGS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        return [row for row in map(json.loads, lines) if row["split"] == split]

    return [
        *(Asked(str(row["question"]), row["answers"]) for row in rows("questions")),
        *(Asked(str(row["question"])) for row in rows("unanswerable")),
    ]


def read_questions(xquad: Path, *, every: int, parity: int) -> list[Asked]:
    """Each with its paragraph, and again with that withdrawn."""
    questions = [asked for asked in read_xquad(xquad)[1] if int(asked.paragraph) % 2 == parity][::every]
    return [
        *(Asked(asked.text, [asked.answer]) for asked in questions),
        *(Asked(asked.text, without=asked.paragraph) for asked in questions),
    ]


async def replies(
    library: Library,
    questions: Sequence[Asked],
    model: LanguageModel,
    note: Note = unseen,
    *,
    what: str = "questions",
) -> list[Replied]:
    """The shipped answering asks the model."""
    ids = {key: document_id for document_id, key in library.keys.items()}

    async def reply(number: int, asked: Asked) -> Replied:
        retriever = _Without(library.retriever, ids.get(asked.without or ""))
        recorder = _Recorder(retriever, model)
        answer = await recorder.answer(Question(asked.question, INBOX, "evaluation"), unpreviewed)
        shown = candidates(retriever.last.sentences) if retriever.last else []
        chosen = select(shown) if answer.degraded else recorder.chosen
        return Replied(asked, shown, [shown.index(sentence) for sentence in chosen])

    return await each(questions, reply, note, what=what)


async def retrieved(library: Library, questions: Sequence[Asked]) -> list[Replied]:
    """What there is to choose from; no model is asked."""
    ids = {key: document_id for document_id, key in library.keys.items()}
    found: list[Replied] = []
    for asked in questions:
        retriever = _Without(library.retriever, ids.get(asked.without or ""))
        retrieval = await retriever.retrieve(asked.question, inbox_id=INBOX)
        found.append(Replied(asked, candidates(retrieval.sentences)))
    return found


class _Recorder(QuotedAnswers):
    """Keeps what the model chose."""

    def __init__(self, retriever: Retrieves, model: LanguageModel) -> None:
        super().__init__(retriever, model)
        self.chosen: list[FoundSentence] = []

    def _chosen(self, reply: str, likely: Likely) -> list[FoundSentence]:
        self.chosen = super()._chosen(reply, likely)
        return self.chosen


def figures(name: str, replied: Sequence[Replied]) -> AnswerFigures:
    answerable = [one for one in replied if one.asked.says]
    found = sum(_right(one.asked, _numbered(one.shown)) for one in answerable)
    return AnswerFigures(
        questions=name,
        answerable=len(answerable),
        unanswerable=len(replied) - len(answerable),
        found=_share(found, len(answerable)),
        outcomes=[outcome(by, choose, replied) for by, choose in RULES.items()],
    )


def _numbered(shown: Sequence[FoundSentence]) -> list[FoundSentence]:
    """What the model is shown."""
    return [sentence for sentence, _ in by_likelihood(shown)[:MAX_CANDIDATES]]


def _model(shown: Sequence[FoundSentence], picked: Sequence[int]) -> Sequence[FoundSentence]:
    return [shown[index] for index in picked]


def _rule(shown: Sequence[FoundSentence], picked: Sequence[int]) -> Sequence[FoundSentence]:
    return select(shown)


def _best(shown: Sequence[FoundSentence], picked: Sequence[int]) -> Sequence[FoundSentence]:
    return shown[:1]


def _threshold(shown: Sequence[FoundSentence], picked: Sequence[int]) -> Sequence[FoundSentence]:
    return [one for one in shown[:1] if one.cosine >= BEST_COSINE]


# Where quoting the best sentence is right, and refusing is, most often on the questions to choose on.
BEST_COSINE = 0.58
RULES: dict[str, Choose] = {
    "the model (shipped)": _model,
    "the best sentence, always": _best,
    f"the best sentence, from a cosine of {BEST_COSINE} on": _threshold,
    "the rule, where the model is away": _rule,
}


def outcome(by: str, choose: Choose, replied: Sequence[Replied]) -> Outcome:
    chosen = [(one.asked, choose(one.shown, one.picked)) for one in replied]
    answerable = [(asked, quoted) for asked, quoted in chosen if asked.says]
    right = sum(_right(asked, quoted) for asked, quoted in answerable)
    abstained = sum(not quoted for _, quoted in answerable)
    refused = sum(not quoted for asked, quoted in chosen if not asked.says)
    quoted_at_all = [len(quoted) for _, quoted in chosen if quoted]
    return Outcome(
        by=by,
        right=_share(right, len(answerable)),
        wrong=_share(len(answerable) - right - abstained, len(answerable)),
        abstained=_share(abstained, len(answerable)),
        refused=_share(refused, len(chosen) - len(answerable)),
        sentences=round(sum(quoted_at_all) / max(1, len(quoted_at_all)), 2),
    )


def _right(asked: Asked, quoted: Sequence[FoundSentence]) -> bool:
    text = " ".join(sentence.text for sentence in quoted).lower()
    return any(says.lower() in text for says in asked.says)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0
