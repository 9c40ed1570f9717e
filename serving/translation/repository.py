from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from serving.errors import NotFound
from serving.translation.base import language
from serving.translation.models import Segment, SegmentStatus, Term, TranslationRevision

# What one process holds of one pair of languages; of more, the latest.
MAX_SEGMENTS = 200_000
MAX_PAGE = 200


def _in_language(column: InstrumentedAttribute[str], locale: str) -> ColumnElement[bool]:
    return or_(column == language(locale), column.startswith(f"{language(locale)}-", autoescape=True))


async def revision(session: AsyncSession) -> int:
    return await session.scalar(select(TranslationRevision.revision)) or 0


async def count_up(session: AsyncSession) -> None:
    """To be called by whoever changes segments or terms, in the same transaction."""
    await session.execute(
        update(TranslationRevision)
        .values(revision=TranslationRevision.revision + 1)
        .execution_options(synchronize_session=False)
    )


async def segments_between(session: AsyncSession, source: str, target: str) -> Sequence[Segment]:
    """From one language into the other, and the people's ones of the way back."""
    there = and_(_in_language(Segment.source_locale, source), _in_language(Segment.target_locale, target))
    back = and_(
        _in_language(Segment.source_locale, target),
        _in_language(Segment.target_locale, source),
        Segment.status == SegmentStatus.HUMAN,
    )
    statement = (
        select(Segment).where(or_(there, back)).order_by(Segment.updated_at.desc()).limit(MAX_SEGMENTS)
    )
    return (await session.scalars(statement)).all()


async def get_segment(session: AsyncSession, segment_id: int) -> Segment:
    segment = await session.get(Segment, segment_id)
    if segment is None:
        raise NotFound(f"There is no segment {segment_id}.")
    return segment


async def list_segments(
    session: AsyncSession,
    *,
    target_locale: str | None = None,
    status: SegmentStatus | None = None,
    query: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[Segment]:
    """Newest first; `before`: the id that the page before ended with."""
    statement = select(Segment).order_by(Segment.id.desc()).limit(max(1, min(limit, MAX_PAGE)))
    if target_locale is not None:
        statement = statement.where(Segment.target_locale == target_locale)
    if status is not None:
        statement = statement.where(Segment.status == status)
    if query:
        found = (
            Segment.source.icontains(query, autoescape=True),
            Segment.target.icontains(query, autoescape=True),
        )
        statement = statement.where(or_(*found))
    if before is not None:
        statement = statement.where(Segment.id < before)
    return (await session.scalars(statement)).all()


async def list_terms(session: AsyncSession) -> Sequence[Term]:
    return (await session.scalars(select(Term).order_by(Term.term, Term.target_locale))).all()


async def get_term(session: AsyncSession, term_id: int) -> Term:
    term = await session.get(Term, term_id)
    if term is None:
        raise NotFound(f"There is no term {term_id}.")
    return term
