from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Literal

from serving.llm.base import ModelUnavailable


class CircuitBreaker:
    """After `failures` in a row nobody is let through for `rest_s`; then one call tries for all.

    Each `enter` is followed by `succeeded`, `failed` or, when the caller went away, `abandoned`, with the
    number that it gave: a call from before the rest says nothing about the try that runs now.
    """

    def __init__(
        self, *, failures: int = 3, rest_s: float = 10.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = failures
        self._rest_s = rest_s
        self._clock = clock
        self._failures = 0
        self._closed_again_at = 0.0
        self._calls = 0
        self._trial: int | None = None

    @property
    def state(self) -> Literal["closed", "open", "half_open"]:
        if self._failures < self._limit:
            return "closed"
        return "open" if self._trial is not None or self._clock() < self._closed_again_at else "half_open"

    def enter(self) -> int:
        state = self.state
        if state == "open":
            wait_s = max(1, math.ceil(self._closed_again_at - self._clock()))
            raise ModelUnavailable(
                f"The model server failed {self._failures} times in a row; the next try is in {wait_s} s.",
                retry_after_s=wait_s,
            )
        self._calls += 1
        if state == "half_open":
            self._trial = self._calls
        return self._calls

    def succeeded(self, call: int) -> None:
        if self._counts(call):
            self._failures = 0
            self._trial = None

    def failed(self, call: int) -> None:
        if self._counts(call):
            self._failures += 1
            self._trial = None
            self._closed_again_at = self._clock() + self._rest_s

    def abandoned(self, call: int) -> None:
        if call == self._trial:
            self._trial = None

    def _counts(self, call: int) -> bool:
        return self.state == "closed" or call == self._trial
