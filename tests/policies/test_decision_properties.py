"""What holds for every message, whatever the classifier says."""

from __future__ import annotations

import random

import pytest

from policies.decisions import (
    DID_YOU_MEAN,
    FAILURES,
    HANDOFF,
    KNOWLEDGE,
    NOTHING_TO_CANCEL,
    Decision,
    Situation,
    Topics,
    decide,
)

TOPICS = Topics.load()
INTENTS = sorted({*TOPICS.by_intent, *TOPICS.flows, "cancel", "out_of_scope"})
ACTIONS = {HANDOFF, KNOWLEDGE, NOTHING_TO_CANCEL, *FAILURES, *TOPICS.flows.values()} | {
    topic.action for topic in TOPICS.by_intent.values() if topic.action
}
TEXTS = ["the lamp", "where is it?", "P-10482", "yes", "", "how long does it take"]


def situations(seed: int, count: int = 200, **fixed: object) -> list[Situation]:
    source = random.Random(seed)
    return [_situation(source, fixed) for _ in range(count)]


def _situation(source: random.Random, fixed: dict[str, object]) -> Situation:
    intents = source.sample(INTENTS, source.randint(0, 6))
    weights = sorted((source.random() ** 3 for _ in intents), reverse=True)
    whole = sum(weights) or 1.0
    drawn = {
        "text": source.choice(TEXTS),
        "ranking": [(i, w / whole) for i, w in zip(intents, weights, strict=True)],
        "active_form": source.choice([None, *TOPICS.flows.values()]),
        "entities": frozenset(source.sample(["order_number", "email", "date"], source.randint(0, 2))),
        "last_failure": source.choice([None, *FAILURES]),
        "just_answered": source.random() < 0.3,
        "requested_before": source.random() < 0.3,
    }
    return Situation(**{**drawn, **fixed})  # type: ignore[arg-type]


def decisions(seed: int, **fixed: object) -> list[tuple[Situation, Decision]]:
    both = [(situation, decide(situation, TOPICS)) for situation in situations(seed, **fixed)]
    return [(situation, decision) for situation, decision in both if decision is not None]


@pytest.mark.parametrize("seed", range(5))
def test_every_decision_is_an_action_with_a_reason(seed):
    for _, decision in decisions(seed):
        assert decision.action in ACTIONS
        assert decision.reason
        assert (decision.handoff_reason is not None) == (decision.action == HANDOFF)


@pytest.mark.parametrize("seed", range(5))
def test_choices_are_two_or_three_and_do_different_things(seed):
    for situation, decision in decisions(seed, active_form=None):
        assert bool(decision.choices) == (decision.action == DID_YOU_MEAN)
        if decision.choices:
            done = [TOPICS.flows.get(intent, intent) for intent in decision.choices]
            assert 2 <= len(set(done)) == len(done) <= 3
            assert situation.last_failure is None


@pytest.mark.parametrize("failure", sorted(FAILURES - {DID_YOU_MEAN}))
def test_after_a_failure_there_is_never_another(failure):
    for _, decision in decisions(1, active_form=None, last_failure=failure):
        assert decision.action not in FAILURES


def test_a_form_ends_only_for_a_person_or_another_flow():
    for situation, decision in decisions(2):
        if situation.active_form is not None and decision.leaves_form:
            assert decision.action == HANDOFF or decision.action in TOPICS.flows.values()
            assert decision.action != situation.active_form
