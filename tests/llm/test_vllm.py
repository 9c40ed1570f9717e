from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager

import httpx
import pytest

from serving.llm.base import Completion, ModelUnavailable
from serving.llm.breaker import CircuitBreaker
from serving.llm.vllm import VllmModel
from tests.llm.support import canned_server, forwarded, http_response
from tests.model_server import ModelServer
from tests.services import free_port

log = logging.getLogger(__name__)

MESSAGES = [{"role": "user", "content": "### Question\nhow long does shipping take?\n### Sentences"}]
# Long enough that the test is there first, whatever model it is.
LONG = 3000
ENDLESS = {"regex": f"a{{{LONG}}}"}


@asynccontextmanager
async def opened(url: str, name: str = "parley-embedded", **options: object) -> AsyncIterator[VllmModel]:
    model = VllmModel(url, name, **options)
    try:
        yield model
    finally:
        await model.close()


async def collect(model: VllmModel, **options: object) -> list[Completion]:
    return [piece async for piece in model.stream(MESSAGES, **({"max_tokens": 16} | options))]


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Awaits a condition that the server reaches in its own time."""
    async with asyncio.timeout(60):
        while not await condition():
            pass


async def test_a_structured_choice_is_kept_to_and_the_tokens_are_counted(model_server: ModelServer) -> None:
    async with opened(model_server.url) as model:
        pieces = await collect(model, structured={"choice": ["2,3", "1,2"]}, conversation_id="c1")
    # How a reply is spaced is the tokenizer's affair; `prompt.parse` does not mind.
    assert "".join(piece.text for piece in pieces).replace(" ", "") in {"2,3", "1,2"}
    assert [piece.finished for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    assert pieces[-1].prompt_tokens > 0
    assert pieces[-1].completion_tokens > 0


async def test_the_same_question_gets_the_same_reply(model_server: ModelServer) -> None:
    async with opened(model_server.url) as model:
        first, second = [await collect(model), await collect(model)]
    assert "".join(piece.text for piece in first) == "".join(piece.text for piece in second)


async def test_text_arrives_while_the_model_still_writes(model_server: ModelServer) -> None:
    async with opened(model_server.url) as model:
        stream = model.stream(MESSAGES, max_tokens=LONG, structured=ENDLESS)
        async with aclosing(stream) as pieces:
            first, second = await anext(pieces), await anext(pieces)
    assert first.text
    assert not first.finished
    assert not second.finished


async def test_closing_the_stream_aborts_the_request_at_the_server(model_server: ModelServer) -> None:
    """Where the cores are busy, vLLM may keep a reply back until its last token is there, and nothing is
    left to abort. Not five times in a row."""
    generated = []
    for _ in range(5):
        generated.append(await _generated_for_a_reader_of_one_piece(model_server))
        if 0 < generated[-1] < LONG:
            return
    pytest.fail(f"The server went on to the end whoever had left: {generated} of {LONG} tokens.")


async def _generated_for_a_reader_of_one_piece(server: ModelServer) -> float:
    before = await _generated_tokens_at_rest(server)
    async with opened(server.url) as model:
        async with aclosing(model.stream(MESSAGES, max_tokens=LONG, structured=ENDLESS)) as pieces:
            await anext(pieces)
        return await _generated_tokens_at_rest(server) - before


async def _generated_tokens_at_rest(server: ModelServer) -> float:
    """Once the counter stands still: requests that were cut off leave no other trace in vLLM's figures."""
    counted = [-1.0]

    async def at_rest() -> bool:
        await asyncio.sleep(0.5)
        counted.append(_generated_tokens(server))
        return counted[-1] == counted[-2]

    await until(at_rest)
    return counted[-1]


def _generated_tokens(server: ModelServer) -> float:
    page = httpx.get(f"http://127.0.0.1:{server.port}/metrics").text
    lines = [line for line in page.splitlines() if line.startswith("vllm:generation_tokens_total")]
    return sum(float(line.rpartition(" ")[2]) for line in lines)


