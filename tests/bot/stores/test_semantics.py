"""The store against Rasa's own semantics: generated conversations, and a replay of all events as the model.

The model replays the latest session, as Rasa's SQLTrackerStore does. Ours reads a bounded tail, so its limits
are made small: what comes before the tail must have left the same state.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    ConversationPaused,
    ConversationResumed,
    Event,
    LoopInterrupted,
    ReminderCancelled,
    ReminderScheduled,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.stores import tracker as tracker_module
from bot.stores.tracker import RedisEventTrackerStore

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [greet, order, deny]
entities: [order_number]
slots:
  order_number: {type: text, mappings: [{type: custom}]}
  reason: {type: text, initial_value: none, mappings: [{type: custom}]}
  tries: {type: float, initial_value: 0, max_value: 100, mappings: [{type: custom}]}
  order: {type: any, mappings: [{type: custom}]}
responses: {utter_greet: [{text: hello}], utter_other: [{text: other}]}
forms: {order_form: {required_slots: [order_number]}, return_form: {required_slots: [reason]}}
session_config: {session_expiration_time: 60, carry_over_slots_to_new_session: true}
"""
)
VALUES = {
    "order_number": ["P-1", "P-2", None],
    "reason": ["none", "broken", None],
    "tries": [0.0, 1.0, None],
    "order": [{"number": "P-1", "items": [1, 2]}, None],
}
LISTEN = "action_listen"


class Customer:
    """Writes one conversation, step by step, as Rasa's processor would record it."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.loop: str | None = None
        self.paused = False
        self.undoable = 0
        self.said = 0

    def steps(self, count: int) -> Iterator[list[Event]]:
        yield self.session()
        for _ in range(count):
            yield self.random.choices(
                [self.turn, self.form_turn, self.digression, self.session, self.restart, self.undo]
                + [self.undo_action, self.pause, self.remind, self.forget],
                weights=[30, 30, 8, 1, 1, 8, 3, 3, 4, 2],
            )[0]()

    def session(self, *carried: Event) -> list[Event]:
        self.loop, self.paused, self.undoable = None, False, 0
        return [ActionExecuted("action_session_start"), SessionStarted(), *carried, ActionExecuted(LISTEN)]

    def message(self) -> list[Event]:
        self.said += 1
        intent = self.random.choice(["greet", "order", "deny"])
        parsed = {
            "text": f"message {self.said}",
            "intent": {"name": intent, "confidence": 0.9},
            "entities": [],
        }
        return [UserUttered(parsed["text"], parsed["intent"], [], parsed, input_channel="gateway")]

    def slots(self) -> list[Event]:
        names = self.random.sample(sorted(VALUES), k=self.random.randint(0, 2))
        return [SlotSet(name, self.random.choice(VALUES[name])) for name in names]

    def reply(self, action: str, *events: Event) -> list[Event]:
        said = BotUttered("hello", {"custom": {"route": "script"}}, {"utter_action": action})
        return [ActionExecuted(action), *events, said]

    def turn(self) -> list[Event]:
        if self.paused:
            return self.message()
        self.undoable += self.loop is None
        action = self.random.choice(["utter_greet", "utter_other"])
        return [*self.message(), *self.slots(), *self.reply(action), ActionExecuted(LISTEN)]

    def form_turn(self) -> list[Event]:
        if self.paused:
            return self.message()
        if self.loop is None:
            self.loop = self.random.choice(["order_form", "return_form"])
            begun = [ActiveLoop(self.loop), *self.slots()]
            return [*self.message(), *self.reply(self.loop, *begun), ActionExecuted(LISTEN)]
        form = self.loop
        ends = self.random.random() < 0.2
        if ends:
            self.loop, self.undoable = None, 0
        events = [*self.slots(), *([ActiveLoop(None)] if ends else [])]
        return [*self.message(), *self.reply(form, *events), ActionExecuted(LISTEN)]

    def digression(self) -> list[Event]:
        if self.loop is None or self.paused:
            return self.turn()
        away = [*self.message(), ActionExecutionRejected(self.loop), *self.reply("utter_other")]
        back = self.random.random()
        if back < 0.6:
            return [*away, LoopInterrupted(True), *self.reply(self.loop), ActionExecuted(LISTEN)]
        if back < 0.8:
            return [*away, ActionExecuted(LISTEN), LoopInterrupted(True)]
        return [*away, ActionExecuted(LISTEN)]

    def restart(self) -> list[Event]:
        return [Restarted(), *self.session()]

    def undo(self) -> list[Event]:
        """As deep as the store promises, and never into a form, which Rasa folds into one turn."""
        if self.undoable < 1 or self.loop or self.paused:
            return self.turn()
        self.undoable -= 1
        return [UserUtteranceReverted(), ActionExecuted(LISTEN)]

    def undo_action(self) -> list[Event]:
        if self.loop or self.paused:
            return self.turn()
        return [*self.turn(), ActionReverted(), ActionExecuted(LISTEN)]

    def pause(self) -> list[Event]:
        self.paused = not self.paused
        return [ConversationPaused() if self.paused else ConversationResumed()]

    def remind(self) -> list[Event]:
        if self.random.random() < 0.3:
            return [ReminderCancelled(name="reminder 1")]
        due = datetime.now(timezone.utc) + timedelta(hours=self.random.choice([-1, 2]))
        return [ReminderScheduled("greet", due, name=f"reminder {self.random.randint(1, 3)}")]

    def forget(self) -> list[Event]:
        return self.turn() if self.loop else [AllSlotsReset()]


def state(tracker: DialogueStateTracker) -> dict[str, object]:
    """What Rasa's processor, policies and actions see of a tracker."""
    message = tracker.get_last_event_for(UserUttered)
    return {
        "slots": tracker.current_slot_values(),
        "slots_set": {slot.name for slot in tracker.slots.values() if slot.has_been_set},
        "loop": dataclasses.asdict(tracker.active_loop) if tracker.active_loop else None,
        "paused": tracker.is_paused(),
        "followup": tracker.followup_action,
        "latest_message": tracker.latest_message.as_dict() if tracker.latest_message.text else None,
        "latest_action": tracker.latest_action_name,
        "latest_utterance": tracker.latest_bot_utterance.text,
        "last_message_at": message.timestamp if message else None,
        "reminders": pending(tracker),
    }


