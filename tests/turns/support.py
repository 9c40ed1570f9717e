"""A stage for turns: real Redis and databases, a scripted dialogue manager and scripted answers."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from redis.asyncio import Redis
from sqlalchemy import select

from serving.channels.base import IncomingMessage, Received
from serving.channels.models import Inbox, Receipt
from serving.config import Settings
from serving.conversations import repository
from serving.conversations.models import Author, Conversation, Event, Kind
from serving.db import Database
from serving.dialogue.base import Decision, DialogueMessage
from serving.dialogue.fake import Script, ScriptedDialogue, decision
from serving.knowledge.base import Answer, Citation, PreviewSink, Question
from serving.operators.models import Operator
from serving.translation.base import TranslationEngine
from serving.translation.catalogue import Catalogue
from serving.translation.glossary import Glossaries
from serving.translation.memory import TranslationMemory
from serving.translation.service import Translator
from serving.turns.pipeline import Pipeline
from serving.turns.receive import receive

CATALOGUE = Catalogue.load()
PATIENCE_S = 60.0
_ids = count(1)


async def until(condition: Callable[[], object]) -> None:
    """Waits until a condition (plain or async) holds, looking often; fails the test when it does not."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            holds = condition()
            if await holds if inspect.isawaitable(holds) else holds:
                return
            await asyncio.sleep(0.01)


@dataclass
class RecordingLive:
    """Remembers what would have been shown."""

    shown: list[tuple[str, object]] = field(default_factory=list)

    async def publish_events(self, events: Sequence[Event]) -> None:
        self.shown.append(("events", [event.kind.value for event in events]))

    async def typing(self, conversation_id: str, *, on: bool = True, expires_in_s: int = 10) -> None:
        self.shown.append(("typing", on))

    async def preview(self, conversation_id: str, *, turn: str, text: str) -> None:
        self.shown.append(("preview", text))

    async def dropped(self, conversation_id: str, *, turn: str) -> None:
        self.shown.append(("dropped", turn))

    def of(self, kind: str) -> list[object]:
        return [what for name, what in self.shown if name == kind]


@dataclass
class ScriptedAnswers:
    """Answers every question alike. A test may hold the answer back, break, empty or refuse it."""

    text: str = "Shipping takes two days."
    url: str = "/help/shipping"
    asked: list[Question] = field(default_factory=list)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    broken: Exception | None = None
    refused: Sequence[str] = ()

    def __post_init__(self) -> None:
        self.go_on.set()

    async def answer(self, question: Question, preview: PreviewSink) -> Answer:
        self.asked.append(question)
        if self.broken is not None:
            raise self.broken
        await preview(self.text[:8])
        self.begun.set()
        await self.go_on.wait()
        cited = Citation(title="Shipping", url=self.url, quote=self.text)
        return Answer(
            text=self.text,
            citations=[cited],
            passages=[],
            abstained=not self.text,
            refused=self.refused,
            handoff=bool(self.refused),
            model="scripted",
            completion_tokens=4,
            timings_ms={"retrieve": 1.0, "generate": 2.0},
        )


def say(text: str, *, entities: Sequence[Mapping[str, Any]] = ()) -> Decision:
    made = decision(DialogueMessage(route="script", text=text))
    return replace(made, trace=replace(made.trace, entities=entities))


def look_up(text: str) -> Decision:
    return decision(DialogueMessage(route="knowledge", query=text, topic="shipping"))


def out_of_scope() -> Decision:
    return decision(DialogueMessage(route="script", key="utter_out_of_scope"), intent="out_of_scope")


def hand_over(reason: str = "requested") -> Decision:
    return decision(DialogueMessage(route="handoff", reason=reason), intent="talk_to_human")


def echo(text: str) -> Decision:
    return say(f"You said: {text}")


@dataclass
class Stage:
    database: Database
    redis: Redis
    settings: Settings
    dialogue: ScriptedDialogue = field(default_factory=lambda: ScriptedDialogue(echo))
    answers: ScriptedAnswers = field(default_factory=ScriptedAnswers)
    live: RecordingLive = field(default_factory=RecordingLive)
    engines: list[TranslationEngine] = field(default_factory=list)

    async def furnish(self) -> None:
        async with self.database.write() as session:
            for name, channel in (("web", "widget"), ("chat", "telegram")):
                session.add(Inbox(id=name, name=name, channel=channel, settings={}))
            for name in ("ana", "ben"):
                session.add(
                    Operator(id=name, email=f"{name}@shop.example", name=name.title(), password_hash="-")
                )

    def script(self, script: Script) -> None:
        self.dialogue.script = script

    def pipeline(self, *, redis: Redis | None = None) -> Pipeline:
        return Pipeline(
            database=self.database,
            redis=redis or self.redis,
            settings=self.settings,
            dialogue=self.dialogue,
            answers=self.answers,
            live=self.live,
            catalogue=CATALOGUE,
            translator=Translator(
                TranslationMemory(self.database, refresh_s=0), Glossaries(self.database), self.engines
            ),
        )

    async def write(
        self,
        text: str,
        *,
        address: str = "visitor",
        inbox: str = "web",
        provider_id: str | None = None,
        locale: str | None = None,
    ) -> Received:
        message = IncomingMessage(
            inbox_id=inbox,
            provider_id=provider_id or f"m{next(_ids)}",
            address=address,
            text=text,
            locale=locale,
        )
        return await receive(self.database, self.redis, self.settings, message)

    async def answer(self, text: str, **where: str) -> str:
        """A message and its turn; returns the conversation."""
        received = await self.write(text, **where)
        conversation_id = received.event.conversation_id
        await self.pipeline().process(conversation_id)
        return conversation_id

    async def operator(self, name: str = "ana") -> Operator:
        async with self.database.read() as session:
            return await session.get_one(Operator, name)

    async def conversation(self, conversation_id: str) -> Conversation:
        async with self.database.read() as session:
            return await repository.get(session, conversation_id)

    async def events(self, conversation_id: str, kind: Kind | None = None) -> list[Event]:
        async with self.database.read() as session:
            events = await repository.events_after(session, conversation_id)
        return [event for event in events if kind is None or event.kind is kind]

    async def said(self, conversation_id: str) -> list[str]:
        """What the customer was told, by anybody."""
        messages = await self.events(conversation_id, Kind.MESSAGE)
        return [event.text or "" for event in messages if event.author is not Author.CUSTOMER]

    async def outcomes(self, conversation_id: str) -> list[str]:
        return [turn.payload["outcome"] for turn in await self.events(conversation_id, Kind.TURN)]

    async def unprocessed(self) -> list[Receipt]:
        async with self.database.read() as session:
            return list(await session.scalars(select(Receipt).where(Receipt.processed_at.is_(None))))
