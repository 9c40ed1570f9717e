"""Words that a company translates in its own way, or never."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from serving.db import Database
from serving.translation import repository
from serving.translation.base import language
from serving.translation.models import Term
from serving.translation.protected import Span, find_spans, merge, term_spans

ANYWHERE = "*"
REFRESH_S = 2.0
MAX_TERMS = 5000
TAKEN = "\0"


@dataclass(frozen=True, slots=True)
class Glossary:
    """For one pair of languages. `names` are never translated, `terms` as they say."""

    version: str
    names: Sequence[str]
    terms: Mapping[str, str]

    def spans(self, text: str, *, terms: bool) -> list[Span]:
        """What must not change in the text; with `terms`, also the words that are translated our way."""
        found = merge(text, [span for name in self.names for span in term_spans(text, name, name, "name")])
        # A number that ends a name is no part of the amount behind it: "Oak Sofa 3000 EUR 19.90".
        rest = text
        for name in found:
            rest = f"{rest[: name.start]}{TAKEN * (name.end - name.start)}{rest[name.end :]}"
        found += find_spans(rest)
        if terms:
            found += [
                span for term, ours in self.terms.items() for span in term_spans(text, term, ours, "term")
            ]
        return merge(text, found)

    def within(self, text: str) -> dict[str, str]:
        """The terms that the text holds."""
        return {term: ours for term, ours in self.terms.items() if any(term_spans(text, term, ours, "term"))}


def make_glossary(terms: Sequence[Term], *, source: str, target: str) -> Glossary:
    mine = [term for term in terms if _serves(term, source=source, target=target)]
    # The longest first: "gift card code" before "gift card".
    mine.sort(key=lambda term: (-len(term.term), term.term))
    names = [term.term for term in mine if term.translation is None]
    translated = {term.term: term.translation for term in mine if term.translation is not None}
    said = repr((names, sorted(translated.items())))
    version = hashlib.blake2b(said.encode(), digest_size=6).hexdigest() if mine else ""
    return Glossary(version, names, translated)


def _serves(term: Term, *, source: str, target: str) -> bool:
    here = term.target_locale == ANYWHERE or language(term.target_locale) == language(target)
    return here and (term.source_locale == ANYWHERE or language(term.source_locale) == language(source))


class Glossaries:
    """The glossaries as they are in the database, read again when somebody has changed them."""

    def __init__(self, database: Database, *, refresh_s: float = REFRESH_S) -> None:
        self._database = database
        self._refresh_s = refresh_s
        self._made: dict[tuple[str, str], Glossary] = {}
        self._terms: Sequence[Term] = ()
        self._revision = -1
        self._checked_at = float("-inf")
        self._reading = asyncio.Lock()

    def look_again(self) -> None:
        """Somebody of this process has just changed something."""
        self._checked_at = float("-inf")

    async def between(self, source: str, target: str) -> Glossary:
        if time.monotonic() - self._checked_at >= self._refresh_s:
            async with self._reading:
                await self._read()
        key = (language(source), language(target))
        if key not in self._made:
            self._made[key] = make_glossary(self._terms, source=source, target=target)
        return self._made[key]

    async def _read(self) -> None:
        async with self._database.read() as session:
            revision = await repository.revision(session)
            if revision != self._revision:
                self._terms = (await repository.list_terms(session))[:MAX_TERMS]
                self._made.clear()
                self._revision = revision
        self._checked_at = time.monotonic()
