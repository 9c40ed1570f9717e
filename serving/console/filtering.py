"""The inbox's filter as an address carries it: the same for the list, for exports and for saved views."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal

from fastapi import Depends, Query

from serving.console.session import Reader
from serving.conversations.filters import NOBODY, Filter
from serving.conversations.models import Status
from serving.errors import BadInput
from serving.http import WITHOUT_NUL

Word = Annotated[str, Query(max_length=200, pattern=WITHOUT_NUL)]
ME = "me"


def read_filter(
    caller: Reader,
    status: Word | None = None,
    inbox: Word | None = None,
    channel: Word | None = None,
    locale: Word | None = None,
    intent: Word | None = None,
    below: Annotated[float | None, Query(ge=0, le=1)] = None,
    rating: Annotated[int | None, Query(ge=1, le=5)] = None,
    reviewed: Literal["", "yes", "no", "right", "wrong"] | None = None,
    handoff: Word | None = None,
    assignee: Word | None = None,
    since: date | None = None,
    until: date | None = None,
    q: Word | None = None,
) -> Filter:
    """`since` and `until` are days (UTC), both included; `assignee`: me, nobody or an operator's id."""
    return Filter(
        status=_status(status),
        inbox=inbox or None,
        channel=channel or None,
        locale=locale or None,
        intent=intent or None,
        below=below,
        rating=rating,
        reviewed=reviewed or None,
        handoff=handoff or None,
        assignee=caller.operator.id if assignee == ME else assignee or None,
        since=midnight(since),
        until=midnight(until + timedelta(days=1)) if until else None,
        q=q.strip() or None if q else None,
    )


Wanted = Annotated[Filter, Depends(read_filter)]


def midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), tzinfo=UTC) if day is not None else None


def _status(name: str | None) -> Status | None:
    if not name:
        return None
    try:
        return Status(name)
    except ValueError:
        known = ", ".join(status.value for status in Status)
        raise BadInput(f"There is no such status: there are {known}.") from None


__all__ = ["ME", "NOBODY", "Wanted", "midnight"]
