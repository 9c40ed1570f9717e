"""Answers every utterance with its key and arguments; the words are put in by the platform."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig

from policies.decisions import DID_YOU_MEAN

# What rasa-sdk's dispatcher and Rasa's own actions send along; everything else is an argument.
_NOT_ARGUMENTS = frozenset(
    {"text", "buttons", "cards", "elements", "custom", "template", "response", "image", "attachment"}
    | {"domain_responses", "response_id"}
)


class KeyedResponses(TemplatedNaturalLanguageGenerator):
    """Inherits from the templated generator because Agent hands the domain's responses only to that
    one when a model is loaded."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        super().__init__(domain.responses if domain else {})

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any]:
        response = self._response(utter_action, tracker, output_channel)
        route = response.get("custom", {}).get("route", "script")
        if route == "knowledge":
            reply = _knowledge(tracker)
        elif route == "handoff":
            reply = {"route": "handoff", "reason": kwargs.get("reason") or _handoff_reason(tracker)}
        else:
            args = {key: value for key, value in kwargs.items() if key not in _NOT_ARGUMENTS}
            choices = _choices(tracker) if utter_action == DID_YOU_MEAN else ()
            buttons = [*choices, *(response.get("buttons") or ()), *(kwargs.get("buttons") or ())]
            reply = {
                "route": route,
                "key": utter_action,
                "args": args,
                "buttons": [_button(button) for button in buttons],
            }
            if kwargs.get("cards"):
                reply["cards"] = kwargs["cards"]
        return {"custom": reply}

    def _response(self, utter_action: str, tracker: DialogueStateTracker, channel: str) -> dict[str, Any]:
        """What the domain says of it. The actions' own utterances are not in the domain."""
        if utter_action not in self.responses:
            return {}
        fitting = ResponseVariationFilter(self.responses).responses_for_utter_action(
            utter_action, channel, tracker.current_slot_values()
        )
        if not fitting:
            raise RasaException(f"No variation of {utter_action!r} fits: give it one without a condition.")
        return fitting[0]


def _knowledge(tracker: DialogueStateTracker) -> dict[str, Any]:
    query = _latest_words(tracker)
    if query is None:
        raise RasaException("There is no question to look up.")
    return {"route": "knowledge", "query": query, "topic": tracker.get_slot("topic")}


def _latest_words(tracker: DialogueStateTracker) -> str | None:
    """A customer who was asked what is meant and pressed a button meant the words before it."""
    said = [event.text for event in tracker.applied_events() if isinstance(event, UserUttered) and event.text]
    return next((text for text in reversed(said) if not text.startswith(INTENT_MESSAGE_PREFIX)), None)


def _choices(tracker: DialogueStateTracker) -> list[dict[str, str]]:
    intents = tracker.get_slot("choices") or ()
    return [{"title": f"choice_{i}", "payload": f"{INTENT_MESSAGE_PREFIX}{i}"} for i in intents]


def _handoff_reason(tracker: DialogueStateTracker) -> str:
    return tracker.get_slot("handoff_reason") or "requested"


def _button(button: dict[str, Any]) -> dict[str, Any]:
    """A button's title is its key in the catalogue."""
    return {"key": button["title"], "title": button["title"], "payload": button["payload"]}
