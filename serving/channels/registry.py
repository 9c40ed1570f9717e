"""Which adapters there are: a line here plugs one in, inward (`router`) and outward (`build`)."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

import httpx

from serving.channels import telegram_delivery
from serving.channels.base import Channel, Tools
from serving.channels.pulled import REST, WIDGET
from serving.config import Settings
from serving.db import Database
from serving.errors import NotFound

# Each has `build(tools)`.
ADAPTERS: tuple[ModuleType, ...] = (telegram_delivery,)

CONNECT_TIMEOUT_S = 5.0
ANSWER_TIMEOUT_S = 20.0
MOST_CONNECTIONS = 64


class Channels:
    """Outward. Used by the worker's outbox and by the checks of an inbox."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._http = httpx.AsyncClient(
            timeout=httpx.Timeout(ANSWER_TIMEOUT_S, connect=CONNECT_TIMEOUT_S),
            limits=httpx.Limits(max_connections=MOST_CONNECTIONS),
            follow_redirects=False,
        )
        tools = Tools(settings=settings, database=database, http=self._http)
        built: list[Channel] = [adapter.build(tools) for adapter in ADAPTERS]
        self._adapters = {channel.name: channel for channel in (WIDGET, REST, *built)}

    def get(self, channel: str) -> Channel:
        try:
            return self._adapters[channel]
        except KeyError:
            known = ", ".join(self._adapters)
            raise NotFound(f"There is no channel {channel!r}: there are {known}.") from None

    def names(self) -> Sequence[str]:
        return list(self._adapters)

    async def close(self) -> None:
        for adapter in self._adapters.values():
            await adapter.close()
        await self._http.aclose()
