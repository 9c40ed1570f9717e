"""Channels whose customers read the timeline themselves: there is nothing to send."""

from __future__ import annotations

from dataclasses import dataclass

from serving.channels.base import Capabilities
from serving.channels.models import Inbox
from serving.conversations.models import Event


@dataclass(frozen=True, slots=True)
class PulledChannel:
    name: str
    capabilities: Capabilities

    async def deliver(self, inbox: Inbox, address: str, event: Event) -> str | None:
        return None


WIDGET = PulledChannel(
    "widget", Capabilities(max_characters=16_384, buttons=True, streaming=True, receipts=True)
)
REST = PulledChannel("rest", Capabilities(max_characters=16_384, buttons=True, streaming=True))
