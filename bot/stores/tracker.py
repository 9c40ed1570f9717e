"""Session memory: Rasa's trackers as append-only lists of events in Redis.

Rasa's own RedisTrackerStore reads, merges, replays and rewrites the whole conversation at every turn.
This one appends the new events and reads a bounded tail, so a turn costs the same whether it is the
conversation's tenth or its thousandth:

- `<prefix><id>:events`: every event as JSON, oldest first, only ever appended to;
- `<prefix><id>:base`: where the tail to read begins, with the events that bring a fresh tracker into the
  state it had there (slots, active loop, pause).

The base moves to the latest session's start, and forward within a long session. Everything expires
`ttl_s` after the last turn; the transcript proper is in the platform's database.
"""

from __future__ import annotations

import json
from typing import Any, Dict, Iterable, List, Optional, Tuple, Union

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    ConversationPaused,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.stores.connection import connect

KEPT_EVENTS = 60
READ_EVENTS_LIMIT = 180
SEVEN_DAYS_S = 7 * 24 * 3600

# Marks an event that Redis already holds; survives the copies that Rasa makes of trackers, which share
# their events.
_STORED = "_parley_stored"


class RedisEventTrackerStore(TrackerStore):
    """Raises what Redis raises: a turn that cannot be remembered must fail, not fork into memory."""

    def __init__(
        self,
        domain: Optional[Domain] = None,
        host: Optional[str] = None,
        event_broker: Optional[EventBroker] = None,
        port: Optional[Union[int, str]] = None,
        password: Optional[str] = None,
        db: Union[int, str] = 0,
        key_prefix: str = "parley:tracker:",
        ttl_s: Union[int, str] = SEVEN_DAYS_S,
        **_: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self.redis = connect(host, port, password, db)
        self.key_prefix = key_prefix
        self.ttl_s = int(ttl_s)

    async def save(self, tracker: DialogueStateTracker) -> None:
        new_events = [event for event in tracker.events if not getattr(event, _STORED, False)]
        if not new_events:
            return
        events_key, base_key = self._keys(tracker.sender_id)
        async with self.redis.pipeline(transaction=True) as transaction:
            transaction.rpush(events_key, *(json.dumps(event.as_dict()) for event in new_events))
            transaction.expire(events_key, self.ttl_s)
            transaction.expire(base_key, self.ttl_s)
            length = (await transaction.execute())[0]
        for event in new_events:
            setattr(event, _STORED, True)
        if self.event_broker is not None:
            await self._stream_new_events(self.event_broker, new_events, tracker.sender_id)
        if _starts_afresh(new_events) or len(tracker.events) > READ_EVENTS_LIMIT:
            await self._move_base(tracker.sender_id, length)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        prefix, _, events = await self._read_tail(sender_id)
        return self._tracker(sender_id, prefix + events) if events else None

    async def retrieve_full_tracker(self, conversation_id: str) -> Optional[DialogueStateTracker]:
        events_key, _ = self._keys(conversation_id)
        events = self._parse(await self.redis.lrange(events_key, 0, -1))
        return self._tracker(conversation_id, events) if events else None

    async def exists(self, conversation_id: str) -> bool:
        return bool(await self.redis.exists(self._keys(conversation_id)[0]))

    async def keys(self) -> Iterable[str]:
        suffix = ":events"
        pattern = f"{self.key_prefix}*{suffix}"
        return [
            key[len(self.key_prefix) : -len(suffix)]
            async for key in self.redis.scan_iter(match=pattern, count=500)
        ]

    def _keys(self, sender_id: str) -> Tuple[str, str]:
        # The braces keep a conversation's keys on one node of a Redis Cluster.
        stem = f"{self.key_prefix}{sender_id}"
        return f"{stem}:events", f"{stem}:base"

    async def _read_tail(self, sender_id: str) -> Tuple[List[Event], int, List[Event]]:
        """(events that rebuild the state at the base, index of the base, events from there on)."""
        events_key, base_key = self._keys(sender_id)
        stored_base = await self.redis.get(base_key)
        base: Dict[str, Any] = json.loads(stored_base) if stored_base else {"index": 0, "state": []}
        events = self._parse(await self.redis.lrange(events_key, base["index"], -1))
        return self._parse(base["state"]), base["index"], events

    async def _move_base(self, sender_id: str, length: int) -> None:
        prefix, index, events = await self._read_tail(sender_id)
        cut = _cut(events)
        if cut == 0:
            return
        at_cut = self._tracker(sender_id, prefix + events[:cut])
        state = [json.dumps(event.as_dict()) for event in _state_events(at_cut)]
        _, base_key = self._keys(sender_id)
        await self.redis.set(base_key, json.dumps({"index": index + cut, "state": state}), ex=self.ttl_s)

    def _tracker(self, sender_id: str, events: List[Event]) -> DialogueStateTracker:
        return DialogueStateTracker.from_events(
            sender_id, events, self.domain.slots, max_event_history=self.max_event_history
        )

    @staticmethod
    def _parse(stored: Iterable[str]) -> List[Event]:
        events = deserialise_events([json.loads(event) for event in stored])
        for event in events:
            setattr(event, _STORED, True)
        return events


def _starts_afresh(events: Iterable[Event]) -> bool:
    return any(isinstance(event, (SessionStarted, Restarted)) for event in events)


def _cut(events: List[Event]) -> int:
    """How many of the oldest events need not be read again: all before the latest session, and of a
    long session all but the last turns. Cuts only where the bot listens, never inside a turn."""
    session = max((i for i, event in enumerate(events) if isinstance(event, SessionStarted)), default=0)
    # `action_session_start` stands right before the event that it causes.
    if session and isinstance(events[session - 1], ActionExecuted):
        session -= 1
    if len(events) - session <= READ_EVENTS_LIMIT:
        return session
    turns = [
        i
        for i, event in enumerate(events)
        if isinstance(event, UserUttered) and session < i <= len(events) - KEPT_EVENTS
    ]
    return turns[-1] if turns else session


def _state_events(tracker: DialogueStateTracker) -> List[Event]:
    """The events that bring a fresh tracker into this one's state."""
    state: List[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    for slot in tracker.slots.values():
        if slot.value != slot.initial_value:
            state.append(SlotSet(slot.name, slot.value))
    if tracker.active_loop_name:
        state += [ActionExecuted(tracker.active_loop_name), ActiveLoop(tracker.active_loop_name)]
        requested = tracker.get_slot("requested_slot")
        if requested is not None:
            state.append(SlotSet("requested_slot", requested))
    state.append(ActionExecuted(ACTION_LISTEN_NAME))
    if tracker.is_paused():
        state.append(ConversationPaused())
    return state
