"""The policy that decides between script, documents and person, and says why."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from typing import Any

from rasa.core.constants import POLICY_PRIORITY, RULE_POLICY_PRIORITY
from rasa.core.featurizers.tracker_featurizers import TrackerFeaturizer
from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.locales import spoken
from policies.decisions import FAILURES, KNOWLEDGE, Decision, Situation, Topics, decide

# A question is the same again only while the answer is still on the screen.
REMEMBERED_QUESTIONS = 3
REQUESTS = ("requested", "asked_twice")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class RoutingPolicy(Policy):
    """Predicts with "no user" priority, for that is what lets it overrule a form that waits for an
    answer; where it has nothing to say it predicts nothing and the rules decide."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {POLICY_PRIORITY: RULE_POLICY_PRIORITY + 1}

    @staticmethod
    def supported_data() -> SupportedData:
        return SupportedData.ML_AND_RULE_DATA

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        featurizer: TrackerFeaturizer | None = None,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context, featurizer)
        self._topics = Topics.load()

    def train(
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        """Nothing to learn: policies/topics.yml is read when the policy is made."""
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> RoutingPolicy:
        return cls(config, model_storage, resource, execution_context)

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        turn = events_of_turn(tracker)
        last = next((event for event in reversed(turn) if isinstance(event, ActionExecuted)), None)
        if last is None:
            decision = decide(situation_of(tracker, turn, domain), self._topics)
            if decision is not None:
                return self._predict(decision.action, domain, tracker, decision)
        elif _is_by(last, self) and last.action_name not in domain.form_names:
            # What it decided was said: back to the form's question, or wait for the customer.
            return self._predict(tracker.active_loop_name or ACTION_LISTEN_NAME, domain, tracker)
        return self._prediction([0.0] * domain.num_actions)

    def _predict(
        self,
        action: str,
        domain: Domain,
        tracker: DialogueStateTracker,
        decision: Decision | None = None,
    ) -> PolicyPrediction:
        probabilities = [0.0] * domain.num_actions
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(
            probabilities,
            optional_events=_events(decision, tracker) if decision else None,
            is_no_user_prediction=True,
            action_metadata={"reason": decision.reason} if decision else None,
        )


def _is_by(event: ActionExecuted, policy: Policy) -> bool:
    return (event.policy or "").endswith(type(policy).__name__)


def _events(decision: Decision, tracker: DialogueStateTracker) -> list[Event]:
    """Applied before the action runs, and only if this prediction wins."""
    events: list[Event] = [SlotSet("topic", decision.topic)]
    if decision.choices:
        events.append(SlotSet("choices", list(decision.choices)))
    if decision.handoff_reason:
        events.append(SlotSet("handoff_reason", decision.handoff_reason))
    if decision.leaves_form and tracker.active_loop_name:
        events += [ActiveLoop(None), SlotSet(REQUESTED_SLOT, None)]
    return events


def events_of_turn(tracker: DialogueStateTracker) -> list[Event]:
    """Since the customer's latest message, which is not among them. `action_listen` is left out: it
    ends the turn before."""
    turn: list[Event] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME:
            continue
        turn.append(event)
    turn.reverse()
    return turn


def situation_of(tracker: DialogueStateTracker, turn: list[Event], domain: Domain) -> Situation:
    message = tracker.latest_message or UserUttered.empty()
    form = tracker.active_loop_name
    wanted = set(domain.required_slots_for_form(form)) if form in domain.form_names else set()
    entities = frozenset(entity["entity"] for entity in message.entities)
    before = _events_before(tracker)
    return Situation(
        text=message.text or "",
        ranking=_ranking(message),
        active_form=form,
        requested_slot=tracker.get_slot(REQUESTED_SLOT) if form else None,
        entities=entities,
        form_entities=entities & wanted,
        last_utterance=next((name for event in before if (name := _utterance(event))), None),
        last_failure=_last_failure(before),
        answered=_answered(before),
        just_answered=any(map(_asked_documents, _last_turn(before))),
        requested_before=_requested_before(tracker),
        locale=spoken(message.metadata, message.text or ""),
    )


def _ranking(message: UserUttered) -> list[tuple[str, float]]:
    """What `rasa test` says has an intent and no ranking."""
    ranking = message.parse_data.get("intent_ranking") or [message.intent]
    return [(item["name"], float(item.get("confidence", 1.0))) for item in ranking if item.get("name")]


def _events_before(tracker: DialogueStateTracker) -> list[Event]:
    """Newest first, from just before the latest message back to the session's start."""
    events = iter(reversed(tracker.applied_events()))
    for event in events:
        if isinstance(event, UserUttered):
            break
    return list(events)


def _last_turn(before: Iterable[Event]) -> list[Event]:
    return list(takewhile(lambda event: not isinstance(event, UserUttered), before))


def _last_failure(before: Iterable[Event]) -> str | None:
    """What the turn before said if it did not understand."""
    turn = _last_turn(before)
    if any(map(_is_answer, turn)):
        return None
    actions = (event.action_name for event in turn if isinstance(event, ActionExecuted))
    return next((action for action in actions if action in FAILURES), None)


def _answered(before: Iterable[Event]) -> list[str]:
    """The latest questions that went to the documents."""
    questions: list[str] = []
    to_documents = False
    for event in before:
        if _asked_documents(event):
            to_documents = True
        elif isinstance(event, UserUttered):
            if to_documents and event.text:
                questions.append(event.text)
            to_documents = False
    return questions[:REMEMBERED_QUESTIONS]


def _asked_documents(event: Event) -> bool:
    return _is_answer(event) or (isinstance(event, ActionExecuted) and event.action_name == KNOWLEDGE)


def _is_answer(event: Event) -> bool:
    """The platform's, told later: it may stand in the place of "out of scope". All else has a name."""
    return isinstance(event, BotUttered) and bool(event.text) and _utterance(event) is None


def _requested_before(tracker: DialogueStateTracker) -> bool:
    """Also before the conversation came back to the bot, which begins the dialogue anew."""
    return any(
        isinstance(event, SlotSet) and event.key == "handoff_reason" and event.value in REQUESTS
        for event in tracker.events
    )


def _utterance(event: Event) -> str | None:
    return event.metadata.get("utter_action") if isinstance(event, BotUttered) else None
