from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from serving.dialogue.base import DialogueFailed, DialogueUnavailable, Memory, Told
from serving.dialogue.rasa import RasaDialogue

CONTRACT = sorted((Path(__file__).parents[1] / "contract" / "dialogue").glob("*.json"))
EXAMPLES = [json.loads(file.read_text(encoding="utf-8")) for file in CONTRACT]
# What a server does with a request: a status and a body, or something else.
Answer = tuple[int, Any] | Callable[[web.Request], Awaitable[web.Response]]


# The test does.
ENDS = web.AppKey("ends", asyncio.Event)


class Server:
    """Speaks HTTP on a port of its own, and remembers what it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.url = ""
        self.asked: list[tuple[str | None, Any]] = []

    async def serve(self, until: AsyncExitStack) -> None:
        application = web.Application()
        application.router.add_post("/webhooks/gateway/webhook", self._respond)
        application.router.add_get("/webhooks/gateway/", self._respond)
        application[ENDS] = ends = asyncio.Event()
        runner = web.AppRunner(application)
        await runner.setup()
        until.push_async_callback(runner.cleanup)
        until.callback(ends.set)  # before that
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"

    async def _respond(self, request: web.Request) -> web.Response:
        if request.method == "POST":
            self.asked.append((request.headers.get("Authorization"), await request.json()))
        if callable(self.answer):
            return await self.answer(request)
        status, body = self.answer
        return web.json_response(body, status=status)


async def hang_up(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def stall(request: web.Request) -> web.Response:
    await request.app[ENDS].wait()
    return web.Response()


Rasa = Callable[..., Awaitable[tuple[RasaDialogue, list[Server]]]]


@pytest.fixture
async def rasa() -> AsyncIterator[Rasa]:
    async with AsyncExitStack() as stack:

        async def make(*answers: Answer) -> tuple[RasaDialogue, list[Server]]:
            """One server for each answer, and who asks them."""
            servers = [Server(answer) for answer in answers]
            for server in servers:
                await server.serve(stack)
            dialogue = RasaDialogue([server.url for server in servers], SecretStr("t0ken"), timeout_s=0.5)
            stack.push_async_callback(dialogue.close)
            return dialogue, servers

        yield make


async def _respond(dialogue: RasaDialogue, conversation: str = "c") -> None:
    await dialogue.respond(conversation, "hello", message_id="1", metadata={})


@pytest.mark.parametrize("example", EXAMPLES, ids=[file.stem for file in CONTRACT])
async def test_every_example_of_the_contract_is_sent_and_understood(
    rasa: Rasa, example: dict[str, Any]
) -> None:
    dialogue, [server] = await rasa((example["status"], example["response"]))
    request = example["request"]
    responding = dialogue.respond(
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
    assert server.asked == [("Bearer t0ken", request)]


GOOD = next(example["response"] for example in EXAMPLES if example["status"] == 200)
GOOD_ANSWER = (200, GOOD)


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
async def test_an_answer_of_another_shape_is_a_failure(rasa: Rasa, body: Any) -> None:
    dialogue, _ = await rasa((200, body))
    with pytest.raises(DialogueFailed, match="another shape"):
        await _respond(dialogue)


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
async def test_what_passes_by_itself_is_away(rasa: Rasa, status: int, body: Any) -> None:
    dialogue, _ = await rasa((status, body))
    with pytest.raises(DialogueUnavailable) as away:
        await _respond(dialogue)
    assert away.value.retry_after_s == 5


@pytest.mark.parametrize("trouble", [hang_up, stall])
async def test_no_connection_and_no_answer_in_time_are_away(
    rasa: Rasa, trouble: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("serving.dialogue.rasa.HEALTH_TIMEOUT_S", 0.5)
    dialogue, _ = await rasa(trouble)
    with pytest.raises(DialogueUnavailable):
        await _respond(dialogue)
    assert not await dialogue.health()


async def test_where_nobody_listens_is_away() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        dialogue = RasaDialogue([url], SecretStr("t0ken"), timeout_s=5)
        with pytest.raises(DialogueUnavailable):
            await _respond(dialogue)
        assert not await dialogue.health()
        await dialogue.close()


async def test_a_conversation_keeps_its_server_and_conversations_spread(rasa: Rasa) -> None:
    dialogue, servers = await rasa(GOOD_ANSWER, GOOD_ANSWER, GOOD_ANSWER)
    for conversation in range(60):
        await _respond(dialogue, f"c{conversation}")
        await _respond(dialogue, f"c{conversation}")
    heard = [{request["conversation"] for _, request in server.asked} for server in servers]
    assert all(heard)
    assert sum(map(len, heard)) == 60
    assert sum(len(server.asked) for server in servers) == 120


@pytest.mark.parametrize(
    "fault",
    [
        hang_up,
        (500, {"error": {"type": "NotReady", "message": "No agent is loaded yet."}}),
        (503, "starting"),
    ],
    ids=["killed", "loading", "starting"],
)
async def test_the_next_server_takes_the_turn_of_one_that_is_away_which_is_left_alone_for_a_while(
    rasa: Rasa, fault: Answer
) -> None:
    dialogue, servers = await rasa(GOOD_ANSWER, GOOD_ANSWER, GOOD_ANSWER)
    await _respond(dialogue)
    [first] = [server for server in servers if server.asked]
    first.answer = fault
    await _respond(dialogue)
    await _respond(dialogue)
    assert len(first.asked) == 2
    assert sum(len(server.asked) for server in servers) == 4


async def test_when_all_servers_are_away_the_message_waits_and_they_are_tried_again(rasa: Rasa) -> None:
    dialogue, servers = await rasa(hang_up, hang_up, hang_up)
    for _ in range(2):
        with pytest.raises(DialogueUnavailable):
            await _respond(dialogue)
    assert [len(server.asked) for server in servers] == [2, 2, 2]
    assert not await dialogue.health()
    servers[-1].answer = GOOD_ANSWER
    await _respond(dialogue)
    assert await dialogue.health()


async def test_a_server_that_is_slow_or_says_no_is_not_bypassed(rasa: Rasa) -> None:
    dialogue, servers = await rasa(GOOD_ANSWER, GOOD_ANSWER, GOOD_ANSWER)
    await _respond(dialogue)
    [first] = [server for server in servers if server.asked]
    first.answer = stall
    with pytest.raises(DialogueUnavailable):
        await _respond(dialogue)
    first.answer = (500, {"error": {"type": "ActionFailed", "message": "a bug"}})
    with pytest.raises(DialogueFailed):
        await _respond(dialogue)
    assert [server for server in servers if server.asked] == [first]
