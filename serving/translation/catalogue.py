"""The words that Parley says: Project Fluent files, `catalogue/<locale>/*.ftl`, looked up by key.

A key that does not exist and a variable that is missing are errors: a customer never reads a text with
a hole in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError, negotiate_locale
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast

CATALOGUE = Path(__file__).parent / "catalogue"


class CatalogueError(Exception):
    """A text that cannot be put into words: the message names the key, the locale and what is wrong."""


@dataclass(frozen=True, slots=True)
class Text:
    """`locale` is the one the words are in; `fallback` says that it is not the one asked for."""

    text: str
    locale: str
    fallback: bool


class Catalogue:
    def __init__(
        self, bundles: Mapping[str, FluentBundle], *, ids: Sequence[str], default_locale: str
    ) -> None:
        """`ids`: of the default locale's texts."""
        if default_locale not in bundles:
            raise CatalogueError(
                f"There is no catalogue for the default locale {default_locale!r}: "
                f"there are {', '.join(sorted(bundles)) or 'none'}."
            )
        self._bundles = bundles
        self._ids = ids
        self._default = default_locale

    @classmethod
    def load(cls, root: Path = CATALOGUE, *, default_locale: str = "en") -> Catalogue:
        """Reads every locale's files. A syntax error or a key said twice is a CatalogueError."""
        bundles: dict[str, FluentBundle] = {}
        ids: Sequence[str] = ()
        for folder in sorted(root.iterdir()):
            if folder.is_dir():
                bundles[folder.name], said = _bundle(folder.name, sorted(folder.glob("*.ftl")))
                ids = said if folder.name == default_locale else ids
        return cls(bundles, ids=ids, default_locale=default_locale)

    @property
    def locales(self) -> Sequence[str]:
        return sorted(self._bundles)

    @property
    def default_locale(self) -> str:
        return self._default

    def negotiate(self, locale: str | None) -> str:
        """The locale we have that serves the one asked for: itself, its language, else the default."""
        if locale is None:
            return self._default
        wanted = locale.replace("_", "-")
        found = negotiate_locale([wanted], list(self._bundles), sep="-")
        return found or self._default

    def has(self, key: str, locale: str) -> bool:
        bundle = self._bundles.get(locale)
        return bundle is not None and bundle.has_message(fluent_id(key))

    def format(self, key: str, locale: str | None, args: Mapping[str, Any] | None = None) -> Text:
        """The text of `key` (`utter_greet` is the Fluent id `utter-greet`), else the default locale's."""
        chosen = self.negotiate(locale)
        if not self.has(key, chosen):
            chosen = self._default
        text = self._format_in(chosen, key, args or {})
        return Text(text=text, locale=chosen, fallback=not _same_language(locale, chosen))

    def strings(self, prefix: str, locale: str | None) -> dict[str, str]:
        """Every text without variables whose id starts with `prefix`, for a front end to show."""
        return {name: self.format(name, locale).text for name in self._ids if name.startswith(prefix)}

    def _format_in(self, locale: str, key: str, args: Mapping[str, Any]) -> str:
        bundle = self._bundles[locale]
        message_id = fluent_id(key)
        if not bundle.has_message(message_id):
            raise CatalogueError(f"The catalogue has no text {message_id!r} in {locale!r}: add it.")
        pattern = bundle.get_message(message_id).value
        if pattern is None:
            raise CatalogueError(f"The text {message_id!r} in {locale!r} has no value: write one.")
        text, errors = bundle.format_pattern(pattern, dict(args))
        if errors or not isinstance(text, str):
            reasons = "; ".join(str(error) for error in errors)
            raise CatalogueError(f"The text {message_id!r} in {locale!r} does not fit: {reasons}.")
        return text


def fluent_id(key: str) -> str:
    return key.replace("_", "-")


@lru_cache(maxsize=4)
def get_catalogue(default_locale: str = "en") -> Catalogue:
    return Catalogue.load(default_locale=default_locale)


def _bundle(locale: str, files: Sequence[Path]) -> tuple[FluentBundle, Sequence[str]]:
    """The locale's texts and their ids."""
    # Isolation marks end up in copied order numbers: only right-to-left text needs them.
    bundle = FluentBundle([locale], use_isolating=_right_to_left(locale))
    said: dict[str, Path] = {}
    for file in files:
        resource = FluentResource(file.read_text(encoding="utf-8"))
        for entry in resource.body:
            if isinstance(entry, ast.Junk):
                raise CatalogueError(f"{file.name} ({locale}) does not parse: {entry.content!r}")
            if isinstance(entry, ast.Message):
                name = entry.id.name
                if name in said:
                    raise CatalogueError(f"{name!r} ({locale}) is in {said[name].name} and {file.name}.")
                said[name] = file
        bundle.add_resource(resource)
    return bundle, sorted(said)


def _right_to_left(locale: str) -> bool:
    try:
        return Locale.parse(locale, sep="-").text_direction == "rtl"
    except (UnknownLocaleError, ValueError) as error:
        raise CatalogueError(
            f"The catalogue folder {locale!r} is not a locale: name it like 'pt-BR'."
        ) from error


def _same_language(wanted: str | None, given: str) -> bool:
    return wanted is None or wanted.replace("_", "-").split("-")[0].lower() == given.split("-")[0].lower()
