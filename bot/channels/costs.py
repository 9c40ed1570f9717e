"""What Rasa 3.6.21 does again at every event, action and prediction, done once.

With the planned graph (runner.py) more than two thirds of a turn's work in Rasa (docs/performance.md). There
is no setting for any of it, so it is replaced where it is; the tests compare it with Rasa's own.
"""

from __future__ import annotations

from contextlib import nullcontext
from functools import lru_cache
from typing import Any

from aiohttp import ClientSession
from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.utils.schemas.events import EVENT_SCHEMA
from rasa.utils.endpoints import EndpointConfig


def _by_kind(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of an event is one of as many as there are kinds, told apart by a constant."""
    common = {name: value for name, value in schema.items() if name != "oneOf"}
    return {
        kind["properties"]["event"]["const"]: validator_for(schema)({"allOf": [common, kind]})
        for kind in schema["oneOf"]
    }


_SCHEMA = RemoteAction.action_response_format_spec()
_VALIDATOR = validator_for(_SCHEMA)(_SCHEMA)
_VALIDATORS_OF_EVENTS = _by_kind(EVENT_SCHEMA)
_resolve_event = Event.resolve_by_type


def spare() -> None:
    """Puts the replacements in place. Called again it changes nothing."""
    # Rasa walks through all subclasses of Event to find the class of each event that it reads.
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(_resolve_event))
    # Rasa checks and compiles its schema of a result whenever it checks a result, and tries each event of it
    # as each of the 23 kinds.
    RemoteAction._validate_action_result = _validate_action_result


def _validate_action_result(_: RemoteAction, result: dict[str, Any]) -> bool:
    if _is_of_known_events(result):
        return True
    error = best_match(_VALIDATOR.iter_errors(result))
    if error is not None:
        raise error
    return True


def _is_of_known_events(result: Any) -> bool:
    """Each event fits its own kind. False says only that the whole schema has to say what is wrong."""
    if not isinstance(result, dict):
        return False
    events, responses = result.get("events", []), result.get("responses", [])
    if not isinstance(events, list) or not isinstance(responses, list):
        return False
    return all(isinstance(response, dict) for response in responses) and all(map(_is_known, events))


def _is_known(event: Any) -> bool:
    kind = event.get("event") if isinstance(event, dict) else None
    validator = _VALIDATORS_OF_EVENTS.get(kind) if isinstance(kind, str) else None
    return validator is not None and bool(validator.is_valid(event))


class KeptConnections(EndpointConfig):
    """The action server's endpoint; Rasa's own opens a connection for each call."""

    _session: ClientSession | None = None

    @classmethod
    def like(cls, endpoint: EndpointConfig) -> KeptConnections:
        kept = cls()
        vars(kept).update(vars(endpoint))
        return kept

    def session(self) -> Any:
        """In the event loop of the first call, which is the server's. Leaving it does not close it."""
        if self._session is None or self._session.closed:
            self._session = super().session()
        return nullcontext(self._session)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
