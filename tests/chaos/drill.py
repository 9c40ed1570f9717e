"""Drives many conversations' messages through while it kills each process in turn, and counts.

    .venvs/serving/bin/python -m tests.chaos.drill --conversations 1000 --messages 3

The provider's peer signs its webhooks, repeats every tenth, sends again what was not acknowledged, and
reports sent, delivered and read out of order. At the end the timeline and the peer's record must agree that
no message was lost, none was answered twice, and each conversation's order held.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from serving.channels.models import Outgoing, Receipt
from serving.contacts.models import ContactAddress
from serving.conversations.models import Author, Conversation, Event, Kind
from serving.db import is_away
from serving.tasks import cancel_and_wait
from tests.channels.hooks import Hooks, meta_signature
from tests.channels.meta_server import APP_SECRET, MetaServer, whatsapp_hook, whatsapp_status, whatsapp_text
from tests.chaos.stage import INBOX, Cast
from tests.gateway import listening

DEAD_S = 1.0
COMES_BACK_S = 5.0
REPEATED = 0.1
WORD = re.compile(r"c(\d+)m(\d+)")
SENDERS = 24

Blow = Callable[[Cast, "Provider"], Awaitable[None]]


@dataclass
class Plan:
    conversations: int = 1000
    messages: int = 3
    every_s: float = 5.0  # between two blows
    away_s: float = 20.0  # the provider
    database_away_s: float = 10.0
    rounds: int = 1
    patience_s: float = 300.0  # until everything has settled

    @property
    def blows_last_s(self) -> float:
        """About: a busy machine takes longer to bring back what was killed."""
        away_s = self.away_s + self.database_away_s + self.every_s
        return self.rounds * (len(blows(self)) * (self.every_s + COMES_BACK_S) + away_s)

    @property
    def per_second(self) -> float:
        """Messages, so that customers write for as long as the blows fall."""
        return self.conversations * self.messages / self.blows_last_s


@dataclass
class Counts:
    conversations: int
    messages: int
    blows: dict[str, int]
    seconds: float
    webhooks_not_acknowledged: int
    webhooks_repeated: int
    customer_messages_stored: int
    turns: int
    replies_at_the_provider: int
    lost: int
    stored_twice: int
    answered_twice: int
    out_of_order: int
    sent_twice_to_the_provider: int
    left_unsettled: int
    ended_by_themselves: dict[str, int] = field(default_factory=dict)
    delivery_states: dict[str, int] = field(default_factory=dict)

    @property
    def flawless(self) -> bool:
        wrong = (self.lost, self.stored_twice, self.answered_twice, self.out_of_order, self.left_unsettled)
        return not any(wrong) and self.sent_twice_to_the_provider == 0


class Provider(MetaServer):
    """Reports what became of each message, in any order and some of it twice."""

    def __init__(self) -> None:
        super().__init__()
        self.hooks: Hooks | None = None
        self._reporting: set[asyncio.Task[None]] = set()
        self._random = random.Random(11)

    def _whatsapp(self, body: dict[str, Any]) -> Any:
        response = super()._whatsapp(body)
        if response.status_code == 200:
            sent = self.sent[-1]
            task = asyncio.create_task(self._report(sent["id"], sent["biz_opaque_callback_data"]))
            self._reporting.add(task)
            task.add_done_callback(self._reporting.discard)
        return response

    async def _report(self, message_id: str, reference: str) -> None:
        states = ["sent", "delivered", "read"]
        self._random.shuffle(states)
        for state in states:
            status = whatsapp_status(message_id, state, reference=reference)
            if self.hooks is not None:
                await self.hooks.deliver(whatsapp_hook(statuses=[status]))

    async def all_reported(self) -> None:
        while self._reporting:
            await asyncio.wait(set(self._reporting))


def _kill(name: str) -> Blow:
    async def blow(cast: Cast, provider: Provider) -> None:
        process = cast.processes[name]
        await asyncio.to_thread(process.kill)
        await asyncio.sleep(DEAD_S)
        process.start()
        # The next blow falls on a platform that is up.
        await cast.until_ready()

    return blow


def blows(plan: Plan) -> dict[str, Blow]:
    async def redis_killed(cast: Cast, provider: Provider) -> None:
        await asyncio.to_thread(cast.redis.kill)
        await asyncio.sleep(DEAD_S)
        await asyncio.to_thread(cast.redis.start)

    async def redis_lost(cast: Cast, provider: Provider) -> None:
        await cast.lose_redis()

    async def database_killed(cast: Cast, provider: Provider) -> None:
        await asyncio.to_thread(cast.postgres.kill)
        await asyncio.sleep(DEAD_S)
        await asyncio.to_thread(cast.postgres.start)

    async def database_away(cast: Cast, provider: Provider) -> None:
        await asyncio.to_thread(cast.postgres.stop)
        await asyncio.sleep(plan.database_away_s)
        await asyncio.to_thread(cast.postgres.start)

    async def provider_away(cast: Cast, provider: Provider) -> None:
        provider.away = True
        await asyncio.sleep(plan.away_s)
        provider.away = False

    async def provider_slow(cast: Cast, provider: Provider) -> None:
        provider.answer_after_s = 2.0
        provider.trouble(130429, 429, Retry_After="1")
        await asyncio.sleep(plan.every_s)
        provider.answer_after_s = 0.0

    return {
        "worker 1 killed": _kill("worker-1"),
        "gateway killed": _kill("gateway"),
        "Redis killed": redis_killed,
        "worker 2 killed": _kill("worker-2"),
        "dialogue killed": _kill("dialogue"),
        "Redis killed, its data lost": redis_lost,
        "database killed": database_killed,
        "provider slow, 429": provider_slow,
        "database away": database_away,
        "provider away": provider_away,
    }


async def run(plan: Plan, folder: Path) -> Counts:
    provider = Provider()
    began = time.monotonic()
    async with listening(provider.app()) as address:
        provider.base_url = f"http://{address}"
        cast = Cast(folder, provider.base_url)
        try:
            await cast.enter()
            url = f"{cast.gateway_url}/channels/whatsapp/{INBOX}"
            hooks = Hooks(None, url, lambda raw: meta_signature(APP_SECRET, raw), repeat=REPEATED)
            provider.hooks = hooks
            struck: Counter[str] = Counter()
            supervising = asyncio.create_task(cast.supervise())
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(_talk(plan, hooks))
                tasks.create_task(_strike(plan, cast, provider, struck))
            await _settled(cast, patience_s=plan.patience_s)
            async with asyncio.timeout(plan.patience_s):
                await provider.all_reported()
            await cancel_and_wait([supervising])
            counts = await _count(plan, cast, provider, hooks, dict(struck))
        finally:
            await cast.leave()
    counts.seconds = round(time.monotonic() - began, 1)
    return counts


async def _talk(plan: Plan, hooks: Hooks) -> None:
    """Each customer's next message comes when the last one was acknowledged, as the provider does it."""
    waiting = asyncio.Queue[int]()
    for number in range(plan.conversations):
        waiting.put_nowait(number)

    async def customer_after_customer() -> None:
        while not waiting.empty():
            number = waiting.get_nowait()
            for index in range(plan.messages):
                text = whatsapp_text(
                    f"c{number}m{index}",
                    message_id=f"wamid.in.{number}.{index}",
                    sender=f"49{number:09d}",
                    name=f"Customer {number}",
                )
                await hooks.deliver(whatsapp_hook(text))
                await asyncio.sleep(SENDERS / plan.per_second)

    await asyncio.gather(*(customer_after_customer() for _ in range(SENDERS)))


