"""What Rasa's own processor would have swallowed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.events import ConversationPaused
from rasa.utils.endpoints import EndpointConfig

from bot.channels.gateway import Turn, respond
from bot.channels.processor import (
    ActionServerAway,
    NothingToSay,
    NotReady,
    StrictProcessor,
    TooManyActions,
    UnsentOutput,
    close_connections,
)
from bot.components.nlg import KeyedResponses
from tests.bot.channels.test_gateway import EXAMPLES
from tests.bot.platform import ENCODER, free_port


@pytest.fixture(scope="module")
def agent(trained_model: Path) -> Agent:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARLEY_ENCODER_PATH", str(ENCODER))
        nobody = EndpointConfig(f"http://127.0.0.1:{free_port()}/webhook")
        return Agent.load(str(trained_model), generator=KeyedResponses(), action_endpoint=nobody)


@pytest.fixture
async def loaded(agent: Agent) -> AsyncIterator[Agent]:
    """Its connections are of one test's event loop."""
    yield agent
    await close_connections(agent)


async def run(processor: StrictProcessor, conversation: str, text: str):
    return await processor.run_turn(UserMessage(text, UnsentOutput(), conversation))


async def test_an_action_server_that_is_away_ends_the_turn_and_leaves_no_trace(loaded):
    processor = StrictProcessor(loaded)
    with pytest.raises(ActionServerAway, match="action_opening_hours") as raised:
        await run(processor, "a", "what are your opening hours?")
    # The name by which the platform knows that it passes.
    assert raised.type.__name__ == EXAMPLES["error_away"]["response"]["error"]["type"]
    assert not (await processor.get_tracker("a")).events


async def test_a_turn_without_a_reply_is_an_error(loaded):
    processor = StrictProcessor(loaded)
    paused = await processor.get_tracker("b")
    paused.update(ConversationPaused())
    await processor.save_tracker(paused)
    with pytest.raises(NothingToSay):
        await run(processor, "b", "hi")


async def test_policies_that_never_come_to_listen_are_an_error(loaded):
    processor = StrictProcessor(loaded)
    processor.max_number_of_predictions = 1
    with pytest.raises(TooManyActions):
        await run(processor, "c", "hi")


async def test_an_agent_without_a_model_is_not_ready():
    with pytest.raises(NotReady):
        await respond(Agent(), Turn("d", "hi", None, {}))


async def test_the_fallback_into_memory_is_taken_away(loaded):
    assert isinstance(loaded.tracker_store, FailSafeTrackerStore)
    assert not isinstance(StrictProcessor(loaded).tracker_store, FailSafeTrackerStore)
