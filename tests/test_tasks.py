from __future__ import annotations

import asyncio

from serving.tasks import cancel_and_wait


async def test_a_task_that_loses_a_cancellation_is_cancelled_again() -> None:
    lost = 0

    async def deaf_once() -> None:
        nonlocal lost
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                lost += 1
                if lost == 2:
                    raise

    task = asyncio.create_task(deaf_once())
    await asyncio.sleep(0)
    await cancel_and_wait([task])
    assert task.cancelled()
    assert lost == 2


async def test_what_a_task_raised_stays_in_it() -> None:
    async def break_down() -> None:
        raise ValueError("broken")

    task = asyncio.create_task(break_down())
    await cancel_and_wait([task])
    assert task.cancelled() or isinstance(task.exception(), ValueError)


async def test_no_tasks_are_no_wait() -> None:
    await asyncio.wait_for(cancel_and_wait([]), timeout=1)