async def _strike(plan: Plan, cast: Cast, provider: Provider, struck: Counter[str]) -> None:
    for _ in range(plan.rounds):
        for name, blow in blows(plan).items():
            await asyncio.sleep(plan.every_s)
            sys.stderr.write(f"{time.strftime('%X')} {name}\n")
            await blow(cast, provider)
            struck[name] += 1


async def _settled(cast: Cast, *, patience_s: float) -> None:
    async with asyncio.timeout(patience_s):
        while await _unsettled(cast):  # noqa: ASYNC110  # other processes do what is awaited
            await asyncio.sleep(0.5)


async def _unsettled(cast: Cast) -> int:
    try:
        async with cast.database.read() as session:
            receipts = await session.scalar(
                select(func.count()).select_from(Receipt).where(Receipt.processed_at.is_(None))
            )
            pending = await session.scalar(
                select(func.count()).select_from(Outgoing).where(Outgoing.state == "pending")
            )
    except Exception as error:
        if not is_away(error):
            raise
        return 1
    return (receipts or 0) + (pending or 0)


async def _count(plan: Plan, cast: Cast, provider: Provider, hooks: Hooks, struck: dict[str, int]) -> Counts:
    timeline = await _timeline(cast)
    heard = {address: [event.text or "" for event in events[0]] for address, events in timeline.items()}
    answered: Counter[tuple[str, int]] = Counter(
        (address, seq)
        for address, (_, turns) in timeline.items()
        for turn in turns
        if turn.payload["outcome"] in ("answered", "handed_off", "failed", "held")
        for seq in turn.payload["answers"]
    )
    told = {address: list(_words(provider.texts(address))) for address in timeline}
    wanted = {
        f"49{number:09d}": [f"c{number}m{index}" for index in range(plan.messages)]
        for number in range(plan.conversations)
    }
    references = Counter(message["biz_opaque_callback_data"] for message in provider.sent)
    async with cast.database.read() as session:
        states = await session.execute(select(Outgoing.state, func.count()).group_by(Outgoing.state))
        delivery_states = {str(state): int(number) for state, number in states}
    return Counts(
        conversations=len(timeline),
        messages=plan.conversations * plan.messages,
        blows=struck,
        seconds=0.0,
        webhooks_not_acknowledged=hooks.refused,
        webhooks_repeated=hooks.repeated,
        customer_messages_stored=sum(map(len, heard.values())),
        turns=sum(len(turns) for _, turns in timeline.values()),
        replies_at_the_provider=len(provider.sent),
        lost=sum(len(set(words) - set(told.get(address, ()))) for address, words in wanted.items()),
        stored_twice=sum(len(texts) - len(set(texts)) for texts in heard.values()),
        answered_twice=sum(number - 1 for number in answered.values() if number > 1),
        out_of_order=sum(
            list(dict.fromkeys(told.get(address, ()))) != words or heard.get(address) != words
            for address, words in wanted.items()
        ),
        sent_twice_to_the_provider=sum(number - 1 for number in references.values()),
        left_unsettled=await _unsettled(cast),
        ended_by_themselves=dict(cast.ended),
        delivery_states=delivery_states,
    )


