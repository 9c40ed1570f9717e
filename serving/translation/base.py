"""What a translation engine is asked and what it answers. `service.py` does everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

from serving.errors import Unavailable
from serving.translation.models import Formality

Unit = Literal["sentence", "text"]


class EngineUnavailable(Unavailable):
    """The engine is away, too slow, or its queue is full: the next one is asked."""

    code = "engine_unavailable"


class TranslationStatus(StrEnum):
    """How a text came to be in its language. `memory`: from a segment that is not, as it is, a person's."""

    HUMAN = "human"
    MEMORY = "memory"
    MACHINE = "machine"
    MACHINE_UNSURE = "machine_unsure"
    UNTRANSLATED = "untranslated"


class Audience(StrEnum):
    CUSTOMER = "customer"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class TranslationRequest:
    """`text` is masked already; `glossary` holds only the terms that are in it."""

    text: str
    source: str
    target: str
    formality: Formality = Formality.FORMAL
    glossary: Mapping[str, str] = field(default_factory=dict)
    context: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """`confidence`: the engine's own, 0 to 1 (geometric mean of the tokens' probabilities), if it has one."""

    text: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """`masks`: the styles that the model is known to keep, best first. `threshold`: the score from which a
    translation is sure. `unit`: whether it translates sentences or whole texts."""

    licence: str
    glossary: bool = False
    context: bool = False
    formality: bool = False
    may_face_customers: bool = True
    masks: Sequence[str] = ()
    threshold: float = 0.5
    unit: Unit = "text"


@dataclass(frozen=True, slots=True)
class EngineHealth:
    ok: bool
    detail: str = ""


class TranslationEngine(Protocol):
    name: str

    def supports(self, source: str, target: str) -> bool: ...
    def capabilities(self) -> Capabilities: ...

    async def translate(
        self, batch: Sequence[TranslationRequest], *, deadline_s: float
    ) -> Sequence[Translation]:
        """One answer a request, in order. All requests of a batch have the same two languages.

        Raises EngineUnavailable, at the latest after `deadline_s`.
        """
        ...

    async def health(self) -> EngineHealth: ...
    async def close(self) -> None: ...


def language(locale: str) -> str:
    """`pt-BR` and `pt_BR` are `pt`."""
    return locale.replace("_", "-").split("-")[0].lower()
