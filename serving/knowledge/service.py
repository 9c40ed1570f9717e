from __future__ import annotations

from collections.abc import Sequence

from serving.config import Settings
from serving.db import Database
from serving.knowledge.answers import QuotedAnswers
from serving.knowledge.base import Answer, AnswerSource, PreviewSink, Question
from serving.knowledge.checker import Checker
from serving.knowledge.compose_prompt import INSTRUCTIONS
from serving.knowledge.composed import ComposedAnswers
from serving.knowledge.drafting import DraftedAnswers
from serving.knowledge.embeddings import build_encoder
from serving.knowledge.encoder import Encoder
from serving.knowledge.index import search_index
from serving.knowledge.localized.answers import LocalizedAnswers
from serving.knowledge.localized.retrieval import LocalizedRetriever
from serving.knowledge.reader import Reader, load_reader
from serving.knowledge.retrieval import Retriever, Retrieves
from serving.knowledge.styles import composed_topics
from serving.llm.base import LanguageModel

# It points at sentences and cannot write (models/embedded/README.md).
EMBEDDED_MODEL = "parley-embedded"


class AnswersByTopic:
    """Implements `AnswerSource`: a topic's style decides who answers; without a topic it is quoted."""

    def __init__(
        self, quoted: AnswerSource, composed: AnswerSource, *, composed_topics: frozenset[str]
    ) -> None:
        self._quoted = quoted
        self._composed = composed
        self._composed_topics = composed_topics

    async def answer(self, question: Question, preview: PreviewSink) -> Answer:
        source = self._composed if question.topic in self._composed_topics else self._quoted
        return await source.answer(question, preview)


def composed_answers(retriever: Retrieves, encoder: Encoder, model: LanguageModel) -> ComposedAnswers:
    return ComposedAnswers(retriever, model, Checker(encoder, instructions=INSTRUCTIONS))


def build_drafts(
    db: Database, encoder: Encoder, model: LanguageModel, *, locales: Sequence[str], reader: Reader
) -> AnswerSource:
    """For operators: the model writes, unless it is the embedded one, which cannot."""
    index = search_index(db.dialect)
    retriever = Retriever(db, encoder, index, reader)
    composed = None if _is_embedded(model) else composed_answers(retriever, encoder, model)
    drafted = DraftedAnswers(QuotedAnswers(retriever, model), composed)
    return LocalizedAnswers(LocalizedRetriever(db, encoder, index, locales=locales), drafted)


def build_answer_source(settings: Settings, db: Database, model: LanguageModel) -> AnswerSource:
    """Loads the encoder and the reader (24 MB and about 0.2 s each): once a process. The caller closes `db`
    and `model`."""
    encoder = build_encoder(settings)
    index = search_index(db.dialect)
    retriever = Retriever(db, encoder, index, load_reader(settings.encoder_path))
    by_topic = AnswersByTopic(
        QuotedAnswers(retriever, model),
        composed_answers(retriever, encoder, model),
        composed_topics=frozenset() if _is_embedded(model) else composed_topics(),
    )
    localized = LocalizedRetriever(db, encoder, index, locales=settings.native)
    return LocalizedAnswers(localized, by_topic)


def _is_embedded(model: LanguageModel) -> bool:
    return model.name == EMBEDDED_MODEL
