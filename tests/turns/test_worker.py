from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from redis.asyncio import Redis

from serving import redis as parley_redis
from serving.config import Settings
from serving.conversations.models import Kind
from serving.db import Database
from serving.dialogue.base import Decision
from serving.dialogue.fake import ScriptedDialogue
from serving.tasks import cancel_and_wait
from serving.turns import pointers
from serving.turns.sweeper import Sweeper
from serving.turns.worker import Worker
from tests.services import RedisServer
from tests.turns.support import CATALOGUE, Stage, echo, look_up, until


@asynccontextmanager
async def working(stage: Stage, *, redis: Redis | None = None) -> AsyncIterator[Worker]:
    worker = Worker(stage.pipeline(redis=redis), redis or stage.redis, stage.settings)
    stop = asyncio.Event()
    task = asyncio.create_task(worker.run(stop))
    try:
        yield worker
    finally:
        stop.set()
        await task


def told(stage: Stage, conversation_id: str, *texts: str) -> Callable[[], Awaitable[bool]]:
    async def is_told() -> bool:
        return await stage.said(conversation_id) == list(texts)

    return is_told


async def backlog(stage: Stage) -> int:
    lengths = [await stage.redis.xlen(name) for name in pointers.stream_names(stage.settings)]
    return sum(lengths)


async def test_a_message_is_answered_and_its_pointer_removed(stage: Stage) -> None:
    async with working(stage):
        received = await stage.write("hello")
        assert received.queued
        await until(told(stage, received.event.conversation_id, "You said: hello"))
        await until(lambda: _empty(stage))


async def _empty(stage: Stage) -> bool:
    return await backlog(stage) == 0


async def test_messages_from_before_the_first_worker_are_answered(stage: Stage) -> None:
    received = await stage.write("anybody?")
    async with working(stage):
        await until(told(stage, received.event.conversation_id, "You said: anybody?"))


async def test_two_workers_answer_every_message_of_many_customers_once_and_in_order(stage: Stage) -> None:
    conversations = {}
    async with working(stage), working(stage):
        for number in range(5):
            for customer in range(8):
                received = await stage.write(f"{number}", address=f"customer {customer}")
                conversations[customer] = received.event.conversation_id

        async def settled() -> bool:
            return await stage.unprocessed() == []

        await until(settled)
    for conversation_id in conversations.values():
        replies = await stage.said(conversation_id)
        # A burst is answered together: its messages are lines of one text.
        words = [line for reply in replies for line in reply.removeprefix("You said: ").split("\n")]
        assert words == ["0", "1", "2", "3", "4"]


async def test_a_pointer_settled_while_the_conversation_was_held_is_answered_by_the_holder(
    stage: Stage,
) -> None:
    """Two workers: one is in the middle of a turn when the other reads, and settles, the next pointer."""
    entered, go_on = asyncio.Event(), asyncio.Event()

    class Gate(ScriptedDialogue):
        async def respond(self, *args: object, **kwargs: object) -> Decision:
            decided = await super().respond(*args, **kwargs)
            entered.set()
            await go_on.wait()
            return decided

    stage.dialogue = Gate(echo)
    first = await stage.write("one")
    conversation_id = first.event.conversation_id
    async with working(stage):
        await entered.wait()
        async with working(stage) as second:
            await stage.write("two")

            # The second worker gets the pointer sooner or later; the first one's reads may win it too.
            async def only_the_first_pointer_is_left() -> bool:
                return await backlog(stage) == 1

            await until(only_the_first_pointer_is_left)
            assert second.name
            assert stage.dialogue.heard[-1].text == "one"
            go_on.set()
            await until(told(stage, conversation_id, "You said: one", "You said: two"))
    assert await stage.unprocessed() == []


async def test_a_worker_that_was_killed_in_a_turn_loses_nothing(
    stage: Stage, make_settings: Callable[..., Settings]
) -> None:
    """It keeps its lock until that runs out, and its pointer until somebody claims it."""
    stage.settings = make_settings(**stage.settings.model_dump() | {"lock_ttl_s": 0.5, "claim_idle_s": 0.3})
    stage.script(look_up)
    received = await stage.write("how long does shipping take?")
    arguments = (stage.settings.database_url, stage.settings.redis_url, str(stage.settings.lock_ttl_s))
    doomed = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.turns.doomed_worker", *arguments, stdout=asyncio.subprocess.PIPE
    )
    assert doomed.stdout is not None
    assert await doomed.stdout.readline() == b"in the middle of a turn\n"
    doomed.kill()
    await doomed.wait()
    assert len(await stage.unprocessed()) == 1
    async with working(stage):
        await until(told(stage, received.event.conversation_id, "Shipping takes two days."))
        await until(lambda: _empty(stage))
    assert await stage.outcomes(received.event.conversation_id) == ["answered"]


