"""Keeps one engine from harming the others: a deadline, a bounded queue, a circuit breaker."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from serving.errors import ParleyError
from serving.llm.base import Busy
from serving.llm.breaker import CircuitBreaker
from serving.llm.slots import Slots
from serving.translation.base import (
    Capabilities,
    EngineHealth,
    EngineUnavailable,
    Translation,
    TranslationEngine,
    TranslationRequest,
)

log = logging.getLogger(__name__)


class Guarded:
    """The engine, behind its breaker. Whatever goes wrong inside comes out as EngineUnavailable."""

    def __init__(
        self,
        engine: TranslationEngine,
        *,
        concurrent: int = 4,
        waiting: int = 32,
        breaker: CircuitBreaker | None = None,
    ) -> None:
        self.name = engine.name
        self.engine = engine
        self.breaker = breaker or CircuitBreaker()
        self._slots = Slots(concurrent=concurrent, waiting=waiting)

    def supports(self, source: str, target: str) -> bool:
        return self.engine.supports(source, target)

    def capabilities(self) -> Capabilities:
        return self.engine.capabilities()

    async def translate(
        self, batch: Sequence[TranslationRequest], *, deadline_s: float
    ) -> Sequence[Translation]:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + deadline_s
        settled = False
        try:
            call = self.breaker.enter()
        except ParleyError as error:
            raise EngineUnavailable(f"{self.name}: {error.message}") from error
        try:
            async with self._slots.take(deadline=deadline), asyncio.timeout_at(deadline):
                answers = await self.engine.translate(batch, deadline_s=deadline - loop.time())
            if len(answers) != len(batch):
                raise EngineUnavailable(f"{self.name} gave {len(answers)} answers to {len(batch)} texts.")
            self.breaker.succeeded(call)
            settled = True
            return answers
        except Busy as error:
            raise EngineUnavailable(f"{self.name}: {error.message}") from error
        except TimeoutError as error:
            self.breaker.failed(call)
            settled = True
            raise EngineUnavailable(f"{self.name} did not finish within {deadline_s:.1f} s.") from error
        except Exception as error:
            self.breaker.failed(call)
            settled = True
            if not isinstance(error, ParleyError):
                log.exception("a translation engine broke", extra={"engine": self.name})
            raise EngineUnavailable(f"{self.name} failed ({type(error).__name__}): {error}") from error
        finally:
            if not settled:
                self.breaker.abandoned(call)

    async def health(self) -> EngineHealth:
        if self.breaker.state == "open":
            return EngineHealth(ok=False, detail="it failed repeatedly and rests")
        return await self.engine.health()

    async def close(self) -> None:
        await self.engine.close()
