"""Channels whose customers read the timeline themselves: there is nothing to send."""

from __future__ import annotations

from dataclasses import dataclass

from serving.channels.base import Buttons, Capabilities, Delivery


@dataclass(frozen=True, slots=True)
class PulledChannel:
    name: str
    capabilities: Capabilities

    async def deliver(self, delivery: Delivery) -> str | None:
        return None

    async def close(self) -> None:
        """It holds nothing."""


BUTTONS = Buttons(most=50, title_characters=500, payload_bytes=2_000)
WIDGET = PulledChannel("widget", Capabilities(max_characters=16_384, buttons=BUTTONS))
