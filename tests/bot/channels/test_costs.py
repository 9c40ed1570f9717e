"""What replaces Rasa's own gives what Rasa's own gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import web
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import Event, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses
from rasa.shared.utils.schemas.events import EVENT_SCHEMA
from rasa.utils.endpoints import EndpointConfig

from bot.channels import costs
from bot.channels.costs import KeptConnections
from bot.channels.runner import PlannedRunner
from bot.components.nlg import KeyedResponses
from tests.bot.platform import ENCODER

KINDS = [kind["properties"]["event"]["const"] for kind in EVENT_SCHEMA["oneOf"]]


@pytest.fixture(autouse=True)
def spared(monkeypatch):
    """Rasa's own come back after each test."""
    monkeypatch.setattr(Event, "resolve_by_type", Event.resolve_by_type)
    monkeypatch.setattr(RemoteAction, "_validate_action_result", RemoteAction._validate_action_result)
    costs.spare()


def test_each_kind_of_event_is_still_found_by_its_name():
    named: dict[str, type[Event]] = {}
    for event in all_subclasses(Event):
        named.setdefault(event.type_name, event)
    assert len(named) > 20
    assert {name: Event.resolve_by_type(name) for name in named} == named


def test_an_unknown_event_is_still_an_error():
    with pytest.raises(ValueError, match="Unknown event name 'nonsense'"):
        deserialise_events([{"event": "nonsense"}])


@pytest.mark.parametrize(
    "result",
    [
        {"events": [{"event": "slot", "name": "email", "value": None, "timestamp": None}], "responses": []},
        {"events": [], "responses": [{"response": "utter_greet", "buttons": []}]},
        {},
        *({"events": [{"event": kind, "name": "x", "value": 1, "entities": []}]} for kind in KINDS),
    ],
)
def test_what_an_action_may_answer_passes(result):
    assert RemoteAction("action_x", None)._validate_action_result(result)


@pytest.mark.parametrize(
    "result",
    [
        *({"events": {}}, {"responses": "hello"}, {"responses": ["hello"]}, []),
        *({"events": [{"event": "slot"}]}, {"events": ["slot"]}, {"events": [{}]}),
        *({"events": [{"event": "nonsense"}]}, {"events": [{"event": ["slot"]}]}),
        {"events": [{"event": "undo", "timestamp": "now"}]},
    ],
)
def test_what_an_action_may_not_answer_is_an_error(result):
    with pytest.raises(ValidationError):
        RemoteAction("action_x", None)._validate_action_result(result)


async def test_calls_of_the_action_server_share_a_connection():
    seen = set()

    async def answer(request: web.Request) -> web.Response:
        seen.add(request.transport.get_extra_info("peername"))
        return web.json_response(await request.json())

    application = web.Application()
    application.router.add_post("/webhook", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    endpoint = KeptConnections.like(EndpointConfig(f"http://127.0.0.1:{port}/webhook"))
    try:
        assert await endpoint.request(json={"call": 1}) == {"call": 1}
        assert await endpoint.request(json={"call": 2}) == {"call": 2}
    finally:
        await endpoint.close()
        await runner.cleanup()
    assert len(seen) == 1


def test_the_planned_graph_understands_and_predicts_as_rasas_own(trained_model: Path, monkeypatch):
    monkeypatch.setenv("PARLEY_ENCODER_PATH", str(ENCODER))
    processor = Agent.load(str(trained_model), generator=KeyedResponses()).processor
    theirs = processor.graph_runner
    assert isinstance(theirs, DaskGraphRunner)
    ours = PlannedRunner.taking_over(theirs)
    tracker = DialogueStateTracker.from_events("c", [], processor.domain.slots)
    understood = {"targets": [processor.model_metadata.nlu_target]}
    predicted = {"targets": [processor.model_metadata.core_target]}

    def parsed(runner):
        inputs = {PLACEHOLDER_MESSAGE: [UserMessage("where is P-10482?")], PLACEHOLDER_TRACKER: tracker}
        (message,) = runner.run(inputs=inputs, **understood)[processor.model_metadata.nlu_target]
        return message.as_dict(only_output_properties=True)

    def prediction(runner):
        found = runner.run(inputs={PLACEHOLDER_TRACKER: tracker}, **predicted)
        return found[processor.model_metadata.core_target].probabilities

    assert parsed(ours) == parsed(theirs)
    assert parsed(ours)["intent"]["name"]
    assert prediction(ours) == prediction(theirs)
