"""What customers are told instead of the catalogue's own texts, and how each process learns of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from fluent.syntax import ast
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from serving.db import Database, now
from serving.errors import NotFound, ParleyError
from serving.operators.models import Operator
from serving.translation.catalogue import Catalogue, Words
from serving.translation.proof import variables_of
from serving.wordings import pattern, repository
from serving.wordings.models import Wording
from serving.wordings.repository import Revision

log = logging.getLogger(__name__)

REFRESH_S = 2.0
# What customers read. What operators read, the notes among these included, stays as it is.
FILES = ("bot", "notices", "channels", "widget")
NOTE = "note-"


@dataclass(frozen=True, slots=True)
class Text:
    """`own`: what is said instead of `shipped`; both are Fluent patterns. `problem`: why it is not said."""

    name: str
    file: str
    shipped: str
    own: str | None
    variables: Sequence[str]
    changed_at: datetime | None
    problem: str | None


def shipped_text(catalogue: Catalogue, folder: str, name: str) -> ast.Message:
    """NotFound where customers never read it."""
    words = catalogue.folders.get(folder)
    found = [entry for entry in _read_by_customers(words) if entry.id.name == name] if words else []
    if not found:
        raise NotFound(f"Customers read no text {name[:100]!r} in {folder[:32]!r}.")
    return found[0]


def _read_by_customers(words: Words) -> Iterator[ast.Message]:
    for file in FILES:
        for name, entry in words.entries.items():
            if words.files[name] == file and isinstance(entry, ast.Message) and not name.startswith(NOTE):
                yield entry


def parsed(catalogue: Catalogue, folder: str, name: str, source: str) -> ast.Message:
    return pattern.parse(
        name,
        source,
        locale=folder.partition("@")[0],
        shipped=shipped_text(catalogue, folder, name),
        entries=catalogue.folders[folder].entries,
    )


def texts(catalogue: Catalogue, folder: str, said: Mapping[str, Wording], *, words: str) -> Sequence[Text]:
    """In the order of the files. `words`: in the name, the original or what is said instead."""
    if folder not in catalogue.folders:
        raise NotFound(f"The catalogue has no {folder[:32]!r}: it has {', '.join(catalogue.folders)}.")
    found = [
        _text(catalogue, folder, entry, said.get(entry.id.name))
        for entry in _read_by_customers(catalogue.folders[folder])
    ]
    wanted = words.casefold()
    return [one for one in found if wanted in f"{one.name}\n{one.shipped}\n{one.own or ''}".casefold()]


def _text(catalogue: Catalogue, folder: str, entry: ast.Message, said: Wording | None) -> Text:
    name = entry.id.name
    problem = None
    if said is not None:
        try:
            parsed(catalogue, folder, name, said.source)
        except ParleyError as error:
            problem = error.message
    return Text(
        name=name,
        file=catalogue.folders[folder].files[name],
        shipped=pattern.source_of(entry),
        own=said.source if said is not None else None,
        variables=sorted(variables_of(entry)),
        changed_at=said.changed_at if said is not None else None,
        problem=problem,
    )


async def say_instead(
    session: AsyncSession, catalogue: Catalogue, operator: Operator, folder: str, name: str, source: str
) -> Wording:
    message = parsed(catalogue, folder, name, source)
    wording = await repository.get(session, folder, name) or Wording(folder=folder, name=name)
    wording.source = pattern.source_of(message)
    # Later than any other, whatever the clocks of two gateways say: by it each process learns of the change.
    _, latest = await repository.revision(session)
    changed_at = max(now(), latest + timedelta(microseconds=1)) if latest else now()
    wording.operator_id, wording.changed_at = operator.id, changed_at
    session.add(wording)
    await session.flush()
    return wording


async def say_as_shipped(session: AsyncSession, folder: str, name: str) -> None:
    wording = await repository.get(session, folder, name)
    if wording is not None:
        await session.delete(wording)


class Wordings:
    """Keeps a process' catalogue as the database says; what fits the shipped text no more is not said."""

    def __init__(self, database: Database, catalogue: Catalogue, *, refresh_s: float = REFRESH_S) -> None:
        self._database = database
        self._catalogue = catalogue
        self._refresh_s = refresh_s
        self._revision: Revision | None = None

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Has looked once, and looks until the block ends: no look is broken off, and its connection lost."""
        await self._try_to_look()
        stop = asyncio.Event()
        looking = asyncio.create_task(self._look_until(stop))
        try:
            yield
        finally:
            stop.set()
            await looking

    async def _look_until(self, stop: asyncio.Event) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), self._refresh_s)
                return
            await self._try_to_look()

    async def _try_to_look(self) -> None:
        try:
            await self.look()
        except (SQLAlchemyError, OSError) as error:
            log.warning("the wordings were not read", extra={"error": type(error).__name__})

    async def look(self) -> None:
        async with self._database.read() as session:
            revision = await repository.revision(session)
            if revision == self._revision:
                return
            said = await repository.wordings(session)
        instead: dict[str, dict[str, ast.Message | ast.Term]] = {}
        for one in said:
            try:
                message = parsed(self._catalogue, one.folder, one.name, one.source)
            except ParleyError:
                log.warning("a wording does not fit", extra={"text": one.name, "folder": one.folder})
                continue
            instead.setdefault(one.folder, {})[one.name] = message
        self._catalogue.reword(instead)
        self._revision = revision