def _words(texts: Iterable[str]) -> Iterable[str]:
    """What was answered, in the order in which the provider took it; notices have no such words."""
    for text in texts:
        if text.startswith("Heard: "):
            yield from (found[0] for found in WORD.finditer(text))


async def _timeline(cast: Cast) -> dict[str, tuple[list[Event], list[Event]]]:
    """By address: the customer's messages and the turns."""
    found: dict[str, tuple[list[Event], list[Event]]] = {}
    async with cast.database.read() as session:
        rows = await session.execute(
            select(ContactAddress.address, Event)
            .join(Conversation, Conversation.contact_id == ContactAddress.contact_id)
            .join(Event, Event.conversation_id == Conversation.id)
            .where(Event.kind.in_((Kind.MESSAGE, Kind.TURN)))
            .order_by(Event.conversation_id, Event.seq)
        )
        for address, event in rows:
            said, turns = found.setdefault(address, ([], []))
            if event.kind is Kind.TURN:
                turns.append(event)
            elif event.author is Author.CUSTOMER:
                said.append(event)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.drill", description=__doc__)
    for name, value in asdict(Plan()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    with tempfile.TemporaryDirectory(prefix="parley-drill-") as folder:
        counts = asyncio.run(run(Plan(**vars(parser.parse_args())), Path(folder)))
    sys.stdout.write(json.dumps(asdict(counts), indent=2) + "\n")
    return 0 if counts.flawless else 1


if __name__ == "__main__":
    sys.exit(main())
