"""The worker's process: its parts, put together and taken apart again."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from serving import redis as parley_redis
from serving.channels.email.mailboxes import Mailboxes
from serving.channels.registry import Channels
from serving.config import Settings
from serving.db import Database
from serving.dialogue.rasa import RasaDialogue
from serving.knowledge.service import EMBEDDED_MODEL, build_answer_source
from serving.llm.vllm import build_language_model
from serving.operators.directory import OperatorNames
from serving.realtime.publisher import Publisher
from serving.tasks import cancel_and_wait
from serving.translation.catalogue import get_catalogue
from serving.translation.language import warm_up
from serving.translation.registry import build_translator
from serving.turns.deliver import Deliverer
from serving.turns.fetch import Fetcher
from serving.turns.pipeline import Pipeline
from serving.turns.summary import ModelSummaries, NoSummaries
from serving.turns.sweeper import Sweeper
from serving.turns.worker import Worker
from serving.wordings.service import Wordings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Parts:
    worker: Worker
    sweeper: Sweeper
    deliverer: Deliverer
    mailboxes: Mailboxes
    fetcher: Fetcher


@asynccontextmanager
async def assembled(settings: Settings) -> AsyncIterator[Parts]:
    async with AsyncExitStack() as stack:
        database = Database.connect(settings.database_url)
        stack.push_async_callback(database.close)
        redis = parley_redis.connect(settings.redis_url, timeout_s=settings.redis_timeout_s)
        stack.push_async_callback(redis.aclose)
        dialogue = RasaDialogue(settings.rasa_urls, settings.rasa_token, timeout_s=settings.rasa_timeout_s)
        stack.push_async_callback(dialogue.close)
        model = build_language_model(settings)
        stack.push_async_callback(model.close)
        channels = Channels(settings, database)
        stack.push_async_callback(channels.close)
        translator = build_translator(settings, database)
        stack.push_async_callback(translator.close)
        catalogue = get_catalogue(settings.default_locale)
        await stack.enter_async_context(Wordings(database, catalogue).kept())
        await asyncio.to_thread(warm_up)
        live = Publisher(redis, OperatorNames(database))
        database.on_commit(live.publish_events)
        pipeline = Pipeline(
            database=database,
            redis=redis,
            settings=settings,
            dialogue=dialogue,
            answers=build_answer_source(settings, database, model),
            live=live,
            catalogue=catalogue,
            translator=translator,
            summaries=NoSummaries() if model.name == EMBEDDED_MODEL else ModelSummaries(model),
        )
        yield Parts(
            worker=Worker(pipeline, redis, settings),
            sweeper=Sweeper(database, redis, settings, dialogue),
            deliverer=Deliverer(database, channels, settings),
            mailboxes=Mailboxes(database, redis, settings),
            fetcher=Fetcher(database, channels, settings),
        )


async def run(settings: Settings) -> None:
    """Until SIGTERM or SIGINT. A part that breaks ends the process: its supervisor starts it again."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with assembled(settings) as parts:
        # What is loaded by now stays until the end: no collection need look through it (docs/performance.md).
        gc.freeze()
        others = (parts.sweeper, parts.deliverer, parts.fetcher, parts.mailboxes)
        helpers = [asyncio.create_task(part.run()) for part in others]
        working = asyncio.create_task(parts.worker.run(stop))
        log.info("the worker takes turns", extra={"consumer": parts.worker.name})
        try:
            ended, _ = await asyncio.wait([working, *helpers], return_when=asyncio.FIRST_COMPLETED)
            if working not in ended:
                log.error("a part of the worker broke: giving back what it holds")
        finally:
            stop.set()
            await asyncio.wait([working])
            await cancel_and_wait(helpers)
            results = await asyncio.gather(working, *helpers, return_exceptions=True)
        broken = [result for result in results if isinstance(result, Exception)]
        if broken:
            raise broken[0]
    log.info("the worker has stopped")
