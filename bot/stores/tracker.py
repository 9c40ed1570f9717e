"""Session memory: Rasa's trackers as append-only lists of events in Redis.

Rasa's own RedisTrackerStore reads, merges, replays and rewrites the whole conversation at every turn.
This one appends the new events and reads a bounded tail, so a turn costs the same whether it is the
conversation's tenth or its thousandth:

- `<prefix><id>:events`: every event as JSON, oldest first, only ever appended to;
- `<prefix><id>:base`: where the tail to read begins, with the events that bring a fresh tracker into the
  state it had there (slots, active loop, pause), as `<index>:<JSON list>`.

The base moves to the latest session's start, and forward within a long session. Everything expires
`ttl_s` after the last turn; the transcript proper is in the platform's database.

What was read stays in the process, as Redis told it, and only what was appended since is read again, by
whichever process: each read asks Redis whether the base and the last event are still those that are known.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    Event,
    LoopInterrupted,
    ReminderScheduled,
    SessionStarted,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.stores.connection import connect, over_a_restart

KEPT_EVENTS = 24
# So many of the customer's latest messages can be taken back exactly (UserUtteranceReverted).
KEPT_TURNS = 5
READ_EVENTS_LIMIT = 72
# Conversations whose tail stays in the process.
KEPT_TAILS = 500
SEVEN_DAYS_S = 7 * 24 * 3600

# KEYS: base, events. ARGV, what the reader knows: the base's index, how many events in all, the last of them.
# What is read of a conversation, in one round trip: from its base on, or only what the reader does not know.
READ = """
local index, state = string.match(redis.call('get', KEYS[1]) or '0:[]', '^(%d+):(.*)$')
if index == ARGV[1] and redis.call('lindex', KEYS[2], ARGV[2] - 1) == ARGV[3] then
  return {false, false, redis.call('lrange', KEYS[2], ARGV[2], -1)}
end
return {index, state, redis.call('lrange', KEYS[2], index, -1)}
"""
# KEYS: events, base. ARGV: seconds to live, is it known to Redis, is it sent again, the events.
# 0: what was known is gone. Sent again it looks whether it was carried out before the connection broke.
APPEND = """
if redis.call('exists', KEYS[1]) == 0 then
  if ARGV[2] == '1' then return 0 end
  redis.call('del', KEYS[2])
