"""Rasa's message processor, with its errors left as errors.

Rasa 3.6.21 swallows three of them: `_run_action` logs whatever an action raised and goes on without its
events, the prediction loop ends quietly when it trips its limit, and `FailSafeTrackerStore` continues in
memory when the real store is away. Here each of them ends the turn, before the tracker is saved: a
failed turn leaves no trace and can be tried again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import aiohttp
from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.constants import (
    ACTION_LISTEN_NAME,
    ACTION_SESSION_START_NAME,
    SESSION_START_METADATA_SLOT,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels import actions
from bot.channels.actions import ActionsHere
from bot.channels.costs import KeptConnections
from bot.channels.runner import PlannedRunner

# The platform's id of an event, in the metadata of ours.
EVENT_ID = "event_id"


class DialogueError(Exception):
    """The dialogue manager could not do this turn."""


class NotReady(DialogueError):
    """No model is loaded."""


class ActionFailed(DialogueError):
    """An action raised, or the action server answered with an error."""


class ActionServerAway(DialogueError):
    """Nobody answers where the actions should run. It passes: the turn may be repeated."""


class TooManyActions(DialogueError):
    """The policies never came back to listening."""


class NothingToSay(DialogueError):
    """The turn ended without a reply."""


class UnsentOutput(OutputChannel):
    """Sends nothing: what the bot uttered is read from the turn's events."""

    @classmethod
    def name(cls) -> str:
        return "gateway"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        return None


class WatchedAction(Action):
    """Runs the action and remembers what it raised, for Rasa's processor keeps it to itself."""

    def __init__(self, action: Action) -> None:
        self._action = action
        self.failure: Exception | None = None

    def name(self) -> str:
        return self._action.name()

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> Event:
        return self._action.event_for_successful_execution(prediction)

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        try:
            return await self._action.run(output_channel, nlg, tracker, domain)
        except ActionExecutionRejection:
            raise
        except Exception as error:
            self.failure = error
            raise


@dataclass(frozen=True)
class Memory:
    """What the platform kept of earlier sessions: slots, and in a few keys what the last one was about."""

    slots: Mapping[str, Any] = field(default_factory=dict)
    previous: Mapping[str, Any] = field(default_factory=dict)


class RememberingSessionStart(Action):
    """Begins a session with the slots that outlived the ones before. A slot that this model does not
    have is left out."""

    def __init__(self, action: Action, slots: Mapping[str, Any]) -> None:
        self._action = action
        self._slots = slots

    def name(self) -> str:
        return self._action.name()

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        events = await self._action.run(output_channel, nlg, tracker, domain)
        known = [SlotSet(name, value) for name, value in self._slots.items() if name in tracker.slots]
        begun = next((i for i, event in enumerate(events) if isinstance(event, SessionStarted)), -1) + 1
        # Before the bot listens: an undone first turn does not take them away.
        return [*events[:begun], *known, *events[begun:]]


