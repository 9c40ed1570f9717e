"""The windows, or the expected questions, of each source as one matrix in memory, kept in step with what any
process stores."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import numpy.typing as npt
from sqlalchemy import LargeBinary, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession

from serving.knowledge.models import Document, ExpectedQuestion, FloatArray, Passage, Source, Window

_Ids = npt.NDArray[np.int64]
_Rows = tuple[_Ids, _Ids, _Ids, FloatArray]

# Documents whose vectors are read at a time.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Matrix:
    """Row for row: the vector, its own id, its passage, and the number of its document in `documents`."""

    revision: str | None = None
    documents: Mapping[str, int] = field(default_factory=dict)
    owners: _Ids = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    ids: _Ids = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    passage_ids: _Ids = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    vectors: FloatArray = field(default_factory=lambda: np.empty((0, 0), dtype=np.float32))


class SourceVectors:
    """Reads only what came since the last look: a document is never changed, it is replaced by another."""

    def __init__(self, table: type[Window] | type[ExpectedQuestion]) -> None:
        self._table = table
        self._matrices: dict[str, Matrix] = {}
        # Many questions may come at once after a change; one of them reads for all.
        self._reading = asyncio.Lock()

    async def matrix(self, session: AsyncSession, source_id: str, revision: str) -> Matrix:
        """`revision`: the source's, as this session sees it."""
        known = self._matrices.get(source_id)
        if known is not None and known.revision == revision:
            return known
        async with self._reading:
            known = self._matrices.get(source_id, Matrix())
            if known.revision == revision:
                return known
            await self._forget_removed(session)
            self._matrices[source_id] = await self._brought_up_to_date(session, source_id, revision, known)
            return self._matrices[source_id]

    async def _forget_removed(self, session: AsyncSession) -> None:
        there = set(await session.scalars(select(Source.id)))
        for source_id in self._matrices.keys() - there:
            del self._matrices[source_id]

    async def _brought_up_to_date(
        self, session: AsyncSession, source_id: str, revision: str, known: Matrix
    ) -> Matrix:
        there = set(await session.scalars(select(Document.id).where(Document.source_id == source_id)))
        gone = [number for document, number in known.documents.items() if document not in there]
        kept = ~np.isin(known.owners, gone)
        documents = {document: number for document, number in known.documents.items() if document in there}
        first = max(documents.values(), default=-1) + 1
        documents |= {
            document: first + number for number, document in enumerate(sorted(there - documents.keys()))
        }
        parts: list[_Rows] = [
            (known.owners[kept], known.ids[kept], known.passage_ids[kept], known.vectors[kept])
        ]
        parts += [part async for part in self._rows(session, documents, there - known.documents.keys())]
        parts = [part for part in parts if len(part[0])] or parts[:1]
        owners, ids, passage_ids, vectors = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        return Matrix(revision, documents, owners, ids, passage_ids, vectors)

    async def _rows(
        self, session: AsyncSession, numbers: Mapping[str, int], documents: Collection[str]
    ) -> AsyncIterator[_Rows]:
        table = self._table
        rest = iter(sorted(documents))
        while batch := list(islice(rest, _BATCH)):
            rows = (
                await session.execute(
                    select(
                        Passage.document_id,
                        table.id,
                        table.passage_id,
                        type_coerce(table.embedding, LargeBinary),
                    )
                    .join(Passage, Passage.id == table.passage_id)
                    .where(Passage.document_id.in_(batch))
                    .order_by(table.id)
                )
            ).all()
            if rows:
                raw = b"".join(row[3] for row in rows)
                yield (
                    np.array([numbers[row[0]] for row in rows], dtype=np.int64),
                    np.array([row[1] for row in rows], dtype=np.int64),
                    np.array([row[2] for row in rows], dtype=np.int64),
                    np.frombuffer(raw, dtype="<f4").reshape(len(rows), -1),
                )
