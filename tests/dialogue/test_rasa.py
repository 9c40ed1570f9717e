from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from serving.dialogue.base import DialogueFailed, DialogueUnavailable, Memory, Told
from serving.dialogue.rasa import RasaDialogue

CONTRACT = sorted((Path(__file__).parents[1] / "contract" / "dialogue").glob("*.json"))
EXAMPLES = [json.loads(file.read_text(encoding="utf-8")) for file in CONTRACT]
Answer = Callable[[httpx.Request], httpx.Response]


@pytest.fixture
async def rasa(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Callable[[Answer], RasaDialogue]]:
    made: list[RasaDialogue] = []
    real = httpx.AsyncClient

    def make(answer: Answer, urls: Sequence[str] = ("http://rasa.test",)) -> RasaDialogue:
        transport = httpx.MockTransport(answer)
        monkeypatch.setattr(httpx, "AsyncClient", lambda **options: real(transport=transport, **options))
        made.append(RasaDialogue(urls, SecretStr("t0ken"), timeout_s=1))
        return made[-1]

    yield make
    for dialogue in made:
        await dialogue.close()


def _always(status: int, body: Any) -> Answer:
    return lambda _: httpx.Response(status, json=body)


@pytest.mark.parametrize("example", EXAMPLES, ids=[file.stem for file in CONTRACT])
async def test_every_example_of_the_contract_is_sent_and_understood(
    rasa: Callable[[Answer], RasaDialogue], example: dict[str, Any]
) -> None:
    sent: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(example["status"], json=example["response"])

    request = example["request"]
    responding = rasa(answer).respond(
        request["conversation"],
        request["text"],
        message_id=request["message_id"],
        metadata=request["metadata"],
        before=[Told(**event) for event in request.get("before", [])],
        memory=Memory(**request["memory"]) if "memory" in request else None,
    )
    if example["status"] == 200:
        decision = await responding
        assert [message.route for message in decision.messages] == [
            message["route"] for message in example["response"]["messages"]
        ]
        assert decision.trace.intent == example["response"]["trace"]["intent"]
        assert decision.remember == example["response"]["remember"]
    else:
        with pytest.raises((DialogueFailed, DialogueUnavailable), match=example["response"]["error"]["type"]):
            await responding
    assert json.loads(sent[0].content) == request
    assert sent[0].headers["Authorization"] == "Bearer t0ken"


GOOD = next(example["response"] for example in EXAMPLES if example["status"] == 200)


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"messages": []},
        GOOD | {"messages": []},
        GOOD | {"messages": [{"route": "poem", "text": "roses"}]},
        GOOD | {"trace": {}},
        GOOD | {"surprise": True},
    ],
)
async def test_an_answer_of_another_shape_is_a_failure(
    rasa: Callable[[Answer], RasaDialogue], body: Any
) -> None:
    with pytest.raises(DialogueFailed, match="another shape"):
        await rasa(_always(200, body)).respond("c", "hello", message_id="1", metadata={})


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (503, "busy"),
        (502, "bad gateway"),
        (500, {"error": {"type": "NotReady", "message": "No agent is loaded yet."}}),
        (500, {"error": {"type": "ActionServerAway", "message": "action_opening_hours"}}),
        (500, {"error": {"type": "ConnectionError", "message": "Redis is away"}}),
    ],
)
async def test_what_passes_by_itself_is_away(
    rasa: Callable[[Answer], RasaDialogue], status: int, body: Any
) -> None:
    with pytest.raises(DialogueUnavailable) as away:
        await rasa(_always(status, body)).respond("c", "hello", message_id="1", metadata={})
    assert away.value.retry_after_s == 5


async def test_no_connection_and_no_answer_in_time_are_away(
    rasa: Callable[[Answer], RasaDialogue],
) -> None:
    def refuse(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    def stall(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too slow")

    for trouble in (refuse, stall):
        dialogue = rasa(trouble)
        with pytest.raises(DialogueUnavailable):
            await dialogue.respond("c", "hello", message_id="1", metadata={})
        assert not await dialogue.health()


SERVERS = ["http://rasa-1.test", "http://rasa-2.test", "http://rasa-3.test"]


class Servers:
    """Three servers that answer alike; `faults` says what another one does."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.faults: dict[str, Exception | httpx.Response] = {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.host)
        fault = self.faults.get(request.url.host)
        if isinstance(fault, Exception):
            raise fault
        return fault or httpx.Response(200, json=GOOD)


async def _respond(dialogue: RasaDialogue, conversation: str = "c") -> None:
    await dialogue.respond(conversation, "hello", message_id="1", metadata={})


async def test_a_conversation_keeps_its_server_and_conversations_spread(
    rasa: Callable[..., RasaDialogue],
) -> None:
    servers = Servers()
    dialogue = rasa(servers, SERVERS)
    for conversation in range(60):
        servers.asked.clear()
        await _respond(dialogue, f"c{conversation}")
        await _respond(dialogue, f"c{conversation}")
        assert len(set(servers.asked)) == 1
        servers.faults[servers.asked[0]] = httpx.Response(200, json=GOOD)
    assert len(servers.faults) == 3


@pytest.mark.parametrize(
    "fault",
    [
        httpx.ConnectError("refused"),
        httpx.RemoteProtocolError("killed in the middle of the turn"),
        httpx.Response(500, json={"error": {"type": "NotReady", "message": "No agent is loaded yet."}}),
        httpx.Response(503, text="starting"),
    ],
    ids=["refused", "killed", "loading", "starting"],
)
async def test_the_next_server_takes_the_turn_of_one_that_is_away_which_is_left_alone_for_a_while(
    rasa: Callable[..., RasaDialogue], fault: Exception | httpx.Response
) -> None:
    servers = Servers()
    dialogue = rasa(servers, SERVERS)
    await _respond(dialogue)
    [first] = servers.asked
    servers.faults[first] = fault
    await _respond(dialogue)
    await _respond(dialogue)
    assert servers.asked.count(first) == 2
    assert len(servers.asked) == 4


async def test_when_all_servers_are_away_the_message_waits_and_they_are_tried_again(
    rasa: Callable[..., RasaDialogue],
) -> None:
    servers = Servers()
    servers.faults = {url.removeprefix("http://"): httpx.ConnectError("refused") for url in SERVERS}
    dialogue = rasa(servers, SERVERS)
    for _ in range(2):
        with pytest.raises(DialogueUnavailable):
            await _respond(dialogue)
    assert len(servers.asked) == 6
    assert not await dialogue.health()
    servers.faults.popitem()
    await _respond(dialogue)
    assert await dialogue.health()


async def test_a_server_that_is_slow_or_says_no_is_not_bypassed(rasa: Callable[..., RasaDialogue]) -> None:
    servers = Servers()
    dialogue = rasa(servers, SERVERS)
    await _respond(dialogue)
    [first] = servers.asked
    servers.faults[first] = httpx.ReadTimeout("slow")
    with pytest.raises(DialogueUnavailable):
        await _respond(dialogue)
    servers.faults[first] = httpx.Response(500, json={"error": {"type": "ActionFailed", "message": "a bug"}})
    with pytest.raises(DialogueFailed):
        await _respond(dialogue)
    assert set(servers.asked) == {first}
