"""Actions in Rasa's own process (docs/decisions/0112), as `python -m rasa_sdk --actions MODULE` runs them."""

from __future__ import annotations

import json
from typing import Any

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

# Of `action_endpoint` in bot/endpoints.yml, where another assistant has a `url`. Rasa Pro calls it so, too.
MODULE = "actions_module"


class ActionsHere(EndpointConfig):
    """Stands in the action server's place."""

    @classmethod
    def like(cls, endpoint: EndpointConfig) -> ActionsHere:
        here = cls()
        vars(here).update(vars(endpoint))
        here.executor.register_package(endpoint.kwargs[MODULE])
        return here

    def __init__(self) -> None:
        super().__init__()
        self.executor = ActionExecutor()

    async def request(self, *_: Any, **named: Any) -> Any:
        """`json`: what Rasa tells an action server. Gives what that one answers."""
        call = named["json"]
        try:
            result = await self.executor.run({**call, "tracker": _own_copy(call["tracker"])})
        except ActionExecutionRejection as rejection:
            told = {"action_name": rejection.action_name, "error": str(rejection)}
            raise ClientResponseError(400, "Bad Request", json.dumps(told)) from rejection
        # Nothing of it is the action's any more, and all of it can be remembered.
        return json.loads(json.dumps(result))


def _own_copy(tracker: dict[str, Any]) -> dict[str, Any]:
    """The action may change its slots and its message. The events are many, and are read only."""
    return {
        name: value if name == "events" else json.loads(json.dumps(value)) for name, value in tracker.items()
    }
