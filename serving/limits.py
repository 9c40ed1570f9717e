"""How often somebody may do something, counted in this process with a bounded memory."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable


class TokenBucket:
    """`capacity` at once, then one more every `refill_s` seconds."""

    __slots__ = ("_at", "_capacity", "_clock", "_refill_s", "_tokens")

    def __init__(
        self, capacity: int, *, refill_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._capacity = capacity
        self._refill_s = refill_s
        self._clock = clock
        self._tokens = float(capacity)
        self._at = clock()

    def take(self) -> int:
        """Takes one token; 0, or the whole seconds to wait when there is none."""
        self._refill()
        if self._tokens < 1:
            return max(1, math.ceil((1 - self._tokens) * self._refill_s))
        self._tokens -= 1
        return 0

    def give_back(self) -> None:
        self._refill()
        self._tokens = min(self._capacity, self._tokens + 1)

    def _refill(self) -> None:
        now = self._clock()
        self._tokens = min(self._capacity, self._tokens + (now - self._at) / self._refill_s)
        self._at = now


class TokenBuckets:
    """A bucket a key. When `max_keys` are known the one that was idle longest is forgotten, which only ever
    favours it."""

    def __init__(
        self,
        capacity: int,
        *,
        refill_s: float,
        max_keys: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._capacity = capacity
        self._refill_s = refill_s
        self._max_keys = max_keys
        self._clock = clock
        self._buckets: OrderedDict[str, TokenBucket] = OrderedDict()

    def take(self, key: str) -> int:
        """Takes one token; 0, or the whole seconds to wait when there is none."""
        return self._bucket(key).take()

    def give_back(self, key: str) -> None:
        self._bucket(key).give_back()

    def _bucket(self, key: str) -> TokenBucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = TokenBucket(self._capacity, refill_s=self._refill_s, clock=self._clock)
            self._buckets[key] = bucket
            if len(self._buckets) > self._max_keys:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        return bucket
