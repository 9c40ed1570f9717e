"""The console's API for figures: everybody reads; each figure is a CSV, too."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from serving.analytics import repository, service
from serving.analytics.gaps import Gap, cluster
from serving.analytics.repository import Period
from serving.console.desk import csv_line
from serving.console.filtering import Word, midnight
from serving.console.session import Exporter, Reader
from serving.db import now
from serving.errors import BadInput, NotFound
from serving.http import Gateway, GatewayDep

router = APIRouter(prefix="/console/api/analytics")

USUAL_DAYS = 28
MOST_DAYS = 366


def read_period(inbox: Word | None = None, since: date | None = None, until: date | None = None) -> Period:
    """Days (UTC), both included; without them the last four weeks."""
    last = until or now().date()
    first = since or last - timedelta(days=USUAL_DAYS - 1)
    if not 0 <= (last - first).days < MOST_DAYS:
        raise BadInput(f"A period has 1 to {MOST_DAYS} days: choose another one.")
    begin, end = midnight(first), midnight(last + timedelta(days=1))
    assert begin is not None  # noqa: S101  # a day has a midnight
    assert end is not None  # noqa: S101
    return Period(begin, end, inbox or None)


Wanted = Annotated[Period, Depends(read_period)]


@router.get("")
async def figures(caller: Reader, gateway: GatewayDep, period: Wanted) -> dict[str, Any]:
    async with gateway.database.read() as session:
        return {
            "since": period.since.date().isoformat(),
            "until": (period.until.date() - timedelta(days=1)).isoformat(),
            "figures": await service.everything(session, period),
        }


@router.get("/gaps")
async def gaps(caller: Reader, gateway: GatewayDep, period: Wanted) -> dict[str, Any]:
    return {"gaps": [_gap(gap) for gap in await _gaps(gateway, period)]}


@router.get("/{name}.csv")
async def as_csv(
    request: Request, caller: Exporter, gateway: GatewayDep, period: Wanted, name: str
) -> Response:
    request.state.audit = {"figure": name}
    if name == "gaps":
        rows: list[Any] = [(gap.question, len(gap.asked)) for gap in await _gaps(gateway, period)]
    elif name in service.FIGURES:
        async with gateway.database.read() as session:
            rows = list(await service.FIGURES[name](session, period))
    else:
        raise NotFound(f"There is no figure {name!r}: there are {', '.join((*service.FIGURES, 'gaps'))}.")
    text = csv_line(("what", "value")) + "".join(csv_line(row) for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


async def _gaps(gateway: Gateway, period: Period) -> list[Gap]:
    async with gateway.database.read() as session:
        asked = await repository.unanswered(session, period)
    return list(await cluster(await gateway.library.encoder(), asked)) if asked else []


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "question": gap.question,
        "count": len(gap.asked),
        "asked": [
            {"conversation": one.conversation, "turn": one.turn, "text": one.text} for one in gap.asked[:10]
        ],
    }
