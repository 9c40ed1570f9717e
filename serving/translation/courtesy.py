"""One sentence in more languages than the catalogue speaks: that a text stays as it was written."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from serving.translation.catalogue import Catalogue

FOLDER = Path(__file__).parent / "courtesy"
DEFAULT_LOCALE = "en"


@lru_cache(maxsize=1)
def _sentences() -> Catalogue:
    return Catalogue.load(FOLDER, default_locale=DEFAULT_LOCALE)


def notice_untranslated(locale: str) -> str:
    return _sentences().format("notice-untranslated", locale).text