async def test_a_message_that_meets_the_lock_of_a_killed_worker_is_answered_without_the_sweeper(
    stage: Stage, make_settings: Callable[..., Settings]
) -> None:
    stage.settings = make_settings(**stage.settings.model_dump() | {"lock_ttl_s": 4.0, "claim_idle_s": 4.5})
    stage.script(look_up)
    received = await stage.write("how long does shipping take?")
    conversation_id = received.event.conversation_id
    arguments = (stage.settings.database_url, stage.settings.redis_url, str(stage.settings.lock_ttl_s))
    doomed = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.turns.doomed_worker", *arguments, stdout=asyncio.subprocess.PIPE
    )
    assert doomed.stdout is not None
    assert await doomed.stdout.readline() == b"in the middle of a turn\n"
    async with working(stage):
        doomed.kill()
        await doomed.wait()
        await stage.write("to France")
        assert await stage.redis.exists(f"parley:lock:{conversation_id}")
        await until(lambda: _settled(stage))
    assert stage.answers.asked[-1].text == "how long does shipping take?\nto France"
    assert await stage.said(conversation_id) == ["Shipping takes two days."]


async def test_a_turn_whose_lock_was_lost_never_answers_twice(stage: Stage) -> None:
    stage.script(look_up)
    stage.answers.go_on.clear()
    received = await stage.write("how long does shipping take?")
    conversation_id = received.event.conversation_id
    slow = asyncio.create_task(stage.pipeline().process(conversation_id))
    await stage.answers.begun.wait()
    await stage.redis.delete(f"parley:lock:{conversation_id}")
    fast = asyncio.create_task(stage.pipeline().process(conversation_id))
    await until(lambda: len(stage.answers.asked) == 2)
    stage.answers.go_on.set()
    await asyncio.gather(slow, fast)
    assert await stage.said(conversation_id) == ["Shipping takes two days."]
    assert await stage.outcomes(conversation_id) == ["answered"]


async def test_a_lock_is_kept_alive_while_its_turn_runs(
    stage: Stage, make_settings: Callable[..., Settings]
) -> None:
    stage.settings = make_settings(**stage.settings.model_dump() | {"lock_ttl_s": 0.3})
    stage.script(look_up)
    stage.answers.go_on.clear()
    received = await stage.write("how long does shipping take?")
    conversation_id = received.event.conversation_id
    turn = asyncio.create_task(stage.pipeline().process(conversation_id))
    await stage.answers.begun.wait()
    await asyncio.sleep(0.7)  # more than twice the lock's life
    assert await stage.redis.exists(f"parley:lock:{conversation_id}")
    stage.answers.go_on.set()
    await turn
    assert not await stage.redis.exists(f"parley:lock:{conversation_id}")


async def test_no_more_turns_run_at_once_than_allowed(
    stage: Stage, make_settings: Callable[..., Settings]
) -> None:
    stage.settings = make_settings(**stage.settings.model_dump() | {"turn_concurrency": 3})
    stage.script(look_up)
    stage.answers.go_on.clear()
    for customer in range(9):
        await stage.write("how long?", address=f"customer {customer}")
    async with working(stage):
        await until(lambda: len(stage.answers.asked) == 3)
        await asyncio.sleep(0.1)  # a fourth would come now
        assert len(stage.answers.asked) == 3
        stage.answers.go_on.set()

        async def settled() -> bool:
            return await stage.unprocessed() == []

        await until(settled)


async def test_a_stopped_worker_finishes_its_turns(stage: Stage) -> None:
    stage.script(look_up)
    stage.answers.go_on.clear()
    received = await stage.write("how long does shipping take?")
    stop = asyncio.Event()
    worker = asyncio.create_task(Worker(stage.pipeline(), stage.redis, stage.settings).run(stop))
    await stage.answers.begun.wait()
    stop.set()
    stage.answers.go_on.set()
    await worker
    assert await stage.said(received.event.conversation_id) == ["Shipping takes two days."]
    assert await _empty(stage)


async def test_a_turn_that_does_not_end_in_time_goes_to_another_worker_at_once(
    stage: Stage, make_settings: Callable[..., Settings]
) -> None:
    stage.settings = make_settings(**stage.settings.model_dump() | {"shutdown_grace_s": 0.1})
    stage.script(look_up)
    stage.answers.go_on.clear()
    received = await stage.write("how long does shipping take?")
    stop = asyncio.Event()
    worker = asyncio.create_task(Worker(stage.pipeline(), stage.redis, stage.settings).run(stop))
    await stage.answers.begun.wait()
    stop.set()
    await worker
    assert len(await stage.unprocessed()) == 1
    stage.answers.go_on.set()
    async with working(stage):
        await until(told(stage, received.event.conversation_id, "Shipping takes two days."))