def pending(tracker: DialogueStateTracker) -> set[str]:
    return {
        event.name
        for event in tracker.applied_events()
        if isinstance(event, ReminderScheduled)
        and event.trigger_date_time > datetime.now(timezone.utc)
        and MessageProcessor._is_reminder_still_valid(tracker, event)
    }


@pytest.fixture
async def small_store(redis_client, redis_port, monkeypatch):
    monkeypatch.setattr(tracker_module, "KEPT_EVENTS", 15)
    monkeypatch.setattr(tracker_module, "READ_EVENTS_LIMIT", 60)
    made = RedisEventTrackerStore(DOMAIN, "127.0.0.1", port=redis_port, ttl_s=60)
    yield made
    await made.redis.close(close_connection_pool=True)


async def record(store, events: list[Event]) -> DialogueStateTracker:
    tracker = await store.get_or_create_tracker("c", append_action_listen=False)
    for event in events:
        tracker.update(event)
    await store.save(tracker)
    return tracker


def replayed(events: list[Event]) -> DialogueStateTracker:
    starts = [i for i, event in enumerate(events) if isinstance(event, SessionStarted)]
    return DialogueStateTracker.from_events("c", events[starts[-1] - 1 :], DOMAIN.slots)


def reread(events: list[Event]) -> list[Event]:
    return [Event.from_parameters(event.as_dict()) for event in events]


@pytest.mark.parametrize("seed", range(12))
async def test_a_bounded_tail_has_the_state_of_a_full_replay(small_store, seed):
    said: list[Event] = []
    for number, events in enumerate(Customer(seed).steps(60)):
        said += events
        await record(small_store, reread(events))
        given = await small_store.retrieve("c")
        assert state(given) == state(replayed(said)), f"after step {number}"
        assert len(given.events) <= 60 + 30, "the tail that is read grows"
    whole = await small_store.retrieve_full_tracker("c")
    assert [event.as_dict() for event in whole.events] == [event.as_dict() for event in said]


async def test_a_form_that_never_ends_is_read_in_bounds(small_store):
    customer = Customer(0)
    steps = [customer.session(), customer.form_turn()]
    for _ in range(80):
        answer = customer.reply(customer.loop, *customer.slots())
        steps.append([*customer.message(), *answer, ActionExecuted(LISTEN)])
    for events in steps:
        await record(small_store, reread(events))
    given = await small_store.retrieve("c")
    assert state(given) == state(replayed([event for events in steps for event in events]))
    assert len(given.events) <= 60 + 30
