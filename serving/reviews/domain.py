"""The intents that the dialogue manager knows, for whoever corrects one."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

import httpx

from serving.config import Settings

log = logging.getLogger(__name__)

REMEMBER_S = 60.0
TIMEOUT_S = 3.0


class KnownIntents:
    def __init__(self, settings: Settings) -> None:
        self._url = f"{settings.rasa_urls[0]}/domain"
        self._token = settings.rasa_token.get_secret_value()
        self._intents: Sequence[str] = ()
        self._ask_again_at = 0.0

    async def intents(self) -> Sequence[str]:
        """What was known before when Rasa does not answer: an operator can still choose what was seen."""
        if time.monotonic() < self._ask_again_at:
            return self._intents
        self._ask_again_at = time.monotonic() + REMEMBER_S
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT_S) as client:
                answer = await client.get(
                    self._url, params={"token": self._token}, headers={"Accept": "application/json"}
                )
            answer.raise_for_status()
            listed = answer.json().get("intents", [])
        except (httpx.HTTPError, ValueError) as error:
            log.warning("Rasa does not tell its intents", extra={"error": type(error).__name__})
            return self._intents
        named = (one if isinstance(one, str) else next(iter(one)) for one in listed)
        self._intents = sorted(named)
        return self._intents
