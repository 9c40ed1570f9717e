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
from rasa.utils.endpoints import EndpointConfig

_SCHEMA = RemoteAction.action_response_format_spec()
_VALIDATOR = validator_for(_SCHEMA)(_SCHEMA)
_resolve_event = Event.resolve_by_type


def spare() -> None:
    """Puts the replacements in place. Called again it changes nothing."""
    # Rasa walks through all subclasses of Event to find the class of each event that it reads.
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(_resolve_event))
    # Rasa checks and compiles its schema of a result whenever it checks a result: 19 ms, then 0.5.
    RemoteAction._validate_action_result = _validate_action_result


def _validate_action_result(_: RemoteAction, result: dict[str, Any]) -> bool:
    error = best_match(_VALIDATOR.iter_errors(result))
    if error is not None:
        raise error
    return True


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
