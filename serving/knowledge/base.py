"""What an answer from the documents is made of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Likeness:
    """Of an expected question to what was asked."""

    question: str
    cosine: float


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A retrieved passage with its scores. `score` is the fused one; cosine and full-text rank beside.

    `originals`: its sentences in the document's language, where `sentences` are reviewed translations.
    `expected`: the nearest expected question of it, where one is near; `expects`: its document has any.
    """

    passage_id: int
    document_id: str
    title: str
    heading: str | None
    page: int | None
    url: str | None
    text: str
    sentences: Sequence[str]
    score: float
    cosine: float | None = None
    text_rank: int | None = None
    originals: Sequence[str] | None = None
    expected: Likeness | None = None
    expects: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence stands. `quote` is the sentence itself, word for word.

    `original`: what the document says, where the quote is a reviewed translation of it.
    """

    title: str
    url: str | None
    quote: str
    heading: str | None = None
    page: int | None = None
    original: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    inbox_id: str
    conversation_id: str
    locale: str = "en"
    topic: str | None = None
    history: Sequence[tuple[str, str]] = ()  # (author, text), oldest first


@dataclass(frozen=True, slots=True)
class Weighed:
    """How likely a sentence answers: the rule's logit, of which the reader's, `read`, is one piece; None:
    there was no reader."""

    sentence: str
    logit: float
    read: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """`abstained`: no document answers it, `text` is empty and the caller says so.

    `degraded` names what was away ("model"), when the best passage was quoted without the model. `refused`:
    why the checker refused sentences that the model composed; `handoff`: a person must answer instead.
    `locale`: the text's language; None: the documents'. `weighed`: the likeliest sentences.
    """

    text: str
    citations: Sequence[Citation]
    passages: Sequence[PassageHit]
    weighed: Sequence[Weighed] = ()
    abstained: bool = False
    degraded: str | None = None
    refused: Sequence[str] = ()
    handoff: bool = False
    locale: str | None = None
    style: str = "quoted"  # or "composed"
    model: str | None = None
    prompt_tokens: int = 0
    completion_tokens: int = 0
    timings_ms: Mapping[str, float] = field(default_factory=dict)  # retrieve, first_token, generate


PreviewSink = Callable[[str], Awaitable[None]]


class AnswerSource(Protocol):
    async def answer(self, question: Question, preview: PreviewSink) -> Answer:
        """`preview` receives the text so far, whole, each time it grows."""
        ...
