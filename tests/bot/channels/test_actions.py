"""Actions in Rasa's own process answer as an action server would."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rasa.core.actions.action import ActionExecutionRejection as Rejected
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from bot.channels.actions import ActionsHere
from bot.components.nlg import KeyedResponses
from tests.bot.platform import ROOT


def here(**actions: Any) -> ActionsHere:
    endpoint = ActionsHere.like(EndpointConfig(actions_module="bot.actions", enable_selective_domain=True))
    for name, action in actions.items():
        endpoint.executor.register_function(name, action)
    return endpoint


async def run(endpoint: ActionsHere, name: str, tracker: DialogueStateTracker) -> list[Any]:
    action = RemoteAction(name, endpoint)
    return await action.run(CollectingOutputChannel(), KeyedResponses(), tracker, Domain.empty())


@pytest.fixture
def tracker() -> DialogueStateTracker:
    events = [SlotSet("details", {"colours": ["red"]})]
    return DialogueStateTracker.from_events("c", events, [AnySlot("details", [{"type": "custom"}])])


def test_every_action_of_the_domain_is_found():
    domain = Domain.from_path(str(ROOT / "bot/domain"))
    wanted = {name for name in domain.user_actions if not name.startswith("utter_")}
    wanted |= {name for name in domain.action_names_or_texts if name.startswith("validate_")}
    assert wanted
    assert wanted <= here().executor.actions.keys()


async def test_an_action_hears_the_slots_and_is_heard(tracker):
    def paint(dispatcher: CollectingDispatcher, heard: Tracker, domain: dict[str, Any]):
        dispatcher.utter_message(text="painted")
        return [{"event": "slot", "name": "details", "value": {"was": heard.get_slot("details")}}]

    said, slot = await run(here(paint=paint), "paint", tracker)
    assert (said, slot) == (
        BotUttered("painted", said.data, said.metadata),
        SlotSet("details", {"was": {"colours": ["red"]}}),
    )


async def test_what_an_action_changes_for_itself_changes_nothing(tracker):
    given = {"event": "slot", "name": "details", "value": {"colours": []}}

    def spoil(dispatcher: CollectingDispatcher, heard: Tracker, domain: dict[str, Any]):
        heard.slots["details"]["colours"].append("blue")
        return [given]

    (slot,) = await run(here(spoil=spoil), "spoil", tracker)
    given["value"]["colours"].append("green")
    assert tracker.get_slot("details") == {"colours": ["red"]}
    assert slot.value == {"colours": []}


async def test_an_action_that_declines_is_another_policys_turn(tracker):
    def decline(dispatcher: CollectingDispatcher, heard: Tracker, domain: dict[str, Any]):
        raise ActionExecutionRejection("decline", "not now")

    with pytest.raises(Rejected, match="not now"):
        await run(here(decline=decline), "decline", tracker)


@pytest.mark.parametrize(
    ("name", "error"), [("nobodys", ActionNotFoundException), ("broken", KeyError), ("unsayable", TypeError)]
)
async def test_an_action_that_breaks_says_so(tracker, name, error):
    def broken(dispatcher: CollectingDispatcher, heard: Tracker, domain: dict[str, Any]):
        raise KeyError("shop")

    def unsayable(dispatcher: CollectingDispatcher, heard: Tracker, domain: dict[str, Any]):
        return [{"event": "slot", "name": "details", "value": object()}]

    with pytest.raises(error):
        await run(here(broken=broken, unsayable=unsayable), name, tracker)


async def test_what_an_action_gives_is_checked(tracker):
    def nonsense(dispatcher: CollectingDispatcher, heard: Tracker, domain: dict[str, Any]):
        return [{"event": "nonsense"}]

    with pytest.raises(Exception, match="nonsense"):
        await run(here(nonsense=nonsense), "nonsense", tracker)


async def test_what_an_action_is_told_is_what_an_action_server_is_told(tracker):
    told: list[Tracker] = []

    def listen(dispatcher: CollectingDispatcher, heard: Tracker, domain: dict[str, Any]):
        told.append(heard)

    endpoint = here(listen=listen)
    call = RemoteAction("listen", endpoint)._action_call_format(tracker, Domain.empty())
    await run(endpoint, "listen", tracker)
    over_http = Tracker.from_dict(json.loads(json.dumps(call))["tracker"])
    assert told[0].current_state() == over_http.current_state()
