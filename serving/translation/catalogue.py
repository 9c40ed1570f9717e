"""The words that Parley says: Project Fluent files, `catalogue/<locale>/*.ftl`, looked up by key.

A key that does not exist and a variable that is missing are errors: a customer never reads a text with
a hole in it. The words address people formally; `catalogue/<locale>@familiar/*.ftl` holds those that
are said otherwise by a brand that is on familiar terms with its customers.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError, negotiate_locale
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast

from serving.translation.browser import NotForBrowsers, Word, browser_word

CATALOGUE = Path(__file__).parent / "catalogue"
FORMAL = "formal"
FAMILIAR = "familiar"


Entries = Mapping[str, ast.Message | ast.Term]


class CatalogueError(Exception):
    """A text that cannot be put into words: the message names the key, the locale and what is wrong."""


@dataclass(frozen=True, slots=True)
class Text:
    """`locale` is the one the words are in; `fallback` says that it is not the one asked for."""

    text: str
    locale: str
    fallback: bool


@dataclass(frozen=True, slots=True)
class Words:
    """One locale in one form of address: `bundle` says the texts, `entries` are their sources by id."""

    bundle: FluentBundle
    entries: Entries  # a term has a `-` before its name
    own: Entries  # of these, what its own folder says: a form of address says the rest as its locale does
    files: Mapping[str, str]  # in which file each stands, without its ending


class Catalogue:
    def __init__(self, words: Mapping[str, Words], *, default_locale: str) -> None:
        """`words`: by locale, and by `<locale>@familiar` where there is a familiar form."""
        if default_locale not in words:
            raise CatalogueError(
                f"There is no catalogue for the default locale {default_locale!r}: "
                f"there are {', '.join(sorted(words)) or 'none'}."
            )
        self._shipped = dict(words)
        # One for all forms of address of this catalogue, so that what is reworded is so for each.
        self._words = dict(words)
        self._reworded = [0]
        self._default = default_locale
        self._formality = FORMAL

    @classmethod
    def load(cls, root: Path = CATALOGUE, *, default_locale: str = "en") -> Catalogue:
        """Reads every locale's files. A syntax error or a key said twice is a CatalogueError."""
        words: dict[str, Words] = {}
        for folder in sorted(folder for folder in root.iterdir() if folder.is_dir()):
            locale, _, overlay = folder.name.partition("@")
            if overlay not in ("", FAMILIAR):
                raise CatalogueError(f"{folder.name!r} is neither a locale nor '<locale>@{FAMILIAR}'.")
            own, files = _entries(folder)
            if overlay:
                base = words[locale]
                words[folder.name] = _words(locale, {**base.entries, **own}, own, {**base.files, **files})
            else:
                words[folder.name] = _words(locale, own, own, files)
        return cls(words, default_locale=default_locale)

    def addressing(self, formality: str) -> Catalogue:
        """The same words in a brand's form of address: "formal" or "familiar"."""
        other = copy.copy(self)
        other._formality = formality
        return other

    @property
    def folders(self) -> Mapping[str, Words]:
        """As they are shipped: by locale, and by `<locale>@familiar`."""
        return self._shipped

    @property
    def revision(self) -> int:
        """Another one whenever a text has changed."""
        return self._reworded[0]

    def reword(self, instead: Mapping[str, Entries]) -> None:
        """From now on says these, by folder and id, and what an earlier call said instead no more."""
        for folder, shipped in self._shipped.items():
            locale, _, overlay = folder.partition("@")
            base = {**self._shipped[locale].entries, **instead.get(locale, {})}
            said = {**base, **(shipped.own if overlay else {}), **instead.get(folder, {})}
            if said != dict(self._words[folder].entries):
                self._words[folder] = _words(locale, said, shipped.own, shipped.files)
                self._reworded[0] += 1

    @property
    def locales(self) -> Sequence[str]:
        return sorted(locale for locale in self._words if "@" not in locale)

    @property
    def default_locale(self) -> str:
        return self._default

    def negotiate(self, locale: str | None) -> str:
        """The locale we have that serves the one asked for: itself, its language, else the default."""
        if locale is None:
            return self._default
        wanted = locale.replace("_", "-")
        found = negotiate_locale([wanted], self.locales, sep="-")
        return found or self._default

    def has(self, key: str, locale: str) -> bool:
        return locale in self._words and self._said_in(locale).bundle.has_message(fluent_id(key))

    def format(self, key: str, locale: str | None, args: Mapping[str, Any] | None = None) -> Text:
        """The text of `key` (`utter_greet` is the Fluent id `utter-greet`), else the default locale's."""
        chosen = self.negotiate(locale)
        if not self.has(key, chosen):
            chosen = self._default
        text = self._format_in(chosen, key, args or {})
        return Text(text=text, locale=chosen, fallback=not _same_language(locale, chosen))

    def strings(self, prefix: str, locale: str | None) -> dict[str, Word]:
        """Every text whose id starts with `prefix`, for a front end to put together."""
        chosen = self.negotiate(locale)
        names = [name for name in self._words[self._default].entries if name.startswith(prefix)]
        return {name: self._for_browser(name, chosen) for name in sorted(names)}

    def direction(self, locale: str) -> str:
        """ "ltr" or "rtl"."""
        return _direction(self.negotiate(locale))

    def _said_in(self, locale: str) -> Words:
        return self._words.get(f"{locale}@{self._formality}") or self._words[locale]

    def _for_browser(self, name: str, locale: str) -> Word:
        chosen = locale if self.has(name, locale) else self._default
        entries = self._said_in(chosen).entries

        def pattern(entry: str) -> ast.Pattern:
            found = entries.get(entry)
            if found is None or found.value is None:
                raise CatalogueError(f"The catalogue has no text {entry!r} in {chosen!r}: add it.")
            return found.value

        try:
            return browser_word(pattern(name), pattern)
        except NotForBrowsers as error:
            raise CatalogueError(f"The text {name!r} in {chosen!r} is not for browsers: {error}.") from error

    def _format_in(self, locale: str, key: str, args: Mapping[str, Any]) -> str:
        bundle = self._said_in(locale).bundle
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


