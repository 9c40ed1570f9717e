"""The seam itself: what goes in, what comes out, and what is refused."""

from __future__ import annotations

import json
import secrets
from typing import Any

import httpx
import pytest
from rasa.shared.exceptions import RasaException

from bot.channels.gateway import BadRequest, GatewayInput, parse_turn, plain_text
from tests.bot.platform import ROOT, Conversation, Line

EXAMPLES = {
    file.stem: json.loads(file.read_text(encoding="utf-8"))
    for file in sorted((ROOT / "tests/contract/dialogue").glob("*.json"))
}


def request(**changes: Any) -> bytes:
    return json.dumps({"conversation": "c1", "text": "hi", "metadata": {}, **changes}).encode()


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b"{", "not JSON"),
        (b'{"text": "\xff"}', "not JSON"),
        (b"[]", "must be a JSON object"),
        (request(conversation=""), "`conversation`"),
        (request(conversation="c" * 129), "`conversation`"),
        (request(conversation=7), "`conversation`"),
        (request(text="  \n"), "`text`"),
        (request(text=None), "`text`"),
        (request(text="x" * 16_385), "`text`"),
        (request(message_id=["1"]), "`message_id`"),
        (request(metadata="en"), "`metadata`"),
        (request(memory=["order_number"]), "`memory`"),
        (request(memory={"slots": "P-10482"}), "`memory`"),
        (request(memory={"email": {}}), "`memory`"),
        (request(before="restart"), "`before`"),
        (request(before=[{"event": "restart"}] * 21), "`before`"),
        (request(before=["restart"]), "`bot`, a `rewind` or a `restart`"),
        (request(before=[{"event": "slot", "name": "email", "value": "x"}]), "`bot`, a `rewind`"),
        (request(before=[{"event": "bot", "text": "hi"}]), "an `id` and a `text`"),
        (request(before=[{"event": "bot", "id": "1", "text": "hi", "key": 3}]), "`key`"),
    ],
)
def test_a_request_that_breaks_the_contract_is_refused_with_the_reason(body, complaint):
    with pytest.raises(BadRequest, match=complaint):
        parse_turn(body)


def test_a_request_may_leave_out_the_optional_parts():
    turn = parse_turn(b'{"conversation": "c1", "text": "hi"}')
    assert (turn.message_id, turn.metadata) == (None, {})


@pytest.mark.parametrize(
    "command", ["/restart", " /restart", "//restart", "/Restart", "/back", "/session_start{}"]
)
def test_a_customer_cannot_command_the_session(command):
    assert not plain_text(command).startswith("/")


@pytest.mark.parametrize("payload", ["/affirm", '/give_reason{"return_reason": "other"}'])
def test_a_button_still_works(payload):
    assert plain_text(payload) == payload


def test_a_channel_without_a_token_does_not_start():
    with pytest.raises(RasaException, match="PARLEY_RASA_TOKEN"):
        GatewayInput.from_credentials({"token": ""})


@pytest.mark.parametrize(
    "header", [b"", b"Bearer", b"Bearer wrong", b"Basic wrong", "Bearer ümlaut".encode()]
)
def test_a_wrong_token_is_refused(line: Line, header):
    headers = {"Authorization": header}
    response = httpx.post(f"{line.url}/webhooks/gateway/webhook", content=request(), headers=headers)
    assert response.status_code == 401
    assert response.json()["error"]["type"] == "Unauthorized"


def test_the_health_check_needs_no_token(line: Line):
    assert httpx.get(f"{line.url}/webhooks/gateway/").json() == {"ready": True}


@pytest.mark.parametrize(
    "name",
    ["knowledge", "handoff", "script", "script_buttons", "script_after_documents", "script_returning"],
)
def test_the_channel_produces_the_contract(line: Line, name):
    example = EXAMPLES[name]
    lead_in = {
        "knowledge": ["where is my order?"],
        "handoff": [],
        "script": ["where is my order P-10482"],
        "script_buttons": ["I want to return order P-10477", "both of them"],
        "script_after_documents": ["hi", "how long does shipping take?"],
        "script_returning": [],
    }[name]
    body = dict(example["request"], conversation=secrets.token_hex(6))
    for text in lead_in:
        line.post({**body, "text": text, "before": []})
    response = line.post(body)
    assert response.status_code == example["status"]
    assert_same_shape(response.json(), example["response"])
    given, expected = response.json()["messages"], example["response"]["messages"]
    assert [_without_values(message) for message in given] == [_without_values(m) for m in expected]
    assert response.json()["trace"]["actions"] == example["response"]["trace"]["actions"]


def test_a_bad_request_is_answered_as_the_contract_says(line: Line):
    example = EXAMPLES["error_bad_request"]
    response = line.post(example["request"])
    assert (response.status_code, response.json()) == (example["status"], example["response"])


def test_a_redis_that_is_away_is_an_error_and_is_used_again_as_soon_as_it_is_back(line: Line):
    customer = Conversation(line)
    line.redis.stop()
    try:
        response = line.post(customer.request("where is my order?"))
    finally:
        line.redis.start()
    assert (response.status_code, response.json()["error"]["type"]) == (500, "ConnectionError")
    assert line.post(customer.request("hi")).json()["messages"][0]["key"] == "utter_greet"
    texts = [event.get("text") for event in line.tracker(customer.id)["events"] if event["event"] == "user"]
    assert texts == ["hi"]


