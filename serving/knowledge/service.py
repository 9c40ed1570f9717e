from __future__ import annotations

from serving.config import Settings
from serving.db import Database
from serving.knowledge.answers import QuotedAnswers
from serving.knowledge.encoder import load_encoder
from serving.knowledge.index import search_index
from serving.knowledge.retrieval import Retriever
from serving.llm.base import LanguageModel


def build_answer_source(settings: Settings, db: Database, model: LanguageModel) -> QuotedAnswers:
    """Loads the encoder (24 MB, about 0.2 s): once a process. The caller closes `db` and `model`."""
    encoder = load_encoder(settings.encoder_path)
    return QuotedAnswers(Retriever(db, encoder, search_index(db.dialect)), model)
