"""What the customer thought of a resolution: one score for each, and a remark if there is one."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from serving.conversations import timeline
from serving.conversations.models import Author, Event, Kind, Status
from serving.errors import Conflict

LOWEST_SCORE = 1
HIGHEST_SCORE = 5
MAX_REMARK_CHARACTERS = 2000


async def rate(
    session: AsyncSession, conversation_id: str, *, score: int, remark: str | None = None
) -> Event:
    """Rates the last resolution, once. The remark may follow its score, also once.

    What was said already returns its event; another score for the same resolution is a Conflict.
    """
    remark = (remark or "").strip() or None
    conversation = await timeline.lock_conversation(session, conversation_id)
    resolution = await _last_resolution(session, conversation_id)
    if resolution is None:
        raise Conflict("This conversation has not been resolved: there is nothing to rate yet.")
    said = await _ratings_of(session, conversation_id, resolution)
    if any(event.payload["score"] != score for event in said):
        raise Conflict(f"This resolution was rated {said[0].payload['score']}: a rating stays as it is.")
    if repeated := next((event for event in said if remark is None or event.text == remark), None):
        return repeated
    if any(event.text for event in said):
        raise Conflict("This rating has its remark already: write another message instead.")
    return await timeline.append(
        session,
        conversation,
        kind=Kind.RATING,
        author=Author.CUSTOMER,
        text=remark,
        payload={"score": score, "resolution": resolution.seq},
    )


async def _last_resolution(session: AsyncSession, conversation_id: str) -> Event | None:
    statuses = await session.scalars(
        select(Event)
        .where(Event.conversation_id == conversation_id, Event.kind == Kind.STATUS)
        .order_by(Event.seq.desc())
    )
    return next((event for event in statuses if event.payload["status"] == Status.RESOLVED.value), None)


async def _ratings_of(session: AsyncSession, conversation_id: str, resolution: Event) -> list[Event]:
    return list(
        await session.scalars(
            select(Event)
            .where(
                Event.conversation_id == conversation_id,
                Event.kind == Kind.RATING,
                Event.seq > resolution.seq,
            )
            .order_by(Event.seq)
        )
    )
