"""How `./parley eval nlu` and `./parley eval routing` count."""

from __future__ import annotations

import pytest
import yaml

from bot.evaluation.datasets import OUT_OF_SCOPE, Example, with_typos
from bot.evaluation.nlu import Parsed, figures, highest_threshold, in_scope, out_of_scope
from bot.evaluation.pipelines import SHIPPED, pipeline
from bot.evaluation.reviews import judged, platform_route
from bot.evaluation.routing import Case, Outcome, half_report


def parsed(wanted: str, best: str, *, known: str = "a", confidence: float = 0.5) -> Parsed:
    return Parsed(wanted=wanted, best=best, best_known=known, confidence=confidence, seconds=0.001)


MESSAGES = [
    parsed("a", "a", confidence=0.9),
    parsed("a", "a", confidence=0.4),
    parsed("a", OUT_OF_SCOPE, confidence=0.3),
    parsed("b", "a", confidence=0.8),
    parsed(OUT_OF_SCOPE, OUT_OF_SCOPE, confidence=0.35),
    parsed(OUT_OF_SCOPE, "a", confidence=0.6),
]


def test_by_the_best_intent():
    assert in_scope(MESSAGES) == 2 / 4
    assert out_of_scope(MESSAGES) == 1 / 2


@pytest.mark.parametrize(
    ("threshold", "inside", "outside"),
    [(0.0, 3 / 4, 0.0), (0.35, 2 / 4, 0.0), (0.5, 1 / 4, 0.5), (0.7, 1 / 4, 1.0)],
)
def test_by_a_threshold_the_out_of_scope_class_itself_does_not_count(threshold, inside, outside):
    assert in_scope(MESSAGES, threshold) == inside
    assert out_of_scope(MESSAGES, threshold) == outside


def test_the_threshold_is_the_highest_that_costs_little():
    sure = [parsed("a", "a", confidence=0.8)] * 99 + [parsed("a", "a", confidence=0.2)]
    assert highest_threshold(sure) == 0.8


def test_a_set_without_messages_out_of_scope_has_no_threshold():
    inside = [parsed("a", "a")]
    measured = figures(inside, inside, inside)
    assert measured["out_of_scope"] is None
    assert "at_threshold" not in measured


def test_the_same_slips_are_made_in_every_run():
    examples = [Example("where is my order", "a"), Example("ok", "b")]
    assert with_typos(examples) == with_typos(examples)
    assert [one.intent for one in with_typos(examples)] == ["a", "b"]
    assert with_typos(examples)[0].text != examples[0].text


def test_the_pipeline_that_ships_is_the_one_that_is_measured():
    assert pipeline("ours")["pipeline"] == yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))["pipeline"]


def test_the_peer_is_rasas_default_with_its_own_epochs_unless_told():
    epochs = {part["name"]: part["epochs"] for part in pipeline("peer")["pipeline"] if "epochs" in part}
    assert epochs["DIETClassifier"] == 100
    fewer = pipeline("peer", peer_epochs=3)["pipeline"]
    assert {part["epochs"] for part in fewer if "epochs" in part} == {3}


def outcome(wanted: tuple[str, ...], given: str) -> Outcome:
    return Outcome(Case("held out", "hello", wanted), given, "because", [])


def test_wrong_and_missed_handoffs_are_counted_apart():
    outcomes = [
        outcome(("handoff anger",), "handoff anger"),
        outcome(("handoff anger",), "handoff complaint"),
        outcome(("handoff anger",), "clarify"),
        outcome(("knowledge",), "handoff requested"),
        outcome(("knowledge", "clarify"), "clarify"),
    ]
    report = half_report("held out", outcomes)
    assert (report["messages"], report["right"], report["for_a_person"]) == (5, 2, 3)
    assert (report["missed_handoffs"], report["wrong_handoffs"], report["other_reason"]) == (1, 1, 1)
    assert {"wanted": "clarify", "given": "clarify", "times": 1} in report["confusion"]
    assert sum(cell["times"] for cell in report["confusion"]) == 5
    assert len(report["errors"]) == 3


@pytest.mark.parametrize(
    ("wanted", "route", "right"),
    [("greet", None, True), (None, "script", True), ("greet", "handoff", False), ("thank", "script", False)],
)
def test_a_review_test_wants_an_intent_a_route_or_both(wanted, route, right):
    understood = {"text": "hi", "locale": "en", "intent": "greet", "confidence": 0.9, "route": "script"}
    [told] = judged([{"text": "hi", "locale": "en", "intent": wanted, "route": route}], [understood])
    assert (told["right"], told["wanted"], told["wanted_route"]) == (right, wanted, route)


@pytest.mark.parametrize(
    ("given", "route"),
    [("handoff requested", "handoff"), ("knowledge", "knowledge"), ("clarify", "script")],
)
def test_reviews_name_routes_as_the_platform_does(given, route):
    assert platform_route(given) == route
