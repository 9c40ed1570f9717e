"""Which language a document is in, where it does not say so itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

DEFAULT_LANGUAGE = "en"
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}")
_MOST_CHARACTERS = 4000
# Below, a name or a number decides more than the language does.
_LEAST_CHARACTERS = 20
_LEAST_CONFIDENCE = 0.6


def language_of(text: str, *, declared: str | None = None) -> str:
    """A language tag of at most 16 characters: the declared one where it is one, else what the words say."""
    if declared is not None and is_language_tag(declared):
        return declared.replace("_", "-")
    sample = text[:_MOST_CHARACTERS]
    if len(sample) < _LEAST_CHARACTERS:
        return DEFAULT_LANGUAGE
    language, confidence = _identifier().classify(sample)
    return str(language) if confidence >= _LEAST_CONFIDENCE else DEFAULT_LANGUAGE


def is_language_tag(text: str) -> bool:
    return len(text) <= 16 and _TAG.fullmatch(text) is not None


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """Takes about a second to load, so only when it is asked."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
