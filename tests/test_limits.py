from __future__ import annotations

from serving.limits import TokenBuckets


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills_again() -> None:
    clock = Clock()
    buckets = TokenBuckets(2, refill_s=10, clock=clock)

    assert [buckets.take("a"), buckets.take("a"), buckets.take("a")] == [0, 0, 10]
    clock.now = 4
    assert buckets.take("a") == 6
    clock.now = 10
    assert buckets.take("a") == 0
    assert buckets.take("b") == 0


def test_a_token_that_is_given_back_can_be_taken_again() -> None:
    buckets = TokenBuckets(1, refill_s=10, clock=Clock())
    buckets.take("a")
    buckets.give_back("a")
    buckets.give_back("a")

    assert [buckets.take("a"), buckets.take("a")] == [0, 10]


def test_memory_stays_bounded_and_the_idle_are_forgotten_first() -> None:
    buckets = TokenBuckets(1, refill_s=10, max_keys=2, clock=Clock())
    for key in ("a", "b", "a", "c"):
        buckets.take(key)

    assert buckets.take("a") > 0
    assert buckets.take("b") == 0