def formality_of(inbox_settings: Mapping[str, Any], default: str) -> str:
    """The form of address of an inbox' brand."""
    own = inbox_settings.get("formality")
    return own if own in (FORMAL, FAMILIAR) else default


def fluent_id(key: str) -> str:
    return key.replace("_", "-")


@lru_cache(maxsize=4)
def get_catalogue(default_locale: str = "en") -> Catalogue:
    return Catalogue.load(default_locale=default_locale)


def _entries(folder: Path) -> tuple[Entries, Mapping[str, str]]:
    """The folder's texts by id, and the file of each."""
    entries: dict[str, ast.Message | ast.Term] = {}
    files: dict[str, str] = {}
    for file in sorted(folder.glob("*.ftl")):
        for entry in FluentResource(file.read_text(encoding="utf-8")).body:
            if isinstance(entry, ast.Junk):
                raise CatalogueError(f"{file.name} ({folder.name}) does not parse: {entry.content!r}")
            if not isinstance(entry, ast.Message | ast.Term):
                continue
            name = entry.id.name if isinstance(entry, ast.Message) else f"-{entry.id.name}"
            if name in files:
                raise CatalogueError(f"{name!r} ({folder.name}) is in {files[name]}.ftl and {file.name}.")
            entries[name], files[name] = entry, file.stem
    return entries, files


def _words(locale: str, entries: Entries, own: Entries, files: Mapping[str, str]) -> Words:
    # Isolation marks end up in copied order numbers: only right-to-left text needs them.
    bundle = FluentBundle([locale], use_isolating=_direction(locale) == "rtl")
    bundle.add_resource(ast.Resource(list(entries.values())))
    return Words(bundle, entries, own, files)


def _direction(locale: str) -> str:
    try:
        return str(Locale.parse(locale, sep="-").text_direction)
    except (UnknownLocaleError, ValueError) as error:
        raise CatalogueError(
            f"The catalogue folder {locale!r} is not a locale: name it like 'pt-BR'."
        ) from error


def _same_language(wanted: str | None, given: str) -> bool:
    return wanted is None or wanted.replace("_", "-").split("-")[0].lower() == given.split("-")[0].lower()
