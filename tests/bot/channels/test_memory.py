"""A customer who comes back when Rasa has forgotten them: what the platform kept is taken up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import redis

from tests.bot.platform import Conversation, Line

TWO_DAYS_S = 2 * 24 * 3600


@pytest.fixture
def memory_of_rasa(line: Line) -> Iterator[redis.Redis]:
    client = redis.Redis(
        port=line.redis.port, password=line.rasa.env["PARLEY_REDIS_PASSWORD"], decode_responses=True
    )
    yield client
    client.close()


def post(line: Line, customer: Conversation, text: str, memory: dict[str, Any] | None = None) -> Any:
    body = customer.request(text)
    response = line.post({**body, "memory": memory} if memory is not None else body)
    assert response.status_code == 200, response.text
    return response.json()


def key(answer: dict[str, Any]) -> str:
    return answer["messages"][-1]["key"]


def forget(client: redis.Redis, customer: Conversation) -> None:
    """What the time to live does."""
    assert client.delete(*client.keys(f"parley:tracker:{customer.id}:*"))


def grow_old(client: redis.Redis, customer: Conversation) -> None:
    """Two days pass: the session has ended, Redis still has it."""
    events_key = f"parley:tracker:{customer.id}:events"
    events = [json.loads(event) for event in client.lrange(events_key, 0, -1)]
    client.delete(events_key)
    for event in events:
        event["timestamp"] -= TWO_DAYS_S
        client.rpush(events_key, json.dumps(event))


@pytest.mark.parametrize("passes", [forget, grow_old])
def test_the_order_number_is_not_asked_again(line: Line, memory_of_rasa, passes):
    customer = Conversation(line)
    first = post(line, customer, "where is my order P-10482?")
    assert first["remember"] == {"order_number": "P-10482"}
    passes(memory_of_rasa, customer)
    memory = {"slots": first["remember"], "previous": {"asked": ["order_status"]}}
    again = post(line, customer, "where is my order?", memory)
    assert key(again) == "utter_ask_email"
    assert again["remember"] == {"order_number": "P-10482"}


@pytest.mark.parametrize("passes", [forget, grow_old])
def test_without_memory_a_new_session_knows_nothing(line: Line, memory_of_rasa, passes):
    customer = Conversation(line)
    post(line, customer, "where is my order P-10482?")
    passes(memory_of_rasa, customer)
    again = post(line, customer, "where is my order?")
    assert (key(again), again["remember"]) == ("utter_ask_order_number", {})


def test_order_details_still_need_the_proof(line: Line):
    """The number is remembered; that it is theirs is proved anew."""
    customer = Conversation(line)
    memory = {"slots": {"order_number": "P-10482", "email": "anna.keller@example.com"}, "previous": {}}
    assert key(post(line, customer, "where is my order?", memory)) == "utter_ask_email"


def test_a_verified_customer_is_told_at_once(line: Line):
    customer = Conversation(line, email="anna.keller@example.com")
    memory = {"slots": {"order_number": "P-10482"}, "previous": {}}
    assert key(post(line, customer, "where is my order?", memory)) == "utter_order_shipped"


def test_memory_changes_nothing_in_a_running_session(line: Line):
    customer = Conversation(line)
    post(line, customer, "where is my order P-10482?")
    memory = {"slots": {"order_number": "P-1"}, "previous": {}}
    assert post(line, customer, "anna.keller@example.com", memory)["remember"] == {"order_number": "P-10482"}


def test_a_slot_that_the_model_does_not_know_or_that_may_not_be_remembered_is_left_out(line: Line):
    customer = Conversation(line)
    memory = {"slots": {"shoe_size": 43, "failed_lookups": 2.0, "order_number": "P-10482"}, "previous": {}}
    post(line, customer, "hi", memory)
    slots = line.tracker(customer.id)["slots"]
    assert slots["order_number"] == "P-10482"
    assert not slots["failed_lookups"]
    assert "shoe_size" not in slots


def test_an_undone_first_turn_does_not_take_the_memory_away(line: Line):
    customer = Conversation(line)
    memory = {"slots": {"order_number": "P-10482"}, "previous": {}}
    post(line, customer, "how long does shipping take?", memory)
    body = {**customer.request("how long does shipping take?\nto France"), "before": [{"event": "rewind"}]}
    assert line.post(body).json()["remember"] == {"order_number": "P-10482"}


def test_actions_find_what_the_last_session_was_about(line: Line):
    customer = Conversation(line)
    previous = {"asked": ["order_status"], "topic": "shipping", "outcome": "answered", "at": "2026-11-02"}
    post(line, customer, "hi", {"slots": {}, "previous": previous})
    metadata = line.tracker(customer.id)["slots"]["session_started_metadata"]
    assert metadata["previous"] == previous
    assert metadata["identity"] == {"verified": False, "email": None, "name": None}
