"""How a channel's inbox is set up: what it asks for, how that is proved, connected, and checked later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

import httpx

from serving.channels.models import Inbox
from serving.config import Settings
from serving.db import Database


class FieldKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    SWITCH = "switch"
    LIST = "list"
    CHOICE = "choice"
    COLOR = "color"
    SECRET = "secret"  # noqa: S105  # a kind of field


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that an inbox is told. Secrets are stored encrypted and never shown again.

    `asked`: the command line asks for it when it is not given. `settled`: not to be changed afterwards.
    """

    name: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    asked: bool = False
    default: str | int | bool | None = None
    choices: Sequence[str] = ()
    example: str = ""
    settled: bool = False

    @property
    def is_secret(self) -> bool:
        return self.kind is FieldKind.SECRET


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found about one part; a problem says what to do."""

    level: Level
    part: str
    message: str


def ok(part: str, message: str) -> Finding:
    return Finding(Level.OK, part, message)


def warning(part: str, message: str) -> Finding:
    return Finding(Level.WARNING, part, message)


def problem(part: str, message: str) -> Finding:
    return Finding(Level.PROBLEM, part, message)


@dataclass(frozen=True, slots=True)
class Around:
    """What setting up may use. The client has time-outs and follows no redirects."""

    settings: Settings
    database: Database
    http: httpx.AsyncClient

    def webhook(self, channel: str, inbox_id: str) -> str:
        return f"{self.settings.public_url.rstrip('/')}/channels/{channel}/{inbox_id}"


@dataclass(slots=True)
class Draft:
    """An inbox as it is about to be stored: `prepare` may add to it. `shown`: secrets made here that a
    person needs, shown once and not stored unless they are among `secrets` too."""

    id: str
    name: str
    settings: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)


class Setup(Protocol):
    @property
    def channel(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def fields(self) -> Sequence[Field]: ...
    async def prepare(self, around: Around, draft: Draft) -> None:
        """Proves what was given, adds what is made here. Raises BadInput, Unavailable: nothing is stored."""
        ...

    async def connect(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> None:
        """Tells the provider where to deliver, where its API can. The inbox is stored by now."""
        ...

    async def check(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> Sequence[Finding]:
        """Everything that can be found out without a customer. Raises nothing."""
        ...

    def steps(self, around: Around, inbox: Inbox, secrets: Mapping[str, Any]) -> Sequence[str]:
        """What is left for a person to do at the provider, with the values to enter there."""
        ...
