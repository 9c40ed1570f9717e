"""The translation memory: what was translated once, found again within a process in microseconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz import fuzz, process

from serving.db import Database
from serving.translation import repository
from serving.translation.base import language
from serving.translation.keys import normalized, shape_key, source_key, with_values_of
from serving.translation.models import Formality, SegmentStatus

# How long a process may go on with what it read before somebody changed it.
REFRESH_S = 2.0
NEAR_SCORE = 0.95
LEAST_LIKENESS = 70.0

Kind = Literal["exact", "near", "reverse"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A segment as the memory holds it. `reverse`: it was made for the other direction."""

    id: int
    source: str
    target: str
    target_locale: str
    formality: Formality
    engine: str
    glossary_version: str
    status: SegmentStatus
    score: float | None
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """`kind`: `near` has other protected values than the segment, or other punctuation."""

    text: str
    kind: Kind
    entry: Entry

    @property
    def is_human(self) -> bool:
        """Word for word what a person wrote or approved for this text."""
        return self.kind == "exact" and self.entry.status is SegmentStatus.HUMAN

    @property
    def score(self) -> float:
        best = 1.0 if self.entry.status is SegmentStatus.HUMAN else self.entry.score or 0.0
        return best if self.kind == "exact" else min(best, NEAR_SCORE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which segments will do: a person's always, a machine's of this glossary and these engines."""

    source: str
    target: str
    formality: Formality = Formality.FORMAL
    glossary_version: str = ""
    engines: AbstractSet[str] | None = None


@dataclass(slots=True)
class _Pair:
    revision: int
    exact: dict[str, list[Entry]] = field(default_factory=dict)
    shapes: dict[str, list[Entry]] = field(default_factory=dict)


class TranslationMemory:
    def __init__(self, database: Database, *, refresh_s: float = REFRESH_S) -> None:
        self.database = database
        self._refresh_s = refresh_s
        self._pairs: dict[tuple[str, str], _Pair] = {}
        self._revision = -1
        self._checked_at = float("-inf")
        self._reading = asyncio.Lock()

    def look_again(self) -> None:
        """Somebody of this process has just changed something."""
        self._checked_at = float("-inf")

    async def find(self, text: str, wanted: Wanted) -> Match | None:
        """Exact before near, a person's before a machine's."""
        pair = await self._pair(wanted.source, wanted.target)
        exact = _best(pair.exact.get(source_key(text), ()), wanted)
        if exact is not None:
            return Match(exact.target, "reverse" if exact.reverse else "exact", exact)
        for entry in _ranked(pair.shapes.get(shape_key(text), ()), wanted):
            filled = with_values_of(text, source=entry.source, target=entry.target)
            if filled is not None:
                return Match(filled, "reverse" if entry.reverse else "near", entry)
        return None

    async def similar(self, text: str, wanted: Wanted, *, limit: int = 5) -> Sequence[tuple[Entry, float]]:
        """What an operator may start from: segments like this text, with their likeness from 0 to 1."""
        pair = await self._pair(wanted.source, wanted.target)
        entries = [entry for group in pair.exact.values() for entry in _ranked(group, wanted)[:1]]
        found = await asyncio.to_thread(
            process.extract,
            normalized(text),
            [entry.source for entry in entries],
            scorer=fuzz.ratio,
            limit=limit,
            score_cutoff=LEAST_LIKENESS,
        )
        return [(entries[index], round(score / 100, 2)) for _, score, index in found]

    async def _pair(self, source: str, target: str) -> _Pair:
        key = (language(source), language(target))
        pair = self._pairs.get(key)
        fresh = time.monotonic() - self._checked_at < self._refresh_s
        if pair is not None and fresh and pair.revision == self._revision:
            return pair
        async with self._reading:
            return await self._read(key)

    async def _read(self, key: tuple[str, str]) -> _Pair:
        async with self.database.read() as session:
            self._revision = await repository.revision(session)
            self._checked_at = time.monotonic()
            pair = self._pairs.get(key)
            if pair is not None and pair.revision == self._revision:
                return pair
            pair = _Pair(self._revision)
            for segment in await repository.segments_between(session, *key):
                back = language(segment.source_locale) != key[0]
                entry = Entry(
                    id=segment.id,
                    source=segment.target if back else segment.source,
                    target=segment.source if back else segment.target,
                    target_locale=segment.source_locale if back else segment.target_locale,
                    formality=segment.formality,
                    engine=segment.engine,
                    glossary_version=segment.glossary_version,
                    status=segment.status,
                    score=segment.score,
                    reverse=back,
                )
                keys = (
                    (source_key(entry.source), shape_key(entry.source))
                    if back
                    else (segment.source_key, segment.shape_key)
                )
                pair.exact.setdefault(keys[0], []).append(entry)
                pair.shapes.setdefault(keys[1], []).append(entry)
        self._pairs[key] = pair
        return pair


def _best(entries: Sequence[Entry], wanted: Wanted) -> Entry | None:
    return next(iter(_ranked(entries, wanted)), None)


def _ranked(entries: Sequence[Entry], wanted: Wanted) -> list[Entry]:
    usable = [entry for entry in entries if _usable(entry, wanted)]
    return sorted(usable, key=lambda entry: _rank(entry, wanted), reverse=True)


def _usable(entry: Entry, wanted: Wanted) -> bool:
    if entry.status is SegmentStatus.HUMAN:
        return True
    return (
        entry.status is SegmentStatus.MACHINE
        and entry.glossary_version == wanted.glossary_version
        and entry.formality is wanted.formality
        and (wanted.engines is None or entry.engine in wanted.engines)
    )


def _rank(entry: Entry, wanted: Wanted) -> tuple[bool, bool, bool, bool, float, int]:
    return (
        not entry.reverse,
        entry.status is SegmentStatus.HUMAN,
        entry.target_locale.lower() == wanted.target.replace("_", "-").lower(),
        entry.formality is wanted.formality,
        entry.score or 0.0,
        entry.id,
    )