def documents(event_id: str, text: str, key: str | None = None) -> dict[str, Any]:
    return {"event": "bot", "id": event_id, "text": text, **({"key": key} if key else {})}


def test_a_repeated_message_gets_the_recorded_answer_and_is_heard_once(line: Line):
    customer = Conversation(line)
    customer.say("where is my order?")
    body = customer.request("P-10482")
    answers = [line.post(body).json() for _ in range(3)]
    assert answers[0]["messages"][0]["key"] == "utter_ask_email"
    assert answers[1] == answers[2] == answers[0]
    after_documents = {**body, "before": [documents("1", "Two days.")]}
    assert line.post(after_documents).json() == answers[0]
    said = [(event["event"], event.get("text")) for event in line.tracker(customer.id)["events"]]
    assert [text for kind, text in said if kind == "user"] == ["where is my order?", "P-10482"]
    assert ("bot", "Two days.") not in said


def test_an_id_with_another_text_is_another_message(line: Line):
    customer = Conversation(line)
    body = customer.request("hi")
    assert line.post(body).json()["messages"][0]["key"] == "utter_greet"
    assert line.post({**body, "text": "thanks"}).json()["messages"][0]["key"] == "utter_welcome"


def test_what_was_said_outside_is_taken_in_once_before_the_next_message(line: Line):
    customer = Conversation(line)
    customer.say("how long does shipping take?")
    first, second = (documents(event_id, "Nothing found.", "utter_no_answer") for event_id in "78")
    line.post({**customer.request("hm"), "before": [first]})
    answer = line.post({**customer.request("yes please"), "before": [first, second]}).json()
    assert answer["messages"][0]["route"] == "handoff", "a yes after the offer of a person means a person"
    said = [e["text"] for e in line.tracker(customer.id)["events"] if e["event"] in ("bot", "user")]
    assert [text for text in said if text] == [
        "how long does shipping take?", "Nothing found.", "hm", "Nothing found.", "yes please",
    ]  # fmt: skip


def test_an_answer_in_the_place_of_out_of_scope_was_no_failure(line: Line):
    customer = Conversation(line)
    assert customer.say("what's the capital of Australia").keys == ["utter_out_of_scope"]
    body = customer.request("who won the football match last night")
    answer = line.post({**body, "before": [documents("7", "It is Canberra.")]}).json()
    assert answer["messages"][0]["key"] == "utter_out_of_scope", "not a second failure, which calls a person"


def test_a_turn_that_was_taken_back_is_forgotten(line: Line):
    customer = Conversation(line)
    customer.say("hi")
    customer.say("how long does shipping take?")
    both = customer.request("how long does shipping take?\nto France")
    answer = line.post({**both, "before": [{"event": "rewind"}]}).json()
    assert answer["messages"][0]["route"] == "knowledge"
    applied = line.tracker(customer.id, include="APPLIED")["events"]
    said = [event["text"] for event in applied if event["event"] == "user"]
    assert said == ["hi", "how long does shipping take?\nto France"]


def test_a_conversation_that_came_back_begins_anew(line: Line):
    customer = Conversation(line)
    customer.say("where is my order P-10482?")
    answer = line.post({**customer.request("where is my order?"), "before": [{"event": "restart"}]}).json()
    assert answer["messages"][0]["key"] == "utter_ask_order_number"


def test_the_trace_is_of_this_turn_alone(line: Line):
    customer = Conversation(line)
    first = customer.say("where is my order?").trace
    second = customer.say("P-10482").trace
    assert first["slots_set"].keys().isdisjoint({"order_number"})
    assert second["slots_set"] == {"order_number": "P-10482"}
    assert second["actions"] == ["order_status_form", "utter_ask_email"]
    assert second["entities"] == [
        {"entity": "order_number", "value": "P-10482", "start": 0, "end": 7, "extractor": "PatternExtractor"}
    ]
    assert second["ranking"][0] == [second["intent"], pytest.approx(second["confidence"], abs=1e-3)]
    assert len(second["ranking"]) == 5
    assert (second["policy"], second["policy_confidence"]) == ("RulePolicy", 1.0)


def _without_values(message: dict[str, Any]) -> dict[str, Any]:
    plain = {
        name: _without_values(value) if isinstance(value, dict) else value for name, value in message.items()
    }
    if "args" in plain:
        plain["args"] = sorted(plain["args"])
    if "cards" in plain:
        plain["cards"] = [_without_values(card) for card in plain["cards"]]
    return plain


def assert_same_shape(given: Any, example: Any, path: str = "$") -> None:
    """Same keys and types all the way down; `null` in the example allows anything."""
    if isinstance(example, dict) and not path.endswith((".args", ".slots_set")):
        assert given.keys() == example.keys(), path
        for key in example:
            assert_same_shape(given[key], example[key], f"{path}.{key}")
    elif isinstance(example, list) and example and path.endswith(".entities"):
        for item in given:
            assert_same_shape(item, example[0], f"{path}[]")
    elif example is not None:
        assert isinstance(given, type(example)), f"{path}: {given!r}"
