"""Which adapters there are: a line here plugs one in, inward (`router`) and outward (`build`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import httpx

from serving.channels import (
    instagram,
    messenger,
    rest_callbacks,
    slack_delivery,
    telegram_delivery,
    twilio_delivery,
    whatsapp,
)
from serving.channels.base import Channel, Tools
from serving.channels.email import delivery as email_delivery
from serving.channels.pulled import WIDGET
from serving.config import Settings
from serving.db import Database
from serving.errors import NotFound

BUILDERS: tuple[Callable[[Tools], Channel], ...] = (
    rest_callbacks.build,
    telegram_delivery.build,
    whatsapp.build,
    messenger.build,
    instagram.build,
    email_delivery.build,
    slack_delivery.build,
    twilio_delivery.build_sms,
    twilio_delivery.build_whatsapp,
)

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
        built: list[Channel] = [build(tools) for build in BUILDERS]
        self._adapters = {channel.name: channel for channel in (WIDGET, *built)}

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
