"""`./parley eval routing`: what the trained bot does with messages that were labelled for this.

The model parses and its policies predict the first action, in process; no action runs, so neither the
shop nor Redis is needed. Run as `python -m bot.evaluation.routing`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME, REQUESTED_SLOT
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.log_utils import configure_structlog

from bot.evaluation.fairness import comparison
from bot.locales import PIVOT, native_locales
from policies.decisions import DID_YOU_MEAN, HANDOFF, KNOWLEDGE, NOT_UNDERSTOOD, OUT_OF_SCOPE, Topics

HALVES = ("development", "held out")
ROUTES = {
    KNOWLEDGE: "knowledge",
    OUT_OF_SCOPE: "out_of_scope",
    DID_YOU_MEAN: "clarify",
    NOT_UNDERSTOOD: "clarify",
    "action_opening_hours": "opening_hours",
}


@dataclass(frozen=True)
class Case:
    """`route`: every route that is right. `where`: what happened before, empty for a first message."""

    half: str
    text: str
    route: Sequence[str]
    where: str = ""
    form: str | None = None
    slot: str | None = None
    after: Sequence[dict[str, str]] = ()
    locale: str = PIVOT


@dataclass(frozen=True)
class Outcome:
    """`action`: what Rasa does first. `facts`: (kind, value) of what the message names."""

    case: Case
    given: str
    reason: str
    ranking: Sequence[tuple[str, float]]
    action: str = ""
    facts: Sequence[tuple[str, str]] = ()

    @property
    def right(self) -> bool:
        return self.given in self.case.route

    @property
    def wanted(self) -> str:
        return self.given if self.right else self.case.route[0]


def main() -> None:
    arguments = _arguments()
    # Otherwise Rasa writes down every message that it parses.
    configure_structlog(logging.WARNING)
    agent = Agent.load(str(arguments.model))
    outcomes = {
        locale: asyncio.run(_route_all(agent, list(cases(in_locale(arguments.messages, locale), locale))))
        for locale in arguments.locales
    }
    report = {"locales": [locale_report(locale, given) for locale, given in outcomes.items()]}
    report["comparison"] = comparison(outcomes) if len(outcomes) > 1 else None
    arguments.report.write_text(json.dumps(report, indent=2, ensure_ascii=False), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--messages", type=Path, required=True, help="The English file.")
    parser.add_argument("--locales", nargs="+", choices=native_locales(), default=[PIVOT])
    parser.add_argument("--report", type=Path, required=True)
    return parser.parse_args()


def in_locale(file: Path, locale: str) -> Path:
    """routing.yml, and beside it routing.es.yml."""
    return file if locale == PIVOT else file.with_name(f"{file.stem}.{locale}{file.suffix}")


def cases(file: Path, locale: str = PIVOT) -> Iterator[Case]:
    """Of each list every second message is held out."""
    labelled = yaml.safe_load(file.read_text(encoding="utf-8"))
    for route, texts in labelled["alone"].items():
        for number, text in enumerate(texts):
            yield Case(HALVES[number % 2], text, (route,), locale=locale)
    for situation in labelled["in_context"]:
        for number, message in enumerate(situation["messages"]):
            yield Case(
                HALVES[number % 2],
                message["text"],
                tuple(message["route"].split(" or ")),
                where=situation["where"],
                form=situation.get("form"),
                slot=situation.get("slot"),
                after=situation.get("after", ()),
                locale=locale,
            )


async def _route_all(agent: Agent, wanted: Sequence[Case]) -> list[Outcome]:
    return [await outcome_of(agent, case) for case in wanted]


async def outcome_of(agent: Agent, case: Case) -> Outcome:
    tracker = DialogueStateTracker("evaluation", agent.domain.slots)
    for event in [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted(), *await _before(agent, case)]:
        tracker.update(event, agent.domain)
    tracker.update(ActionExecuted(ACTION_LISTEN_NAME), agent.domain)
    message = await _said(agent, case.text, case.locale)
    tracker.update(message, agent.domain)
    prediction = agent.processor._predict_next_with_tracker(tracker)
    ranking = message.parse_data["intent_ranking"][:3]
    return Outcome(
        case,
        given=route_of(prediction, tracker, agent.domain.action_names_or_texts),
        reason=(prediction.action_metadata or {}).get("reason", "a rule or the form"),
        ranking=[(item["name"], round(float(item["confidence"]), 2)) for item in ranking],
        action=agent.domain.action_names_or_texts[prediction.max_confidence_index],
        facts=sorted((entity["entity"], str(entity["value"])) for entity in message.entities),
    )


async def _before(agent: Agent, case: Case) -> list[Event]:
    events: list[Event] = []
    if case.form:
        events += [await _said(agent, f"/{_intent_of(case.form)}", case.locale), ActionExecuted(case.form)]
        events += [ActiveLoop(case.form), SlotSet(REQUESTED_SLOT, case.slot)]
    for earlier in case.after:
        events += [ActionExecuted(ACTION_LISTEN_NAME), await _said(agent, earlier["customer"], case.locale)]
        events += _bot_did(earlier["bot"], agent)
    return events


def _bot_did(utterance: str, agent: Agent) -> list[Event]:
    # The platform's own utterances come back as bot events after the documents were asked.
    action = utterance if utterance in agent.domain.action_names_or_texts else KNOWLEDGE
    said = BotUttered("...", metadata={"utter_action": utterance})
    if utterance == HANDOFF:
        return [SlotSet("handoff_reason", "requested"), ActionExecuted(action), said, Restarted()]
    return [ActionExecuted(action), said]


async def _said(agent: Agent, text: str, locale: str) -> UserUttered:
    metadata = {"locale": locale}
    parsed = await agent.processor.parse_message(UserMessage(text, metadata=metadata))
    return UserUttered(text, parsed["intent"], parsed.get("entities"), parsed, metadata=metadata)


def _intent_of(form: str) -> str:
    return next(intent for intent, its_form in Topics.load().flows.items() if its_form == form)


def route_of(prediction: PolicyPrediction, tracker: DialogueStateTracker, actions: Sequence[str]) -> str:
    action = actions[prediction.max_confidence_index]
    if action == HANDOFF:
        slots = {e.key: e.value for e in prediction.events if isinstance(e, SlotSet)}
        return f"handoff {slots.get('handoff_reason', 'requested')}"
    if action == tracker.active_loop_name:
        # A form that hears "cancel" stops by itself.
        return "cancelled" if tracker.latest_message.intent.get("name") == "cancel" else "answer"
    if action in ROUTES:
        return ROUTES[action]
    return _intent_of(action) if action in Topics.load().flows.values() else "smalltalk"


def locale_report(locale: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    halves = [half_report(half, [o for o in outcomes if o.case.half == half]) for half in HALVES]
    return {"locale": locale, "halves": halves}


def half_report(name: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    confusion = Counter((outcome.wanted, outcome.given) for outcome in outcomes)
    errors = [outcome for outcome in outcomes if not outcome.right]
    to_person = [outcome for outcome in outcomes if is_handoff(outcome.wanted)]
    return {
        "name": name,
        "messages": len(outcomes),
        "right": len(outcomes) - len(errors),
        "for_a_person": len(to_person),
        "wrong_handoffs": sum(is_handoff(e.given) and not is_handoff(e.wanted) for e in errors),
        "missed_handoffs": sum(is_handoff(e.wanted) and not is_handoff(e.given) for e in errors),
        "other_reason": sum(is_handoff(e.wanted) and is_handoff(e.given) for e in errors),
        "confusion": [
            {"wanted": wanted, "given": given, "times": times}
            for (wanted, given), times in sorted(confusion.items())
        ],
        "errors": [
            {
                "text": error.case.text,
                "where": error.case.where,
                "wanted": " or ".join(error.case.route),
                "given": error.given,
                "reason": error.reason,
                "ranking": error.ranking,
            }
            for error in errors
        ],
    }


def is_handoff(route: str) -> bool:
    return route.startswith("handoff")


if __name__ == "__main__":
    main()