class StrictProcessor(MessageProcessor):
    """Shares the loaded model of the agent's own processor."""

    def __init__(self, agent: Agent) -> None:
        if agent.processor is None:
            raise NotReady("No model is loaded: train one and restart, or see the log for why it failed.")
        lighten(agent.processor)
        vars(self).update(vars(agent.processor))
        self.on_circuit_break = _raise_too_many_actions
        store = agent.tracker_store
        # There is no public way past the wrapper that Agent puts around every store.
        self.tracker_store = store._tracker_store if isinstance(store, FailSafeTrackerStore) else store

    async def run_turn(
        self, message: UserMessage, before: Sequence[Event] = (), memory: Memory | None = None
    ) -> tuple[DialogueStateTracker, list[Event]]:
        """Handles the message; returns the tracker and the events of this turn, the message first.

        `before`: what happened outside the dialogue manager since the last turn. `memory`: for the case
        that a session begins. A message that was answered already, when the worker died before it could
        use the answer, is not run again: its turn is read from the tracker. The caller holds the
        conversation's lock.
        """
        tracker = await self.get_tracker(message.sender_id)
        recorded = recorded_turn(tracker, message)
        if recorded:
            return tracker, recorded
        catch_up(tracker, before)
        await self._begin_session_if_needed(tracker, message, memory or Memory())
        begin = len(tracker.events)
        await self._handle_message_with_tracker(message, tracker)
        tracker = await self.run_action_extract_slots(message.output_channel, tracker)
        await self._run_prediction_loop(message.output_channel, tracker)
        turn = list(islice(tracker.events, begin, None))
        if not any(isinstance(event, BotUttered) for event in turn):
            raise NothingToSay("The turn ended without a reply: no rule and no policy had one.")
        await self.save_tracker(tracker)
        return tracker, turn

    async def _begin_session_if_needed(
        self, tracker: DialogueStateTracker, message: UserMessage, memory: Memory
    ) -> None:
        """As Rasa's `_update_tracker_session`, with what the platform remembers."""
        if tracker.applied_events() and not self._has_session_expired(tracker):
            return
        metadata = {**(message.metadata or {}), "previous": dict(memory.previous)}
        tracker.update(SlotSet(SESSION_START_METADATA_SLOT, metadata), self.domain)
        action = self._get_action(ACTION_SESSION_START_NAME)
        await self._run_action(
            # The start of the session resets all slots, this one too.
            action=RememberingSessionStart(action, {SESSION_START_METADATA_SLOT: metadata, **memory.slots}),
            tracker=tracker,
            output_channel=message.output_channel,
            nlg=self.nlg,
            prediction=PolicyPrediction.for_action_name(self.domain, ACTION_SESSION_START_NAME),
        )

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        watched = WatchedAction(action)
        predict_another = await super()._run_action(watched, tracker, output_channel, nlg, prediction)
        if watched.failure is not None:
            failed = ActionServerAway if _is_away(watched.failure) else ActionFailed
            raise failed(f"{action.name()}: {_describe(watched.failure)}") from watched.failure
        return predict_another


def recorded_turn(tracker: DialogueStateTracker, message: UserMessage) -> list[Event]:
    """The events of the latest turn if it was this message's, else nothing.

    The latest is enough: a conversation's messages come one after another.
    """
    turn: list[Event] = []
    for event in reversed(tracker.events):
        if isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME:
            turn = [event]  # what came after it happened outside the turn
        elif turn:
            turn.append(event)
            if isinstance(event, UserUttered):
                same = (event.message_id, event.text) == (message.message_id, message.text)
                return turn[::-1] if same else []
    return []


def catch_up(tracker: DialogueStateTracker, before: Sequence[Event]) -> None:
    """Applies what happened outside the dialogue manager, each event once though it may be told twice.

    An empty tracker has nothing to catch up with: its session begins with this turn.
    """
    if not tracker.events:
        return
    for event in before:
        if not (isinstance(event, BotUttered) and _is_applied(event, tracker)):
            tracker.update(event)


def _is_applied(event: BotUttered, tracker: DialogueStateTracker) -> bool:
    told = event.metadata.get(EVENT_ID)
    return told is not None and any(
        known.metadata.get(EVENT_ID) == told for known in tracker.applied_events()
    )


def lighten(processor: MessageProcessor) -> None:
    """Once for each model that is loaded."""
    if isinstance(processor.graph_runner, DaskGraphRunner):
        processor.graph_runner = PlannedRunner.taking_over(processor.graph_runner)
    endpoint = processor.action_endpoint
    if endpoint is None or isinstance(endpoint, (ActionsHere, KeptConnections)):
        return
    if actions.MODULE in endpoint.kwargs:
        processor.action_endpoint = ActionsHere.like(endpoint)
    else:
        processor.action_endpoint = KeptConnections.like(endpoint)


async def close_connections(agent: Agent | None) -> None:
    """Those to the action server; the next call opens them again."""
    endpoint = agent.processor.action_endpoint if agent and agent.processor else None
    if isinstance(endpoint, KeptConnections):
        await endpoint.close()


def _raise_too_many_actions(
    tracker: DialogueStateTracker, output_channel: OutputChannel, nlg: NaturalLanguageGenerator
) -> None:
    raise TooManyActions("The limit of actions in one turn was reached: two policies disagree in a loop.")


def _is_away(error: Exception) -> bool:
    # Rasa raises its own error inside the handler of the real one.
    away = (aiohttp.ClientConnectionError, asyncio.TimeoutError)
    return isinstance(error, away) or isinstance(error.__context__, away)


def _describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
