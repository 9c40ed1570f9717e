"""`python -m serving.knowledge.command PLACE...`: documents into the knowledge, from the command line."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from serving.audit.service import HERE, note
from serving.config import Settings, get_settings
from serving.db import Database
from serving.errors import ParleyError
from serving.knowledge import repository
from serving.knowledge.embeddings import build_encoder
from serving.knowledge.encoder import Encoder
from serving.knowledge.fetch import Fetcher
from serving.knowledge.ingest import ingest
from serving.knowledge.localized.passages import catch_up, other_languages
from serving.knowledge.repository import SourceRow
from serving.knowledge.runs import IngestProgress, IngestReport
from serving.knowledge.sources import Place, open_place, place_of, source_name
from serving.knowledge.states import state_of

BROKEN, REFUSED = 1, 2
# Columns of a list that goes to a file or another program: no cell is broken up.
WIDE = 400
NOTHING_YET = "No documents yet: ./parley ingest FOLDER, FILE or ADDRESS.\n"

# A source's name, and its place as it is now.
Opening = Callable[[Fetcher], Awaitable[tuple[str, Place]]]


async def _main(arguments: argparse.Namespace) -> int:
    settings = get_settings()
    db = Database.connect(settings.database_url)
    try:
        if arguments.list:
            return await _list(db)
        if arguments.remove is not None:
            return await _remove(db, arguments.remove)
        if arguments.again:
            return await _ingest_all(db, settings, arguments, await _every_source(db))
        opened = [partial(_named, db, location, name=arguments.source) for location in arguments.places]
        return await _ingest_all(db, settings, arguments, opened)
    finally:
        await db.close()


async def _named(db: Database, location: str, fetcher: Fetcher, *, name: str | None) -> tuple[str, Place]:
    place = await open_place(location, fetcher)
    async with db.read() as session:
        known = await repository.source_of(session, place.location, name=place.name) if not name else None
    return known or source_name(name or place.name), place


async def _every_source(db: Database) -> Sequence[Opening]:
    async def opened(source_id: str, fetcher: Fetcher) -> tuple[str, Place]:
        async with db.read() as session:
            source = await repository.get_source(session, source_id)
        return source_id, await place_of(source, fetcher)

    async with db.read() as session:
        rows = await repository.list_sources(session)
    if not rows:
        sys.stdout.write(NOTHING_YET)
    return [partial(opened, row.source.id) for row in rows]


async def _ingest_all(
    db: Database, settings: Settings, arguments: argparse.Namespace, openings: Sequence[Opening]
) -> int:
    """A place that cannot be read does not keep the others from being read."""
    encoder = build_encoder(settings)
    status = 0
    async with Fetcher(allowed_hosts=settings.fetch_allowed_hosts.split(",")) as fetcher:
        for opening in openings:
            try:
                source, place = await opening(fetcher)
                report = await _ingest(db, encoder, place, source=source, arguments=arguments)
            except ParleyError as error:
                sys.stderr.write(f"{error.message}\n")
                status = REFUSED
            else:
                status = max(status, BROKEN if report.failed else 0)
    await catch_up(db, other_languages(settings.native))
    return status


async def _ingest(
    db: Database, encoder: Encoder, place: Place, *, source: str, arguments: argparse.Namespace
) -> IngestReport:
    with _Shown(source) as shown:
        report = await ingest(
            db,
            encoder,
            place,
            source=source,
            inboxes=arguments.inbox,
            language=arguments.locale,
            known=arguments.again,
            on_progress=shown.step,
        )
    async with db.write() as session:
        note(session, action="knowledge.ingest", operator_id=None, subject=source, details=HERE)
        if arguments.every_inbox:
            await repository.restrict(session, await repository.lock_source(session, source), inboxes=None)
    for failure in (*report.failed, *report.unplaced):
        sys.stderr.write(f"{failure.key}: {failure.reason}\n")
    sys.stdout.write(
        f"{source}: {len(report.added)} added, {len(report.replaced)} changed, "
        f"{len(report.unchanged)} unchanged, {len(report.withdrawn)} withdrawn, {len(report.failed)} failed\n"
    )
    return report


class _Shown:
    """A bar with the current document on a terminal, a line for each document elsewhere."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._bar: Progress | None = None
        self._task = TaskID(0)

    def __enter__(self) -> _Shown:
        if sys.stdout.isatty():
            columns = (TextColumn(self._source), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Progress(*columns, TextColumn("{task.description}", markup=False), transient=True)
            self._task = self._bar.add_task("", total=None)
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def step(self, progress: IngestProgress) -> None:
        if self._bar is not None:
            self._bar.update(
                self._task, completed=progress.done, total=progress.total, description=progress.key
            )
        elif progress.outcome is not None:
            sys.stdout.write(f"[{progress.done}/{progress.total}] {progress.outcome:9} {progress.key}\n")
            sys.stdout.flush()


async def _list(db: Database) -> int:
    async with db.read() as session:
        rows = await repository.list_sources(session)
    if not rows:
        sys.stdout.write(NOTHING_YET)
        return 0
    table = Table(box=None, pad_edge=False)
    for column in (
        "source",
        "documents",
        "passages",
        "questions",
        "languages",
        "shown in",
        "last ingested",
        "state",
        "from",
    ):
        table.add_column(
            column,
            overflow="fold",
            justify="right" if column in {"documents", "passages", "questions"} else "left",
        )
    for row in rows:
        table.add_row(*_cells(row))
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)
    return 0


