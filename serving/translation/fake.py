"""A translation engine without a model: a word list, and every way an engine can go wrong."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from serving.translation.base import (
    Capabilities,
    EngineHealth,
    EngineUnavailable,
    Translation,
    TranslationRequest,
)

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class WordListEngine:
    """Puts word for word. `spoil` is applied to each translation; `waits_s` before it; `away`: it refuses."""

    words: Mapping[str, str] = field(default_factory=dict)
    name: str = "word-list"
    pairs: AbstractSet[tuple[str, str]] = frozenset({("en", "es")})
    confidence: float | None = 0.9
    can: Capabilities = field(default_factory=lambda: Capabilities(licence="none"))
    spoil: Callable[[str], str] = str
    waits_s: float = 0.0
    away: bool = False
    asked: list[TranslationRequest] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)

    def supports(self, source: str, target: str) -> bool:
        return (source, target) in self.pairs

    def capabilities(self) -> Capabilities:
        return self.can

    async def translate(
        self, batch: Sequence[TranslationRequest], *, deadline_s: float
    ) -> Sequence[Translation]:
        self.asked += batch
        self.batches.append(len(batch))
        if self.away:
            raise EngineUnavailable(f"{self.name} is away.")
        await asyncio.sleep(self.waits_s)
        return [Translation(self.spoil(self._put(request)), self.confidence) for request in batch]

    def _put(self, request: TranslationRequest) -> str:
        ours = {term.casefold(): translation for term, translation in request.glossary.items()}

        def word(match: re.Match[str]) -> str:
            said = match.group()
            return ours.get(said.casefold()) or self.words.get(said.casefold()) or said

        return _WORD.sub(word, request.text)

    async def health(self) -> EngineHealth:
        return EngineHealth(ok=not self.away)

    async def close(self) -> None:
        return None
