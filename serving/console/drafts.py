"""The console's API for drafted replies: shown to an operator, and never sent by itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from serving.console.session import Agent
from serving.conversations import repository
from serving.conversations.models import Kind
from serving.http import GatewayDep, require_identifier
from serving.knowledge.base import Answer
from serving.knowledge.drafting import questions_in

router = APIRouter(prefix="/console/api/conversations")

HISTORY = 16
NEAREST = 3


@router.post("/{conversation_id}/draft")
async def draft(caller: Agent, gateway: GatewayDep, conversation_id: str) -> dict[str, Any]:
    require_identifier(conversation_id, "conversation")
    async with gateway.database.read() as session:
        conversation = await repository.get(session, conversation_id)
        events = await repository.latest_events(
            session, conversation_id, kinds=frozenset({Kind.MESSAGE}), limit=HISTORY
        )
    locale = conversation.locale or gateway.settings.default_locale
    asked = questions_in(events, inbox_id=conversation.inbox_id, locale=locale)
    latest = await gateway.library.draft(asked[0])
    if latest.text:
        return _view(latest)
    for earlier in asked[1:]:
        drafted = await gateway.library.draft(earlier)
        if drafted.text:
            return _view(drafted, earlier=earlier.text)
    return _view(latest)


def _view(answer: Answer, *, earlier: str | None = None) -> dict[str, Any]:
    """`nearest`: where an operator may look when nothing answers. `earlier`: what it answers, where that is
    not the latest that the customer said."""
    nearest = {(hit.title, hit.heading): hit.url for hit in answer.passages} if answer.abstained else {}
    return {
        "text": answer.text,
        "earlier": earlier,
        "sources": [asdict(citation) for citation in answer.citations],
        "nearest": [
            {"title": title, "heading": heading, "url": url}
            for (title, heading), url in list(nearest.items())[:NEAREST]
        ],
        "style": answer.style,
        "model": answer.model,
    }
