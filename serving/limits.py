"""How often somebody may do something, counted in this process with a bounded memory."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class TokenBuckets:
    """A bucket a key: `capacity` at once, then one more every `refill_s` seconds.

    When `max_keys` are known the one that was idle longest is forgotten, which only ever favours it.
    """

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
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, key: str) -> int:
        """Takes one token; 0, or the whole seconds to wait when there is none."""
        bucket = self._refilled(key)
        if bucket.tokens < 1:
            return max(1, math.ceil((1 - bucket.tokens) * self._refill_s))
        bucket.tokens -= 1
        return 0

    def give_back(self, key: str) -> None:
        bucket = self._refilled(key)
        bucket.tokens = min(self._capacity, bucket.tokens + 1)

    def _refilled(self, key: str) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(float(self._capacity), now)
            if len(self._buckets) > self._max_keys:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        bucket.tokens = min(self._capacity, bucket.tokens + (now - bucket.at) / self._refill_s)
        bucket.at = now
        return bucket