async def test_cancelling_the_task_frees_the_slot_and_blames_nobody(model_server: ModelServer) -> None:
    async with opened(model_server.url, max_concurrent=1, breaker=CircuitBreaker(failures=1)) as model:
        begun = asyncio.Event()

        async def listen() -> None:
            async with aclosing(model.stream(MESSAGES, max_tokens=LONG, structured=ENDLESS)) as pieces:
                await anext(pieces)
                begun.set()
                # A server that is held up may bring all the rest at once, without a moment to cancel in.
                await asyncio.Event().wait()

        task = asyncio.create_task(listen())
        await asyncio.wait_for(begun.wait(), 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await collect(model))[-1].finished
        assert model.breaker.state == "closed"


async def test_a_request_past_its_deadline_is_given_up(model_server: ModelServer) -> None:
    async with opened(model_server.url, timeout_s=0.3) as model:
        with pytest.raises(ModelUnavailable, match=r"did not finish within 0.3 s"):
            await collect(model, max_tokens=LONG, structured=ENDLESS)


async def test_beyond_the_queue_a_request_is_refused_at_once(model_server: ModelServer) -> None:
    async with opened(model_server.url, max_concurrent=1, max_waiting=1) as model:
        async with aclosing(model.stream(MESSAGES, max_tokens=LONG, structured=ENDLESS)) as running:
            await anext(running)
            waiting = asyncio.create_task(collect(model, max_tokens=1))
            await asyncio.sleep(0)  # lets the task take its place in the queue
            with pytest.raises(ModelUnavailable, match="1 requests run") as refused:
                await collect(model)
            assert refused.value.retry_after_s == 1
            assert not waiting.done()
        assert (await waiting)[-1].finished


async def test_health_needs_the_model_that_was_named(model_server: ModelServer) -> None:
    async with opened(model_server.url) as right, opened(model_server.url, "another") as wrong:
        assert await right.health()
        assert not await wrong.health()
        with pytest.raises(ModelUnavailable, match=r"answered 404 for the model 'another'"):
            await collect(wrong)


async def test_metrics_count_the_prompt_tokens(model_server: ModelServer) -> None:
    async with opened(model_server.url) as model:
        before = (await model.metrics()).prefix_queries
        tokens = (await collect(model))[-1].prompt_tokens

        async def counted() -> bool:
            return (await model.metrics()).prefix_queries >= before + tokens

        await until(counted)


async def test_a_conversation_that_grows_is_read_from_the_prefix_cache(model_server: ModelServer) -> None:
    """What was said comes first and only grows: most of each turn has been read. `--log-cli-level=INFO`
    shows the rate."""
    # Words of its own, so that nothing before this test has warmed the cache.
    said = " ".join(f"the customer {secrets.token_hex(2)} asks about a parcel" for _ in range(40))
    async with opened(model_server.url) as model:
        before = await model.metrics()
        tokens = 0
        for turn in range(6):
            said = f"{said} and then about the refund of order {turn}"
            content = f"### Question\n{said}\n### Sentences\nnone"
            stream = model.stream([{"role": "user", "content": content}], max_tokens=4, conversation_id="c1")
            tokens += [piece async for piece in stream][-1].prompt_tokens

        async def counted() -> bool:
            return (await model.metrics()).prefix_queries >= before.prefix_queries + tokens

        await until(counted)
        after = await model.metrics()
    hit_rate = (after.prefix_hits - before.prefix_hits) / (after.prefix_queries - before.prefix_queries)
    log.info("prefix hit rate over six turns: %.3f", hit_rate)
    assert hit_rate > 0.5


async def test_the_breaker_opens_when_the_server_is_away_and_closes_when_it_is_back(
    model_server: ModelServer,
) -> None:
    clock = [0.0]
    breaker = CircuitBreaker(failures=2, rest_s=10, clock=lambda: clock[0])
    port = free_port()
    async with opened(f"http://127.0.0.1:{port}/v1", breaker=breaker) as model:
        for _ in range(2):
            with pytest.raises(ModelUnavailable, match="is away"):
                await collect(model)
        with pytest.raises(ModelUnavailable, match="next try is in 10 s"):
            await collect(model)
        assert not await model.health()
        async with forwarded(port, model_server.port):
            with pytest.raises(ModelUnavailable, match="next try"):
                await collect(model)
            clock[0] = 10.0
            assert (await collect(model))[-1].finished
        assert breaker.state == "closed"


