"""What is wrong with the catalogue, text by text: each fault names the file, the key and the remedy.

Every locale is held against the default one: its keys, its variables, the plural forms that CLDR knows for
it, words that nobody translated. What may stay as it is in the default locale is listed in the locale's
`about.yml`, which also says who wrote and who reviewed the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from fluent.syntax import FluentParser, ast, serialize
from fluent.syntax.visitor import Visitor

from serving.translation.catalogue import FAMILIAR

ABOUT = "about.yml"
REQUIRED_ABOUT = frozenset({"locale", "address", "written_by", "written_on", "reviewed_by", "checked_by"})
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
# Counts of a shop. Beyond them nothing new comes but the `many` of a million in Spanish and French.
COUNTS = range(1000)
LETTER = re.compile(r"[^\W\d_]")
# Isolates come from Fluent and marks from nobody: typed into a text they end up in what is copied.
BIDI_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
PUNCTUATION: Mapping[str, Sequence[tuple[re.Pattern[str], str]]] = {
    "fr": [
        (re.compile(r" [:;!?»]|« "), "a no-break space stands before : ; ! ? » and after «"),
        (re.compile(r"\w'\w"), "the apostrophe is ’"),
    ],
    "es": [
        (re.compile(r"\A(?=[\s\S]*\w\?)[^¿]*\Z"), "a question begins with ¿"),
        (re.compile(r"\A(?=[\s\S]*\w!)[^¡]*\Z"), "an exclamation begins with ¡"),
    ],
    "de": [(re.compile(r'"|“[^„]*“'), "quotation marks are „ and “")],
    "ar": [(re.compile("[\u0600-\u06ff][,;?]"), "the comma is ، the semicolon ؛ and the question mark ؟")],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    file: str
    message: ast.Message


Entries = Mapping[str, Entry]


def faults(root: Path, *, default_locale: str = "en") -> list[str]:
    """Of every folder under `root`. An empty list is a catalogue that can be shipped."""
    found: list[str] = []
    folders = {folder.name: folder for folder in sorted(root.iterdir()) if folder.is_dir()}
    read = {name: _read(folder, found) for name, folder in folders.items()}
    english = read[default_locale]
    for name, entries in read.items():
        locale, _, overlay = name.partition("@")
        expected = english if not overlay else {key: english[key] for key in entries if key in english}
        found += _compare(name, entries, expected)
        found += [fault for key, entry in entries.items() for fault in _plural_faults(locale, key, entry)]
        found += [fault for key, entry in entries.items() for fault in _writing_faults(locale, key, entry)]
        if overlay:
            found += _overlay_faults(name, overlay, entries, read.get(locale, {}))
            continue
        about = _about(folders[name], found)
        if locale != default_locale:
            found += _untranslated(locale, entries, english, about.get("same_as_default") or [])
    return found


def faults_of(message: ast.Message, *, locale: str, instead_of: ast.Message) -> Iterator[str]:
    """Of one text that replaces another."""
    entry, key = Entry(locale, message), message.id.name
    yield from _variable_faults(key, entry, instead_of)
    yield from _plural_faults(locale, key, entry)
    yield from _writing_faults(locale, key, entry)


@lru_cache(maxsize=256)
def _parsed(text: str) -> Sequence[ast.EntryType]:
    return FluentParser().parse(text).body


def _read(folder: Path, found: list[str]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for file in sorted(folder.glob("*.ftl")):
        place = f"{folder.name}/{file.name}"
        for entry in _parsed(file.read_text(encoding="utf-8")):
            if isinstance(entry, ast.Junk):
                found.append(f"{place}: broken syntax: {(entry.content or '').strip()[:60]!r}")
            elif isinstance(entry, ast.Message):
                if entry.id.name in entries:
                    found.append(f"{place}: {entry.id.name} is said twice")
                entries[entry.id.name] = Entry(place, entry)
    return entries


def _compare(name: str, entries: Entries, expected: Entries) -> Iterator[str]:
    for key in expected.keys() - entries.keys():
        yield f"{name}: {key} is missing (it is in {expected[key].file})"
    for key, entry in entries.items():
        if key not in expected:
            yield f"{entry.file}: {key} is unknown to the default locale"
            continue
        if entry.file.split("/")[1] != expected[key].file.split("/")[1]:
            yield f"{entry.file}: {key} belongs to {expected[key].file.split('/')[1]}"
        yield from _variable_faults(key, entry, expected[key].message)


def _variable_faults(key: str, entry: Entry, expected: ast.Message) -> Iterator[str]:
    ours, theirs = variables_of(entry.message), variables_of(expected)
    for variable in sorted(theirs - ours):
        yield f"{entry.file}: {key} lacks the variable ${variable}"
    for variable in sorted(ours - theirs):
        yield f"{entry.file}: {key} uses ${variable}, which nobody gives"


@lru_cache(maxsize=20_000)
def _source(message: ast.Message) -> str:
    """The pattern as it is written, without its key and its indentation."""
    resource = ast.Resource([ast.Message(id=ast.Identifier("x"), value=message.value)])
    return " ".join(serialize(resource).split("=", 1)[1].split())


@lru_cache(maxsize=20_000)
def variables_of(node: ast.BaseNode) -> frozenset[str]:
    class Collector(Visitor):
        found: set[str] = set()

        def visit_VariableReference(self, reference: ast.VariableReference) -> None:  # noqa: N802  # Fluent's name
            self.found.add(reference.id.name)

    collector = Collector()
    collector.found = set()
    collector.visit(node)
    return frozenset(collector.found)


def _selects(node: ast.BaseNode) -> list[ast.SelectExpression]:
    found: list[ast.SelectExpression] = []

    class Collector(Visitor):
        def visit_SelectExpression(self, select: ast.SelectExpression) -> None:  # noqa: N802  # Fluent's name
            found.append(select)
            self.generic_visit(select)

    Collector().visit(node)
    return found


def counted_in(message: ast.Message) -> frozenset[str]:
    """The variables that must be numbers: they choose a plural form, or a function formats them."""
    found: set[str] = set()

    class Collector(Visitor):
        def visit_FunctionReference(self, reference: ast.FunctionReference) -> None:  # noqa: N802  # Fluent's name
            found.update(variables_of(reference))

    Collector().visit(message)
    for select in _selects(message):
        if all(key.isdigit() or key in PLURALS for key in map(_key, select.variants)):
            found |= variables_of(select.selector)
    return frozenset(found)


def _plural_faults(locale: str, key: str, entry: Entry) -> Iterator[str]:
    rule = Locale.parse(locale, sep="-").plural_form
    for select in _selects(entry.message):
        variants = {_key(variant): variant for variant in select.variants}
        categories = {name for name in variants if not name.isdigit()}
        # Only `other` besides exact numbers says the same whatever the number is.
        if not categories <= PLURALS or categories == {"other"}:
            continue
        needed = {rule(count) for count in COUNTS if str(count) not in variants} | {"other"}
        for category in sorted(needed - categories):
            yield f"{entry.file}: {key} lacks the plural form [{category}], which {locale} has"
        for category in sorted(categories - needed):
            yield f"{entry.file}: {key} has the plural form [{category}], which {locale} never chooses"
        counted = variables_of(select.selector)
        for category in sorted(categories & {"few", "many"}):
            if counted & variables_of(variants["other"]) - variables_of(variants[category]):
                yield f"{entry.file}: {key} [{category}] does not say the number"


def _key(variant: ast.Variant) -> str:
    key = variant.key
    return str(key.name if isinstance(key, ast.Identifier) else key.value)


def _writing_faults(locale: str, key: str, entry: Entry) -> Iterator[str]:
    text = _text(entry.message)
    if BIDI_CONTROLS.search(text):
        yield f"{entry.file}: {key} holds a directional control character: leave it out"
    for pattern, rule in PUNCTUATION.get(locale, ()):
        if pattern.search(text):
            yield f"{entry.file}: {key}: {rule}"


@lru_cache(maxsize=20_000)
def _text(node: ast.BaseNode) -> str:
    """Every text element of it, each on a line."""
    found: list[str] = []

    class Collector(Visitor):
        def visit_TextElement(self, element: ast.TextElement) -> None:  # noqa: N802  # Fluent's name
            found.append(element.value)

    Collector().visit(node)
    return "\n".join(found)


def _untranslated(locale: str, entries: Entries, english: Entries, allowed: Sequence[str]) -> Iterator[str]:
    same = {
        key
        for key, entry in entries.items()
        if key in english
        and _source(entry.message) == _source(english[key].message)
        and LETTER.search(_text(entry.message))
    }
    for key in sorted(same - set(allowed)):
        yield f"{entries[key].file}: {key} is not translated: do it, or list it in {locale}/{ABOUT}"
    for key in sorted(set(allowed) - same):
        yield f"{locale}/{ABOUT}: {key} is translated, or gone: take it off `same_as_default`"


def _overlay_faults(name: str, overlay: str, entries: Entries, base: Entries) -> Iterator[str]:
    if overlay != FAMILIAR:
        yield f"{name}: a form of address is {FAMILIAR!r}"
    for key, entry in entries.items():
        if key in base and _source(entry.message) == _source(base[key].message):
            yield f"{entry.file}: {key} says what {base[key].file} says: leave it out"


def _about(folder: Path, found: list[str]) -> Mapping[str, Any]:
    file = folder / ABOUT
    about = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else {}
    missing = REQUIRED_ABOUT - set(about)
    if missing:
        found.append(f"{folder.name}/{ABOUT} does not say: {', '.join(sorted(missing))}")
    elif about["locale"] != folder.name or not about["written_by"]:
        found.append(f"{folder.name}/{ABOUT} names another locale, or nobody who wrote the words")
    return about
