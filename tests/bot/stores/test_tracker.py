import asyncio
from collections import OrderedDict
from datetime import datetime, timezone

import pytest
import redis
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    ReminderScheduled,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.stores.tracker import KEPT_EVENTS, READ_EVENTS_LIMIT, RedisEventTrackerStore

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [greet]
slots:
  order_number: {type: text, mappings: [{type: custom}]}
  tries: {type: float, initial_value: 0, mappings: [{type: custom}]}
responses: {utter_greet: [{text: hello}]}
forms: {order_form: {required_slots: [order_number]}}
"""
)


@pytest.fixture
async def store(redis_client, redis_port):
    made = RedisEventTrackerStore(DOMAIN, "127.0.0.1", port=redis_port, ttl_s=60)
    yield made
    await made.redis.close(close_connection_pool=True)


def session_start(*carried):
    return [
        ActionExecuted("action_session_start"),
        SessionStarted(),
        *carried,
        ActionExecuted("action_listen"),
    ]


def turn(text="hi", *extra):
    return [
        UserUttered(text, {"name": "greet"}),
        *extra,
        ActionExecuted("utter_greet"),
        BotUttered("hello"),
        ActionExecuted("action_listen"),
    ]


async def say(store, sender_id, events):
    tracker = await store.get_or_create_tracker(sender_id, append_action_listen=False)
    for event in events:
        tracker.update(event)
    await store.save(tracker)
    return tracker


def texts(tracker):
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


async def test_what_was_saved_is_read_back_with_its_state(store):
    await say(store, "c", session_start() + turn("hi", SlotSet("order_number", "P-1")))
    tracker = await store.retrieve("c")
    assert texts(tracker) == ["hi"]
    assert tracker.get_slot("order_number") == "P-1"
    assert tracker.latest_action_name == "action_listen"


async def test_an_unknown_conversation_is_none(store):
    assert await store.retrieve("nobody") is None
    assert await store.retrieve_full_tracker("nobody") is None
    assert not await store.exists("nobody")


async def test_saving_twice_appends_nothing(store, redis_client):
    tracker = await say(store, "c", session_start() + turn())
    await store.save(tracker)
    await store.save(tracker.copy())
    assert redis_client.llen("parley:tracker:c:events") == len(session_start() + turn())


async def test_only_the_latest_session_is_read_and_slots_are_carried_by_its_events(store):
    await say(store, "c", session_start() + turn("first", SlotSet("order_number", "P-1")))
    await say(store, "c", session_start(SlotSet("order_number", "P-1")) + turn("second"))
    tracker = await store.retrieve("c")
    assert texts(tracker) == ["second"]
    assert tracker.get_slot("order_number") == "P-1"
    assert texts(await store.retrieve_full_tracker("c")) == ["first", "second"]


async def test_a_session_without_carried_slots_starts_empty(store):
    await say(store, "c", session_start() + turn("first", SlotSet("order_number", "P-1")))
    await say(store, "c", session_start() + turn("second"))
    assert (await store.retrieve("c")).get_slot("order_number") is None


async def test_a_long_session_reads_a_bounded_tail_in_the_same_state(store):
    reference = DialogueStateTracker("c", DOMAIN.slots)
    await say(store, "c", session_start())
    for number in range(300):
        events = turn(f"turn {number}", SlotSet("tries", float(number)))
        if number == 5:
            events[1:1] = [
                SlotSet("order_number", "P-5"),
                ActionExecuted("order_form"),
                ActiveLoop("order_form"),
            ]
        await say(store, "c", events)
        for event in events:
            reference.update(event)
    tracker = await store.retrieve("c")
    assert KEPT_EVENTS <= len(tracker.events) <= READ_EVENTS_LIMIT + 10
    assert tracker.current_slot_values() == reference.current_slot_values()
    assert tracker.active_loop_name == reference.active_loop_name == "order_form"
    assert tracker.latest_message.text == "turn 299"
    assert texts(await store.retrieve_full_tracker("c")) == [f"turn {number}" for number in range(300)]


async def test_restart_undo_and_pause_keep_rasas_meaning(store):
    await say(store, "undo", session_start() + turn("one") + turn("two") + [UserUtteranceReverted()])
    assert (await store.retrieve("undo")).latest_message.text == "one"

    await say(store, "restart", session_start() + turn("one", SlotSet("order_number", "P-1")) + [Restarted()])
    assert (await store.retrieve("restart")).get_slot("order_number") is None

    await say(store, "pause", session_start() + turn() + [ConversationPaused()])
    assert (await store.retrieve("pause")).is_paused()


async def test_a_reminder_survives(store):
    due = datetime(2030, 1, 1, tzinfo=timezone.utc)
    await say(store, "c", session_start() + [ReminderScheduled("ask_again", due, name="again")])
    reminder = (await store.retrieve("c")).events[-1]
    assert (reminder.intent, reminder.trigger_date_time, reminder.name) == ("ask_again", due, "again")


async def test_concurrent_writers_lose_no_event(store, redis_port):
    other_process = RedisEventTrackerStore(DOMAIN, "127.0.0.1", port=redis_port)
    await say(store, "c", session_start())
    writers = [store, other_process] * 10
    await asyncio.gather(*(say(s, "c", turn(f"turn {i}")) for i, s in enumerate(writers)))
    await other_process.redis.close(close_connection_pool=True)
    assert sorted(texts(await store.retrieve_full_tracker("c"))) == sorted(f"turn {i}" for i in range(20))


async def test_everything_expires_together(store, redis_client):
    await say(store, "c", session_start() + turn())
    await say(store, "c", session_start() + turn())
    assert 0 < redis_client.ttl("parley:tracker:c:events") <= 60
    assert 0 < redis_client.ttl("parley:tracker:c:base") <= 60


async def test_keys_are_conversation_ids(store):
    await say(store, "a", session_start())
    await say(store, "b", session_start())
    assert sorted(await store.keys()) == ["a", "b"]


async def test_without_redis_it_raises(redis_client):
    away = RedisEventTrackerStore(DOMAIN, "127.0.0.1", port=1)
    with pytest.raises(redis.ConnectionError):
        await say(away, "c", session_start())


@pytest.fixture
async def other(redis_client, redis_port):
    """Of another process."""
    made = RedisEventTrackerStore(DOMAIN, "127.0.0.1", port=redis_port, ttl_s=60)
    yield made
    await made.redis.close(close_connection_pool=True)


async def test_what_another_process_appended_follows_what_is_known(store, other, monkeypatch):
    await say(store, "c", session_start() + turn("one"))
    for number in range(40):  # the base moves, by either
        assert texts(await store.retrieve("c"))[-1] == ("one" if number == 0 else f"{number - 1} by other")
        await say(store, "c", turn(f"{number} by store"))
        await say(other, "c", turn(f"{number} by other", SlotSet("tries", float(number))))
    read = await store.retrieve("c")
    monkeypatch.setattr(store, "_tails", OrderedDict())
    assert list(read.events) == list((await store.retrieve("c")).events)
    assert read.get_slot("tries") == 39.0


async def test_a_turn_that_was_not_saved_is_not_read(store):
    await say(store, "c", session_start() + turn("one"))
    failed = await store.retrieve("c")
    for event in turn("lost", SlotSet("order_number", "P-1")):
        failed.update(event)
    tracker = await store.retrieve("c")
    assert texts(tracker) == ["one"]
    assert tracker.get_slot("order_number") is None


async def test_a_conversation_that_began_anew_is_read_anew(store, other, redis_client):
    await say(store, "c", session_start() + turn("old"))
    assert texts(await store.retrieve("c")) == ["old"]
    redis_client.delete("parley:tracker:c:events", "parley:tracker:c:base")
    assert await store.retrieve("c") is None
    await say(other, "c", session_start() + turn("new"))
    assert texts(await store.retrieve("c")) == ["new"]


async def test_a_conversation_that_was_lost_and_made_again_elsewhere_is_read_anew(store, other, redis_client):
    await say(store, "c", session_start() + turn("old"))
    assert texts(await store.retrieve("c")) == ["old"]
    redis_client.delete("parley:tracker:c:events", "parley:tracker:c:base")
    await say(other, "c", session_start() + turn("new") + turn("newer"))
    assert texts(await store.retrieve("c")) == ["new", "newer"]


async def test_only_so_many_conversations_stay_in_the_process(store, monkeypatch):
    monkeypatch.setattr("bot.stores.tracker.KEPT_TAILS", 2)
    for name in ("a", "b", "c", "a"):
        await say(store, name, session_start() + turn(name))
    assert {name: texts(await store.retrieve(name))[-1] for name in "abc"} == {"a": "a", "b": "b", "c": "c"}


async def test_what_is_known_is_not_read_again(store, other, monkeypatch):
    read = []

    def reading(events):
        read.extend(events)
        return deserialise_events(events)

    await say(store, "c", session_start() + turn("one"))
    await store.retrieve("c")
    monkeypatch.setattr("bot.stores.tracker.deserialise_events", reading)
    assert texts(await store.retrieve("c")) == ["one"]
    assert read == []
    await say(other, "c", turn("two"))
    read.clear()
    assert texts(await store.retrieve("c")) == ["one", "two"]
    assert len(read) == len(turn("two"))