def _cells(row: SourceRow) -> Sequence[str]:
    source = row.source
    ingested = source.ingested_at.astimezone().strftime("%Y-%m-%d %H:%M") if source.ingested_at else "-"
    shown_in = (", ".join(row.inboxes) or "no inbox") if source.restricted else "every inbox"
    return (
        source.id,
        str(row.documents),
        str(row.passages),
        str(row.expected),
        ", ".join(row.languages),
        shown_in,
        ingested,
        _state(row),
        source.location,
    )


def _state(row: SourceRow) -> str:
    state = state_of(row.source)
    return f"{state.value}, {row.failures} failed" if row.failures else state.value


async def _remove(db: Database, source_id: str) -> int:
    async with db.write() as session:
        await repository.remove_source(session, source_id)
        note(session, action="knowledge.remove", operator_id=None, subject=source_id, details=HERE)
    sys.stdout.write(f"{source_id}: removed; nothing of it will be quoted any more\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./parley ingest", description=__doc__)
    parser.add_argument(
        "places", nargs="*", metavar="PLACE", help="a folder, a file, or an address of a page or sitemap"
    )
    parser.add_argument(
        "--source", help="the source's name (default: the one ingested from there, else its own)"
    )
    parser.add_argument(
        "--inbox", action="append", metavar="ID", help="show it in this inbox only (may be repeated)"
    )
    parser.add_argument(
        "--locale",
        metavar="LOCALE",
        help='the language of documents that name none (es, pt-BR), kept until "" is given',
    )
    parser.add_argument("--every-inbox", action="store_true", help="show it in every inbox again")
    parser.add_argument("--again", action="store_true", help="every source, from where it came")
    parser.add_argument("--list", action="store_true", help="list what has been ingested")
    parser.add_argument("--remove", metavar="SOURCE", help="withdraw a source and all its documents")
    return parser


def main() -> int:
    parser = _parser()
    arguments = parser.parse_args()
    if not (arguments.places or arguments.again or arguments.list or arguments.remove):
        parser.error("name a folder, a file or an address; or --again, --list, or --remove SOURCE")
    if arguments.inbox and arguments.every_inbox:
        parser.error("--inbox and --every-inbox contradict each other: give one of them")
    if arguments.source and len(arguments.places) > 1:
        parser.error("--source names one source: ingest the places one by one")
    try:
        return asyncio.run(_main(arguments))
    except ParleyError as error:
        sys.stderr.write(f"{error.message}\n")
        return REFUSED
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted: what was stored stays; ingest again to go on.\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
