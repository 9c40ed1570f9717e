from __future__ import annotations

import pytest

from serving.llm.base import ModelUnavailable
from serving.llm.breaker import CircuitBreaker


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def open_breaker(clock: Clock) -> CircuitBreaker:
    breaker = CircuitBreaker(failures=2, rest_s=10, clock=clock)
    for _ in range(2):
        breaker.failed(breaker.enter())
    return breaker


def test_a_success_between_failures_keeps_it_closed() -> None:
    breaker = CircuitBreaker(failures=2)
    for _ in range(3):
        breaker.failed(breaker.enter())
        breaker.succeeded(breaker.enter())
    assert breaker.state == "closed"


def test_while_it_rests_it_says_for_how_long() -> None:
    clock = Clock()
    breaker = open_breaker(clock)
    clock.now += 3.5
    with pytest.raises(ModelUnavailable) as refused:
        breaker.enter()
    assert refused.value.retry_after_s == 7


def test_after_the_rest_one_call_tries_for_all() -> None:
    clock = Clock()
    breaker = open_breaker(clock)
    clock.now += 10
    trial = breaker.enter()
    with pytest.raises(ModelUnavailable):
        breaker.enter()
    breaker.succeeded(trial)
    breaker.enter()
    assert breaker.state == "closed"


def test_a_failed_try_starts_another_rest() -> None:
    clock = Clock()
    breaker = open_breaker(clock)
    clock.now += 10
    breaker.failed(breaker.enter())
    assert breaker.state == "open"
    clock.now += 10
    assert breaker.state == "half_open"


def test_a_try_whose_caller_went_away_leaves_the_next_one_free() -> None:
    clock = Clock()
    breaker = open_breaker(clock)
    clock.now += 10
    breaker.abandoned(breaker.enter())
    breaker.succeeded(breaker.enter())
    assert breaker.state == "closed"


@pytest.mark.parametrize("end", ["succeeded", "failed", "abandoned"])
def test_a_call_from_before_the_rest_says_nothing_about_the_try(end: str) -> None:
    clock = Clock()
    breaker = CircuitBreaker(failures=2, rest_s=10, clock=clock)
    older = breaker.enter()
    for _ in range(2):
        breaker.failed(breaker.enter())
    clock.now += 10
    trial = breaker.enter()
    getattr(breaker, end)(older)
    assert breaker.state == "open"
    with pytest.raises(ModelUnavailable):
        breaker.enter()
    breaker.succeeded(trial)
    assert breaker.state == "closed"
