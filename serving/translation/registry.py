"""Which engines there are, in the order in which they are asked."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from pathlib import Path

from serving.config import Settings
from serving.db import Database
from serving.errors import BadInput
from serving.translation.apertium import ApertiumEngine
from serving.translation.base import TranslationEngine
from serving.translation.glossary import Glossaries
from serving.translation.guard import Guarded
from serving.translation.llm import LlmEngine
from serving.translation.marian import MarianEngine, find_models
from serving.translation.memory import TranslationMemory
from serving.translation.profiles import PROFILES
from serving.translation.service import Translator

log = logging.getLogger(__name__)


def build_translator(settings: Settings, database: Database) -> Translator:
    """Nothing connects or loads until a text needs it."""
    return Translator(TranslationMemory(database), Glossaries(database), build_engines(settings))


def build_engines(settings: Settings) -> Sequence[TranslationEngine]:
    """A language model, Marian models, Apertium: as far as they are there."""
    engines: list[TranslationEngine] = []
    if settings.translation_llm_profile:
        engines.append(Guarded(_language_model(settings), concurrent=16, waiting=64))
    engines += [Guarded(engine, concurrent=2, waiting=32) for engine in _marian(models_folder(settings))]
    apertium = ApertiumEngine(may_face_customers=settings.translation_apertium_customers)
    if apertium.pairs:
        engines.append(Guarded(apertium, concurrent=4, waiting=32))
    return engines


def models_folder(settings: Settings) -> Path:
    return settings.data_dir / "models" / "translation"


def _language_model(settings: Settings) -> LlmEngine:
    profile = PROFILES.get(settings.translation_llm_profile)
    if profile is None:
        raise BadInput(
            f"PARLEY_TRANSLATION_LLM_PROFILE is {settings.translation_llm_profile!r}: "
            f"there are {', '.join(PROFILES)}."
        )
    own = not settings.translation_llm_url
    key = settings.llm_api_key if own else settings.translation_llm_api_key
    return LlmEngine(
        settings.translation_llm_url or settings.llm_url,
        settings.translation_llm_model or settings.llm_model,
        profile,
        api_key=key.get_secret_value(),
    )


def _marian(folder: Path) -> list[MarianEngine]:
    threads = max(1, (os.cpu_count() or 2) // 2)
    engines: list[MarianEngine] = []
    for place in find_models(folder):
        try:
            engines.append(MarianEngine(place, threads=threads))
        except BadInput as error:
            # One broken model must not keep the platform from starting.
            log.error("a translation model is left out: %s", error.message)
    return engines
