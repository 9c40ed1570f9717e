"""Segments and terms as people edit them. Never commits: the caller's edge does."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.db import now
from serving.errors import BadInput, Conflict
from serving.operators.models import Operator
from serving.translation import repository
from serving.translation.glossary import ANYWHERE
from serving.translation.keys import normalized, shape_key, source_key, tidied
from serving.translation.models import Formality, Segment, SegmentStatus, Term
from serving.translation.protected import find_spans

MAX_CHARACTERS = 10_000


async def write_segment(
    session: AsyncSession,
    operator: Operator,
    *,
    source: str,
    target: str,
    source_locale: str,
    target_locale: str,
    formality: Formality = Formality.FORMAL,
    origin: str = "console",
) -> Segment:
    """A person's translation of a text: from now on it is the one."""
    source, target = _checked(source, target)
    key = source_key(source)
    segment = await session.scalar(
        select(Segment).where(
            Segment.source_locale == source_locale,
            Segment.target_locale == target_locale,
            Segment.source_key == key,
            Segment.formality == formality,
            Segment.engine == "",
            Segment.glossary_version == "",
        )
    )
    if segment is None:
        segment = Segment(
            source_locale=source_locale,
            target_locale=target_locale,
            source_key=key,
            shape_key=shape_key(source),
            source=source,
            formality=formality,
            origin=origin,
        )
        session.add(segment)
    segment.target, segment.status = target, SegmentStatus.HUMAN
    segment.engine, segment.glossary_version, segment.score = "", "", None
    segment.reviewed_by, segment.reviewed_at, segment.updated_at = operator.id, now(), now()
    await session.flush()
    await repository.count_up(session)
    return segment


async def review_segment(
    session: AsyncSession, operator: Operator, segment_id: int, *, target: str | None = None
) -> Segment:
    """Approved as it is, or with other words: in both cases a person's from now on."""
    segment = await repository.get_segment(session, segment_id)
    if segment.status is not SegmentStatus.HUMAN:
        # A machine's segment is only the draft: it goes, so that it is not reviewed twice.
        await session.delete(segment)
        await session.flush()
    return await write_segment(
        session,
        operator,
        source=segment.source,
        target=segment.target if target is None else target,
        source_locale=segment.source_locale,
        target_locale=segment.target_locale,
        formality=segment.formality,
        origin=segment.origin,
    )


async def remove_segment(session: AsyncSession, segment_id: int) -> None:
    segment = await repository.get_segment(session, segment_id)
    await session.delete(segment)
    await repository.count_up(session)


def _checked(source: str, target: str) -> tuple[str, str]:
    source, target = tidied(source), tidied(target)
    if not source or not target:
        raise BadInput("A segment needs a text and its translation.")
    if max(len(source), len(target)) > MAX_CHARACTERS:
        raise BadInput(f"A segment has at most {MAX_CHARACTERS} characters: split it.")
    missing = _values(source) - _values(target)
    if missing:
        raise BadInput(f"The translation lacks what must not change: {', '.join(sorted(missing))}.")
    return source, target


def _values(text: str) -> set[str]:
    """A space in one that does not break changes nothing."""
    return {normalized(span.value) for span in find_spans(text)}


async def write_term(
    session: AsyncSession, *, term: str, translation: str | None, source_locale: str, target_locale: str
) -> Term:
    term, translation = tidied(term), tidied(translation) if translation else None
    if not term:
        raise BadInput("A term needs a word.")
    if translation is not None and target_locale == ANYWHERE:
        raise BadInput("A translation belongs to one language: name it, or leave the translation out.")
    known = await session.scalar(
        select(Term).where(
            Term.source_locale == source_locale, Term.target_locale == target_locale, Term.term == term
        )
    )
    if known is None:
        known = Term(source_locale=source_locale, target_locale=target_locale, term=term)
        session.add(known)
    known.translation, known.updated_at = translation, now()
    await session.flush()
    await repository.count_up(session)
    return known


async def remove_term(session: AsyncSession, term_id: int) -> None:
    term = await repository.get_term(session, term_id)
    await session.delete(term)
    await repository.count_up(session)


async def export_segments(session: AsyncSession, *, source_locale: str, target_locale: str) -> list[Segment]:
    """What people wrote or approved."""
    segments = await session.scalars(
        select(Segment)
        .where(
            Segment.source_locale == source_locale,
            Segment.target_locale == target_locale,
            Segment.status == SegmentStatus.HUMAN,
        )
        .order_by(Segment.id)
    )
    return list(segments)


def require_other(source_locale: str, target_locale: str) -> None:
    if source_locale == target_locale:
        raise Conflict(f"{source_locale!r} into itself needs no translation: choose another language.")