@pytest.fixture
async def own_stage(
    database: Database,
    own_redis_server: RedisServer,
    make_settings: Callable[..., Settings],
    database_url: str,
) -> AsyncIterator[Stage]:
    """A stage whose Redis the test may stop and start."""
    settings = make_settings(
        database_url=database_url,
        redis_url=own_redis_server.url,
        redis_timeout_s=1.0,
        sweep_grace_s=0.0,
        sweep_interval_s=0.1,
    )
    client = parley_redis.connect(own_redis_server.url, timeout_s=1.0)
    stage = Stage(database, client, settings)
    await stage.furnish()
    yield stage
    await client.aclose()


@asynccontextmanager
async def sweeping(stage: Stage) -> AsyncIterator[None]:
    task = asyncio.create_task(Sweeper(stage.database, stage.redis, stage.settings, stage.dialogue).run())
    try:
        yield
    finally:
        await cancel_and_wait([task])


async def test_what_came_while_redis_was_away_is_answered_when_it_is_back(
    own_stage: Stage, own_redis_server: RedisServer
) -> None:
    stage = own_stage
    async with working(stage), sweeping(stage):
        await asyncio.to_thread(own_redis_server.stop)
        received = await stage.write("is anybody there?")
        assert not received.queued
        await asyncio.to_thread(own_redis_server.start)
        await until(told(stage, received.event.conversation_id, "You said: is anybody there?"))
        later = await stage.write("thanks")
        assert later.queued
        await until(lambda: _settled(stage))


async def _settled(stage: Stage) -> bool:
    return await stage.unprocessed() == []


async def test_redis_gone_between_the_look_for_a_group_and_its_making_ends_no_worker(
    own_stage: Stage, own_redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = own_stage
    make = stage.redis.xgroup_create
    failed = asyncio.Event()

    async def fail_once(*arguments: Any, **options: Any) -> Any:
        if not failed.is_set():
            failed.set()
            raise ConnectionError("Redis went away")
        return await make(*arguments, **options)

    monkeypatch.setattr(stage.redis, "xgroup_create", fail_once)
    async with working(stage):
        await failed.wait()
        received = await stage.write("hello")
        await until(told(stage, received.event.conversation_id, "You said: hello"))


async def test_a_redis_that_lost_its_data_loses_no_message(
    own_stage: Stage, own_redis_server: RedisServer
) -> None:
    stage = own_stage
    received = await stage.write("hello")
    await stage.redis.flushall()
    async with working(stage), sweeping(stage):
        await until(told(stage, received.event.conversation_id, "You said: hello"))


async def test_redis_restarted_in_the_middle_of_a_turn_costs_no_answer(
    own_stage: Stage, own_redis_server: RedisServer
) -> None:
    stage = own_stage
    stage.script(look_up)
    stage.answers.go_on.clear()
    async with working(stage), sweeping(stage):
        received = await stage.write("how long does shipping take?")
        await stage.answers.begun.wait()
        await asyncio.to_thread(own_redis_server.kill)
        stage.answers.go_on.set()
        await until(told(stage, received.event.conversation_id, "Shipping takes two days."))
        await asyncio.to_thread(own_redis_server.start)
        await until(lambda: _settled(stage))
    assert await stage.outcomes(received.event.conversation_id) == ["answered"]


async def test_the_customer_is_told_once_that_the_dialogue_is_away_and_answered_when_it_is_back(
    own_stage: Stage,
) -> None:
    stage = own_stage
    stage.dialogue.away = True
    notice = CATALOGUE.format("notice_dialogue_away", "en").text
    async with working(stage), sweeping(stage):
        received = await stage.write("hello")
        conversation_id = received.event.conversation_id
        await until(told(stage, conversation_id, notice))
        await stage.write("hello?")

        async def both_wait() -> bool:
            return [receipt.waiting_for for receipt in await stage.unprocessed()] == ["dialogue"] * 2

        await until(both_wait)
        assert await stage.said(conversation_id) == [notice]
        assert await stage.events(conversation_id, Kind.TURN) == []
        stage.dialogue.away = False
        await until(told(stage, conversation_id, notice, "You said: hello\nhello?"))


async def test_a_broken_turn_comes_back_by_the_sweeper_and_ends_with_a_human(own_stage: Stage) -> None:
    stage = own_stage

    def break_down(_: str) -> Decision:
        raise RuntimeError("a bug")

    stage.script(break_down)
    async with working(stage), sweeping(stage):
        received = await stage.write("hello")

        async def failed() -> bool:
            return await stage.outcomes(received.event.conversation_id) == ["failed"]

        await until(failed)
    assert len(stage.dialogue.heard) == stage.settings.turn_attempts


async def test_the_sweeper_leaves_young_messages_to_the_stream(stage: Stage) -> None:
    await stage.write("hello")
    sweeper = Sweeper(stage.database, stage.redis, stage.settings, stage.dialogue)
    assert await sweeper.sweep() == 0
    assert await backlog(stage) == 1
