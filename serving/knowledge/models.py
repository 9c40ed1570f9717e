from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
from pgvector.sqlalchemy import Vector
from sqlalchemy import JSON, ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator, TypeEngine

from serving.db import Base, BigId, UtcDateTime, now, str_enum

FloatArray = npt.NDArray[np.float32]


class Embedding(TypeDecorator[FloatArray]):
    """A float32 vector: pgvector's `vector` on PostgreSQL, the raw little-endian bytes on SQLite."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Vector())
        return dialect.type_descriptor(LargeBinary())

    def process_bind_param(self, value: FloatArray | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return np.asarray(value, dtype="<f4").tobytes()

    def process_result_value(self, value: Any, dialect: Dialect) -> FloatArray | None:
        if value is None:
            return None
        if dialect.name == "postgresql":
            return np.asarray(value, dtype=np.float32)
        return np.frombuffer(value, dtype="<f4")


class Embeddings(TypeDecorator[FloatArray]):
    """A matrix of float32, one vector a row, as raw bytes behind the number of columns."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: FloatArray | None, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        return int(value.shape[1]).to_bytes(4, "little") + np.asarray(value, dtype="<f4").tobytes()

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> FloatArray | None:
        if value is None:
            return None
        columns = int.from_bytes(value[:4], "little")
        return np.frombuffer(value, dtype="<f4", offset=4).reshape(-1, columns)


class SourceKind(StrEnum):
    """A folder or file of the machine, one page, the pages of a sitemap or list, a file from the console."""

    FOLDER = "folder"
    FILE = "file"
    PAGE = "page"
    SITEMAP = "sitemap"
    LIST = "list"
    UPLOAD = "upload"


class SourceState(StrEnum):
    """What became of the last ingestion. `running` without a recent `heartbeat_at` was interrupted."""

    NEW = "new"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class Source(Base):
    """Where documents come from, and who may be shown them. `location`: the path or address ingested.

    `restricted`: only the inboxes in `source_inboxes` may cite it; otherwise every inbox may.
    `revision` changes with every change of the source, so that what was read of it can be kept in memory.
    `progress`: `{"done", "total", "current"}` while it is ingested; `report`: how many documents of the last
    ingestion were `added`, `replaced`, `unchanged`, `withdrawn`, `failed`; `problem`: why all of it failed;
    `run_id`: the ingestion that began last, which alone may store anything; `language`: of the documents that
    name none, where an operator said it.
    """

    __tablename__ = "sources"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[SourceKind] = mapped_column(str_enum(SourceKind), default=SourceKind.FOLDER)
    location: Mapped[str] = mapped_column(Text)
    restricted: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    state: Mapped[SourceState] = mapped_column(str_enum(SourceState), default=SourceState.NEW)
    progress: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    report: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    problem: Mapped[str | None] = mapped_column(Text)
    ingested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    heartbeat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    run_id: Mapped[str | None] = mapped_column(String(32))
    language: Mapped[str | None] = mapped_column(String(16))


class SourceFailure(Base):
    """A document of the last ingestion that could not be read; its old version, if any, stays."""

    __tablename__ = "source_failures"

    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(500), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)


class SourceInbox(Base):
    __tablename__ = "source_inboxes"

    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True)
    inbox_id: Mapped[str] = mapped_column(ForeignKey("inboxes.id", ondelete="CASCADE"), primary_key=True)


class Document(Base):
    """One article. `key` names it within its source and stays when it is replaced.

    `content_hash` covers what was read and everything that turns it into passages: the same hash, nothing to
    do. `file_hash`, where the file is one document, covers its bytes: the same hash, nothing to read.
    `encoder`: the fingerprint of what its vectors are of; None: of before that was kept.
    """

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("source_id", "key"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(500))
    title: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(16))
    topic: Mapped[str | None] = mapped_column(String(64))
    content_hash: Mapped[str] = mapped_column(String(64))
    file_hash: Mapped[str | None] = mapped_column(String(64))
    encoder: Mapped[str | None] = mapped_column(String(16))
    ingested_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    passages: Mapped[list[Passage]] = relationship(
        back_populates="document",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="Passage.ordinal",
        lazy="raise",
    )


class Passage(Base):
    """A few sentences under one heading. `sentence_vectors`: one row for each of `sentences`.

    A passage is found by its words and by its windows; its sentences are what is quoted.
    """

    __tablename__ = "passages"
    __table_args__ = (UniqueConstraint("document_id", "ordinal"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    ordinal: Mapped[int] = mapped_column(Integer)
    heading: Mapped[str | None] = mapped_column(Text)
    page: Mapped[int | None] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    sentences: Mapped[Sequence[str]] = mapped_column(JSON)
    sentence_vectors: Mapped[FloatArray] = mapped_column(Embeddings)

    document: Mapped[Document] = relationship(back_populates="passages", lazy="raise")
    windows: Mapped[list[Window]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, lazy="raise"
    )


class ExpectedQuestion(Base):
    """A question that customers are expected to ask, one more way to find a passage; never quoted.

    `sentences`: the indexes of the passage's sentences that answer it.
    """

    __tablename__ = "expected_questions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey("passages.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    sentences: Mapped[Sequence[int]] = mapped_column(JSON)
    embedding: Mapped[FloatArray] = mapped_column(Embedding)


class Window(Base):
    """Two neighbouring sentences of a passage (or its only one) below the document's title, as a vector."""

    __tablename__ = "windows"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey("passages.id", ondelete="CASCADE"), index=True)
    embedding: Mapped[FloatArray] = mapped_column(Embedding)
