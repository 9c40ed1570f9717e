"""Which adapter delivers for which channel. Used by the worker's outbox loop."""

from __future__ import annotations

from collections.abc import Sequence

from serving.channels.base import Channel
from serving.channels.pulled import REST, WIDGET
from serving.channels.telegram_delivery import TelegramChannel
from serving.config import Settings
from serving.errors import NotFound


class Channels:
    def __init__(self, settings: Settings) -> None:
        self._telegram = TelegramChannel(settings.secret_key)
        adapters: tuple[Channel, ...] = (WIDGET, REST, self._telegram)
        self._adapters = {adapter.name: adapter for adapter in adapters}

    def get(self, channel: str) -> Channel:
        try:
            return self._adapters[channel]
        except KeyError:
            known = ", ".join(self._adapters)
            raise NotFound(f"There is no channel {channel!r}: there are {known}.") from None

    def names(self) -> Sequence[str]:
        return list(self._adapters)

    async def close(self) -> None:
        await self._telegram.close()
