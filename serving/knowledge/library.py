"""The knowledge as operators keep it: uploads, addresses, ingestions in turn, and a look at retrieval."""

from __future__ import annotations

import asyncio
import logging
import shutil
import unicodedata
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from serving.config import Settings
from serving.db import Database
from serving.errors import BadInput, Conflict, ParleyError, TooManyRequests
from serving.knowledge import repository
from serving.knowledge.addresses import is_web
from serving.knowledge.fetch import Fetcher
from serving.knowledge.models import Source, SourceKind, SourceState
from serving.knowledge.parsers.base import BrokenDocument
from serving.knowledge.sources import place_of, source_name
from serving.knowledge.states import state_of
from serving.tasks import cancel_and_wait

if TYPE_CHECKING:
    from serving.knowledge.base import Answer, AnswerSource, Question
    from serving.knowledge.encoder import Encoder
    from serving.knowledge.reader import Reader
    from serving.knowledge.retrieval import Retrieval, Retriever
    from serving.llm.base import LanguageModel

log = logging.getLogger(__name__)

MAX_WAITING = 50
MAX_NAMESAKES = 100
MAX_FILE_NAME_CHARACTERS = 120
RETRY_AFTER_S = 30
DATABASE_RETRY_S = 5.0


class Library:
    """`start` and `close` it. The encoder (24 MB) is loaded when it is first needed."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._db = database
        self._folder = settings.data_dir / "knowledge"
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MAX_WAITING)
        self._ours: set[str] = set()
        self._worker: asyncio.Task[None] | None = None
        self._model: LanguageModel | None = None

    def start(self) -> None:
        """Goes on with what waited when the process ended, as soon as the database answers."""
        self._worker = asyncio.create_task(self._work(), name="ingestions")

    async def close(self) -> None:
        if self._worker is not None:
            await cancel_and_wait([self._worker])
        if self._model is not None:
            await self._model.close()

    async def upload(self, name: str, content: bytes, *, inboxes: Sequence[str] | None) -> str:
        """Keeps the file and lets it be ingested. The source's name; a file of the same name is replaced.
        `inboxes`: who may be shown it; None leaves that as it is (a new source: every inbox)."""
        from serving.knowledge.parsers.registry import parser_for

        name = _file_name(name)
        try:
            parser_for(name)
        except BrokenDocument as error:
            raise BadInput(f"{name}: {error}.") from error
        self._check_room()
        async with self._db.write() as session:
            source_id = await self._upload_source(session, name)
            path = self._folder / source_id / name
            source = await self._queued(session, source_id, location=str(path), kind=SourceKind.UPLOAD)
            if inboxes is not None:
                await repository.restrict(session, source, inboxes=inboxes)
            await asyncio.to_thread(_write, path, content)
        self._enqueue(source_id)
        return source_id

    async def add_address(self, url: str, *, inboxes: Sequence[str] | None) -> str:
        """Lets a page, a sitemap or a list of addresses be ingested. The source's name;
        `inboxes` as above."""
        if not is_web(url):
            raise BadInput("Give an address that begins with https:// or http://.")
        parts = urlsplit(url)
        self._check_room()
        name = source_name(f"{parts.hostname}{parts.path.removesuffix('/sitemap.xml').rstrip('/')}")
        async with self._db.write() as session:
            known = await session.scalar(select(Source.id).where(Source.location == url))
            source_id = known or await _free_name(session, name)
            source = await self._queued(session, source_id, location=url, kind=SourceKind.PAGE)
            if inboxes is not None:
                await repository.restrict(session, source, inboxes=inboxes)
        self._enqueue(source_id)
        return source_id

    async def ingest_again(self, source_id: str) -> None:
        self._check_room()
        async with self._db.write() as session:
            source = await repository.get_source(session, source_id)
            await self._queued(session, source_id, location=source.location, kind=source.kind)
        self._enqueue(source_id)

    async def remove(self, source_id: str) -> None:
        async with self._db.write() as session:
            source = await repository.get_source(session, source_id)
            uploaded = source.kind is SourceKind.UPLOAD
            await repository.remove_source(session, source_id)
        if uploaded:
            await asyncio.to_thread(shutil.rmtree, self._folder / source_id, ignore_errors=True)

    async def search(self, query: str, *, inbox_id: str) -> Retrieval:
        """What an answer to this question would be made of, in this inbox."""
        retriever = await asyncio.to_thread(lambda: self._retriever)
        return await retriever.retrieve(query, inbox_id=inbox_id)

    async def draft(self, question: Question) -> Answer:
        """A reply for an operator to look over; `text` is empty where the documents answer nothing."""
        drafts = await asyncio.to_thread(lambda: self._drafts)
        return await drafts.answer(question, _no_preview)

    @cached_property
    def _drafts(self) -> AnswerSource:
        from serving.knowledge.service import build_drafts
        from serving.llm.vllm import build_language_model

        self._model = build_language_model(self._settings)
        return build_drafts(
            self._db, self._encoder, self._model, locales=self._settings.native, reader=self._reader
        )

    async def encoder(self) -> Encoder:
        return await asyncio.to_thread(lambda: self._encoder)

    @cached_property
    def _encoder(self) -> Encoder:
        from serving.knowledge.embeddings import build_encoder

        return build_encoder(self._settings)

    @cached_property
    def _reader(self) -> Reader:
        from serving.knowledge.reader import load_reader

        return load_reader(self._settings.encoder_path)

    @cached_property
    def _retriever(self) -> Retriever:
        from serving.knowledge.index import search_index
        from serving.knowledge.retrieval import Retriever

        return Retriever(self._db, self._encoder, search_index(self._db.dialect))

    def _check_room(self) -> None:
        if self._waiting.full():
            raise TooManyRequests(
                f"{MAX_WAITING} ingestions wait already: try again in a while.", retry_after_s=RETRY_AFTER_S
            )

    async def _upload_source(self, session: AsyncSession, name: str) -> str:
        """The source that this file was uploaded as before, else a new one."""
        uploads = await session.scalars(select(Source).where(Source.kind == SourceKind.UPLOAD))
        known = next((source.id for source in uploads if Path(source.location).name == name), None)
        return known or await _free_name(session, source_name(Path(name).stem))

    async def _queued(
        self, session: AsyncSession, source_id: str, *, location: str, kind: SourceKind
    ) -> Source:
        source = await repository.open_source(session, source_id, location=location, kind=kind, inboxes=None)
        # What waits in no process that lives was forgotten, and waits here from now on.
        if source_id in self._ours or state_of(source) is SourceState.RUNNING:
            raise Conflict(f"The source {source_id!r} is being ingested: wait until that has ended.")
        # Whoever had it and has been silent for too long has it no more.
        source.state, source.problem, source.run_id = SourceState.QUEUED, None, None
        return source

    def _enqueue(self, source_id: str) -> None:
        self._ours.add(source_id)
        self._waiting.put_nowait(source_id)

    async def _work(self) -> None:
        await self._resume()
        while True:
            source_id = await self._waiting.get()
            try:
                await self._ingest(source_id)
            except Exception as error:
                await self._fail(source_id, error)
            finally:
                self._ours.discard(source_id)

    async def _resume(self) -> None:
        while True:
            try:
                async with self._db.read() as session:
                    queued = await session.scalars(
                        select(Source.id).where(Source.state == SourceState.QUEUED)
                    )
                    waiting = [source_id for source_id in queued if source_id not in self._ours]
            except (SQLAlchemyError, OSError) as error:
                log.warning("the database does not answer", extra={"error": type(error).__name__})
                await asyncio.sleep(DATABASE_RETRY_S)
            else:
                for source_id in waiting[: MAX_WAITING - self._waiting.qsize()]:
                    self._enqueue(source_id)
                return

    async def _ingest(self, source_id: str) -> None:
        from serving.knowledge.ingest import ingest

        async with self._db.read() as session:
            source = await session.get(Source, source_id)
        if source is None:
            return
        encoder = await asyncio.to_thread(lambda: self._encoder)
        async with Fetcher(allowed_hosts=self._settings.fetch_allowed_hosts.split(",")) as fetcher:
            place = await place_of(source, fetcher)
            await ingest(self._db, encoder, place, source=source_id, known=True)

    async def _fail(self, source_id: str, error: Exception) -> None:
        # Another process that ingests it says itself how that went.
        if isinstance(error, Conflict):
            return
        problem = str(error)
        if not isinstance(error, ParleyError):
            log.error("an ingestion failed", extra={"source": source_id}, exc_info=error)
            problem = "Something went wrong; the gateway's log says what."
        try:
            async with self._db.write() as session:
                source = await session.get(Source, source_id)
                if source is not None:
                    source.state, source.problem = SourceState.FAILED, problem
        except (SQLAlchemyError, OSError) as away:
            log.warning("the database does not answer", extra={"error": type(away).__name__})


async def _no_preview(text: str) -> None:
    return None


async def _free_name(session: AsyncSession, name: str) -> str:
    for number in range(1, MAX_NAMESAKES + 1):
        candidate = name if number == 1 else f"{name[:60]}-{number}"
        if await session.get(Source, candidate) is None:
            return candidate
    raise BadInput(f"There are {MAX_NAMESAKES} sources called {name!r}: remove some, or give another name.")


def _file_name(name: str) -> str:
    """The last part of the path, without what a file system or a terminal would take for something else."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in last if unicodedata.category(letter)[0] not in "CZ" or letter == " ")
    cleaned = shown.strip(" .")
    if not cleaned or len(cleaned) > MAX_FILE_NAME_CHARACTERS:
        raise BadInput(f"Give the file a name of 1 to {MAX_FILE_NAME_CHARACTERS} characters.")
    return cleaned


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{uuid4().hex}.part")
    part.write_bytes(content)
    part.replace(path)