end
if ARGV[3] == '0' or redis.call('lindex', KEYS[1], -1) ~= ARGV[#ARGV] then
  for first = 4, #ARGV, 1000 do
    redis.call('rpush', KEYS[1], unpack(ARGV, first, math.min(first + 999, #ARGV)))
  end
end
redis.call('expire', KEYS[1], ARGV[1])
redis.call('expire', KEYS[2], ARGV[1])
return 1
"""

# Marks an event that Redis already holds; survives the copies that Rasa makes of trackers, which share
# their events.
_STORED = "_parley_stored"


@dataclass(frozen=True)
class Tail:
    """What was read of a conversation: the events that rebuild the state at its base, the base's index, and
    the events from there on. `last`: the last of them, as it is in Redis."""

    prefix: Sequence[Event] = ()
    index: int = 0
    events: Sequence[Event] = ()
    last: str = ""

    @property
    def known(self) -> tuple[str, int, str]:
        """To READ."""
        return (str(self.index) if self.events else "", self.index + len(self.events), self.last)

    def followed_by(self, stored: Sequence[str]) -> Tail:
        if not stored:
            return self
        return replace(self, events=(*self.events, *_parse(stored)), last=stored[-1])


class RedisEventTrackerStore(TrackerStore):
    """Raises what Redis raises: a turn that cannot be remembered must fail, not fork into memory."""

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        port: int | str | None = None,
        password: str | None = None,
        db: int | str = 0,
        key_prefix: str = "parley:tracker:",
        ttl_s: int | str = SEVEN_DAYS_S,
        **_: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self.redis = connect(host, port, password, db)
        self.key_prefix = key_prefix
        self.ttl_s = int(ttl_s)
        self._read_script = self.redis.register_script(READ)
        self._append_script = self.redis.register_script(APPEND)
        self._tails: OrderedDict[str, Tail] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        new_events = [event for event in tracker.events if not getattr(event, _STORED, False)]
        if not new_events:
            return
        known = len(new_events) < len(tracker.events)
        if not await self._append(tracker.sender_id, new_events, known=known):
            # Redis lost it since it was read, or its time ran out: what was read is all there is.
            new_events = list(tracker.events)
            await self._append(tracker.sender_id, new_events, known=False)
        for event in new_events:
            setattr(event, _STORED, True)
        if self.event_broker is not None:
            await self._stream_new_events(self.event_broker, new_events, tracker.sender_id)
        new_session = any(isinstance(event, SessionStarted) for event in new_events)
        if new_session or len(tracker.events) > READ_EVENTS_LIMIT:
            await self._move_base(tracker.sender_id)

    async def _append(self, sender_id: str, events: Sequence[Event], *, known: bool) -> bool:
        stored = [json.dumps(event.as_dict()) for event in events]
        again = False

        async def append() -> bool:
            nonlocal again
            arguments, again = [self.ttl_s, int(known), int(again), *stored], True
            return bool(await self._append_script(keys=self._keys(sender_id), args=arguments))

        return await over_a_restart(append)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        tail = await self._read_tail(sender_id)
        return self._tracker(sender_id, [*tail.prefix, *tail.events]) if tail.events else None

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        events_key, _ = self._keys(conversation_id)
        events = _parse(await over_a_restart(self.redis.lrange, events_key, 0, -1))
        return self._tracker(conversation_id, events) if events else None

    async def exists(self, conversation_id: str) -> bool:
        events_key, _ = self._keys(conversation_id)
        return bool(await over_a_restart(self.redis.exists, events_key))

    async def keys(self) -> Iterable[str]:
        suffix = ":events"
        pattern = f"{self.key_prefix}*{suffix}"
        return [
            key[len(self.key_prefix) : -len(suffix)]
            async for key in self.redis.scan_iter(match=pattern, count=500)
        ]

    def _keys(self, sender_id: str) -> tuple[str, str]:
        stem = f"{self.key_prefix}{sender_id}"
        return f"{stem}:events", f"{stem}:base"

    async def _read_tail(self, sender_id: str) -> Tail:
        events_key, base_key = self._keys(sender_id)
        tail = self._tails.pop(sender_id, Tail())
        index, state, stored = await over_a_restart(
            self._read_script, keys=[base_key, events_key], args=tail.known
        )
        if index is not None:
            tail = Tail(_parse(json.loads(state)), int(index))
        tail = tail.followed_by(stored)
        if tail.events:
            self._tails[sender_id] = tail
        if len(self._tails) > KEPT_TAILS:
            self._tails.popitem(last=False)
        return tail

    async def _move_base(self, sender_id: str) -> None:
        tail = await self._read_tail(sender_id)
        prefix, events = list(tail.prefix), list(tail.events)
        session = _latest_session(events)
        cut = None
        if len(events) - session > READ_EVENTS_LIMIT:
            applied = self._tracker(sender_id, prefix + events).applied_events()
            cut = _latest_turns(events, session, {id(event) for event in applied})
        if cut is not None:
            state = _state_events(self._tracker(sender_id, prefix + events[:cut]), events[cut].timestamp)
        elif session:
            cut, state = session, []
        else:
            return
        _, base_key = self._keys(sender_id)
        base = f"{tail.index + cut}:{json.dumps([json.dumps(event.as_dict()) for event in state])}"
        await over_a_restart(self.redis.set, base_key, base, ex=self.ttl_s)

    def _tracker(self, sender_id: str, events: list[Event]) -> DialogueStateTracker:
        return DialogueStateTracker.from_events(
            sender_id, events, self.domain.slots, max_event_history=self.max_event_history
        )


def _parse(stored: Iterable[str]) -> list[Event]:
    events = deserialise_events([json.loads(event) for event in stored])
    for event in events:
        setattr(event, _STORED, True)
    return events


def _latest_session(events: list[Event]) -> int:
    """Index of the latest session's first event: `action_session_start`, which causes the rest."""
    started = max((i for i, event in enumerate(events) if isinstance(event, SessionStarted)), default=0)
    return started - 1 if started and isinstance(events[started - 1], ActionExecuted) else started


def _latest_turns(events: list[Event], session: int, applied: set[int]) -> int | None:
    """Where to begin reading in a session that has grown too long; None: as before.

    Right before a customer's message that still counts, for one that was taken back or that an active
    form has folded away is no place to undo to. In a form that never ends there is none: before any.
    """
    messages = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    counting = [i for i in messages if id(events[i]) in applied]
    latest = len(events) - KEPT_EVENTS
    cuts = [i for i in counting[:-KEPT_TURNS] if i <= latest]
    if not cuts or len(events) - cuts[-1] > READ_EVENTS_LIMIT:
        cuts = [i for i in messages if i <= latest]
    return cuts[-1] if cuts and cuts[-1] > session else None


def _state_events(tracker: DialogueStateTracker, timestamp: float) -> list[Event]:
    """The events that bring a fresh tracker into this one's state, dated `timestamp` (Unix seconds)."""
    state: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    state += [SlotSet(slot.name, slot.value) for slot in tracker.slots.values() if slot.has_been_set]
    said = tracker.latest_bot_utterance
    if said != BotUttered.empty():
        state.append(BotUttered(said.text, said.data, said.metadata))
    state += [ActionExecuted(ACTION_LISTEN_NAME), *_loop_events(tracker), *_due(tracker)]
    if tracker.is_paused():
        state.append(ConversationPaused())
    for event in state:
        if not isinstance(event, UserUttered):
            event.timestamp = timestamp
    # A session's end is counted from the last message that counts.
    messages = [event for event in state if isinstance(event, UserUttered)]
    heard = tracker.get_last_event_for(UserUttered)
    if messages and heard is not None:
        messages[-1].timestamp = heard.timestamp
    return state


def _loop_events(tracker: DialogueStateTracker) -> list[Event]:
    """The active form as it was begun and, where it was left for something else, that too: Rasa folds
    a form's turns into one only while nothing else comes between them."""
    loop = tracker.active_loop
    if loop is None or not loop.name:
        return []
    events = _heard(tracker, loop.trigger_message)
    events += [ActionExecuted(loop.name), ActiveLoop(loop.name)]
    away = tracker.get_last_event_for(ActionExecuted, action_names_to_exclude=[ACTION_LISTEN_NAME])
    if away is not None and away.action_name != loop.name:
        events += [*_heard(tracker, tracker.latest_message.parse_data), ActionExecuted(away.action_name)]
    if loop.rejected:
        events.append(ActionExecutionRejected(loop.name))
    if tracker.latest_action_name == ACTION_LISTEN_NAME:
        events.append(ActionExecuted(ACTION_LISTEN_NAME))
    if loop.is_interrupted:
        events.append(LoopInterrupted(True))
    return events


def _heard(tracker: DialogueStateTracker, parsed: dict[str, Any] | None) -> list[Event]:
    """The customer's message again, with its own time."""
    if not parsed or not parsed.get("text"):
        return []
    said = [e for e in tracker.events if isinstance(e, UserUttered) and e.parse_data == parsed]
    at = said[-1].timestamp if said else None
    return [UserUttered(parsed["text"], parsed.get("intent"), parsed.get("entities"), parsed, at)]


def _due(tracker: DialogueStateTracker) -> list[Event]:
    """Reminders that have still to come: Rasa looks for them in the tracker when they do."""
    return [
        event
        for event in tracker.applied_events()
        if isinstance(event, ReminderScheduled)
        and event.trigger_date_time > datetime.now(event.trigger_date_time.tzinfo)
    ]
