"""Ingestions of a source, one at a time: who has it, how far that is, and how it ended."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal, get_args
from uuid import uuid4

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from serving.db import MAYBE_AWAY, Database, now
from serving.errors import Conflict, ParleyError
from serving.knowledge import repository
from serving.knowledge.models import Source, SourceState
from serving.knowledge.sources import Place
from serving.knowledge.states import state_of
from serving.tasks import cancel_and_wait

BEAT_EVERY_S = 2.0
log = logging.getLogger(__name__)

Outcome = Literal["added", "replaced", "unchanged", "withdrawn", "failed"]


@dataclass(frozen=True, slots=True)
class Failure:
    key: str
    reason: str


@dataclass(slots=True)
class IngestReport:
    """Keys of the documents, by what became of them. A file that failed leaves its old version in place."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    # Where expected questions name a sentence that is not there (they stand for their whole section).
    unplaced: list[Failure] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {outcome: len(getattr(self, outcome)) for outcome in get_args(Outcome)}


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """`outcome` None: the document is being read."""

    done: int
    total: int
    key: str
    outcome: Outcome | None


ProgressSink = Callable[[IngestProgress], None]


class Run:
    """One ingestion. `id` names it in its source, until the source is another's; `language`: of the documents
    that name none, from the claim on."""

    def __init__(self, db: Database, source_id: str, *, total: int, on_progress: ProgressSink) -> None:
        self.id = uuid4().hex
        self.source_id = source_id
        self.report = IngestReport()
        self.total = total
        self.language: str | None = None
        self._db = db
        self._done = 0
        self._current: str | None = None
        self._on_progress = on_progress

    async def claim(
        self, place: Place, inboxes: Sequence[str] | None, language: str | None, *, known: bool
    ) -> None:
        async with self._db.write() as session:
            if known:
                await repository.get_source(session, self.source_id)
            await repository.open_source(
                session, self.source_id, location=place.location, kind=place.kind, inboxes=inboxes
            )
            source = await repository.lock_source(session, self.source_id)
            if state_of(source) is SourceState.RUNNING:
                raise Conflict(
                    f"The source {self.source_id!r} is being ingested already: wait until that has ended."
                )
            source.state, source.run_id, source.problem = SourceState.RUNNING, self.id, None
            source.progress, source.heartbeat_at = self._progress(), now()
            self.language = source.language = source.language if language is None else language

    async def locked(self, session: AsyncSession) -> Source:
        """The source, held until the transaction ends. Raises Conflict where it is another ingestion's: one
        that was suspended for long must not undo what a later one read."""
        source = await repository.lock_source(session, self.source_id)
        if source.run_id != self.id:
            raise Conflict(
                f"The source {self.source_id!r} was taken over by a later ingestion, or made anew: "
                "nothing more of this one is stored."
            )
        return source

    def reading(self, key: str) -> None:
        self._current = key
        self._on_progress(IngestProgress(self._done, self.total, key, None))

    def step(self, key: str, outcome: Outcome) -> None:
        self._done += 1
        self._on_progress(IngestProgress(self._done, self.total, key, outcome))

    async def beat(self) -> None:
        """Tells the other processes that this goes on, and how far it is, until it is cancelled."""
        while True:
            await asyncio.sleep(BEAT_EVERY_S)
            try:
                async with self._db.write() as session:
                    await repository.set_progress(
                        session, self.source_id, run_id=self.id, progress=self._progress(), at=now()
                    )
            except MAYBE_AWAY as error:
                log.warning("the database does not answer", extra={"error": type(error).__name__})

    async def finish(self, state: SourceState, problem: str | None) -> None:
        async with self._db.write() as session:
            source = await session.get(Source, self.source_id, with_for_update=True)
            # Removed meanwhile, or another's.
            if source is None or source.run_id != self.id:
                return
            source.state, source.problem, source.progress, source.heartbeat_at = state, problem, None, None
            if state is SourceState.DONE:
                source.report, source.ingested_at = self.report.counts(), now()
                reasons = {failure.key: failure.reason for failure in self.report.failed}
                await repository.set_failures(session, self.source_id, reasons)

    def _progress(self) -> dict[str, object]:
        return {"done": self._done, "total": self.total, "current": self._current}


@asynccontextmanager
async def running(
    db: Database,
    source_id: str,
    place: Place,
    *,
    inboxes: Sequence[str] | None,
    language: str | None,
    known: bool,
    on_progress: ProgressSink | None,
) -> AsyncIterator[Run]:
    """Claims the source, and says in the end how it went, whatever happens. Raises Conflict while the
    source is being ingested elsewhere, NotFound where a `known` one was removed."""
    run = Run(db, source_id, total=len(place.items), on_progress=on_progress or (lambda _: None))
    try:
        await run.claim(place, inboxes, language, known=known)
    except IntegrityError:
        # Another process made the same source between our look and our write.
        await run.claim(place, inboxes, language, known=known)
    heart = asyncio.create_task(run.beat(), name=f"ingestion of {source_id}")
    state, problem = SourceState.INTERRUPTED, None
    try:
        yield run
        state = SourceState.DONE
    except Exception as error:
        state = SourceState.FAILED
        problem = error.message if isinstance(error, ParleyError) else type(error).__name__
        raise
    finally:
        # As one: a second cancellation would otherwise come between them and leave the source running.
        await asyncio.shield(_end(run, heart, state, problem))


async def _end(run: Run, heart: asyncio.Task[None], state: SourceState, problem: str | None) -> None:
    await cancel_and_wait([heart])
    await run.finish(state, problem)