async def test_a_silent_server_is_given_up_and_counted() -> None:
    breaker = CircuitBreaker(failures=1)
    async with (
        canned_server(lambda _: None) as url,
        opened(url, timeout_s=0.2, breaker=breaker) as model,
    ):
        with pytest.raises(ModelUnavailable, match=r"did not finish within 0.2 s"):
            await collect(model)
    assert breaker.state == "open"


def said(text: str) -> bytes:
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": None}
    return f"data: {json.dumps(chunk | {'choices': [choice]})}\n\n".encode()


def refused(message: str) -> bytes:
    return http_response(
        "400 Bad Request", json.dumps({"error": {"message": message, "code": None}}).encode()
    )


async def test_a_server_without_structured_outputs_is_asked_again_without() -> None:
    bodies: list[dict[str, object]] = []

    def respond(body: bytes) -> bytes:
        bodies.append(json.loads(body))
        if "structured_outputs" in bodies[-1]:
            return refused("Unknown parameter: 'structured_outputs'.")
        return http_response("200 OK", said("none") + b"data: [DONE]\n\n", content_type="text/event-stream")

    async with canned_server(respond) as url, opened(url) as model:
        for _ in range(2):
            pieces = await collect(model, structured={"choice": ["none", "1"]})
            assert "".join(piece.text for piece in pieces) == "none"
    assert ["structured_outputs" in body for body in bodies] == [True, False, False]
    assert all(body["temperature"] == 0 for body in bodies)


async def test_one_form_that_the_server_refuses_is_not_held_against_the_next() -> None:
    bodies: list[dict[str, object]] = []

    def respond(body: bytes) -> bytes:
        bodies.append(json.loads(body))
        if "regex" in bodies[-1].get("structured_outputs", {}):
            return refused("structured_outputs.regex is not valid: nothing to repeat")
        return http_response("200 OK", said("1") + b"data: [DONE]\n\n", content_type="text/event-stream")

    async with canned_server(respond) as url, opened(url) as model:
        await collect(model, structured={"regex": "*"})
        await collect(model, structured={"choice": ["none", "1"]})
    assert [sorted(body.get("structured_outputs", {})) for body in bodies] == [["regex"], [], ["choice"]]


async def test_a_server_that_begins_and_stalls_is_counted() -> None:
    breaker = CircuitBreaker(failures=1)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9999\r\n\r\n"
    async with (
        canned_server(lambda _: head + said("Ship"), hangs=True) as url,
        opened(url, timeout_s=0.5, breaker=breaker) as model,
    ):
        with pytest.raises(ModelUnavailable, match="did not finish"):
            await collect(model)
    assert breaker.state == "open"


async def test_a_place_in_our_own_queue_that_comes_too_late_blames_nobody(model_server: ModelServer) -> None:
    breaker = CircuitBreaker(failures=1)
    async with opened(model_server.url, max_concurrent=1, timeout_s=0.5, breaker=breaker) as model:
        async with model._slots.take(deadline=asyncio.get_running_loop().time() + 60):
            with pytest.raises(ModelUnavailable, match="ended in time"):
                await collect(model)
        assert breaker.state == "closed"


async def test_a_busy_server_says_when_to_come_back_and_keeps_the_breaker_closed() -> None:
    breaker = CircuitBreaker(failures=1)
    busy = http_response("429 Too Many Requests", b"{}", "Retry-After: 7")
    async with canned_server(lambda _: busy) as url, opened(url, breaker=breaker) as model:
        with pytest.raises(ModelUnavailable, match="answered 429") as refused:
            await collect(model)
    assert refused.value.retry_after_s == 7
    assert breaker.state == "closed"


async def test_a_server_that_breaks_is_counted() -> None:
    breaker = CircuitBreaker(failures=1)
    broken = http_response("500 Internal Server Error", b"{}")
    async with canned_server(lambda _: broken) as url, opened(url, breaker=breaker) as model:
        with pytest.raises(ModelUnavailable, match="answered 500"):
            await collect(model)
        with pytest.raises(ModelUnavailable, match="holds no metrics"):
            await model.metrics()
    assert breaker.state == "open"


async def test_what_is_no_event_stream_counts_as_away() -> None:
    page = http_response("200 OK", b"data: <html>\n\n", content_type="text/event-stream")
    async with canned_server(lambda _: page) as url, opened(url) as model:
        with pytest.raises(ModelUnavailable, match="is away"):
            await collect(model)
